/* Functions of PostgreSQL, and words that call like them. */
#include <string.h>

#include "translate/expression_walk.h"

enum takes {
    TAKES_ANY,
    TAKES_TEXT,
    TAKES_NUMBER,
    TAKES_INTEGER,
    TAKES_TIME,
    TAKES_ARRAY,
    TAKES_PARTS
};
enum { AS_SAME = -1 };

static const struct function_row {
    const char *name;
    uint32_t n_arguments;
    enum takes takes;
    int gives; /* enum conversion, or AS_SAME */
    const char *sql;
} functions[] = {
#define FUNCTION(name, n, takes, gives, sql)                                   \
    {name, n, TAKES_##takes, AS_##gives, sql},
#include "functions.def"
};

/* A random UUID of version 4. */
#define UUID                                                                   \
    "lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' "   \
    "|| substr(lower(hex(randomblob(2))), 2) || '-' || "                       \
    "substr('89ab', 1 + (abs(random()) % 4), 1) || "                           \
    "substr(lower(hex(randomblob(2))), 2) || '-' || "                          \
    "lower(hex(randomblob(6)))"

static const struct volatile_row {
    const char *name;
    enum conversion gives;
    const char *sql;
} volatiles[] = {
#define VOLATILE(name, gives, sql) {name, AS_##gives, sql},
#include "functions.def"
};

static const struct date_part_row {
    const char *name, *sql;
} date_parts[] = {
#define DATE_PART(name, sql) {name, sql},
#include "functions.def"
};

static const struct difference_row {
    const char *name, *text;
} differences[] = {
#define DIFFERENCE(name, text) {name, text},
#include "functions.def"
};

/* A number from 1 on, written out. */
static bool is_count(const struct piece *piece)
{
    return piece->kind == AS_INTEGER && *piece->sql != '0' &&
           strspn(piece->sql, "0123456789") == strlen(piece->sql);
}

static bool takes(enum takes takes, const struct piece *argument, uint32_t at)
{
    enum conversion kind = argument->kind;
    switch (takes) {
    case TAKES_ANY: return true;
    case TAKES_TEXT: return walk_is_text(kind);
    case TAKES_NUMBER: return walk_is_number(kind);
    case TAKES_INTEGER: return kind == AS_INTEGER;
    case TAKES_TIME: return walk_is_time(kind);
    case TAKES_ARRAY: return kind == AS_ARRAY;
    case TAKES_PARTS: return at ? is_count(argument) : walk_is_text(kind);
    }
    return false;
}

/* The template with its arguments. Those that are not apart by parentheses or
 * commas in it get their own. */
static const char *expand(struct walk *walk, const char *sql,
                          const struct piece *arguments)
{
    struct buffer out = {0};
    const char *copy;
    for (; *sql; sql++) {
        if (*sql == '$') {
            const struct piece *argument = &arguments[*++sql - '1'];
            bool closed = strchr(",)", sql[1]) != NULL && sql[1];
            buffer_add_text(&out, closed
                                      ? argument->sql
                                      : walk_within(walk, *argument,
                                                    LEVEL_CONCATENATION + 1));
        } else {
            buffer_add_byte(&out, *sql);
        }
    }
    copy = arena_copy(walk->place->arena, out.bytes, out.size);
    buffer_release(&out);
    return copy;
}

struct piece walk_value(struct walk *walk, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(volatiles); i++) {
        const struct volatile_row *row = &volatiles[i];
        struct piece piece = {.sql = row->sql,
                              .kind = row->gives,
                              .level = LEVEL_PRIMARY,
                              .is_volatile = true};
        if (strcmp(row->name, name) != 0)
            continue;
        if (!walk->place->is_default)
            return walk_refuse(walk, "%s changes with time", name);
        if (strstr(row->sql, "||"))
            piece.level = LEVEL_CONCATENATION;
        return piece;
    }
    return walk_refuse(walk, "%s has no equal in SQLite", name);
}

static struct piece extract(struct walk *walk, const struct pg_node *node)
{
    const struct pg_node *part = node->items[0];
    struct piece from = walk_translate(walk, node->items[1]);
    if (part->kind == NODE_CAST)
        part = part->left;
    if (!from.sql)
        return from;
    for (size_t i = 0; i < COUNT_OF(date_parts); i++)
        if (part->kind == NODE_STRING && walk_is_time(from.kind) &&
            !strcmp(date_parts[i].name, part->text))
            return walk_make(walk, AS_INTEGER, LEVEL_PRIMARY, "%s",
                             expand(walk, date_parts[i].sql, &from));
    return walk_refuse(walk, "SQLite does not tell this part of a time");
}

/* Timestamps with zone are kept in UTC, so UTC is all that can be asked for. */
static struct piece at_time_zone(struct walk *walk, const struct pg_node *node)
{
    const struct pg_node *zone = node->items[0];
    if (zone->kind == NODE_CAST)
        zone = zone->left;
    if (node->n_items == 2 && zone->kind == NODE_STRING &&
        (!strcmp(zone->text, "UTC") || !strcmp(zone->text, "utc")))
        return walk_translate(walk, node->items[1]);
    return walk_refuse(walk, "SQLite knows no time zones");
}

static void note_difference(struct walk *walk, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(differences); i++)
        if (!strcmp(differences[i].name, name))
            walk->difference = differences[i].text;
}

static struct piece function(struct walk *walk, const struct pg_node *node)
{
    struct piece arguments[3];
    bool known = false;
    if (node->n_items == 0)
        return walk_value(walk, node->name.name);
    for (uint32_t i = 0; i < node->n_items && i < COUNT_OF(arguments); i++) {
        arguments[i] = walk_translate(walk, node->items[i]);
        if (!arguments[i].sql)
            return WALK_NOTHING;
    }
    for (size_t i = 0; i < COUNT_OF(functions); i++) {
        const struct function_row *row = &functions[i];
        bool fits = row->n_arguments == node->n_items;
        if (strcmp(row->name, node->name.name) != 0)
            continue;
        known = true;
        for (uint32_t at = 0; fits && at < node->n_items; at++)
            fits = takes(row->takes, &arguments[at], at);
        if (!fits)
            continue;
        note_difference(walk, row->name);
        return walk_make(walk,
                         row->gives == AS_SAME ? arguments[0].kind
                                               : (enum conversion)row->gives,
                         LEVEL_PRIMARY, "%s",
                         expand(walk, row->sql, arguments));
    }
    return known ? walk_refuse(walk,
                               "the function %s has no equal in SQLite for "
                               "these types",
                               node->name.name)
                 : walk_refuse(walk, "the function %s has no equal in SQLite",
                               node->name.name);
}

struct piece walk_call(struct walk *walk, const struct pg_node *node)
{
    const char *name = node->name.name;
    if (node->call || node->flags & (NODE_DISTINCT | NODE_VARIADIC))
        return walk_refuse(walk, "SQLite cannot call %s this way", name);
    if (node->name.schema && strcmp(name, "uuid_generate_v4") != 0 &&
        strcmp(name, "gen_random_uuid") != 0)
        return walk_refuse(walk, "the function %s.%s is not in SQLite",
                           node->name.schema, name);
    if (node->n_items == 2 &&
        (!strcmp(name, "extract") || !strcmp(name, "date_part")))
        return extract(walk, node);
    if (!strcmp(name, "timezone"))
        return at_time_zone(walk, node);
    return function(walk, node);
}
