/* Functions of texts. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <locale.h>
#include <wctype.h>

#include "functions/function.h"

/* ---- upper and lower case ---- */

/* Of valid UTF-8; a replacement character for anything longer. */
static uint32_t text_function_decode(const char *at, size_t length)
{
    static const unsigned char first[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code;
    if (length > 4)
        return 0xFFFD;
    code = (unsigned char)*at & first[length];
    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)at[i] & 0x3F);
    return code;
}

/* The C library's tables, for what is beyond ASCII: PostgreSQL uses them, too.
 * The locale is made once, and does not touch that of the program. */
static locale_t unicode_locale(void)
{
    static locale_t locale;
    if (!locale)
        locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    return locale;
}

/* ASCII by the C library's plain toupper and tolower, the rest by the C.UTF-8
 * locale. */
static uint32_t change_case(uint32_t code, bool upper)
{
    locale_t locale = unicode_locale();
    if (code < 0x80 || !locale)
        return (uint32_t)(upper ? toupper((int)(code & 0x7F))
                                : tolower((int)(code & 0x7F)));
    return (uint32_t)(upper ? towupper_l((wint_t)code, locale)
                            : towlower_l((wint_t)code, locale));
}

static bool is_alphanumeric(uint32_t code)
{
    return code < 0x80
               ? isalnum((int)code)
               : unicode_locale() && iswalnum_l((wint_t)code, unicode_locale());
}

enum letters { LOWER, UPPER, INITIAL };

/* initcap: a letter is a first one unless a letter or a digit stands before it.
 * */
static void text_function_change(sqlite3_context *context, struct slice text,
                                 enum letters letters)
{
    struct buffer out = {0};
    const char *at = text.bytes, *end = at + text.length;
    bool is_first = true;
    while (at < end) {
        size_t length = character_length(at, end);
        uint32_t code = text_function_decode(at, length);
        bool upper = letters == UPPER || (letters == INITIAL && is_first);
        is_first = !is_alphanumeric(code);
        character_add(&out, change_case(code, upper));
        at += length;
    }
    result_buffer(context, &out);
}

static void lower(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    text_function_change(context, argument_text(values[0]), LOWER);
}

static void upper(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    text_function_change(context, argument_text(values[0]), UPPER);
}

static void initcap(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    text_function_change(context, argument_text(values[0]), INITIAL);
}

/* ---- filling up ---- */

enum { LONGEST = 100000000 };

/* The filling over and over, cut where it is enough. */
static void add_filling(struct buffer *out, struct slice filling, size_t count)
{
    const char *at = filling.bytes, *end = at + filling.length;
    for (; count > 0 && filling.length; count--) {
        size_t length;
        if (at == end)
            at = filling.bytes;
        length = character_length(at, end);
        buffer_add(out, at, length);
        at += length;
    }
}

/* What is too long is cut at its end, on either side. */
static void pad(sqlite3_context *context, int n, sqlite3_value **values,
                bool left)
{
    struct slice text = argument_text(values[0]);
    struct slice filling =
        n > 2 ? argument_text(values[2]) : (struct slice){" ", 1};
    size_t has = characters(text), missing;
    struct buffer out = {0};
    int64_t wanted;
    if (!argument_integer(context, values[1], &wanted))
        return;
    if (wanted > LONGEST) {
        result_error(context, "a length beyond 100,000,000");
        return;
    }
    wanted = wanted < 0 ? 0 : wanted;
    missing = (size_t)wanted > has ? (size_t)wanted - has : 0;
    if (left)
        add_filling(&out, filling, missing);
    buffer_add(&out, text.bytes, character_start(text, (size_t)wanted));
    if (!left)
        add_filling(&out, filling, missing);
    result_buffer(context, &out);
}

static void lpad(sqlite3_context *context, int n, sqlite3_value **values)
{
    pad(context, n, values, true);
}

static void rpad(sqlite3_context *context, int n, sqlite3_value **values)
{
    pad(context, n, values, false);
}

/* ---- parts ---- */

/* An empty text is found nowhere, so nothing loops. */
static const char *text_function_find(struct slice text, const char *from,
                                      struct slice what)
{
    const char *end = text.bytes + text.length;
    return what.length
               ? memmem(from, (size_t)(end - from), what.bytes, what.length)
               : NULL;
}

static int64_t count_parts(struct slice text, struct slice separator)
{
    int64_t n = 1;
    const char *at = text.bytes;
    while ((at = text_function_find(text, at, separator)) != NULL) {
        at += separator.length;
        n++;
    }
    return n;
}

