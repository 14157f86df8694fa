/* Tables and their foreign keys as drawings, in SVG.
 *
 * Each schema is drawn by itself. Tables stand in columns: one right of those
 * that it refers to, and near them, which is what the sweeps over the columns
 * are for. Lines belong to the table whose key they are, so pointing at it or
 * tabbing to it shows them. Tables without foreign keys, their own or others',
 * would only be in the way: they are a list, which is folded. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "report/html.h"
#include "report/report_html.h"

enum {
    BOX_WIDTH = 200,
    GAP_X = 90,
    GAP_Y = 18,
    LINE = 17,
    PADDING = 8,
    MAX_LINES = 9,  /* in a box */
    MAX_STACK = 24, /* boxes in a column */
    SWEEPS = 6,
    TEXT_LENGTH = 27, /* characters that fit a box */
    OPEN_TABLES = 120 /* schemas with more are closed at first */
};

struct link {
    const struct pg_constraint *key;
    struct box *to; /* NULL: another schema's */
};

struct box {
    const struct table_map *map;
    struct link *links;
    size_t n_links;
    bool is_linked; /* by a key: its own, or another's */
    bool has_column;
    size_t column;
    double order;
    long x, y, height;
};

struct drawing {
    struct arena arena;
    const struct schema *schema;
    struct box *boxes;
    size_t n;
    struct box **order; /* of drawing those that are linked */
    size_t n_linked;
    long width, height;
    size_t number; /* tells the page's drawings apart */
};

/* ---- boxes ---- */

/* Linear: a schema's boxes are drawn once. */
static struct box *find_box(struct drawing *drawing,
                            const struct table_map *map)
{
    for (size_t i = 0; i < drawing->n; i++)
        if (drawing->boxes[i].map == map)
            return &drawing->boxes[i];
    return NULL;
}

static bool is_foreign_key(const struct pg_constraint *constraint)
{
    return constraint->kind == CONSTRAINT_FOREIGN_KEY;
}

/* To the whole table, where the parent is a partition. */
static void add_link(struct drawing *drawing, struct box *box,
                     const struct pg_constraint *key)
{
    const struct table_map *parent = schema_find(drawing->schema, key->parent);
    struct box *to = parent ? find_box(drawing, parent->root) : NULL;
    box->links[box->n_links++] = (struct link){key, to};
    box->is_linked = true;
    if (to)
        to->is_linked = true;
}

/* The key's columns, and a line for each reference. */
static long count_lines(const struct box *box)
{
    const struct pg_constraint *primary = table_primary_key(box->map);
    size_t lines = (primary ? primary->columns.n : 0) + box->n_links;
    return lines > MAX_LINES ? MAX_LINES + 1 : (long)lines;
}

static void add_links(struct drawing *drawing, struct box *box)
{
    const struct flat_table *flat = box->map->flat;
    box->links =
        arena_alloc(&drawing->arena, flat->n_constraints * sizeof *box->links);
    for (size_t i = 0; i < flat->n_constraints; i++)
        if (is_foreign_key(flat->constraints[i]))
            add_link(drawing, box, flat->constraints[i]);
    box->height = (count_lines(box) + 1) * LINE + 2L * PADDING;
}

static bool is_drawn(const struct table_map *map, const char *schema)
{
    return map->table && map->root == map && !strcmp(map->name.schema, schema);
}

/* All boxes before any link, since links point at boxes. */
static void make_boxes(struct drawing *drawing, const char *name)
{
    const struct schema *schema = drawing->schema;
    drawing->boxes =
        arena_alloc(&drawing->arena, schema->n_maps * sizeof *drawing->boxes);
    for (size_t i = 0; i < schema->n_maps; i++)
        if (is_drawn(&schema->maps[i], name))
            drawing->boxes[drawing->n++] =
                (struct box){.map = &schema->maps[i]};
    for (size_t i = 0; i < drawing->n; i++)
        add_links(drawing, &drawing->boxes[i]);
}

/* ---- where they stand ---- */

/* Parents that have no column yet. */
static size_t count_waiting(const struct box *box)
{
    size_t n = 0;
    for (size_t i = 0; i < box->n_links; i++)
        n += box->links[i].to && box->links[i].to != box &&
             !box->links[i].to->has_column;
    return n;
}

