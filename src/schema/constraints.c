/* Keys and checks of tables, as lines of CREATE TABLE. */
#include <string.h>

#include "postgres/tree_same.h"
#include "schema/schema_internal.h"
#include "sqlite/comment.h"
#include "sqlite/quote.h"
#include "translate/expression.h"

/* ---- lines ---- */

struct constraint_builder {
    struct schema *schema;
    struct table_map *map;
    struct buffer *body;
};

static const char *kind_name(const struct pg_constraint *constraint)
{
    static const char *const names[] = {
        [CONSTRAINT_PRIMARY_KEY] = "primary key",
        [CONSTRAINT_UNIQUE] = "unique constraint",
        [CONSTRAINT_FOREIGN_KEY] = "foreign key",
        [CONSTRAINT_CHECK] = "check",
        [CONSTRAINT_EXCLUDE] = "exclusion constraint",
        [CONSTRAINT_NOT_NULL] = "not null",
    };
    return names[constraint->kind];
}

/* With the constraint's own place, which is not its table's. */
static void constraint_lose(struct constraint_builder *builder,
                            enum report_kind kind,
                            const struct pg_constraint *constraint,
                            const char *text)
{
    report_add(builder->schema->report, kind, constraint->origin.location,
               kind_name(constraint),
               schema_label(builder->schema, builder->map->name,
                            constraint->name ? constraint->name : "(unnamed)"),
               "%s", text);
}

/* The comma belongs to the line before. */
static void constraint_begin_line(struct constraint_builder *builder,
                                  const struct pg_constraint *constraint)
{
    buffer_add_text(builder->body, ",\n    ");
    if (constraint->origin.comment) {
        comment_add_block(builder->body, constraint->origin.comment);
        buffer_add_text(builder->body, "\n    ");
    }
    if (constraint->name) {
        buffer_add_text(builder->body, "CONSTRAINT ");
        quote_identifier(builder->body, constraint->name);
        buffer_add_byte(builder->body, ' ');
    }
}

/* By the map, since SQLite's names may be others. */
static void constraint_add_columns(struct buffer *body,
                                   const struct table_map *map,
                                   const struct pg_names *columns)
{
    buffer_add_byte(body, '(');
    for (size_t i = 0; i < columns->n; i++) {
        if (i)
            buffer_add_text(body, ", ");
        quote_identifier(body,
                         map->columns[table_column(map, columns->items[i])]);
    }
    buffer_add_byte(body, ')');
}

/* ---- PRIMARY KEY, UNIQUE ---- */

/* UNIQUE NULLS NOT DISTINCT is an index of its own: see indexes.c. */
static void constraint_add_key(struct constraint_builder *builder,
                               const struct pg_constraint *key)
{
    bool is_primary = key->kind == CONSTRAINT_PRIMARY_KEY;
    if (key == builder->map->rowid_key || key->nulls_not_distinct)
        return;
    if (key->is_temporal || !table_has_columns(builder->map, &key->columns)) {
        constraint_lose(builder, REPORT_DROPPED, key,
                        key->is_temporal ? "WITHOUT OVERLAPS is not in SQLite"
                        : key->using_index
                            ? "it uses an index"
                            : "it names columns that the table has not");
        return;
    }
    if (is_primary && key != table_primary_key(builder->map)) {
        constraint_lose(builder, REPORT_DROPPED, key, "a second primary key");
        return;
    }
    /* Only foreign keys are deferrable in SQLite. */
    if (key->deferrable)
        constraint_lose(builder, REPORT_CHANGED, key,
                        "SQLite checks it at once, it cannot be deferred");
    constraint_begin_line(builder, key);
    buffer_add_text(builder->body, is_primary ? "PRIMARY KEY " : "UNIQUE ");
    constraint_add_columns(builder->body, builder->map, &key->columns);
}

/* ---- FOREIGN KEY ---- */

static bool is_same_set(const struct pg_names *a, const struct pg_names *b)
{
    for (size_t i = 0; i < a->n; i++) {
        bool found = false;
        for (size_t j = 0; j < b->n; j++)
            found |= !strcmp(a->items[i], b->items[j]);
        if (!found)
            return false;
    }
    return a->n == b->n;
}

