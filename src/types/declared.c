#include "types/declared.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct declared_row {
    const char *name, *declared;
} known_types[] = {
#define TYPE(name, conversion, declared) {name, declared},
#include "types.def"
#undef TYPE
};

/* VARCHAR(20) without what is in parentheses. */
static size_t word_length(const char *declared)
{
    size_t length = strcspn(declared, "(");
    while (length && declared[length - 1] == ' ')
        length--;
    return length;
}

/* The first type of PostgreSQL that is declared so: the way back from
 * types.def, for tables that only SQLite knows. */
static const char *declared_type_name(const struct lite_column *column)
{
    size_t length = word_length(column->type);
    for (size_t i = 0; i < sizeof known_types / sizeof *known_types; i++)
        if (strlen(known_types[i].declared) == length &&
            !strncasecmp(known_types[i].declared, column->type, length))
            return known_types[i].name;
    switch (column->affinity) {
    case AFFINITY_INTEGER: return "bigint";
    case AFFINITY_REAL:
    case AFFINITY_NUMERIC: return "double precision";
    case AFFINITY_BLOB: return "bytea";
    default: return "text";
    }
}

/* DECIMAL(12, 3) */
static struct pg_type declared_type_of(const struct lite_column *column)
{
    struct pg_type type = {.name = {NULL, declared_type_name(column)}};
    const char *at = strchr(column->type, '(');
    while (at && *at && *at != ')' && type.n_modifiers < 2) {
        char *end;
        type.modifiers[type.n_modifiers++] = strtol(at + 1, &end, 10);
        at = end + strspn(end, " ");
    }
    return type;
}

static void declared_add_table(struct pg_catalog *catalog,
                               const struct lite_table *source)
{
    const char *name =
        arena_copy(&catalog->arena, source->name, strlen(source->name));
    struct pg_table *table =
        catalog_add_table(catalog, (struct pg_name){"public", name});
    arena_grow(&catalog->arena, &table->columns, &table->columns_capacity,
               source->n_columns, sizeof *table->columns);
    table->n_columns = source->n_columns;
    for (size_t i = 0; i < source->n_columns; i++) {
        const struct lite_column *column = &source->columns[i];
        table->columns[i] = (struct pg_column){
            .name =
                arena_copy(&catalog->arena, column->name, strlen(column->name)),
            .type = declared_type_of(column),
            .has_type = true,
            .not_null = column->not_null || column->is_rowid};
    }
}

/* Queries are translated for the tables of a database as for those of a dump.
 */
void declared_to_catalog(struct pg_catalog *catalog,
                         const struct lite_schema *schema)
{
    catalog->is_declared = true;
    for (size_t i = 0; i < schema->n_tables; i++)
        if (strncasecmp(schema->tables[i].name, "sqlite_", 7) != 0)
            declared_add_table(catalog, &schema->tables[i]);
}