/* To the right of all its parents. */
static void set_column(struct box *box)
{
    for (size_t i = 0; i < box->n_links; i++) {
        const struct box *to = box->links[i].to;
        if (to && to->has_column && to->column >= box->column)
            box->column = to->column + 1;
    }
    box->has_column = true;
}

/* One more than those it refers to. Where keys go in circles, the one begins
 * that waits for the fewest others. */
static void find_columns(struct drawing *drawing)
{
    for (size_t placed = 0; placed < drawing->n;) {
        struct box *least = NULL;
        size_t fewest = SIZE_MAX, before = placed;
        for (size_t i = 0; i < drawing->n; i++) {
            struct box *box = &drawing->boxes[i];
            size_t waiting = box->has_column ? SIZE_MAX : count_waiting(box);
            if (waiting < fewest) {
                least = box;
                fewest = waiting;
            }
            if (waiting == 0) {
                set_column(box);
                placed++;
            }
        }
        if (placed == before && least) {
            set_column(least);
            placed++;
        }
    }
}

/* Names decide last, so that the drawing is the same each time. */
static int by_column(const void *one, const void *other)
{
    const struct box *a = *(struct box *const *)one;
    const struct box *b = *(struct box *const *)other;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return strcmp(a->map->name.name, b->map->name.name);
}

/* Places are whole numbers again before each pull, which makes means of them.
 * */
static void diagram_number(struct box **boxes, size_t n)
{
    for (size_t i = 0, at = 0; i < n; i++) {
        at = i && boxes[i]->column == boxes[i - 1]->column ? at + 1 : 0;
        boxes[i]->order = (double)at;
    }
}

/* The mean place of those it refers to, and of those that refer to it. */
static void pull(struct drawing *drawing)
{
    double *sums = arena_alloc(&drawing->arena, drawing->n * sizeof *sums);
    size_t *counts = arena_alloc(&drawing->arena, drawing->n * sizeof *counts);
    memset(sums, 0, drawing->n * sizeof *sums);
    memset(counts, 0, drawing->n * sizeof *counts);
    for (size_t i = 0; i < drawing->n; i++)
        for (size_t j = 0; j < drawing->boxes[i].n_links; j++) {
            const struct box *to = drawing->boxes[i].links[j].to;
            size_t at = to ? (size_t)(to - drawing->boxes) : i;
            if (at == i)
                continue;
            sums[i] += to->order;
            sums[at] += drawing->boxes[i].order;
            counts[i]++;
            counts[at]++;
        }
    for (size_t i = 0; i < drawing->n; i++)
        if (counts[i])
            drawing->boxes[i].order = sums[i] / (double)counts[i];
}

/* Columns that would be too long go on in the next one. */
static void place_linked(struct drawing *drawing, struct box **boxes, size_t n)
{
    long x = PADDING, y = PADDING, stack = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_new = i && boxes[i]->column != boxes[i - 1]->column;
        if (is_new || stack == MAX_STACK) {
            x += BOX_WIDTH + (is_new ? GAP_X : GAP_X / 3);
            y = PADDING;
            stack = 0;
        }
        boxes[i]->x = x;
        boxes[i]->y = y;
        y += boxes[i]->height + GAP_Y;
        stack++;
        if (y > drawing->height)
            drawing->height = y;
        if (x + BOX_WIDTH + PADDING > drawing->width)
            drawing->width = x + BOX_WIDTH + PADDING;
    }
}

static void choose_linked(struct drawing *drawing)
{
    drawing->order =
        arena_alloc(&drawing->arena, drawing->n * sizeof(struct box *));
    for (size_t i = 0; i < drawing->n; i++)
        if (drawing->boxes[i].is_linked)
            drawing->order[drawing->n_linked++] = &drawing->boxes[i];
}

