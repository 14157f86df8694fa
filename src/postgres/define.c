/* Tables, columns, constraints and indexes; the rest is in define_types.c. */
#include "postgres/define.h"

#include <string.h>

/* Where the statement, or the part of it that is being read, begins. */
static struct pg_origin here(const struct pg_parser *parser)
{
    return (struct pg_origin){.location = parser->location};
}

/* ---- tables ---- */

/* A second definition is added, too, so that the rest of the statement has a
 * table to go to. */
void define_table(struct pg_parser *parser, struct pg_name name,
                  enum pg_table_kind kind)
{
    struct pg_table *first = catalog_table(parser->catalog, name);
    if (first) {
        parser_fail(parser, 0, "this table is defined twice");
        first->is_reshaped = true;
    }
    parser->table = catalog_add_table(parser->catalog, name);
    parser->table->kind = kind;
    parser->table->origin = here(parser);
}

void define_of_type(struct pg_parser *parser, struct pg_name type)
{
    parser->table->of_type = type;
}

void define_partition(struct pg_parser *parser, struct pg_name parent)
{
    parser->table->is_partition = true;
    parser->table->partition_of = parent;
}

void define_partitioned(struct pg_parser *parser)
{
    parser->table->is_partitioned = true;
}

void define_parent(struct pg_parser *parser, struct pg_name parent)
{
    struct pg_table *table = parser->table;
    arena_grow(parser->arena, &table->parents, &table->parents_capacity,
               table->n_parents + 1, sizeof *table->parents);
    table->parents[table->n_parents++] = parent;
}

/* For a table that is not known, one outside of the catalog takes what the
 * statement says. */
void alter_table(struct pg_parser *parser, struct pg_name name)
{
    parser->table = catalog_table(parser->catalog, name);
    if (parser->table)
        return;
    parser_fail(parser, 0, "the dump has no table of this name before");
    parser->table = arena_alloc(parser->arena, sizeof *parser->table);
    *parser->table = (struct pg_table){.name = name};
}

/* Rows without names of columns cannot be understood after this. */
void alter_shape(struct pg_parser *parser)
{
    parser_fail(parser, 0, "what the dump itself has made stays as it was");
    parser->table->is_reshaped = true;
}

/* The new name may be another table's, which it takes over. */
void alter_rename(struct pg_parser *parser, const char *name)
{
    struct pg_name other = {parser->table->name.schema, name};
    struct pg_table *table = catalog_table(parser->catalog, other);
    if (table)
        table->is_reshaped = true;
    alter_shape(parser);
}

void alter_attach(struct pg_parser *parser, struct pg_name partition)
{
    struct pg_table *table = catalog_table(parser->catalog, partition);
    if (!table) {
        parser_fail(parser, 0, "the dump has no such partition before");
        return;
    }
    table->is_partition = true;
    table->partition_of = parser->table->name;
}

/* ---- columns ---- */

/* A serial type is an integer that counts. */
/* PostgreSQL's MaxHeapAttributeNumber; SQLite takes 2,000. */
enum { MOST_COLUMNS = 1600 };

void define_column(struct pg_parser *parser, struct pg_word name,
                   struct pg_type type, bool has_type)
{
    struct pg_table *table = parser->table;
    parser_reach(parser, name.at);
    if (table->n_columns == MOST_COLUMNS)
        parser_fail(parser, name.at,
                    "a table with more columns than PostgreSQL takes (1,600)");
    else if (catalog_column(table, name.text))
        parser_fail(parser, name.at, "a table with this column twice");
    arena_grow(parser->arena, &table->columns, &table->columns_capacity,
               table->n_columns + 1, sizeof *table->columns);
    parser->sequence = NULL; /* one of its own may follow */
    parser->column = &table->columns[table->n_columns++];
    *parser->column = (struct pg_column){.name = name.text,
                                         .type = type,
                                         .has_type = has_type,
                                         .origin = here(parser)};
    if (type_of_serial(type)) {
        parser->column->type = type_plain(type_of_serial(type));
        define_identity(parser, IDENTITY_BY_DEFAULT);
    }
}

/* An inherited column is not in the table's own list; it gets there without
 * a type, for what is said of it. */
