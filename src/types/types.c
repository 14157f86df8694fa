#include "types/types.h"

#include <string.h>

#include "types/client.h"
#include "types/fit.h"

/* Composite types in arrays in domains ...: deeper is text, and so is what has
 * more parts. Twenty types of two fields each can have a million. */
enum { MAX_DEPTH = 16, MAX_PARTS = 4000 };

struct resolver {
    struct arena *arena;
    const struct pg_catalog *catalog;
    const char *schema;
    size_t depth, parts;
};

static const struct known_type {
    const char *name;
    const struct codec *codec;
    const char *declared;
} known_types[] = {
#define TYPE(name, codec, declared) {name, &codecs[CODEC_##codec], declared},
#include "types.def"
#undef TYPE
};

/* A short table, and callers keep what was resolved. */
static const struct known_type *find_known(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(known_types); i++)
        if (!strcmp(known_types[i].name, name))
            return &known_types[i];
    return NULL;
}

/* Types of extensions stand in any schema and are not defined in the dump. */
static const struct pg_type_definition *find_defined(struct resolver *resolver,
                                                     struct pg_name name)
{
    struct pg_name own = {resolver->schema, name.name};
    struct pg_name public = {"public", name.name};
    const struct pg_type_definition *type;
    if (name.schema)
        return catalog_type(resolver->catalog, name);
    type = catalog_type(resolver->catalog, own);
    return type ? type : catalog_type(resolver->catalog, public);
}

static struct value_type *type_resolve_inner(struct resolver *resolver,
                                             const struct pg_type *type);

/* In the caller's arena, which outlives the values. */
static struct value_type *type_make(struct resolver *resolver,
                                    const struct codec *codec,
                                    const char *declared)
{
    struct value_type *type = arena_alloc(resolver->arena, sizeof *type);
    *type = (struct value_type){
        .codec = codec, .class = codec->class, .declared = declared};
    return type;
}

/* VARCHAR(20), DECIMAL(12,3) */
static const char *with_digits(struct arena *arena, const char *declared,
                               const struct pg_type *type)
{
    if (type->n_modifiers == 0)
        return declared;
    if (type->n_modifiers == 1)
        return arena_printf(arena, "%s(%ld)", declared, type->modifiers[0]);
    return arena_printf(arena, "%s(%ld,%ld)", declared, type->modifiers[0],
                        type->modifiers[1]);
}

static const char *with_modifiers(struct arena *arena, const char *declared,
                                  const struct pg_type *type)
{
    bool takes = !strcmp(declared, "varchar") || !strcmp(declared, "char") ||
                 !strcmp(declared, "decimal");
    return takes ? with_digits(arena, declared, type) : declared;
}

/* A type that nobody knows is stored as PostgreSQL writes it. */
static struct value_type *resolve_known(struct resolver *resolver,
                                        const struct pg_type *type)
{
    const struct known_type *known = find_known(type->name.name);
    if (!known)
        return type_make(resolver, &codecs[CODEC_OPAQUE], "text");
    return type_make(resolver, known->codec,
                     with_modifiers(resolver->arena, known->declared, type));
}

static struct value_type *
resolve_domain(struct resolver *resolver,
               const struct pg_type_definition *domain)
{
    struct value_type *type = type_resolve_inner(resolver, &domain->base);
    size_t n = type->n_domains;
    arena_grow(resolver->arena, &type->domains, &type->domains_capacity, n + 1,
               sizeof(void *));
    memmove(type->domains + 1, type->domains, n * sizeof(void *));
    type->domains[0] = domain;
    type->n_domains++;
    return type;
}

static struct value_type *
resolve_composite(struct resolver *resolver,
                  const struct pg_type_definition *definition)
{
    struct value_type *type =
        type_make(resolver, &codecs[CODEC_COMPOSITE], "text");
    type->attributes =
        arena_alloc(resolver->arena, definition->n_attributes * sizeof(void *));
    for (size_t i = 0; i < definition->n_attributes; i++)
        type->attributes[i] =
            type_resolve_inner(resolver, &definition->attributes[i].type);
    return type;
}

static struct value_type *
resolve_defined(struct resolver *resolver,
                const struct pg_type_definition *definition)
{
    struct value_type *type;
    switch (definition->kind) {
    case TYPE_DOMAIN: return resolve_domain(resolver, definition);
    case TYPE_COMPOSITE: type = resolve_composite(resolver, definition); break;
    case TYPE_ENUM:
        type = type_make(resolver, &codecs[CODEC_ENUM], "text");
        break;
    default: return type_make(resolver, &codecs[CODEC_OPAQUE], "text");
    }
    type->definition = definition;
    return type;
}

/* One element type for all dimensions: PostgreSQL does not tell them apart. */
static struct value_type *resolve_array(struct resolver *resolver,
                                        const struct pg_type *type)
{
    struct value_type *array =
        type_make(resolver, &codecs[CODEC_ARRAY], "json");
    struct pg_type *element = arena_alloc(resolver->arena, sizeof *element);
    *element = *type;
    element->dimensions = 0;
    array->element = type_resolve_inner(resolver, element);
    return array;
}