static int from_the_right(const void *one, const void *other)
{
    const struct box *a = *(struct box *const *)one;
    const struct box *b = *(struct box *const *)other;
    if (a->x != b->x)
        return a->x > b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

/* The usual way with layered graphs: layers, then sweeps that pull neighbours
 * together, then coordinates. Lines usually go to the left, so they pass behind
 * the boxes on their way if those are drawn later. */
static void place(struct drawing *drawing)
{
    struct box **boxes = drawing->order;
    size_t n = drawing->n_linked;
    find_columns(drawing);
    for (size_t sweep = 0; n && sweep < SWEEPS; sweep++) {
        qsort(boxes, n, sizeof *boxes, by_column);
        diagram_number(boxes, n);
        pull(drawing);
    }
    if (n)
        qsort(boxes, n, sizeof *boxes, by_column);
    place_linked(drawing, boxes, n);
    if (n)
        qsort(boxes, n, sizeof *boxes, from_the_right);
}

/* ---- drawing ---- */

/* As much of a text as fits, whole characters. */
static void add_short(struct buffer *out, const char *text, size_t most)
{
    char part[4 * TEXT_LENGTH + 4];
    size_t length = 0, characters = 0;
    while (text[length] && length + 5 < sizeof part) {
        if ((text[length] & 0xC0) != 0x80 && characters++ == most)
            break;
        length++;
    }
    memcpy(part, text, length);
    part[length] = '\0';
    html_add(out, "%s", part);
    if (text[length])
        buffer_add_text(out, "…");
}

static void diagram_begin_line(struct buffer *out, const struct box *box,
                               size_t line, const char *class)
{
    buffer_printf(out, "<text class=\"%s\" x=\"%ld\" y=\"%ld\">", class,
                  box->x + PADDING,
                  box->y + PADDING + LINE * (long)line + LINE - 5);
}

/* Columns and where they lead, as text, for whoever cannot follow lines. */
static void add_key_line(struct buffer *out, const struct box *box, size_t line,
                         const struct link *link)
{
    struct buffer text = {0};
    diagram_begin_line(out, box, line, "key");
    for (size_t i = 0; i < link->key->columns.n; i++)
        buffer_printf(&text, "%s%s", i ? ", " : "",
                      link->key->columns.items[i]);
    buffer_printf(&text, " → %s%s%s", link->to ? "" : link->key->parent.schema,
                  link->to ? "" : ".", link->key->parent.name);
    add_short(out, buffer_text(&text), TEXT_LENGTH);
    buffer_release(&text);
    buffer_add_text(out, "</text>");
}

static void add_lines(struct buffer *out, const struct box *box)
{
    const struct pg_constraint *primary = table_primary_key(box->map);
    size_t line = 1, n = primary ? primary->columns.n : 0;
    diagram_begin_line(out, box, 0, "name");
    add_short(out, box->map->table->name, TEXT_LENGTH - 5);
    buffer_add_text(out, "</text>");
    for (size_t i = 0; i < n && line <= MAX_LINES; i++, line++) {
        diagram_begin_line(out, box, line, "soft");
        add_short(out, primary->columns.items[i], TEXT_LENGTH - 4);
        buffer_add_text(out, " (key)</text>");
    }
    for (size_t i = 0; i < box->n_links && line <= MAX_LINES; i++, line++)
        add_key_line(out, box, line, &box->links[i]);
    if (n + box->n_links > MAX_LINES) {
        diagram_begin_line(out, box, line, "soft");
        buffer_add_text(out, "…</text>");
    }
}

/* From side to side; around by the right between boxes that stand one below
 * the other. */
static void add_path(struct buffer *out, const struct box *from,
                     const struct box *to, size_t number)
{
    long y1 = from->y + PADDING + LINE / 2;
    long y2 = to->y + PADDING + LINE / 2 + (to == from ? LINE : 0);
    bool is_left = to->x + BOX_WIDTH <= from->x;
    bool is_right = from->x + BOX_WIDTH <= to->x;
    long x1 = is_left ? from->x : from->x + BOX_WIDTH;
    long x2 = is_right ? to->x : to->x + BOX_WIDTH, bend = GAP_X / 2;
    buffer_printf(out,
                  "<path d=\"M%ld %ldC%ld %ld %ld %ld %ld %ld\" "
                  "marker-end=\"url(#arrow%zu)\"/>",
                  x1, y1, is_left ? x1 - bend : x1 + bend, y1,
                  is_right ? x2 - bend : x2 + bend, y2, x2, y2, number);
}

static void add_box(struct buffer *out, const struct box *box, size_t number)
{
    html_add(out, "<g tabindex=\"0\"><title>%s</title>", box->map->table->name);
    for (size_t i = 0; i < box->n_links; i++)
        if (box->links[i].to)
            add_path(out, box, box->links[i].to, number);
    buffer_printf(out,
                  "<rect x=\"%ld\" y=\"%ld\" width=\"%d\" height=\"%ld\" "
                  "rx=\"5\"/>",
                  box->x, box->y, BOX_WIDTH, box->height);
    add_lines(out, box);
    buffer_add_text(out, "</g>\n");
}

static size_t count_keys(const struct drawing *drawing)
{
    size_t n = 0;
    for (size_t i = 0; i < drawing->n; i++)
        n += drawing->boxes[i].n_links;
    return n;
}

static void draw_linked(struct buffer *out, const struct drawing *drawing,
                        const char *name)
{
    buffer_printf(out,
                  "<div class=\"diagram\" tabindex=\"0\"><svg role=\"group\" "
                  "width=\"%ld\" height=\"%ld\" viewBox=\"0 0 %ld %ld\" ",
                  drawing->width + GAP_X, drawing->height + PADDING,
                  drawing->width + GAP_X, drawing->height + PADDING);
    html_add(out, "aria-label=\"Tables of %s and their foreign keys\">\n",
             name);
    buffer_printf(
        out,
        "<defs><marker id=\"arrow%zu\" viewBox=\"0 0 8 8\" refX=\"7\" "
        "refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
        "orient=\"auto\"><path d=\"M0 0L8 4L0 8\"/></marker></defs>\n",
        drawing->number);
    for (size_t i = 0; i < drawing->n_linked; i++)
        add_box(out, drawing->order[i], drawing->number);
    buffer_add_text(out, "</svg></div>\n");
}

/* "orders (id)" */
static void add_alone(struct buffer *out, const struct box *box)
{
    const struct pg_constraint *primary = table_primary_key(box->map);
    html_add(out, "<li>%s", box->map->table->name);
    for (size_t i = 0; primary && i < primary->columns.n; i++) {
        buffer_add_text(out, i ? ", " : " <span class=\"soft\">(");
        html_add(out, "%s", primary->columns.items[i]);
    }
    buffer_add_text(out, primary ? ")</span></li>\n" : "</li>\n");
}

static void list_alone(struct buffer *out, const struct drawing *drawing)
{
    uint64_t n = drawing->n - drawing->n_linked;
    html_add(out,
             "<details><summary>%n table%s without foreign keys "
             "<span class=\"soft\">(and primary keys)</span></summary><ul "
             "class=\"names\">\n",
             n, plural(n));
    for (size_t i = 0; i < drawing->n; i++)
        if (!drawing->boxes[i].is_linked)
            add_alone(out, &drawing->boxes[i]);
    buffer_add_text(out, "</ul></details>\n");
}

/* No script: <details> folds, CSS shows lines on focus. */
static void draw(struct buffer *out, const struct drawing *drawing,
                 const char *name)
{
    size_t keys = count_keys(drawing);
    html_add(out,
             "<details%s><summary>schema %s <span class=\"soft\">(%n table%s, "
             "%n foreign key%s)</span></summary>\n",
             drawing->n_linked > OPEN_TABLES ? "" : " open", name,
             (uint64_t)drawing->n, plural(drawing->n), (uint64_t)keys,
             plural(keys));
    if (drawing->n_linked)
        draw_linked(out, drawing, name);
    if (drawing->n_linked < drawing->n)
        list_alone(out, drawing);
    buffer_add_text(out, "</details>\n");
}

/* Has one of the maps before it this schema, too? */
static bool is_known(const struct schema *schema, size_t map)
{
    const char *name = schema->maps[map].name.schema;
    for (size_t i = 0; i < map; i++)
        if (!strcmp(schema->maps[i].name.schema, name))
            return true;
    return false;
}

void report_add_diagrams(struct buffer *out, const struct schema *schema)
{
    for (size_t i = 0; i < schema->n_maps; i++) {
        const char *name = schema->maps[i].name.schema;
        struct drawing drawing = {.schema = schema, .number = i};
        if (is_known(schema, i))
            continue;
        make_boxes(&drawing, name);
        if (drawing.n) {
            choose_linked(&drawing);
            place(&drawing);
            draw(out, &drawing, name);
        }
        arena_release(&drawing.arena);
    }
}
