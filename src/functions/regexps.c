/* Regular expressions, by PCRE2. PostgreSQL's own are nearly the same; its
 * flags are read as it reads them. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "functions/function.h"
#include "functions/json_text.h"
#include "functions/regexp_dialect.h"

struct pattern {
    pcre2_code *code;
    pcre2_match_data *data;
    bool is_global;
    bool has_failed; /* a match has, and its error is the result */
};

static void regexp_release(void *pattern)
{
    struct pattern *old = pattern;
    pcre2_match_data_free(old->data);
    pcre2_code_free(old->code);
    free(old);
}

/* ^ and $ are those of the whole text, and a dot is any character, unless
 * flags say otherwise. */
static bool read_flags(sqlite3_context *context, struct slice flags,
                       uint32_t *options, bool *is_global)
{
    *options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOTALL |
               PCRE2_DOLLAR_ENDONLY;
    *is_global = false;
    for (size_t i = 0; i < flags.length; i++)
        switch (flags.bytes[i]) {
        case 'i': *options |= PCRE2_CASELESS; break;
        case 'c': *options &= ~(uint32_t)PCRE2_CASELESS; break;
        case 'g': *is_global = true; break;
        case 'e':
        case 's':
        case 't': break;
        case 'm':
        case 'n':
            *options |= PCRE2_MULTILINE;
            *options &= ~(uint32_t)(PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY);
            break;
        case 'x': *options |= PCRE2_EXTENDED; break;
        case 'q': *options |= PCRE2_LITERAL; break;
        default:
            result_error(context, "there is no flag '%c'", flags.bytes[i]);
            return false;
        }
    return true;
}

/* "(?n)" at the beginning, whose letters are PostgreSQL's flags, behind those
 * given; returns its length, by which the text is shorter. */
static size_t take_prefix(struct slice *text, struct slice flags,
                          struct buffer *all)
{
    size_t letters = 0;
    buffer_add(all, flags.bytes, flags.length);
    if (text->length < 4 || memcmp(text->bytes, "(?", 2) != 0)
        return 0;
    while (letters + 2 < text->length && text->bytes[letters + 2] >= 'a' &&
           text->bytes[letters + 2] <= 'z')
        letters++;
    if (!letters || letters + 2 >= text->length ||
        text->bytes[letters + 2] != ')')
        return 0;
    buffer_add(all, text->bytes + 2, letters);
    text->length -= letters + 3;
    return letters + 3;
}

/* The flags are part of the pattern, so they are compiled with it. */
static struct pattern *regexp_compile(sqlite3_context *context,
                                      struct slice text, struct slice flags)
{
    struct pattern *pattern;
    uint32_t options;
    bool is_global;
    int error;
    PCRE2_SIZE at;
    PCRE2_UCHAR message[120];
    pcre2_code *code;
    struct buffer pcre = {0}, all = {0};
    bool done;
    text.bytes += take_prefix(&text, flags, &all);
    done = read_flags(context, (struct slice){all.bytes, all.size}, &options,
                      &is_global);
    buffer_release(&all);
    if (!done)
        return NULL;
    if (options & PCRE2_LITERAL)
        buffer_add(&pcre, text.bytes, text.length);
    else if (regexp_add_pcre(&pcre, text))
        options |= PCRE2_LITERAL;
    if (options & PCRE2_LITERAL)
        options &= PCRE2_LITERAL | PCRE2_UTF | PCRE2_CASELESS;
    code = pcre2_compile((PCRE2_SPTR)buffer_text(&pcre), pcre.size, options,
                         &error, &at, NULL);
    buffer_release(&pcre);
    if (!code) {
        pcre2_get_error_message(error, message, sizeof message);
        result_error(context, "%s, at byte %zu of the pattern",
                     (const char *)message, at);
        return NULL;
    }
    pattern = xmalloc(sizeof *pattern);
    *pattern =
        (struct pattern){code, pcre2_match_data_create_from_pattern(code, NULL),
                         is_global, false};
    return pattern;
}

/* Compiled once for all rows where the pattern is a constant. `owned` has to be
 * released by the caller; NULL otherwise. */
static struct pattern *regexp_pattern_of(sqlite3_context *context,
                                         sqlite3_value **values, int which,
                                         int flags, int n,
                                         struct pattern **owned)
{
    struct slice options =
        flags < n ? argument_text(values[flags]) : (struct slice){"", 0};
    struct pattern *pattern = sqlite3_get_auxdata(context, which);
    *owned = NULL;
    /* SQLite keeps auxiliary data only of constant arguments. */
    if (pattern && flags >= n)
        return pattern;
    pattern = regexp_compile(context, argument_text(values[which]), options);
    if (!pattern)
        return NULL;
    if (flags >= n) {
        sqlite3_set_auxdata(context, which, pattern, regexp_release);
        return sqlite3_get_auxdata(context, which);
    }
    *owned = pattern;
    return pattern;
}

