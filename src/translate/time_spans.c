/* Spans of time: (a, b) OVERLAPS (c, d), and the frames of a window that reach
 * so far back or ahead in time. */
#include <inttypes.h>
#include <string.h>

#include "postgres/interval.h"
#include "translate/query_internal.h"

/* ---- OVERLAPS ---- */

/* The end of a span may be its length. */
static const struct pg_node *end_of_span(struct translator *translator,
                                         const struct pg_node *row)
{
    struct fragment end = translate_node(translator, row->items[1]);
    struct pg_node *sum;
    if (!end.sql || !fragment_is_type(&end, "interval"))
        return row->items[1];
    sum = arena_alloc(translator->context->arena, sizeof *sum);
    *sum = (struct pg_node){.kind = NODE_OPERATOR,
                            .at = row->at,
                            .name = {NULL, "+"},
                            .left = row->items[0],
                            .right = row->items[1]};
    return sum;
}

/* As a function of the four times. */
struct fragment translate_overlaps(struct translator *translator,
                                   const struct pg_node *node)
{
    const struct pg_node *one = node->items[0], *other = node->items[1];
    const struct pg_node *times[4];
    struct pg_node call = *node;
    if (one->kind != NODE_ROW || other->kind != NODE_ROW || one->n_items != 2 ||
        other->n_items != 2)
        return NO_FRAGMENT;
    times[0] = one->items[0];
    times[1] = end_of_span(translator, one);
    times[2] = other->items[0];
    times[3] = end_of_span(translator, other);
    call.items = times;
    call.n_items = 4;
    return translate_node(translator, &call);
}

/* ---- frames ---- */

/* The text of '1 day' and interval '1 day'; NULL: it is neither. */
static const char *span_text(const struct pg_node *offset)
{
    const struct pg_node *literal =
        offset->kind == NODE_CAST &&
                !strcmp(offset->type->name.name, "interval")
            ? offset->left
            : offset;
    return literal->kind == NODE_STRING ? literal->text : NULL;
}

/* So many seconds, as a number. Months have no length of their own. */
static const struct pg_node *seconds_of(struct translator *translator,
                                        const struct pg_node *offset)
{
    struct arena *arena = translator->context->arena;
    const char *text = span_text(offset);
    struct pg_interval span;
    struct pg_node *number = arena_alloc(arena, sizeof *number);
    if (!text || !interval_read(&span, text) || span.months ||
        span.microseconds % 1000000 || span.days < 0 || span.days > 1000000 ||
        span.microseconds < 0) {
        translator_refuse(translator, "a frame by this interval: only days and "
                                      "whole seconds, as a literal");
        return NULL;
    }
    *number = (struct pg_node){
        .kind = NODE_NUMBER,
        .at = offset->at,
        .text = arena_printf(arena, "%" PRId64,
                             span.days * 86400 + span.microseconds / 1000000)};
    return number;
}

/* extract(epoch FROM key) */
static const struct pg_node *seconds_key(struct translator *translator,
                                         const struct pg_node *key)
{
    struct arena *arena = translator->context->arena;
    struct pg_node *nodes = arena_alloc(arena, 3 * sizeof *nodes);
    const struct pg_node **items = arena_alloc(arena, 2 * sizeof *items);
    nodes[0] =
        (struct pg_node){.kind = NODE_STRING, .at = key->at, .text = "epoch"};
    items[0] = &nodes[0];
    items[1] = key->left;
    nodes[1] = (struct pg_node){.kind = NODE_CALL,
                                .at = key->at,
                                .name = {NULL, "date_part"},
                                .n_items = 2,
                                .items = items};
    nodes[2] = *key;
    nodes[2].left = &nodes[1];
    return &nodes[2];
}

static bool is_offset_in_time(struct translator *translator,
                              const struct pg_node *offset,
                              const struct fragment *key)
{
    struct fragment span;
    if (!offset || class_is_time(key->class))
        return offset != NULL;
    span = translate_node(translator, offset);
    return fragment_is_type(&span, "interval");
}

const struct pg_window *window_in_seconds(struct translator *translator,
                                          const struct pg_window *window)
{
    struct arena *arena = translator->context->arena;
    struct pg_window *copy;
    const struct pg_node **keys;
    struct fragment key;
    if (!window->unit || strcmp(window->unit, "range") != 0 ||
        window->order_by.n != 1)
        return window;
    key = translate_node(translator, window->order_by.items[0]->left);
    if (!is_offset_in_time(translator, window->from_offset, &key) &&
        !is_offset_in_time(translator, window->to_offset, &key))
        return window;
    copy = arena_alloc(arena, sizeof *copy);
    keys = arena_alloc(arena, sizeof *keys);
    *copy = *window;
    keys[0] = seconds_key(translator, window->order_by.items[0]);
    copy->order_by.items = keys;
    if (window->from_offset)
        copy->from_offset = seconds_of(translator, window->from_offset);
    if (window->to_offset)
        copy->to_offset = seconds_of(translator, window->to_offset);
    return copy;
}
