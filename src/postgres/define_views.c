/* Views, plain and materialized. */
#include "postgres/define.h"

/* CREATE OR REPLACE, and the placeholder that pg_dump makes first where views
 * depend on each other. */
void define_view(struct pg_parser *parser, struct pg_name name,
                 struct pg_names *columns, const struct pg_query *query,
                 enum pg_view_kind kind)
{
    struct pg_view *view = catalog_view(parser->catalog, name);
    if (catalog_table(parser->catalog, name))
        parser_fail(parser, 0, "a table has this name already");
    if (!view)
        view = catalog_add_view(parser->catalog, name);
    view->kind = kind;
    view->origin.location = parser->location;
    view->columns = columns;
    view->query = query;
}

/* pg_dump fills materialized views at the end; without it they are empty. */
void define_refresh(struct pg_parser *parser, struct pg_name name)
{
    struct pg_view *view = catalog_view(parser->catalog, name);
    if (view)
        view->is_populated = true;
    else
        parser_fail(parser, 0, "the dump has no such materialized view before");
}

void comment_on_view(struct pg_parser *parser, struct pg_name name,
                     struct pg_word text)
{
    struct pg_view *view = catalog_view(parser->catalog, name);
    if (view)
        view->origin.comment = text.text;
}