void alter_column(struct pg_parser *parser, struct pg_word name)
{
    parser->column = catalog_column(parser->table, name.text);
    if (!parser->column && parser->table->n_parents)
        define_column(parser, name, type_plain(""), false);
    if (parser->column)
        return;
    parser_fail(parser, name.at, "the table has no such column");
    define_column(parser, name, type_plain(""), false);
}

void alter_type(struct pg_parser *parser, struct pg_type type)
{
    parser->column->type = type;
}

void alter_nullable(struct pg_parser *parser)
{
    parser->column->not_null = false;
}

void define_not_null(struct pg_parser *parser)
{
    parser->column->not_null = true;
}

void define_default(struct pg_parser *parser, const struct pg_node *value)
{
    parser->column->default_value = value;
}

void define_generated(struct pg_parser *parser, const struct pg_node *value,
                      bool is_stored)
{
    parser->column->generated = value;
    parser->column->is_stored = is_stored;
}

void define_identity(struct pg_parser *parser, enum pg_identity identity)
{
    parser->column->identity = identity;
    parser->column->not_null = true;
}

void define_collation(struct pg_parser *parser, struct pg_name collation)
{
    parser->column->collation = collation;
}

/* ---- constraints ---- */

/* Before the constraint itself is read: the next one takes it. */
void define_constraint_name(struct pg_parser *parser, const char *name)
{
    parser_reach(parser, parser->fed_at);
    parser->constraint_name = name;
}

void alter_drop_constraint(struct pg_parser *parser, struct pg_word name)
{
    struct pg_table *table = parser->table;
    size_t kept = 0;
    for (size_t i = 0; i < table->n_constraints; i++) {
        const char *other = table->constraints[i].name;
        /* Constraints without a name cannot be dropped by one. */
        if (!other || strcmp(other, name.text) != 0)
            table->constraints[kept++] = table->constraints[i];
    }
    if (kept == table->n_constraints)
        parser_fail(parser, name.at, "the table has no constraint so named");
    table->n_constraints = kept;
}

static struct pg_constraint *define_add_constraint(struct pg_parser *parser,
                                                   enum pg_constraint_kind kind)
{
    struct pg_table *table = parser->table;
    arena_grow(parser->arena, &table->constraints, &table->constraints_capacity,
               table->n_constraints + 1, sizeof *table->constraints);
    parser->constraint = &table->constraints[table->n_constraints++];
    *parser->constraint =
        (struct pg_constraint){.kind = kind,
                               .name = parser->constraint_name,
                               .origin = here(parser),
                               .is_temporal = parser->is_temporal};
    parser->is_temporal = false;
    return parser->constraint;
}

void define_check(struct pg_parser *parser, const struct pg_node *expression)
{
    define_add_constraint(parser, CONSTRAINT_CHECK)->expression = expression;
}

void define_key(struct pg_parser *parser, enum pg_constraint_kind kind,
                struct pg_names *columns, struct pg_names *included)
{
    struct pg_constraint *key = define_add_constraint(parser, kind);
    key->columns = *columns;
    if (included)
        key->included = *included;
}

void define_key_from_index(struct pg_parser *parser,
                           enum pg_constraint_kind kind, struct pg_word index)
{
    define_add_constraint(parser, kind)->using_index = index.text;
}

/* `reference` was read first, and has no idea whose key it is. */
void define_foreign_key(struct pg_parser *parser, struct pg_names *columns,
                        struct pg_constraint *reference)
{
    struct pg_constraint *key =
        define_add_constraint(parser, CONSTRAINT_FOREIGN_KEY);
    struct pg_constraint plain = *key;
    *key = *reference;
    key->kind = plain.kind;
    key->name = plain.name;
    key->origin = plain.origin;
    key->is_temporal = plain.is_temporal;
    key->columns = *columns;
}

void define_exclude(struct pg_parser *parser)
{
    define_add_constraint(parser, CONSTRAINT_EXCLUDE);
}

void define_not_null_of(struct pg_parser *parser, struct pg_word column)
{
    struct pg_constraint *constraint =
        define_add_constraint(parser, CONSTRAINT_NOT_NULL);
    constraint->columns = *names_add(parser, NULL, column.text);
}

static struct pg_names *column_name(struct pg_parser *parser)
{
    return names_add(parser, NULL, parser->column->name);
}

void define_column_check(struct pg_parser *parser,
                         const struct pg_node *expression)
{
    define_check(parser, expression);
}