static bool index_fits(const struct pg_index *index, struct pg_name table,
                       const struct pg_names *columns)
{
    struct pg_names keys = {0};
    const char *names[32];
    if (!index->unique || index->predicate || index->is_broken ||
        /* PostgreSQL has at most 32 columns in an index. */
        index->n_keys > COUNT_OF(names) ||
        !catalog_is_same(index->table, table))
        return false;
    for (size_t i = 0; i < index->n_keys; i++) {
        if (!index->keys[i].column)
            return false;
        names[i] = index->keys[i].column;
    }
    keys.items = names;
    keys.n = index->n_keys;
    return is_same_set(&keys, columns);
}

/* SQLite asks for a unique key over exactly the parent's columns. */
static bool is_unique(const struct schema *schema, const struct table_map *map,
                      const struct pg_names *columns)
{
    for (size_t i = 0; i < map->flat->n_constraints; i++) {
        const struct pg_constraint *key = map->flat->constraints[i];
        if ((key->kind == CONSTRAINT_PRIMARY_KEY ||
             key->kind == CONSTRAINT_UNIQUE) &&
            !key->is_temporal && !key->nulls_not_distinct &&
            is_same_set(&key->columns, columns))
            return true;
    }
    for (size_t i = 0; i < schema->catalog->n_indexes; i++)
        if (index_fits(schema->catalog->indexes[i], map->name, columns))
            return true;
    return false;
}

/* The columns referenced: those named, or the parent's primary key. */
static const struct pg_names *parent_columns(const struct table_map *parent,
                                             const struct pg_constraint *key)
{
    const struct pg_constraint *primary =
        parent ? table_primary_key(parent) : NULL;
    if (key->parent_columns.n)
        return &key->parent_columns;
    return primary ? &primary->columns : NULL;
}

/* SQLite takes any FOREIGN KEY and fails at the first row that is written; so
 * what would fail is left out here. */
static const char *why_no_reference(struct constraint_builder *builder,
                                    const struct pg_constraint *key,
                                    const struct table_map *parent,
                                    const struct pg_names *columns)
{
    if (key->not_enforced)
        return "NOT ENFORCED";
    if (key->is_temporal)
        return "PERIOD is not in SQLite";
    if (!parent)
        return "the table it references is not in the dump";
    if (!parent->table)
        return "the table it references is left out";
    if (parent->root != parent)
        return "it references a partition, whose rows are in the whole "
               "table";
    if (!columns || !table_has_columns(parent, columns) ||
        !table_has_columns(builder->map, &key->columns) ||
        columns->n != key->columns.n)
        return "its columns are not there";
    if (!is_unique(builder->schema, parent, columns))
        return "SQLite wants a unique key over exactly the columns that it "
               "references";
    return NULL;
}

/* NO ACTION is SQLite's default as well. */
static void add_action(struct buffer *body, const char *event,
                       enum pg_action action)
{
    static const char *const words[] = {
        [ACTION_RESTRICT] = "RESTRICT",
        [ACTION_CASCADE] = "CASCADE",
        [ACTION_SET_NULL] = "SET NULL",
        [ACTION_SET_DEFAULT] = "SET DEFAULT",
    };
    if (action != ACTION_NONE)
        buffer_printf(body, " ON %s %s", event, words[action]);
}

static bool constraint_is_char(const struct value_type *type)
{
    return type->source && !strcmp(type->source->name.name, "character");
}

/* character without a length is character(1). */
static long width(const struct value_type *type)
{
    return type->source->n_modifiers ? type->source->modifiers[0] : 1;
}

/* numeric(10,2) writes all its values with two decimals. */
static bool have_one_scale(const struct pg_type *a, const struct pg_type *b)
{
    return a && b && a->n_modifiers == 2 && b->n_modifiers == 2 &&
           a->modifiers[1] == b->modifiers[1];
}

static bool ignores_case(const struct value_type *type)
{
    return !strcmp(type->declared, "text COLLATE NOCASE");
}

/* PostgreSQL finds 1.0 equal to 1, does not look at the blanks of CHAR, and
 * citext knows the two cases of all letters. */
static bool are_kept_alike(const struct table_map *map, ptrdiff_t own,
                           const struct table_map *parent, ptrdiff_t other)
{
    const struct value_type *a = map->types[own], *b = parent->types[other];
    bool is_text = table_is_exact_text(&map->flat->columns[own], a) ||
                   table_is_exact_text(&parent->flat->columns[other], b);
    if ((is_text && !have_one_scale(a->source, b->source)) || ignores_case(a) ||
        ignores_case(b))
        return false;
    return constraint_is_char(a) == constraint_is_char(b) &&
           (!constraint_is_char(a) || width(a) == width(b));
}