/* From the end with negative numbers, since PostgreSQL 14. */
static void split_part(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct slice separator = argument_text(values[1]);
    const char *at = text.bytes, *end = at + text.length, *next;
    int64_t wanted;
    (void)n;
    if (!argument_integer(context, values[2], &wanted))
        return;
    if (wanted == 0) {
        result_error(context, "parts are counted from 1, or from -1 backwards");
        return;
    }
    if (wanted < 0)
        wanted += count_parts(text, separator) + 1;
    for (int64_t i = 1; wanted > 0; i++) {
        next = text_function_find(text, at, separator);
        if (i == wanted) {
            result_slice(context, (struct slice){
                                      at, (size_t)((next ? next : end) - at)});
            return;
        }
        if (!next)
            break;
        at = next + separator.length;
    }
    result_slice(context, (struct slice){"", 0});
}

/* By characters, not bytes. */
static void reverse(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    const char *at = text.bytes + text.length;
    struct buffer out = {0};
    (void)n;
    while (at > text.bytes) {
        const char *end = at--;
        while (at > text.bytes && ((unsigned char)*at & 0xC0) == 0x80)
            at--;
        buffer_add(&out, at, (size_t)(end - at));
    }
    result_buffer(context, &out);
}

/* A character, and what is put in its place: nothing where it has none. */
struct replaced_character {
    struct slice from, to;
    size_t place; /* in the list: the first one counts */
};

static int compare_characters(const struct slice *one,
                              const struct slice *other)
{
    if (one->length != other->length)
        return one->length < other->length ? -1 : 1;
    return memcmp(one->bytes, other->bytes, one->length);
}

static int compare_replaced(const void *one, const void *other)
{
    const struct replaced_character *a = one, *b = other;
    int order = compare_characters(&a->from, &b->from);
    return order ? order : a->place < b->place ? -1 : a->place > b->place;
}

/* The next character, which goes off the text; none at its end. */
static struct slice take_character(struct slice *text)
{
    struct slice character = {text->bytes, 0};
    if (text->length)
        character.length =
            character_length(text->bytes, text->bytes + text->length);
    text->bytes += character.length;
    text->length -= character.length;
    return character;
}

static struct replaced_character *sort_replaced(struct slice from,
                                                struct slice to, size_t *n)
{
    struct replaced_character *list =
        xreallocarray(NULL, from.length + 1, sizeof *list);
    *n = 0;
    while (from.length) {
        list[*n].from = take_character(&from);
        list[*n].to = take_character(&to);
        list[*n].place = *n;
        ++*n;
    }
    qsort(list, *n, sizeof *list, compare_replaced);
    return list;
}

/* The first of those that are equal. */
static const struct replaced_character *
find_replaced(const struct replaced_character *list, size_t n,
              const struct slice *character)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_characters(&list[middle].from, character) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && compare_characters(&list[low].from, character) == 0
               ? &list[low]
               : NULL;
}

/* Each character of `from` becomes the one at its place in `to`, or goes. */
static void text_function_translate(sqlite3_context *context, int n,
                                    sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct buffer out = {0};
    size_t count;
    struct replaced_character *list = sort_replaced(
        argument_text(values[1]), argument_text(values[2]), &count);
    (void)n;
    while (text.length) {
        struct slice character = take_character(&text);
        const struct replaced_character *found =
            find_replaced(list, count, &character);
        if (found)
            character = found->to;
        buffer_add(&out, character.bytes, character.length);
    }
    free(list);
    result_buffer(context, &out);
}

/* ---- joining ---- */

/* NULLs are nothing. */
static void text_function_concat(sqlite3_context *context, int n,
                                 sqlite3_value **values)
{
    struct buffer out = {0};
    for (int i = 0; i < n; i++) {
        struct slice text = argument_text(values[i]);
        buffer_add(&out, text.bytes, text.length);
    }
    result_buffer(context, &out);
}

static void concat_ws(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct buffer out = {0};
    struct slice separator;
    bool is_first = true;
    if (n < 1 || argument_is_null(values[0]))
        return;
    separator = argument_text(values[0]);
    for (int i = 1; i < n; i++) {
        struct slice text = argument_text(values[i]);
        if (argument_is_null(values[i]))
            continue;
        if (!is_first)
            buffer_add(&out, separator.bytes, separator.length);
        buffer_add(&out, text.bytes, text.length);
        is_first = false;
    }
    result_buffer(context, &out);
}

/* ---- LIKE ---- */

/* Compares one character, case folded where asked for. */
static bool are_alike(const char *a, size_t a_length, const char *b,
                      size_t b_length, bool any_case)
{
    if (any_case)
        return change_case(text_function_decode(a, a_length), false) ==
               change_case(text_function_decode(b, b_length), false);
    return a_length == b_length && !memcmp(a, b, a_length);
}

