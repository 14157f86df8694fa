#include "translate/translator.h"

#include <stdarg.h>
#include <string.h>

#include "translate/query.h"
#include "types/canonical.h"
#include "types/constant.h"

/* Bytes of SQL that may be made of a statement: of any, for each node of it,
 * and for each byte of its literals, which are copied at every level. */
enum { ANY_BYTES = 1 << 20, NODE_BYTES = 1024, LITERAL_BYTES = 64 };

struct piece walk_refuse(struct walk *walk, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (!walk->reason) {
        walk->reason = arena_vprintf(walk->place->arena, format, args);
        walk->reason_at = walk->at;
    }
    va_end(args);
    return WALK_NOTHING;
}

static void add_note(struct walk *walk, const char *text, bool is_use)
{
    for (size_t i = 0; i < walk->n_notes; i++)
        if (!strcmp(walk->notes[i].text, text))
            return;
    arena_grow(walk->place->arena, &walk->notes, &walk->notes_capacity,
               walk->n_notes + 1, sizeof *walk->notes);
    walk->notes[walk->n_notes++] = (struct walk_note){walk->at, text, is_use};
}

void walk_note(struct walk *walk, const char *text)
{
    add_note(walk, text, false);
}

void walk_use(struct walk *walk, const char *name, const char *takes,
              const char *sql)
{
    if (walk->world && walk->world->tells_uses)
        add_note(
            walk,
            arena_printf(walk->place->arena, "%s(%s): %s", name, takes, sql),
            true);
}

void walk_allow(struct walk *walk, const struct pg_node *node)
{
    walk->allowance += NODE_BYTES;
    if (node->kind == NODE_STRING || node->kind == NODE_NUMBER)
        walk->allowance += LITERAL_BYTES * strlen(node->text);
}

void walk_spend(struct walk *walk, size_t bytes)
{
    walk->written += bytes;
    if (walk->written > ANY_BYTES + walk->allowance)
        walk_refuse(walk, "nested so that its translation would be very long; "
                          "compute parts of it in a subquery");
}

struct piece walk_make(struct walk *walk, enum type_class kind,
                       enum piece_level level, const char *format, ...)
{
    struct piece piece = {.kind = kind, .level = level};
    va_list args;
    va_start(args, format);
    piece.sql = arena_vprintf(walk->place->arena, format, args);
    va_end(args);
    walk_spend(walk, strlen(piece.sql));
    return piece;
}

struct piece walk_typed(struct walk *walk, const struct value_type *type,
                        enum piece_level level, const char *format, ...)
{
    struct piece piece = {
        .kind = type ? type->class : CLASS_ANY, .level = level, .type = type};
    va_list args;
    va_start(args, format);
    piece.sql = arena_vprintf(walk->place->arena, format, args);
    va_end(args);
    walk_spend(walk, strlen(piece.sql));
    return piece;
}

const char *walk_within(struct walk *walk, struct piece piece,
                        enum piece_level level)
{
    if (piece.level >= level)
        return piece.sql;
    return arena_printf(walk->place->arena, "(%s)", piece.sql);
}

const char *walk_as_stored(const struct piece *piece)
{
    return piece->as_stored ? piece->as_stored : piece->sql;
}

bool walk_has_version(struct walk *walk, int version)
{
    return walk->place->dialect.version >= version;
}

/* ---- types ---- */

bool walk_is_number(enum type_class kind)
{
    return kind == CLASS_INTEGER || kind == CLASS_REAL || kind == CLASS_NUMERIC;
}

bool walk_is_text(enum type_class kind)
{
    return kind == CLASS_TEXT || kind == CLASS_ENUM;
}

bool walk_is_time(enum type_class kind)
{
    return kind == CLASS_DATE || kind == CLASS_TIMESTAMP;
}

bool walk_is_type(const struct piece *piece, const char *name)
{
    return piece->type && piece->type->source &&
           !piece->type->source->dimensions &&
           !strcmp(piece->type->source->name.name, name);
}

bool walk_is_interval(const struct piece *piece)
{
    return walk_is_type(piece, "interval");
}

const struct value_type *walk_type(struct walk *walk, const char *name)
{
    const struct expression_place *place = walk->place;
    struct pg_type *type = arena_alloc(place->arena, sizeof *type);
    size_t length = strlen(name);
    bool is_array = length > 2 && !strcmp(name + length - 2, "[]");
    *type = (struct pg_type){
        .name = {"pg_catalog",
                 arena_copy(place->arena, name, length - (is_array ? 2 : 0))},
        .dimensions = is_array};
    return type_resolve(place->arena, place->catalog, place->schema, NULL,
                        type);
}

const struct pg_node *walk_uncast(const struct pg_node *node)
{
    while (node && node->kind == NODE_CAST)
        node = node->left;
    return node;
}

struct piece walk_constant(struct walk *walk, const struct value_type *type,
                           const char *text)
{
    struct piece piece = {
        .kind = type->class, .level = LEVEL_PRIMARY, .type = type};
    if (walk->place->use == USE_QUERY)
        text = literal_canonical(walk->place->arena, type, text);
    piece.sql = text ? constant_to_sql(walk->place->arena, type, text) : NULL;
    if (!piece.sql)
        return walk_refuse(walk, "a literal that is not written as PostgreSQL "
                                 "would write it, or that SQLite has nothing "
                                 "for");
    piece.is_constant = piece.is_not_null = true;
    piece.is_volatile = !strncmp(piece.sql, "CURRENT_", 8);
    return piece;
}

void walk_join_types(struct piece *all, const struct piece *branch)
{
    bool has_type = branch->kind != CLASS_ANY && !branch->text;
    bool is_wider =
        (all->kind == CLASS_DATE && branch->kind == CLASS_TIMESTAMP) ||
        (all->kind == CLASS_INTEGER && walk_is_number(branch->kind));
    if (all->kind == CLASS_ANY || (all->text && has_type)) {
        all->kind = branch->kind;
        all->type = branch->type;
        all->text = branch->text;
    } else if (is_wider) {
        all->kind = branch->kind;
        all->type = branch->type;
    }
}