/* Pairs of the next match from `from` on; NULL if there is none. */
static const PCRE2_SIZE *match(sqlite3_context *context,
                               struct pattern *pattern, struct slice text,
                               size_t from)
{
    int found;
    pattern->has_failed = false;
    if (from > text.length)
        return NULL;
    /* From the second match on the text has been looked at. */
    found =
        pcre2_match(pattern->code, (PCRE2_SPTR)text.bytes, text.length, from,
                    from ? PCRE2_NO_UTF_CHECK : 0, pattern->data, NULL);
    if (found == PCRE2_ERROR_NOMATCH)
        return NULL;
    if (found < 0) {
        result_error(context, "the pattern takes too long, or the text is no "
                              "UTF-8");
        pattern->has_failed = true;
        return NULL;
    }
    return pcre2_get_ovector_pointer(pattern->data);
}

/* What has been made, unless a match has failed. */
static void regexp_give(sqlite3_context *context, const struct pattern *pattern,
                        struct buffer *out)
{
    if (pattern->has_failed)
        buffer_release(out);
    else
        result_buffer(context, out);
}

/* Behind a match; an empty one moves on by a character. */
static size_t regexp_behind(struct slice text, const PCRE2_SIZE *pair)
{
    if (pair[1] > pair[0])
        return pair[1];
    if (pair[1] >= text.length)
        return text.length + 1;
    return pair[1] +
           character_length(text.bytes + pair[1], text.bytes + text.length);
}

static struct slice group(struct slice text, const PCRE2_SIZE *pair, size_t n)
{
    return (struct slice){text.bytes + pair[2 * n],
                          pair[2 * n + 1] - pair[2 * n]};
}

/* ---- the functions ---- */

/* The 0 is set first, so that an error from match stands. */
static void regexp_like(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    if (!pattern)
        return;
    sqlite3_result_int(context, 0);
    if (match(context, pattern, text, 0))
        sqlite3_result_int(context, 1);
    if (owned)
        regexp_release(owned);
}

/* x REGEXP y is regexp(y, x). */
static void regexp(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 0, 2, n, &owned);
    if (!pattern)
        return;
    sqlite3_result_int(context, 0);
    if (match(context, pattern, argument_text(values[1]), 0))
        sqlite3_result_int(context, 1);
}

static void regexp_count(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    const PCRE2_SIZE *pair;
    size_t at = 0;
    int64_t count = 0;
    if (!pattern)
        return;
    while ((pair = match(context, pattern, text, at)) != NULL) {
        count++;
        at = regexp_behind(text, pair);
    }
    if (!pattern->has_failed)
        sqlite3_result_int64(context, count);
}

static void regexp_substr(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    const PCRE2_SIZE *pair = pattern ? match(context, pattern, text, 0) : NULL;
    if (pair)
        result_slice(context, group(text, pair, 0));
}

/* substring(x FROM pattern): the first group, if there is one. */
static void regexp_substring(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    const PCRE2_SIZE *pair = pattern ? match(context, pattern, text, 0) : NULL;
    size_t which;
    if (!pair)
        return;
    which = pcre2_get_ovector_count(pattern->data) > 1;
    if (pair[2 * which] != PCRE2_UNSET)
        result_slice(context, group(text, pair, which));
}

static void regexp_instr(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    const PCRE2_SIZE *pair = pattern ? match(context, pattern, text, 0) : NULL;
    if (pattern && !pattern->has_failed)
        sqlite3_result_int64(
            context,
            pair ? (int64_t)characters((struct slice){text.bytes, pair[0]}) + 1
                 : 0);
}

/* \1 to \9 and \& stand for groups and for all of the match. */
static void add_replacement(struct buffer *out, struct slice with,
                            struct slice text, const struct pattern *pattern,
                            const PCRE2_SIZE *pair)
{
    for (size_t i = 0; i < with.length; i++) {
        char next = i + 1 < with.length ? with.bytes[i + 1] : '\0';
        size_t which = next == '&' ? 0 : (size_t)(next - '0');
        if (with.bytes[i] != '\\' || !next) {
            buffer_add_byte(out, with.bytes[i]);
            continue;
        }
        i++;
        if (next != '&' && (next < '1' || next > '9')) {
            if (next != '\\')
                buffer_add_byte(out, '\\');
            buffer_add_byte(out, next);
        } else if (which < pcre2_get_ovector_count(pattern->data) &&
                   pair[2 * which] != PCRE2_UNSET) {
            struct slice found = group(text, pair, which);
            buffer_add(out, found.bytes, found.length);
        }
    }
}

