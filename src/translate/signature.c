#include "translate/signature.h"

#include <string.h>

/* ---- classes of operands ---- */

/* What + and their like make of unknown types: for SQLite a number, which in
 * PostgreSQL may have been a time or an interval. */
static const struct value_type reckoned = {
    .codec = &codecs[CODEC_ANY], .class = CLASS_ANY, .declared = ""};

static bool is_digits(const char *sql)
{
    return strspn(sql, "0123456789") == strlen(sql);
}

/* A literal from 1 on. */
static bool is_count(const struct fragment *fragment)
{
    return fragment->class == CLASS_INTEGER && *fragment->sql != '0' &&
           is_digits(fragment->sql);
}

/* numeric's text, for arithmetic that is about right. */
static bool take_number(struct translator *translator,
                        struct fragment *fragment)
{
    if (fragment->is_exact && translator->context->use == USE_QUERY) {
        *fragment = fragment_make(translator, CLASS_NUMERIC, PRECEDENCE_PRIMARY,
                                  "CAST(%s AS REAL)", fragment->sql);
        translator_note(translator, NOTE_NUMERIC);
        return true;
    }
    return class_is_number(fragment->class);
}

/* A literal without a type is one of this type, if it can be. */
static bool take_literal(struct translator *translator,
                         struct fragment *fragment, const char *type)
{
    struct translator trial = *translator;
    struct fragment typed;
    if (!fragment->text)
        return false;
    trial.reason = NULL;
    typed = translate_constant(&trial, translator_type(translator, type),
                               fragment->text);
    if (typed.sql)
        *fragment = typed;
    return typed.sql != NULL;
}

static bool is_document(const struct fragment *fragment)
{
    return fragment->class == CLASS_JSON;
}