static struct value_type *type_resolve_inner(struct resolver *resolver,
                                             const struct pg_type *type)
{
    const struct pg_type_definition *definition;
    struct value_type *result;
    /* Types may name one another in a circle, in a script that somebody made.
     */
    if (resolver->depth == MAX_DEPTH || ++resolver->parts > MAX_PARTS)
        return type_make(resolver, &codecs[CODEC_OPAQUE], "text");
    resolver->depth++;
    definition = find_defined(resolver, type->name);
    if (type->dimensions)
        result = resolve_array(resolver, type);
    else if (definition)
        result = resolve_defined(resolver, definition);
    else
        result = resolve_known(resolver, type);
    resolver->depth--;
    if (!result->source)
        result->source = type;
    result->fit = fit_of_type(result);
    return result;
}

/* ---- policies ---- */

/* Storage and class change together, or SQL would compare what is not stored.
 */
static void type_choose(struct value_type *type, const struct codec *codec,
                        const char *declared)
{
    type->codec = codec;
    type->class = type->codec->class;
    type->declared = declared;
}

static void apply_to_timestamp(struct value_type *type,
                               const struct policies *policies, bool has_zone)
{
    switch ((enum timestamp_policy)policies->timestamps) {
    case TIMESTAMPS_UTC: break;
    case TIMESTAMPS_OFFSET:
        if (has_zone)
            type_choose(type, &codecs[CODEC_OFFSET], "datetime");
        break;
    case TIMESTAMPS_KEEP:
        type_choose(type, &codecs[CODEC_OPAQUE], "text");
        break;
    case TIMESTAMPS_UNIX:
        type_choose(type, &codecs[CODEC_UNIX], "numeric");
        break;
    case TIMESTAMPS_UNIX_MS:
        type_choose(type, &codecs[CODEC_UNIX_MS], "integer");
        break;
    }
}

/* The words are what --booleans=text and pg store. */
static void apply_to_boolean(struct value_type *type,
                             const struct policies *policies)
{
    static const char *const words[] = {"false", "true"};
    static const char *const letters[] = {"f", "t"};
    if (policies->booleans == BOOLEANS_INTEGER)
        return;
    type_choose(type, &codecs[CODEC_BOOLEAN_TEXT], "text");
    type->words = policies->booleans == BOOLEANS_TEXT ? words : letters;
}

/* (*) is for the digits that the type has. */
static void apply_client(struct arena *arena, struct value_type *type,
                         const struct client *client)
{
    const struct client_form *form = type->source && !type->definition
                                         ? client_form_of(client, type->source)
                                         : NULL;
    const char *declared = form ? form->declared : NULL;
    const char *digits = declared ? strstr(declared, "(*)") : NULL;
    if (!form)
        return;
    if (digits)
        declared = with_digits(
            arena, arena_copy(arena, declared, (size_t)(digits - declared)),
            type->source);
    type_choose(type, form->codec, declared);
}

/* Columns only: what is inside of arrays and composite values is JSON. */
static void apply_policies(struct value_type *type,
                           const struct policies *policies)
{
    bool has_zone = type->source && !strcmp(type->source->name.name,
                                            "timestamp with time zone");
    if (type->class == CLASS_TIMESTAMP)
        apply_to_timestamp(type, policies, has_zone);
    if (type->class == CLASS_BOOLEAN)
        apply_to_boolean(type, policies);
    if (type->class == CLASS_GEOMETRY && policies->geometry == GEOMETRY_BLOB)
        type_choose(type, &codecs[CODEC_EWKB], "blob");
    if (type->class == CLASS_NUMERIC && policies->numeric == NUMERIC_TEXT)
        type_choose(type, &codecs[CODEC_NUMERIC], "text");
    if (type->class == CLASS_NUMERIC && policies->numeric == NUMERIC_REAL)
        type_choose(type, &codecs[CODEC_REAL], "real");
    if (type->class == CLASS_ARRAY && policies->arrays == ARRAYS_CSV)
        type_choose(type, &codecs[CODEC_CSV], "text");
    if (type->class == CLASS_ARRAY && policies->arrays == ARRAYS_PG) {
        type_choose(type, &codecs[CODEC_OPAQUE], "text");
        type->fit = FIT_ANY;
    }
}

/* STRICT takes only INT, INTEGER, REAL, TEXT, BLOB and ANY; values are stored
 * the same with these. */
const char *type_strict(const char *declared)
{
    static const char *const same[] = {"text", "real", "blob", "any",
                                       "text COLLATE NOCASE"};
    for (size_t i = 0; i < COUNT_OF(same); i++)
        if (!strcmp(declared, same[i]))
            return same[i];
    if (!strcmp(declared, "float"))
        return "real";
    if (strstr(declared, "int") || !strcmp(declared, "boolean"))
        return "integer";
    if (!strncmp(declared, "decimal", 7) || !strncmp(declared, "numeric", 7))
        return "any"; /* keeps integers and doubles as they come */
    return "text";
}

/* `policies` NULL: the type itself, not what a column becomes. */
const struct value_type *type_resolve(struct arena *arena,
                                      const struct pg_catalog *catalog,
                                      const char *schema,
                                      const struct policies *policies,
                                      const struct pg_type *type)
{
    struct resolver resolver = {arena, catalog, schema, 0, 0};
    struct value_type *result = type_resolve_inner(&resolver, type);
    struct value_type as_usual;
    if (!policies)
        return result;
    as_usual = *result;
    apply_policies(result, policies);
    /* What the user says goes before what the client wants. */
    if (result->codec == as_usual.codec &&
        result->declared == as_usual.declared)
        apply_client(arena, result, policies->client);
    return result;
}
