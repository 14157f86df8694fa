/* Names, types, domains, sequences and comments. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "postgres/define.h"

/* ---- names ---- */

/* What the statement does not qualify is in the schema of the search path. */
struct pg_name name_resolve(struct pg_parser *parser, const char *schema,
                            const char *name)
{
    return (struct pg_name){schema ? schema : parser->search_schema, name};
}

/* Lists begin as NULL, which is what empty rules of the grammar give. */
struct pg_names *names_add(struct pg_parser *parser, struct pg_names *names,
                           const char *name)
{
    if (!names) {
        names = arena_alloc(parser->arena, sizeof *names);
        *names = (struct pg_names){0};
    }
    arena_grow(parser->arena, &names->items, &names->capacity, names->n + 1,
               sizeof *names->items);
    names->items[names->n++] = name;
    return names;
}

struct pg_word word_none(void)
{
    return (struct pg_word){NULL, 0};
}

struct pg_word word_as(struct pg_word word, const char *text)
{
    return (struct pg_word){text, word.at};
}

/* A sign is a token of its own. */
struct pg_word word_negative(struct pg_parser *parser, struct pg_word word)
{
    return word_as(word, arena_printf(parser->arena, "-%s", word.text));
}

/* ---- type names ---- */

struct pg_type type_plain(const char *name)
{
    return (struct pg_type){.name = {NULL, name}};
}

struct pg_type type_with(const char *name, struct pg_type modifiers)
{
    modifiers.name.name = name;
    return modifiers;
}

/* A bit for each field from the first to the last: YEAR TO MONTH. */
unsigned type_fields(struct pg_parser *parser, unsigned first, unsigned last)
{
    if (last <= first)
        parser_fail(parser, parser->fed_at,
                    "the fields of an interval go from a greater one to a "
                    "smaller one");
    return last > first ? (last << 1) - first : first;
}

struct pg_type type_interval(unsigned fields, struct pg_type modifiers)
{
    modifiers.name.name = "interval";
    modifiers.fields = fields;
    return modifiers;
}

const char *type_usual_name(const char *name)
{
    static const struct {
        const char *alias, *name;
    } aliases[] = {
#define TYPE_ALIAS(alias, name) {alias, name},
#define SERIAL_TYPE(serial, name)
#include "aliases.def"
#undef TYPE_ALIAS
#undef SERIAL_TYPE
    };
    for (size_t i = 0; i < COUNT_OF(aliases); i++)
        if (!strcmp(aliases[i].alias, name))
            return aliases[i].name;
    return NULL;
}

const char *type_of_serial(struct pg_type type)
{
    static const struct {
        const char *serial, *name;
    } serials[] = {
#define TYPE_ALIAS(alias, name)
#define SERIAL_TYPE(serial, name) {serial, name},
#include "aliases.def"
#undef TYPE_ALIAS
#undef SERIAL_TYPE
    };
    for (size_t i = 0; !type.name.schema && i < COUNT_OF(serials); i++)
        if (!strcmp(serials[i].serial, type.name.name))
            return serials[i].name;
    return NULL;
}

/* float(n) says how many bits there are to be. */
static struct pg_type type_float(struct pg_parser *parser, struct pg_type type)
{
    static const long real_bits = 24, double_bits = 53;
    long bits = type.modifiers[0];
    if (type.n_modifiers > 1 || bits < 1 || bits > double_bits)
        parser_fail(parser, 0, "a float of so many bits");
    type.n_modifiers = 0;
    if (bits <= real_bits)
        type.name.name = "real";
    return type;
}

/* Types of PostgreSQL's own stand without a schema; which others do depends on
 * the search path. A search for a definition tries both. */
struct pg_type type_named(struct pg_parser *parser, const char *schema,
                          const char *name, struct pg_type modifiers)
{
    const char *usual = NULL;
    if (schema && !strcmp(schema, "pg_catalog"))
        schema = NULL;
    if (!schema)
        usual = type_usual_name(name);
    if (!strcmp(name, "bpchar") && modifiers.n_modifiers)
        usual = "character";
    modifiers.name.schema = schema;
    modifiers.name.name = usual ? usual : name;
    if (modifiers.n_modifiers && usual && !strcmp(usual, "double precision"))
        return type_float(parser, modifiers);
    return modifiers;
}

struct pg_type type_array(struct pg_type type, int dimensions)
{
    type.dimensions = (uint32_t)dimensions;
    return type;
}

