/* What a name in FROM, or the table of a change, means: a query of the WITH, a
 * table, a view. */
#include <string.h>
#include <strings.h>

#include "translate/query_internal.h"
#include "types/names.h"

/* ---- tables ---- */

static const struct view_relation *
find_view(const struct query_context *query_context, struct pg_name name)
{
    for (const struct view_relation *view = query_context->views; view;
         view = view->next)
        if (!strcmp(view->name.name, name.name) &&
            (!name.schema || !strcmp(view->name.schema, name.schema)))
            return view;
    return NULL;
}

/* SQLite prepares views upon views as one query, in a time that grows with the
 * square of the levels. */
static bool check_level(struct translator *translator,
                        const struct view_relation *view)
{
    enum { MOST_LEVELS = 200 };
    if (view->level > translator->view_level)
        translator->view_level = view->level;
    return view->level < MOST_LEVELS ||
           translator_refuse(translator,
                             "views upon views, %d deep, take SQLite too long",
                             (int)MOST_LEVELS)
               .sql;
}

/* WITH a AS (SELECT ... FROM a): PostgreSQL means the table. */
static const char *table_name(struct translator *translator, const char *name)
{
    const struct later_queries *later = translator->later;
    const char *quoted = query_quoted(translator, name);
    for (; later; later = later->outer)
        for (size_t i = 0; i < later->n; i++)
            if (!strcasecmp(later->items[i]->text, name))
                return arena_printf(translator->context->arena, "main.%s",
                                    quoted);
    return quoted;
}

/* Tables that are missing, or whose rows are in other tables, are refused. */
static bool from_known(struct translator *translator,
                       const struct pg_node *node,
                       const struct table_relation *table,
                       struct relation *relation, const char **name)
{
    if (!table->name)
        return translator_refuse(translator,
                                 "the table %s is not in the database",
                                 node->name.name)
            .sql;
    if (!(node->flags & NODE_ONLY) && table->is_inherited)
        return translator_refuse(translator,
                                 "%s has tables that inherit from it: their "
                                 "rows are in tables of their own",
                                 node->name.name)
            .sql;
    if (table->is_partition)
        return translator_refuse(translator,
                                 "%s is a partition: its rows are in %s",
                                 node->name.name, table->name)
            .sql;
    relation->is_table = true;
    relation->columns = table->columns;
    relation->n = table->n;
    *name = table_name(translator, table->name);
    return true;
}

/* The catalogs of PostgreSQL. */
static bool is_system(struct pg_name name)
{
    const char *schema = name.schema;
    return (schema && (!strcmp(schema, "pg_catalog") ||
                       !strcmp(schema, "information_schema"))) ||
           (!schema && !strncmp(name.name, "pg_", 3));
}

/* From the inside out: WITH, tables, views, and at last an unknown name, which
 * is taken as it is if nothing is known at all. */
static bool find_relation(struct translator *translator,
                          const struct scope *scope, const struct pg_node *node,
                          struct relation *relation, const char **name)
{
    bool is_table = node->name.schema || !scope ||
                    change_script_reads_own(translator, node);
    const struct named_query *query =
        is_table ? NULL : scope_query(scope, node->name.name);
    const struct table_lookup *tables = translator->query_context->tables;
    const struct view_relation *view =
        find_view(translator->query_context, node->name);
    struct table_relation table;
    bool is_known = tables && tables->find(tables->context, node->name, &table);
    if (query) {
        relation->columns = query->columns;
        relation->n = query->n;
        relation->has_unknown_columns = query->has_unknown_columns;
        *name = query->sql ? query->sql : query_quoted(translator, query->name);
        return true;
    }
    if (scope && !change_script_may_read(translator, node, view != NULL))
        return false;
    if (is_system(node->name) && !is_known)
        return translator_refuse(translator,
                                 "%s is PostgreSQL's own; SQLite's tables are "
                                 "in sqlite_schema",
                                 node->name.name)
            .sql;
    if (is_known)
        return from_known(translator, node, &table, relation, name);
    relation->has_unknown_columns = true;
    if (view) {
        relation->columns = view->columns;
        relation->n = view->n;
        relation->has_unknown_columns = view->has_unknown_columns;
        *name = view->sql;
        return check_level(translator, view);
    }
    if (tables)
        return translator_refuse(translator, "there is no table %s",
                                 node->name.name)
            .sql;
    *name = table_name(
        translator, name_table(translator->context->arena,
                               node->name.schema ? node->name.schema : "public",
                               node->name.name));
    return true;
}

/* What a change in a WITH has returned. */
bool from_is_temporary(const char *name)
{
    return !strncmp(name, "temp.", 5);
}

const char *from_bare_name(const char *name)
{
    static const char schema[] = "main.";
    return !strncmp(name, schema, sizeof schema - 1) ? name + sizeof schema - 1
                                                     : name;
}

/* What its columns stand behind: the alias, or the table's own name. */
static struct relation *add_found(struct translator *translator,
                                  struct scope *scope,
                                  const struct pg_node *table,
                                  struct relation *found, const char *name)
{
    struct relation *relation = scope_add(translator, scope);
    found->sql = table->text || from_is_temporary(name)
                     ? query_quoted(translator, found->name)
                     : from_bare_name(name);
    *relation = *found;
    return relation;
}

struct relation *from_table(struct translator *translator, struct scope *scope,
                            const struct pg_node *table, const char **name)
{
    struct relation found = {.name =
                                 table->text ? table->text : table->name.name};
    translator->at = table->at;
    changing_check(translator, table);
    if (table->flags & NODE_SAMPLED)
        translator_refuse(translator,
                          "TABLESAMPLE; SQLite has ORDER BY random() LIMIT n");
    if (translator->reason ||
        !find_relation(translator, scope, table, &found, name))
        return NULL;
    return add_found(translator, scope, table, &found, *name);
}

/* Of two things of one name the table is meant, whatever a WITH calls so. */
struct relation *from_changed_table(struct translator *translator,
                                    struct scope *scope,
                                    const struct pg_query *change,
                                    const char **name)
{
    const struct pg_node *table = change->table;
    struct relation found = {.name =
                                 table->text ? table->text : table->name.name};
    bool is_read = change->kind != QUERY_INSERT || change->has_conflict;
    translator->at = table->at;
    if (!find_relation(translator, NULL, table, &found, name) ||
        (is_read && !change_script_may_read(translator, table, false)))
        return NULL;
    if (find_view(translator->query_context, table->name) && !found.is_table) {
        translator_refuse(translator,
                          "%s is a view: SQLite changes tables only",
                          table->name.name);
        return NULL;
    }
    return add_found(translator, scope, table, &found, *name);
}