/* SQLite would read any other as a path, or as a place in an array. */
static bool is_plain_key(const char *text)
{
    return *text &&
           strspn(text,
                  "abcdefghijklmnopqrstuvwxyz"
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(text) &&
           (*text < '0' || *text > '9');
}

bool signature_is_reckoned(const struct fragment *fragment)
{
    return fragment->type == &reckoned;
}

static bool is_moment(const char *class, size_t length)
{
    static const char *const classes[] = {"time", "sortable", "date",
                                          "timestamp", "interval"};
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        if (strlen(classes[i]) == length && !memcmp(classes[i], class, length))
            return true;
    return false;
}

/* One class; `length` bytes of its name. */
static bool takes_class(struct translator *translator, const char *class,
                        size_t length, struct fragment *fragment)
{
    enum type_class kind = fragment->class;
#define IS(name) (length == sizeof(name) - 1 && !memcmp(class, name, length))
    if (IS("any"))
        return true;
    if (IS("count"))
        return is_count(fragment);
    if (IS("place"))
        return fragment->class == CLASS_INTEGER && is_digits(fragment->sql);
    if (IS("unknown"))
        return kind == CLASS_ANY && strcmp(fragment->sql, "NULL") != 0;
    if (IS("row"))
        return fragment->is_row;
    if (IS("constant"))
        return fragment->text != NULL;
    if (kind == CLASS_ANY)
        return !fragment->is_row &&
               !(signature_is_reckoned(fragment) && is_moment(class, length));
    if (IS("text"))
        return class_is_text(kind);
    if (IS("string"))
        return kind == CLASS_TEXT;
    if (IS("key"))
        return fragment->text && is_plain_key(fragment->text);
    if (IS("number"))
        return take_number(translator, fragment) ||
               take_literal(translator, fragment, "numeric");
    if (IS("numeric"))
        return fragment->is_exact || kind == CLASS_NUMERIC;
    if (IS("exact"))
        return fragment->is_exact;
    if (IS("integer"))
        return kind == CLASS_INTEGER ||
               take_literal(translator, fragment, "integer");
    if (IS("real"))
        return kind == CLASS_REAL;
    if (IS("boolean"))
        return kind == CLASS_BOOLEAN ||
               take_literal(translator, fragment, "boolean");
    if (IS("time"))
        return class_is_time(kind);
    if (IS("sortable"))
        return class_is_time(kind) || kind == CLASS_UNIX ||
               kind == CLASS_OFFSET;
    if (IS("one"))
        return !strcmp(fragment->sql, "1");
    if (IS("date"))
        return kind == CLASS_DATE;
    if (IS("timestamp"))
        return kind == CLASS_TIMESTAMP ||
               take_literal(translator, fragment,
                            "timestamp without time zone");
    if (IS("interval"))
        return fragment_is_interval(fragment) ||
               take_literal(translator, fragment, "interval");
    if (IS("array"))
        return kind == CLASS_ARRAY;
    if (IS("enum"))
        return kind == CLASS_ENUM;
    if (IS("json"))
        return is_document(fragment) ||
               take_literal(translator, fragment, "jsonb");
    if (IS("bytea"))
        return kind == CLASS_BYTES ||
               take_literal(translator, fragment, "bytea");
#undef IS
    return false;
}

/* ---- operands that are looked at together ---- */

static bool is_composite(enum type_class kind)
{
    return kind == CLASS_ARRAY || kind == CLASS_COMPOSITE ||
           kind == CLASS_JSON || kind == CLASS_HSTORE || kind == CLASS_OPAQUE ||
           kind == CLASS_UNTYPED_ARRAY || kind == CLASS_GEOMETRY ||
           kind == CLASS_EWKB;
}

/* Arrays whose elements have one text each. */
static bool has_one_text(const struct fragment *fragment)
{
    enum type_class element = fragment->class == CLASS_ARRAY &&
                                      fragment->type && fragment->type->element
                                  ? fragment->type->element->class
                                  : CLASS_OPAQUE;
    return element == CLASS_INTEGER || class_is_text(element) ||
           element == CLASS_BOOLEAN || class_is_time(element);
}

/* Times of day, addresses and the like have one text for each value; what has
 * several is compared by PostgreSQL alone. */
static bool is_canonical(const struct fragment *fragment)
{
    return fragment_is_type(fragment, "time without time zone") ||
           fragment_is_type(fragment, "inet") ||
           fragment_is_type(fragment, "cidr") ||
           fragment_is_type(fragment, "macaddr") || has_one_text(fragment);
}

bool signature_are_equal_classes(const struct fragment *a,
                                 const struct fragment *b)
{
    enum type_class one = a->class, other = b->class;
    if (a->is_row || b->is_row)
        return a->is_row && b->is_row;
    if (one == CLASS_ANY || other == CLASS_ANY)
        return true;
    if (one == other && is_canonical(a) && is_canonical(b))
        return true;
    if (is_composite(one) || is_composite(other))
        return false;
    return one == other || (class_is_number(one) && class_is_number(other)) ||
           (class_is_text(one) && class_is_text(other));
}

/* Of what only PostgreSQL can compare SQLite would order the texts. */
static bool has_an_order(const struct fragment *fragment)
{
    return fragment->class != CLASS_ENUM &&
           (!is_composite(fragment->class) || is_canonical(fragment) ||
            fragment_is_type(fragment, "uuid"));
}

static bool are_ordered_kinds(const struct fragment *a,
                              const struct fragment *b)
{
    enum type_class one = a->class, other = b->class;
    if (one == CLASS_ANY || other == CLASS_ANY)
        return has_an_order(a) && has_an_order(b);
    return (class_is_number(one) && class_is_number(other)) ||
           (one == other && (class_is_time(one) || one == CLASS_UNIX ||
                             one == CLASS_OFFSET || one == CLASS_BOOLEAN ||
                             fragment_is_type(a, "time without time zone") ||
                             fragment_is_type(a, "uuid"))) ||
           (a->is_collated && class_is_text(other)) ||
           (b->is_collated && class_is_text(one));
}

/* What is unknown is a text beside any of these. */
static bool joins_text(enum type_class kind)
{
    return class_is_text(kind) || kind == CLASS_INTEGER || kind == CLASS_ANY;
}

static bool are_texts(const struct fragment *a, const struct fragment *b)
{
    return joins_text(a->class) && joins_text(b->class) &&
           (a->class != CLASS_INTEGER || b->class != CLASS_INTEGER);
}

static bool are_doubles(const struct fragment *a, const struct fragment *b)
{
    enum type_class one = a->class, other = b->class;
    return (one == CLASS_REAL || other == CLASS_REAL) &&
           (one == CLASS_REAL || one == CLASS_INTEGER) &&
           (other == CLASS_REAL || other == CLASS_INTEGER);
}

static bool is_loose(const struct fragment *fragment)
{
    return fragment->class == CLASS_ANY && !fragment->is_row;
}

/* SQLite reckons with what is there; nobody knows what comes out. */
static bool are_loose(const struct fragment *a, const struct fragment *b)
{
    return (is_loose(a) && (is_loose(b) || class_is_number(b->class))) ||
           (class_is_number(a->class) && is_loose(b));
}

static const struct pair_class {
    const char *takes;
    bool (*fits)(const struct fragment *a, const struct fragment *b);
} pair_classes[] = {{"equal", signature_are_equal_classes},
                    {"ordered", are_ordered_kinds},
                    {"texts", are_texts},
                    {"doubles", are_doubles},
                    {"loose", are_loose}};

static const struct pair_class *find_pair(const char *takes)
{
    for (size_t i = 0; i < COUNT_OF(pair_classes); i++)
        if (!strcmp(pair_classes[i].takes, takes))
            return &pair_classes[i];
    return NULL;
}

/* ---- rows ---- */

/* What it costs to take a value of which nothing is known for one of the class.
 * A text costs nothing: that is what PostgreSQL prefers. Of numbers it prefers
 * doubles; a column may as well be numeric. */
static unsigned cost_of(const char *class, size_t length,
                        const struct fragment *fragment)
{
    static const struct {
        const char *class;
        unsigned of_column, of_parameter;
    } costs[] = {{"any", 0, 0},     {"unknown", 0, 0}, {"text", 0, 0},
                 {"string", 0, 0},  {"number", 2, 3},  {"real", 3, 2},
                 {"integer", 4, 4}, {"count", 4, 4},   {"place", 4, 4},
                 {"one", 4, 4}};
    if (fragment->class != CLASS_ANY)
        return 0;
    for (size_t i = 0; i < COUNT_OF(costs); i++)
        if (strlen(costs[i].class) == length &&
            !memcmp(costs[i].class, class, length))
            return fragment->is_parameter ? costs[i].of_parameter
                                          : costs[i].of_column;
    return 2;
}

enum { FITS_NOT = -1 };

/* The sum of what the operands cost, or FITS_NOT. "any*" is for this operand
 * and all behind it. */
static int fit(struct translator *translator, const char *takes,
               struct fragment *operands, uint32_t n)
{
    const struct pair_class *pair = find_pair(takes);
    unsigned cost = 0;
    if (pair)
        return n == 2 && pair->fits(&operands[0], &operands[1]) ? 0 : FITS_NOT;
    for (uint32_t i = 0; i < n; i++) {
        size_t length = strcspn(takes, ", *");
        if (!*takes || !takes_class(translator, takes, length, &operands[i]))
            return FITS_NOT;
        cost += cost_of(takes, length, &operands[i]);
        if (takes[length] != '*') {
            takes += length;
            takes += strspn(takes, ", ");
        }
    }
    return !*takes || strchr(takes, '*') ? (int)cost : FITS_NOT;
}

bool signature_takes(struct translator *translator, const char *takes,
                     struct fragment *operands, uint32_t n)
{
    return fit(translator, takes, operands, n) != FITS_NOT;
}

struct choice {
    const struct signature *row;
    int cost;
};

/* Of rows that cost the same the first counts. */
static void consider(struct choice *choice, const struct signature *row,
                     int cost)
{
    if (cost != FITS_NOT && (!choice->row || cost < choice->cost))
        *choice = (struct choice){row, cost};
}

/* A row that takes a text is meant, also where only others may be used. */
static bool is_meant(const struct choice *best, const struct choice *other)
{
    return best->row && (!other->row || other->cost || !best->cost);
}

const struct signature *signature_choose(struct translator *translator,
                                         const void *rows, size_t n_rows,
                                         size_t size, const char *name,
                                         struct fragment *operands, uint32_t n,
                                         bool *needs_extension)
{
    struct fragment *trial =
        arena_alloc(translator->context->arena, (n + 1) * sizeof *trial);
    struct choice best = {NULL, 0}, other = {NULL, 0};
    size_t notes = translator->n_notes;
    for (size_t i = 0; i < n_rows; i++) {
        const struct signature *row =
            (const struct signature *)((const char *)rows + i * size);
        bool may = signature_may(translator, row->where, row->since);
        if (strcmp(row->name, name) != 0)
            continue;
        memcpy(trial, operands, n * sizeof *trial);
        consider(may ? &best : &other, row,
                 fit(translator, row->takes, trial, n));
        translator->n_notes = notes;
    }
    *needs_extension = other.row && other.row->where == WHERE_EXTENSION &&
                       translator->context->use == USE_QUERY;
    if (!is_meant(&best, &other))
        return NULL;
    fit(translator, best.row->takes, operands, n);
    return best.row;
}

bool signature_may(const struct translator *translator,
                   enum where_allowed where, int since)
{
    const struct dialect *dialect = &translator->context->dialect;
    if (where == WHERE_STORED)
        return true;
    if (translator->context->use != USE_QUERY)
        return false;
    return where == WHERE_EXTENSION ? dialect->extension
                                    : dialect->version >= since;
}

/* ---- results ---- */

static const struct value_type *array_of(struct translator *translator,
                                         const struct value_type *element)
{
    struct value_type *type =
        arena_alloc(translator->context->arena, sizeof *type);
    *type = (struct value_type){.codec = &codecs[CODEC_ARRAY],
                                .class = CLASS_ARRAY,
                                .declared = "TEXT",
                                .element = element};
    return type;
}

const struct value_type *signature_gives(struct translator *translator,
                                         const char *gives,
                                         const struct fragment *operands,
                                         uint32_t n)
{
    static const struct value_type any = {
        .codec = &codecs[CODEC_ANY], .class = CLASS_ANY, .declared = ""};
    const struct value_type *first =
        n && operands[0].type ? operands[0].type : NULL;
    if (!strcmp(gives, "any"))
        return &any;
    if (!strcmp(gives, "reckoned"))
        return &reckoned;
    if (!strcmp(gives, "same")) {
        struct fragment all = {.class = CLASS_ANY};
        for (uint32_t i = 0; i < n; i++)
            fragment_join_types(&all, &operands[i]);
        return all.type ? all.type : &any;
    }
    if (!strcmp(gives, "same2"))
        return operands[1].type ? operands[1].type : &any;
    if (!strcmp(gives, "element"))
        return first && first->element ? first->element : &any;
    if (!strcmp(gives, "array"))
        return array_of(translator, first ? first : &any);
    return translator_type(translator, gives);
}

/* ---- SQL ---- */

static bool is_closed(char before, char behind)
{
    return (before == '(' || before == ' ' || before == '\0') &&
           (behind == ',' || behind == ')');
}

static void add_operand(struct translator *translator, struct buffer *out,
                        const struct fragment *operand, char behind)
{
    char before = out->size ? out->bytes[out->size - 1] : '\0';
    if (before == ' ' && out->size > 1 && out->bytes[out->size - 2] != ',')
        before = 'x';
    /* -- would begin a comment */
    buffer_add_text(out,
                    is_closed(before, behind)
                        ? operand->sql
                        : fragment_within(translator, *operand,
                                          before == '-' || before == 'x'
                                              ? PRECEDENCE_PRIMARY
                                              : PRECEDENCE_CONCATENATION + 1));
}

static void add_all(struct buffer *out, const struct fragment *operands,
                    uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        buffer_printf(out, "%s%s", i ? ", " : "", operands[i].sql);
}

const char *signature_expand(struct translator *translator, const char *sql,
                             const struct fragment *operands, uint32_t n,
                             const char *inside, const char *behind)
{
    struct buffer out = {0};
    const char *copy;
    translator->needs_qualifying |= strstr(sql, "FROM json_each") != NULL;
    for (; *sql; sql++) {
        if (*sql != '$' || !strchr("123456789*DF", sql[1]))
            buffer_add_byte(&out, *sql);
        else if (*++sql == '*')
            add_all(&out, operands, n);
        else if (*sql == 'D' || *sql == 'F')
            buffer_add_text(&out, *sql == 'D' ? inside : behind);
        else
            add_operand(translator, &out, &operands[*sql - '1'], sql[1]);
    }
    copy = arena_copy(translator->context->arena, out.bytes, out.size);
    translator_spend(translator, out.size);
    buffer_release(&out);
    return copy;
}
