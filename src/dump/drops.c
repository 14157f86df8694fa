/* Statements that drop something.
 *
 * With --clean a dump begins by dropping what the database may have held
 * before: none of that is in the catalog, and nothing has to be done. Dropping
 * what the dump itself has made is for scripts; keys and defaults are dropped,
 * other things stay and are reported. */
#include <string.h>

#include "dump/head.h"
#include "dump/reader_internal.h"

static size_t skip_words(const struct pg_reader *reader, size_t at)
{
    static const char *const words[] = {"concurrently", "if", "exists", "only"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        at += head_is_word(reader, at, words[i]);
    return at;
}

/* The name at `*at`, which goes after it. */
static struct pg_name drop_read_name(const struct pg_reader *reader, size_t *at)
{
    struct pg_name name = {reader->search_schema, reader->head[*at].text};
    if (head_is_byte(reader, *at + 1, '.') && *at + 2 < reader->n_head) {
        name = (struct pg_name){name.name, reader->head[*at + 2].text};
        *at += 2;
    }
    ++*at;
    return name;
}

static bool has_schema(const struct pg_catalog *catalog, const char *schema)
{
    for (size_t i = 0; i < catalog->n_tables; i++)
        if (!strcmp(catalog->tables[i]->name.schema, schema))
            return true;
    return false;
}

/* Its table stands behind its name; one of that name is enough to tell. */
static bool has_trigger(const struct pg_catalog *catalog, const char *name)
{
    for (size_t i = 0; i < catalog->n_triggers; i++)
        if (!strcmp(catalog->triggers[i]->name, name))
            return true;
    return false;
}

/* By this dump, before the statement: only that matters to the reader. */
static bool is_made(const struct pg_reader *reader, const char *what,
                    struct pg_name name)
{
    const struct pg_catalog *catalog = reader->catalog;
    if (!strcmp(what, "table") || !strcmp(what, "foreign"))
        return catalog_table(catalog, name) != NULL;
    if (!strcmp(what, "index"))
        return catalog_index(catalog, name) != NULL;
    if (!strcmp(what, "view") || !strcmp(what, "materialized"))
        return catalog_view(catalog, name) != NULL;
    if (!strcmp(what, "function") || !strcmp(what, "procedure"))
        return catalog_function(catalog, name) != NULL;
    if (!strcmp(what, "trigger"))
        return has_trigger(catalog, name.name);
    if (!strcmp(what, "type") || !strcmp(what, "domain"))
        return catalog_type(catalog, name) != NULL;
    return !strcmp(what, "schema") && has_schema(catalog, name.name);
}

/* DROP TABLE a, b.c */
static void drop_objects(struct pg_reader *reader, const char *kind)
{
    const char *what = reader->n_head > 2 ? reader->head[1].text : "";
    size_t at = skip_words(
        reader,
        !strcmp(what, "foreign") || !strcmp(what, "materialized") ? 3 : 2);
    while (at < reader->n_head) {
        struct pg_name name = drop_read_name(reader, &at);
        if (is_made(reader, what, name))
            catalog_add_other(reader->catalog, kind, name.name,
                              pg_batch_location(reader->lexer.batch,
                                                reader->lexer.retain_from),
                              "what the dump itself has made stays");
        if (!head_is_byte(reader, at, ','))
            break;
        at++;
    }
}

/* ALTER TABLE ... DROP CONSTRAINT of --clean names tables that are not there
 * yet. */
static void alter(struct pg_reader *reader, const char *kind)
{
    size_t at = skip_words(reader, 2);
    struct pg_name name;
    if (at >= reader->n_head)
        return;
    name = drop_read_name(reader, &at);
    if (is_made(reader, reader->head[1].text, name))
        objects_define(reader, kind, 2);
}

void drops_take(struct pg_reader *reader, const char *kind)
{
    if (head_is_word(reader, 0, "alter"))
        alter(reader, kind);
    else
        drop_objects(reader, kind);
}