struct pg_type type_set(struct pg_type type)
{
    type.is_set = true;
    return type;
}

/* Modifiers are constants, so no expression is evaluated. */
static long small_number(const struct pg_node *node)
{
    bool negative = node->kind == NODE_OPERATOR && !node->left && node->right &&
                    !strcmp(node->name.name, "-");
    const struct pg_node *number = negative ? node->right : node;
    long value =
        number->kind == NODE_NUMBER ? strtol(number->text, NULL, 10) : 0;
    return negative ? -value : value;
}

struct pg_type type_modifiers(struct pg_parser *parser, struct node_list *list)
{
    struct pg_type type = {.n_modifiers = list->n < 2 ? list->n : 2};
    (void)parser;
    for (uint32_t i = 0; i < type.n_modifiers; i++)
        /* What was too deep to be kept is NULL. */
        if (list->items[i])
            type.modifiers[i] = small_number(list->items[i]);
    return type;
}

/* ---- types ---- */

struct pg_type_definition *define_type(struct pg_parser *parser,
                                       struct pg_name name)
{
    /* A base type is announced before it is defined. */
    parser->type = catalog_type(parser->catalog, name);
    if (!parser->type)
        parser->type = catalog_add_type(parser->catalog, name);
    parser->type->origin.location = parser->location;
    return parser->type;
}

void define_label(struct pg_parser *parser, struct pg_word label)
{
    struct pg_names *labels = &parser->type->labels;
    arena_grow(parser->arena, &labels->items, &labels->capacity, labels->n + 1,
               sizeof *labels->items);
    labels->items[labels->n++] = label.text;
}

static size_t place_of_label(const struct pg_names *labels, const char *label)
{
    size_t at = 0;
    while (at < labels->n && strcmp(labels->items[at], label) != 0)
        at++;
    return at;
}

void define_label_beside(struct pg_parser *parser, struct pg_name name,
                         struct pg_word label, const char *anchor,
                         bool is_after)
{
    struct pg_type_definition *type = catalog_type(parser->catalog, name);
    size_t at;
    if (!type || type->kind != TYPE_ENUM) {
        parser_fail(parser, label.at, "the dump has no such enum before");
        return;
    }
    if (place_of_label(&type->labels, label.text) < type->labels.n)
        return; /* IF NOT EXISTS */
    at = anchor ? place_of_label(&type->labels, anchor) + is_after
                : type->labels.n;
    parser->type = type;
    define_label(parser, label);
    if (at >= type->labels.n)
        return;
    memmove(type->labels.items + at + 1, type->labels.items + at,
            (type->labels.n - 1 - at) * sizeof *type->labels.items);
    type->labels.items[at] = label.text;
}

void define_attribute(struct pg_parser *parser, struct pg_word name,
                      struct pg_type type)
{
    struct pg_type_definition *definition = parser->type;
    arena_grow(parser->arena, &definition->attributes,
               &definition->attributes_capacity, definition->n_attributes + 1,
               sizeof *definition->attributes);
    definition->attributes[definition->n_attributes++] =
        (struct pg_attribute){name.text, type};
}

/* ---- domains ---- */

void define_domain(struct pg_parser *parser, struct pg_name name,
                   struct pg_type base)
{
    define_type(parser, name)->kind = TYPE_DOMAIN;
    parser->type->base = base;
}

void alter_domain(struct pg_parser *parser, struct pg_name name)
{
    parser->type = catalog_type(parser->catalog, name);
    if (parser->type)
        return;
    parser_fail(parser, 0, "the dump has no domain of this name before");
    parser->type = arena_alloc(parser->arena, sizeof *parser->type);
    *parser->type = (struct pg_type_definition){.name = name};
}

void define_domain_not_null(struct pg_parser *parser)
{
    parser->type->not_null = true;
}

void define_domain_default(struct pg_parser *parser,
                           const struct pg_node *value)
{
    parser->type->default_value = value;
}

void define_domain_check(struct pg_parser *parser,
                         const struct pg_node *expression, bool not_valid)
{
    struct pg_type_definition *domain = parser->type;
    arena_grow(parser->arena, &domain->checks, &domain->checks_capacity,
               domain->n_checks + 1, sizeof *domain->checks);
    domain->checks[domain->n_checks++] = (struct pg_check){
        parser->constraint_name, expression, not_valid, parser->location};
}

void define_domain_collation(struct pg_parser *parser, struct pg_name collation)
{
    parser->type->collation = collation;
}

/* ---- sequences ---- */

