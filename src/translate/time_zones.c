/* Times in zones: AT TIME ZONE, and date_trunc() by the days of a zone. */
#include <string.h>
#include <strings.h>

#include "translate/translator.h"

/* A zone that is so far ahead of UTC. */
static struct fragment in_offset(struct translator *translator,
                                 struct fragment time, struct fragment offset,
                                 bool into)
{
    struct fragment moved =
        translate_operation(translator, into ? "+" : "-", time, offset);
    if (moved.sql)
        moved.type =
            translator_type(translator, into ? "timestamp without time zone"
                                             : "timestamp with time zone");
    return moved;
}

/* Timestamps with zone are kept in UTC, so UTC is all that SQLite itself can be
 * asked for. The extension reads the system's zones. */
struct fragment translate_at_time_zone(struct translator *translator,
                                       const struct pg_node *node)
{
    const struct pg_node *zone = node_without_casts(node->items[0]);
    struct fragment time, name;
    bool into;
    time = translate_node(translator, node->items[1]);
    if (!time.sql)
        return time;
    into = fragment_is_type(&time, "timestamp with time zone");
    if (zone->kind == NODE_STRING && (!strcasecmp(zone->text, "UTC")) &&
        (class_is_time(time.class) || time.class == CLASS_ANY))
        return fragment_make_typed(
            translator,
            translator_type(translator, into ? "timestamp without time zone"
                                             : "timestamp with time zone"),
            time.precedence, "%s", time.sql);
    if (!translator->context->dialect.extension)
        return translator_refuse(translator,
                                 "SQLite knows no time zones, the "
                                 "extension does (--extension=yes)");
    if (time.class != CLASS_TIMESTAMP)
        return translator_refuse(translator,
                                 "AT TIME ZONE of what is no timestamp");
    name = translate_node(translator, node->items[0]);
    if (!name.sql)
        return name;
    if (fragment_is_interval(&name))
        return in_offset(translator, time, name, into);
    return fragment_make_typed(
        translator,
        translator_type(translator, into ? "timestamp without time zone"
                                         : "timestamp with time zone"),
        PRECEDENCE_PRIMARY, "%s(%s, %s)",
        into ? "time_in_zone" : "time_of_zone", name.sql, time.sql);
}

/* Smaller ones keep the time's own offset, of which there may be two. */
static bool is_days(const struct pg_node *unit)
{
    static const char *const units[] = {"day",     "week",      "month",
                                        "quarter", "year",      "decade",
                                        "century", "millennium"};
    unit = node_without_casts(unit);
    for (size_t i = 0; unit->kind == NODE_STRING && i < COUNT_OF(units); i++)
        if (!strcasecmp(unit->text, units[i]))
            return true;
    return false;
}

/* date_trunc(unit, time, zone) is date_trunc(unit, time AT TIME ZONE zone) AT
 * TIME ZONE zone. */
struct fragment translate_trunc_in_zone(struct translator *translator,
                                        const struct pg_node *node)
{
    const struct pg_node *zone = node->items[2];
    const struct pg_node *there_items[] = {zone, node->items[1]};
    struct pg_node there = {.kind = NODE_CALL,
                            .at = node->at,
                            .name = {NULL, "timezone"},
                            .n_items = 2,
                            .items = there_items};
    const struct pg_node *cut_items[] = {node->items[0], &there};
    struct pg_node cut = *node;
    const struct pg_node *back_items[] = {zone, &cut};
    struct pg_node back = there;
    struct fragment time = translate_node(translator, node->items[1]);
    if (time.sql && !fragment_is_type(&time, "timestamp with time zone"))
        return translator_refuse(translator,
                                 "date_trunc() in a zone of what is no "
                                 "timestamp with time zone");
    if (!is_days(node->items[0]))
        return translator_refuse(translator,
                                 "date_trunc() in a zone to less than days");
    cut.items = cut_items;
    cut.n_items = 2;
    back.items = back_items;
    return translate_node(translator, &back);
}