/* What one step of the pattern is. */
struct step {
    const char *at;
    size_t length, skipped; /* bytes of the character, of its escape */
    bool is_one;
};

/* An escape makes the next character an ordinary one. */
static struct step step_at(const char *at, const char *end, char escape)
{
    struct step step = {.at = at};
    if (escape && *at == escape && at + 1 < end) {
        step.at++;
        step.skipped = 1;
    } else {
        step.is_one = *at == '_';
    }
    step.length = character_length(step.at, end);
    return step;
}

/* One character of the text against one step; bytes of the step, 0 where they
 * differ. */
static size_t text_function_fits(const char *t, size_t length, const char *p,
                                 const char *p_end, bool any_case, char escape)
{
    struct step step;
    if (p == p_end)
        return 0;
    step = step_at(p, p_end, escape);
    if (!step.is_one && !are_alike(t, length, step.at, step.length, any_case))
        return 0;
    return step.length + step.skipped;
}

enum like_answer { LIKE_NO, LIKE_YES, LIKE_TOO_LONG };

/* Steps; a text of some megabytes against a pattern of some kilobytes. */
enum { MOST_STEPS = 200000000 };

/* Goes back to the last % only: that is enough, but each time to where the text
 * was, so there is a limit. */
static enum like_answer text_function_matches(struct slice text,
                                              struct slice pattern,
                                              bool any_case, char escape)
{
    unsigned long steps = 0;
    const char *t = text.bytes, *t_end = t + text.length;
    const char *p = pattern.bytes, *p_end = p + pattern.length;
    const char *back_t = NULL, *back_p = NULL;
    while (t < t_end) {
        size_t length = character_length(t, t_end), step;
        if (++steps > MOST_STEPS)
            return LIKE_TOO_LONG;
        if (p < p_end && *p == '%' && escape != '%') {
            back_p = ++p;
            back_t = t;
            continue;
        }
        step = text_function_fits(t, length, p, p_end, any_case, escape);
        if (step) {
            p += step;
            t += length;
            continue;
        }
        if (!back_p)
            return LIKE_NO;
        p = back_p;
        back_t += character_length(back_t, t_end);
        t = back_t;
    }
    while (p < p_end && *p == '%' && escape != '%')
        p++;
    return p == p_end ? LIKE_YES : LIKE_NO;
}

/* An empty escape means that there is none. */
static void like_with(sqlite3_context *context, int n, sqlite3_value **values,
                      bool any_case)
{
    struct slice escape =
        n > 2 ? argument_text(values[2]) : (struct slice){"\\", 1};
    struct slice pattern = argument_text(values[1]);
    enum like_answer answer;
    /* The limit is SQLite's own LIKE's. */
    if (escape.length > 1) {
        result_error(context, "an escape of more than one byte");
        return;
    }
    if (pattern.length >
        (size_t)sqlite3_limit(sqlite3_context_db_handle(context),
                              SQLITE_LIMIT_LIKE_PATTERN_LENGTH, -1)) {
        result_error(context, "LIKE or ILIKE with too long a pattern");
        return;
    }
    answer = text_function_matches(argument_text(values[0]), pattern, any_case,
                                   escape.length ? *escape.bytes : '\0');
    if (answer == LIKE_TOO_LONG)
        result_error(context, "the pattern takes too long");
    else
        sqlite3_result_int(context, answer == LIKE_YES);
}

static void text_function_like(sqlite3_context *context, int n,
                               sqlite3_value **values)
{
    like_with(context, n, values, false);
}

static void ilike(sqlite3_context *context, int n, sqlite3_value **values)
{
    like_with(context, n, values, true);
}

const struct function text_functions[] = {
    {"pg_lower", 1, true, lower},
    {"pg_upper", 1, true, upper},
    {"initcap", 1, true, initcap},
    {"lpad", 2, true, lpad},
    {"lpad", 3, true, lpad},
    {"rpad", 2, true, rpad},
    {"rpad", 3, true, rpad},
    {"split_part", 3, true, split_part},
    {"reverse", 1, true, reverse},
    {"translate", 3, true, text_function_translate},
    {"concat", ANY_NUMBER, false, text_function_concat},
    {"concat_ws", ANY_NUMBER, false, concat_ws},
    {"pg_like", 2, true, text_function_like},
    {"pg_like", 3, true, text_function_like},
    {"pg_ilike", 2, true, ilike},
    {"pg_ilike", 3, true, ilike},
    {NULL, 0, false, NULL}};