void define_sequence(struct pg_parser *parser, struct pg_name name)
{
    parser->sequence = catalog_add_sequence(parser->catalog, name);
    parser->sequence->origin.location = parser->location;
}

void alter_sequence(struct pg_parser *parser, struct pg_name name)
{
    parser->sequence = catalog_sequence(parser->catalog, name);
    if (parser->sequence)
        return;
    parser_fail(parser, 0, "the dump has no sequence of this name before");
    parser->sequence = arena_alloc(parser->arena, sizeof *parser->sequence);
    *parser->sequence = (struct pg_sequence_definition){.name = name};
}

/* The options of an identity column come in its parentheses. */
void define_identity_sequence(struct pg_parser *parser, struct pg_name name)
{
    if (!parser->table || !parser->column) {
        parser_fail(parser, 0, "SEQUENCE NAME belongs to an identity column");
        return;
    }
    define_sequence(parser, name);
    parser->sequence->owner_table = parser->table->name;
    parser->sequence->owner_column = parser->column->name;
}

static int64_t number_of(struct pg_parser *parser, struct pg_word word)
{
    long long value;
    errno = 0;
    value = strtoll(word.text, NULL, 10);
    if (errno)
        parser_fail(parser, word.at, "a number beyond 64 bits");
    return value;
}

/* Of an identity that names no sequence it has the name that PostgreSQL gives.
 */
static void own_sequence(struct pg_parser *parser)
{
    if (!parser->sequence && parser->table && parser->column)
        define_identity_sequence(
            parser, (struct pg_name){parser->table->name.schema,
                                     arena_printf(parser->arena, "%s_%s_seq",
                                                  parser->table->name.name,
                                                  parser->column->name)});
}

void define_sequence_start(struct pg_parser *parser, struct pg_word number)
{
    int64_t start = number_of(parser, number);
    own_sequence(parser);
    if (!parser->sequence)
        return;
    parser->sequence->start = start;
    parser->sequence->has_start = true;
}

void define_sequence_increment(struct pg_parser *parser, struct pg_word number)
{
    int64_t increment = number_of(parser, number);
    own_sequence(parser);
    if (parser->sequence)
        parser->sequence->increment = increment;
}

void define_owner(struct pg_parser *parser, struct pg_word schema,
                  struct pg_word table, struct pg_word column)
{
    if (!parser->sequence)
        return;
    parser->sequence->owner_table =
        name_resolve(parser, schema.text, table.text);
    parser->sequence->owner_column = column.text;
}

/* ---- comments ---- */

void comment_on_table(struct pg_parser *parser, struct pg_name name,
                      struct pg_word text)
{
    struct pg_table *table = catalog_table(parser->catalog, name);
    if (table)
        table->origin.comment = text.text;
    else
        parser_fail(parser, 0, "a comment on a table that the dump has not");
}

/* View columns are named in the same statement form. */
void comment_on_column(struct pg_parser *parser, struct pg_word schema,
                       struct pg_word table, struct pg_word column,
                       struct pg_word text)
{
    struct pg_name name = name_resolve(parser, schema.text, table.text);
    struct pg_table *found = catalog_table(parser->catalog, name);
    struct pg_column *commented =
        found ? catalog_column(found, column.text) : NULL;
    if (commented)
        commented->origin.comment = text.text;
    else if (catalog_view(parser->catalog, name))
        parser_fail(parser, 0, "columns of views have no comments in SQLite");
    else
        parser_fail(parser, 0, "a comment on a column of no table");
}

/* Indexes of constraints are not in the catalog: their comments are passed
 * over. */
void comment_on_index(struct pg_parser *parser, struct pg_name name,
                      struct pg_word text)
{
    struct pg_index *index = catalog_index(parser->catalog, name);
    if (index)
        index->origin.comment = text.text;
}

void comment_on_constraint(struct pg_parser *parser, struct pg_word name,
                           struct pg_name table, struct pg_word text)
{
    struct pg_table *found = catalog_table(parser->catalog, table);
    for (size_t i = 0; found && i < found->n_constraints; i++)
        if (found->constraints[i].name &&
            !strcmp(found->constraints[i].name, name.text))
            found->constraints[i].origin.comment = text.text;
}

void comment_on_type(struct pg_parser *parser, struct pg_name name,
                     struct pg_word text)
{
    struct pg_type_definition *type = catalog_type(parser->catalog, name);
    if (type)
        type->origin.comment = text.text;
}