/* What lies between the matches is copied as it is. */
static void regexp_replace(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 3, n, &owned);
    struct slice text = argument_text(values[0]);
    struct slice with = argument_text(values[2]);
    const PCRE2_SIZE *pair;
    struct buffer out = {0};
    size_t at = 0, copied = 0;
    if (!pattern)
        return;
    while ((pair = match(context, pattern, text, at)) != NULL) {
        buffer_add(&out, text.bytes + copied, pair[0] - copied);
        add_replacement(&out, with, text, pattern, pair);
        copied = pair[1];
        at = regexp_behind(text, pair);
        if (!pattern->is_global)
            break;
    }
    buffer_add(&out, text.bytes + copied, text.length - copied);
    regexp_give(context, pattern, &out);
    if (owned)
        regexp_release(owned);
}

/* The groups of a match as an array, or all of it where there are none. */
static void add_groups(struct buffer *out, struct slice text,
                       const struct pattern *pattern, const PCRE2_SIZE *pair)
{
    size_t groups = pcre2_get_ovector_count(pattern->data);
    buffer_add_byte(out, '[');
    for (size_t i = groups > 1; i < groups; i++) {
        buffer_add_text(out, i > (groups > 1) ? "," : "");
        if (pair[2 * i] == PCRE2_UNSET)
            buffer_add_text(out, "null");
        else
            json_text_add_string(out, group(text, pair, i));
    }
    buffer_add_byte(out, ']');
}

/* All matches with the flag g, else the first; an array of arrays. */
static void regexp_matches(sqlite3_context *context, int n,
                           sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    const PCRE2_SIZE *pair;
    struct buffer out = {0};
    size_t at = 0;
    if (!pattern)
        return;
    buffer_add_byte(&out, '[');
    while ((pair = match(context, pattern, text, at)) != NULL) {
        buffer_add_text(&out, out.size > 1 ? "," : "");
        add_groups(&out, text, pattern, pair);
        at = regexp_behind(text, pair);
        if (!pattern->is_global)
            break;
    }
    buffer_add_byte(&out, ']');
    regexp_give(context, pattern, &out);
    if (owned)
        regexp_release(owned);
}

static void regexp_match(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    const PCRE2_SIZE *pair = pattern ? match(context, pattern, text, 0) : NULL;
    struct buffer out = {0};
    if (pair) {
        add_groups(&out, text, pattern, pair);
        regexp_give(context, pattern, &out);
    }
    if (owned)
        regexp_release(owned);
}

/* An empty match at a piece's beginning or the end splits nothing. */
static void regexp_split(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct pattern *owned,
        *pattern = regexp_pattern_of(context, values, 1, 2, n, &owned);
    struct slice text = argument_text(values[0]);
    const PCRE2_SIZE *pair;
    struct buffer out = {0};
    size_t at = 0, copied = 0;
    if (!pattern)
        return;
    buffer_add_byte(&out, '[');
    while ((pair = match(context, pattern, text, at)) != NULL) {
        bool is_empty = pair[0] == pair[1];
        at = regexp_behind(text, pair);
        if (is_empty && (pair[0] == copied || pair[0] == text.length))
            continue;
        json_text_add_string(
            &out, (struct slice){text.bytes + copied, pair[0] - copied});
        buffer_add_byte(&out, ',');
        copied = pair[1];
    }
    json_text_add_string(
        &out, (struct slice){text.bytes + copied, text.length - copied});
    buffer_add_byte(&out, ']');
    regexp_give(context, pattern, &out);
    if (owned)
        regexp_release(owned);
}

const struct function regexp_functions[] = {
    {"regexp", 2, true, regexp},
    {"regexp_like", 2, true, regexp_like},
    {"regexp_like", 3, true, regexp_like},
    {"regexp_count", 2, true, regexp_count},
    {"regexp_substr", 2, true, regexp_substr},
    {"regexp_substring", 2, true, regexp_substring},
    {"regexp_instr", 2, true, regexp_instr},
    {"regexp_replace", 3, true, regexp_replace},
    {"regexp_replace", 4, true, regexp_replace},
    {"regexp_matches", 2, true, regexp_matches},
    {"regexp_matches", 3, true, regexp_matches},
    {"regexp_match", 2, true, regexp_match},
    {"regexp_match", 3, true, regexp_match},
    {"regexp_split_to_array", 2, true, regexp_split},
    {"regexp_split_to_array", 3, true, regexp_split},
    {NULL, 0, false, NULL}};
