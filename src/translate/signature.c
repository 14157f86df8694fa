#include "translate/signature.h"

#include <stdlib.h>
#include <string.h>

#include "translate/operand_classes.h"

enum { FITS_NOT = -1 };

/* The sum of what the operands cost, or FITS_NOT. "any*" is for this operand
 * and all after it. */
static int fit(struct translator *translator, const char *arguments,
               struct fragment *operands, uint32_t n)
{
    enum pair_match pair = operand_match_pair(arguments, operands, n);
    unsigned cost = 0;
    if (pair != NO_PAIR)
        return pair == PAIR_FITS ? 0 : FITS_NOT;
    for (uint32_t i = 0; i < n; i++) {
        size_t length = strcspn(arguments, ", *");
        if (!*arguments ||
            !operand_matches(translator, arguments, length, &operands[i]))
            return FITS_NOT;
        cost += operand_cost(arguments, length, &operands[i]);
        if (arguments[length] != '*') {
            arguments += length;
            arguments += strspn(arguments, ", ");
        }
    }
    return !*arguments || strchr(arguments, '*') ? (int)cost : FITS_NOT;
}

bool signature_matches(struct translator *translator, const char *arguments,
                       struct fragment *operands, uint32_t n)
{
    return fit(translator, arguments, operands, n) != FITS_NOT;
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

/* All rows of the name are tried on copies of the operands, since trying a
 * literal gives it a type. What was noted on the way is taken back. */
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
        bool may =
            signature_is_allowed(translator, row->allowed_in, row->min_version);
        if (strcmp(row->name, name) != 0)
            continue;
        memcpy(trial, operands, n * sizeof *trial);
        consider(may ? &best : &other, row,
                 fit(translator, row->arguments, trial, n));
        translator->n_notes = notes;
    }
    *needs_extension = other.row &&
                       signature_is_extension(other.row->allowed_in) &&
                       translator->context->use == USE_QUERY;
    if (!is_meant(&best, &other))
        return NULL;
    fit(translator, best.row->arguments, operands, n);
    return best.row;
}

/* What the file stores must work in any SQLite that opens it. */
bool signature_is_allowed(const struct translator *translator,
                          enum allowed_in allowed_in, int min_version)
{
    const struct dialect *dialect = &translator->context->dialect;
    if (allowed_in == WHERE_STORED)
        return true;
    if (translator->context->use != USE_QUERY)
        return false;
    return signature_is_extension(allowed_in) ? dialect->extension
                                              : dialect->version >= min_version;
}

bool signature_is_extension(enum allowed_in allowed_in)
{
    return allowed_in == WHERE_EXTENSION || allowed_in == WHERE_OVER;
}

/* ---- results ---- */

static const struct value_type *
signature_array_of(struct translator *translator,
                   const struct value_type *element)
{
    struct value_type *type =
        arena_alloc(translator->context->arena, sizeof *type);
    *type = (struct value_type){.codec = &codecs[CODEC_ARRAY],
                                .class = CLASS_ARRAY,
                                .declared = "text",
                                .element = element};
    return type;
}

/* PostgreSQL prefers the type with a time zone for a date. */
static const char *moment_type(const struct fragment *operands, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (operands[i].class == CLASS_DATE ||
            fragment_is_type(&operands[i], "timestamp with time zone"))
            return "timestamp with time zone";
    return "timestamp without time zone";
}

/* The words that the tables of grammar/ have for results. */
const struct value_type *signature_result_type(struct translator *translator,
                                               const char *result,
                                               const struct fragment *operands,
                                               uint32_t n)
{
    static const struct value_type any = {
        .codec = &codecs[CODEC_ANY], .class = CLASS_ANY, .declared = ""};
    const struct value_type *first =
        n && operands[0].type ? operands[0].type : NULL;
    if (!strcmp(result, "any"))
        return &any;
    if (!strcmp(result, "computed"))
        return operand_computed_type();
    if (!strcmp(result, "same") || !strcmp(result, "integers")) {
        struct fragment all = {.class = CLASS_ANY};
        for (uint32_t i = 0; i < n; i++)
            fragment_join_types(&all, &operands[i]);
        if (*result == 'i' && (!all.type || all.class != CLASS_INTEGER))
            return translator_type(translator, "bigint");
        return all.type ? all.type : &any;
    }
    if (!strcmp(result, "same2"))
        return operands[1].type ? operands[1].type : &any;
    if (!strcmp(result, "element"))
        return first && first->element ? first->element : &any;
    if (!strcmp(result, "array"))
        return signature_array_of(translator, first ? first : &any);
    if (!strcmp(result, "moment"))
        result = moment_type(operands, n);
    return translator_type(translator, result);
}

/* PostgreSQL reckons with the digits of a real, SQLite with those of a double.
 */