static void note_forms(struct constraint_builder *builder,
                       const struct pg_constraint *key,
                       const struct table_map *parent,
                       const struct pg_names *columns)
{
    for (size_t i = 0; i < columns->n; i++)
        if (!are_kept_alike(builder->map,
                            table_column(builder->map, key->columns.items[i]),
                            parent, table_column(parent, columns->items[i]))) {
            constraint_lose(
                builder, REPORT_CHANGED, key,
                "SQLite compares the texts, and equal values may be written "
                "in two ways");
            return;
        }
}

/* It is there, but weaker or stronger than it was. */
static void note_reference(struct constraint_builder *builder,
                           const struct pg_constraint *key)
{
    if (key->match_full && key->columns.n > 1)
        constraint_lose(builder, REPORT_CHANGED, key,
                        "MATCH FULL is MATCH SIMPLE in SQLite");
    if (key->set_columns.n)
        constraint_lose(
            builder, REPORT_CHANGED, key,
            "ON DELETE SET of some columns sets all of the key's in SQLite");
    if (key->not_valid)
        constraint_lose(builder, REPORT_CHANGED, key,
                        "NOT VALID: rows may be there that break it");
}

static void add_reference(struct constraint_builder *builder,
                          const struct pg_constraint *key)
{
    const struct table_map *parent = schema_find(builder->schema, key->parent);
    const struct pg_names *columns = parent_columns(parent, key);
    const char *reason = why_no_reference(builder, key, parent, columns);
    if (reason || !parent || !columns) {
        constraint_lose(builder, REPORT_DROPPED, key, reason);
        return;
    }
    note_reference(builder, key);
    note_forms(builder, key, parent, columns);
    constraint_begin_line(builder, key);
    buffer_add_text(builder->body, "FOREIGN KEY ");
    constraint_add_columns(builder->body, builder->map, &key->columns);
    buffer_add_text(builder->body, " REFERENCES ");
    quote_identifier(builder->body, parent->table->name);
    constraint_add_columns(builder->body, parent, columns);
    add_action(builder->body, "UPDATE", key->on_update);
    add_action(builder->body, "DELETE", key->on_delete);
    if (key->deferrable || key->deferred)
        buffer_add_text(builder->body, key->deferred
                                           ? " DEFERRABLE INITIALLY DEFERRED"
                                           : " DEFERRABLE");
}

/* Both sides must be declared alike, or SQLite would compare a text with a
 * number. */
static bool agree(struct table_map *a, const char *a_name, struct table_map *b,
                  const char *b_name)
{
    ptrdiff_t at_a = table_column(a, a_name), at_b = table_column(b, b_name);
    struct pg_column *one, *other;
    if (at_a < 0 || at_b < 0 || a->types[at_a]->class != CLASS_NUMERIC ||
        b->types[at_b]->class != CLASS_NUMERIC)
        return false;
    one = &a->flat->columns[at_a];
    other = &b->flat->columns[at_b];
    if (!((one->seen ^ other->seen) & SEEN_MANY_DIGITS))
        return false;
    one->seen |= SEEN_MANY_DIGITS;
    other->seen |= SEEN_MANY_DIGITS;
    return true;
}

static bool agree_on_key(struct schema *schema, struct table_map *map,
                         const struct pg_constraint *key)
{
    struct table_map *parent = schema_find(schema, key->parent);
    const struct pg_names *columns = parent_columns(parent, key);
    bool changed = false;
    for (size_t i = 0;
         parent && columns && i < columns->n && i < key->columns.n; i++)
        changed |= agree(map, key->columns.items[i], parent, columns->items[i]);
    return changed;
}

void constraints_agree(struct schema *schema)
{
    bool changed = true;
    /* A chain of keys passes it on: until nothing changes. */
    while (changed) {
        changed = false;
        for (size_t i = 0; i < schema->n_maps; i++) {
            struct table_map *map = &schema->maps[i];
            for (size_t j = 0; j < map->flat->n_constraints; j++)
                if (map->flat->constraints[j]->kind == CONSTRAINT_FOREIGN_KEY)
                    changed |=
                        agree_on_key(schema, map, map->flat->constraints[j]);
        }
    }
}