void define_column_key(struct pg_parser *parser, enum pg_constraint_kind kind)
{
    define_key(parser, kind, column_name(parser), NULL);
}

void define_column_reference(struct pg_parser *parser,
                             struct pg_constraint *reference)
{
    define_foreign_key(parser, column_name(parser), reference);
}

struct pg_constraint *define_reference(struct pg_parser *parser,
                                       struct pg_name parent,
                                       struct pg_names *columns)
{
    struct pg_constraint *reference =
        arena_alloc(parser->arena, sizeof *reference);
    *reference = (struct pg_constraint){.parent = parent};
    if (columns)
        reference->parent_columns = *columns;
    return reference;
}

void define_on_delete(struct pg_constraint *reference, enum pg_action action,
                      struct pg_names *columns)
{
    reference->on_delete = action;
    if (columns)
        reference->set_columns = *columns;
}

/* Constraint attributes may follow a column that has no constraint: a column
 * that says DEFERRABLE. */
static struct pg_constraint *last_constraint(struct pg_parser *parser)
{
    if (!parser->constraint) {
        parser_fail(parser, 0,
                    "this belongs to a constraint, and there is "
                    "none");
        parser->constraint =
            arena_alloc(parser->arena, sizeof *parser->constraint);
        *parser->constraint = (struct pg_constraint){0};
    }
    return parser->constraint;
}

void define_nulls_distinct(struct pg_parser *parser, bool distinct)
{
    last_constraint(parser)->nulls_not_distinct = !distinct;
}

void define_temporal(struct pg_parser *parser)
{
    parser->is_temporal = true;
}

void define_deferrable(struct pg_parser *parser, bool deferrable)
{
    last_constraint(parser)->deferrable = deferrable;
}

void define_deferred(struct pg_parser *parser)
{
    last_constraint(parser)->deferred = true;
}

void define_not_valid(struct pg_parser *parser)
{
    last_constraint(parser)->not_valid = true;
}

void define_not_enforced(struct pg_parser *parser)
{
    last_constraint(parser)->not_enforced = true;
}

void define_no_inherit(struct pg_parser *parser)
{
    last_constraint(parser)->no_inherit = true;
}

/* ---- indexes ---- */

/* An index without a name has "": it is named when it is made. */
void define_index(struct pg_parser *parser, struct pg_word name,
                  struct pg_name table, const char *method, bool unique,
                  bool only)
{
    struct pg_name full = {table.schema, name.text ? name.text : ""};
    parser->index = catalog_add_index(parser->catalog, full);
    parser->index->table = table;
    parser->index->method = method;
    parser->index->unique = unique;
    parser->index->only = only;
    parser->index->origin = here(parser);
}

void define_index_key(struct pg_parser *parser, const struct pg_node *key,
                      struct pg_name collation, struct pg_name operator_class,
                      bool descending, int nulls)
{
    struct pg_index *index = parser->index;
    bool is_column = key && key->kind == NODE_COLUMN && !key->name.schema;
    arena_grow(parser->arena, &index->keys, &index->keys_capacity,
               index->n_keys + 1, sizeof *index->keys);
    index->keys[index->n_keys++] =
        (struct pg_index_key){.column = is_column ? key->name.name : NULL,
                              .expression = key,
                              .collation = collation,
                              .operator_class = operator_class,
                              .descending = descending,
                              .nulls_given = nulls != 0,
                              /* PostgreSQL's default: NULLs count as greater
                               * than all values. */
                              .nulls_first = nulls ? nulls == 1 : descending};
}

void define_index_included(struct pg_parser *parser, struct pg_names *columns)
{
    if (columns)
        parser->index->included = *columns;
}

void define_index_nulls(struct pg_parser *parser, bool not_distinct)
{
    parser->index->nulls_not_distinct = not_distinct;
}

void define_index_predicate(struct pg_parser *parser,
                            const struct pg_node *predicate)
{
    parser->index->predicate = predicate;
}

/* The indexes of keys are not in the catalog by themselves: their partitions'
 * go with the keys. */
void define_index_attached(struct pg_parser *parser, struct pg_name parent,
                           struct pg_name child)
{
    struct pg_index *index = catalog_index(parser->catalog, child);
    if (index)
        index->attached_to = parent;
}