static void note_real(struct translator *translator,
                      const struct signature *row,
                      const struct fragment *operands, uint32_t n)
{
    uint32_t reals = 0;
    for (uint32_t i = 0; i < n; i++)
        reals += fragment_is_type(&operands[i], "real");
    if (reals && reals + !strcmp(row->result, "boolean") <= n &&
        translator->context->use == USE_QUERY &&
        strncmp(row->arguments, "any", 3) != 0 &&
        strcmp(row->result, "same") != 0 && strcmp(row->result, "text") != 0)
        translator_note(translator, NOTE_REAL);
}

/* Digits behind the point that each such value has; -1: not known. */
static long scale_of(const struct fragment *fragment)
{
    const struct pg_type *source =
        fragment->type ? fragment->type->source : NULL;
    const char *point = fragment->number ? strchr(fragment->number, '.') : NULL;
    if (fragment->class == CLASS_INTEGER)
        return 0;
    if (fragment->number)
        return point ? (long)strlen(point + 1) : 0;
    return fragment_is_type(fragment, "numeric") && type_has_scale(source)
               ? type_scale(source)
               : -1;
}

/* PostgreSQL's numerics carry their scale, which their text shows. */
static long scale_of_result(const struct signature *row,
                            const struct fragment *operands, uint32_t n)
{
    long one = n > 0 ? scale_of(&operands[0]) : -1;
    long other = n > 1 ? scale_of(&operands[1]) : -1;
    if (!strcmp(row->name, "round") && n == 2 && operands[1].digits)
        return strtol(operands[1].digits, NULL, 10);
    if (!strcmp(row->name, "sum"))
        return one;
    if (n != 2 || one < 0 || other < 0)
        return -1;
    return !strcmp(row->name, "*") ? one + other
           : !strcmp(row->name, "+") || !strcmp(row->name, "-")
               ? one > other ? one : other
               : -1;
}

static const struct value_type *with_scale(struct translator *translator,
                                           const struct value_type *type,
                                           const struct signature *row,
                                           const struct fragment *operands,
                                           uint32_t n)
{
    enum { MOST_DIGITS = 1000 };
    struct arena *arena = translator->context->arena;
    long scale = scale_of_result(row, operands, n);
    struct value_type *scaled;
    struct pg_type *source;
    if (scale < 0 || scale > 30 || translator->context->use != USE_QUERY ||
        !type_is_named(type, "numeric") || !type->source)
        return type;
    scaled = arena_alloc(arena, sizeof *scaled);
    source = arena_alloc(arena, sizeof *source);
    *scaled = *type;
    *source = *type->source;
    source->n_modifiers = 2;
    source->modifiers[0] = MOST_DIGITS;
    source->modifiers[1] = scale;
    scaled->source = source;
    return scaled;
}

/* What gives one of its arguments may give such a one. */
static bool is_any_exact(const struct fragment *operands, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (operands[i].is_exact)
            return true;
    return false;
}

struct fragment signature_result(struct translator *translator,
                                 const struct signature *row,
                                 const struct fragment *operands, uint32_t n)
{
    bool is_exact = !strcmp(row->result, "exact") ||
                    (!strcmp(row->result, "same") && is_any_exact(operands, n));
    const struct value_type *type =
        !strcmp(row->result, "exact")
            ? translator_type(translator, "numeric")
            : signature_result_type(translator, row->result, operands, n);
    type = with_scale(translator, type, row, operands, n);
    note_real(translator, row, operands, n);
    return (struct fragment){.precedence = PRECEDENCE_PRIMARY,
                             .type = type,
                             .class = is_exact ? CLASS_OPAQUE
                                      : type   ? type->class
                                               : CLASS_ANY,
                             .is_exact = is_exact};
}

/* ---- SQL ---- */

/* Between commas or parentheses nothing can bind closer. */
static bool is_closed(char before, char behind)
{
    return (before == '(' || before == ' ' || before == '\0') &&
           (behind == ',' || behind == ')');
}

/* Parentheses where the template's own SQL would bind closer. */
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

/* $*: all of them, with commas. */
static void signature_add_all(struct buffer *out,
                              const struct fragment *operands, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        buffer_printf(out, "%s%s", i ? ", " : "", operands[i].sql);
}

/* What is written is counted: $1 twice, nested, doubles at each level. */
const char *signature_expand(struct translator *translator, const char *sql,
                             const struct fragment *operands, uint32_t n,
                             const char *inside, const char *behind)
{
    struct buffer out = {0};
    const char *copy;
    translator->needs_qualifying |= strstr(sql, "FROM json_each") != NULL;
    for (; *sql; sql++) {
        if (*sql != '$' || !strchr("123456789*DFT", sql[1]))
            buffer_add_byte(&out, *sql);
        else if (*++sql == '*' && n > SQLITE_ARGUMENTS)
            translator_refuse(translator,
                              "more than %d arguments, which SQLite's "
                              "functions do not take",
                              SQLITE_ARGUMENTS);
        else if (*sql == '*')
            signature_add_all(&out, operands, n);
        else if (*sql == 'T')
            buffer_add_text(&out, fragment_whole_seconds(translator, operands));
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