/* ---- CHECK ---- */

/* A CHECK that cannot be said is dropped, never weakened without a word. */
static void add_check(struct constraint_builder *builder,
                      const struct pg_constraint *check)
{
    struct expression_context context =
        table_context(builder->schema, builder->map);
    const char *reason = NULL, *sql = NULL;
    if (check->not_valid)
        reason = "NOT VALID: rows may be there that fail it";
    else if (check->not_enforced)
        reason = "NOT ENFORCED";
    else
        sql = expression_translate(&context, check->expression, &reason);
    if (!sql) {
        constraint_lose(builder, REPORT_DROPPED, check,
                        reason ? reason : "not understood");
        return;
    }
    if (reason)
        constraint_lose(builder, REPORT_CHANGED, check, reason);
    constraint_begin_line(builder, check);
    buffer_printf(builder->body, "CHECK (%s)", sql);
}

/* Some of what partitions say the root says, too. */
static bool root_has(const struct table_map *map,
                     const struct pg_constraint *wanted)
{
    const struct flat_table *root = map->root->flat;
    for (size_t i = 0; i < root->n_constraints; i++) {
        const struct pg_constraint *known = root->constraints[i];
        if (known->kind != wanted->kind)
            continue;
        if (wanted->kind == CONSTRAINT_CHECK
                ? known->name && wanted->name &&
                      !strcmp(known->name, wanted->name)
                : is_same_set(&known->columns, &wanted->columns))
            return true;
    }
    return wanted->kind == CONSTRAINT_NOT_NULL;
}

/* By the tree: the same default may be written in two ways. */
static void report_defaults(struct schema *schema, const struct table_map *map)
{
    for (size_t i = 0; i < map->flat->n_columns; i++) {
        const struct pg_column *own = &map->flat->columns[i];
        ptrdiff_t at = table_column(map->root, own->name);
        if (at < 0 || !own->default_value ||
            tree_is_same(own->default_value,
                         map->root->flat->columns[at].default_value))
            continue;
        report_add(schema->report, REPORT_DROPPED, own->origin.location,
                   "default", schema_label(schema, map->name, own->name),
                   "it holds for one partition only, and the table has the "
                   "rows of all");
    }
}

/* What one partition says of itself cannot be said of the whole table. */
static void report_partitions(struct constraint_builder *builder)
{
    for (size_t i = 0; i < builder->schema->n_maps; i++) {
        struct table_map *map = &builder->schema->maps[i];
        struct constraint_builder own = {builder->schema, map, builder->body};
        if (map->root != builder->map || map == builder->map)
            continue;
        for (size_t j = 0; j < map->flat->n_constraints; j++)
            if (!root_has(map, map->flat->constraints[j]))
                constraint_lose(
                    &own, REPORT_DROPPED, map->flat->constraints[j],
                    "it holds for one partition only, and the table has the "
                    "rows of all");
            else if (map->source->n_parents &&
                     map->flat->constraints[j]->kind != CONSTRAINT_NOT_NULL)
                constraint_lose(&own, REPORT_CHANGED, map->flat->constraints[j],
                                "it is the whole table's own");
        report_defaults(builder->schema, map);
    }
}

static void constraint_add_constraint(struct constraint_builder *builder,
                                      const struct pg_constraint *constraint)
{
    switch (constraint->kind) {
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_UNIQUE: constraint_add_key(builder, constraint); break;
    case CONSTRAINT_FOREIGN_KEY: add_reference(builder, constraint); break;
    case CONSTRAINT_CHECK: add_check(builder, constraint); break;
    case CONSTRAINT_EXCLUDE:
        constraint_lose(builder, REPORT_DROPPED, constraint,
                        "SQLite has nothing like it");
        break;
    case CONSTRAINT_NOT_NULL:
        if (constraint->not_valid)
            constraint_lose(builder, REPORT_DROPPED, constraint,
                            "NOT VALID: rows may be there that fail it");
        break;
    }
}

/* In the order of the dump, inherited ones first. */
void constraints_add(struct schema *schema, struct table_map *map,
                     struct buffer *body)
{
    struct constraint_builder builder = {schema, map, body};
    for (size_t i = 0; i < map->flat->n_constraints; i++)
        constraint_add_constraint(&builder, map->flat->constraints[i]);
    if (map->source->is_partitioned)
        report_partitions(&builder);
}
