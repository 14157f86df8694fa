#define PCRE2_CODE_UNIT_WIDTH 8
#include "schema/selection.h"

#include <ctype.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct table_pattern {
    const char *text; /* as given */
    enum selection_part part;
    bool excludes, used;
    bool on_both;       /* look at schema.table instead of the parts */
    pcre2_code *schema; /* NULL: any */
    pcre2_code *table;  /* NULL: any */
};

/* ---- pg_dump's patterns ---- */

/* Adds one character of a pattern as a regular expression. Like psql's, the
 * pattern keeps what regular expressions mean by other characters than these.
 */
static void selection_add_character(struct buffer *regex, char byte,
                                    bool quoted)
{
    if (quoted && strchr("|*+?()[]{}.^$\\", byte)) {
        buffer_add_byte(regex, '\\');
        buffer_add_byte(regex, byte);
    } else if (!quoted && byte == '*') {
        buffer_add_text(regex, ".*");
    } else if (!quoted && byte == '?') {
        buffer_add_byte(regex, '.');
    } else if (!quoted && byte == '$') {
        buffer_add_text(regex, "\\$");
    } else {
        buffer_add_byte(regex,
                        quoted ? byte : (char)tolower((unsigned char)byte));
    }
}

/* Translates up to an unquoted dot or the end; returns what follows it. */
static const char *translate_part(struct buffer *regex, const char *pattern)
{
    bool quoted = false;
    buffer_add_text(regex, "^(?:");
    for (; *pattern && (quoted || *pattern != '.'); pattern++) {
        if (*pattern != '"') {
            selection_add_character(regex, *pattern, quoted);
        } else if (quoted && pattern[1] == '"') {
            buffer_add_byte(regex, '"');
            pattern++;
        } else {
            quoted = !quoted;
        }
    }
    buffer_add_text(regex, ")$");
    return pattern;
}

/* UTF, since names are; the end is the end of the text, not a line's. */
static pcre2_code *selection_compile(const char *regex, size_t length,
                                     const char *pattern,
                                     struct failure *failure)
{
    int error;
    PCRE2_SIZE offset;
    PCRE2_UCHAR message[200];
    pcre2_code *code = pcre2_compile(
        (PCRE2_SPTR)regex, length,
        PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_DOTALL, &error, &offset, NULL);
    if (code)
        return code;
    pcre2_get_error_message(error, message, sizeof message);
    fail(failure,
         "the pattern '%s': %s (a regular expression stands between two "
         "slashes; (?i) at its beginning ignores case)",
         pattern, (const char *)message);
    return NULL;
}

/* [schema.]table, or a schema's name. */
static bool compile_parts(struct table_pattern *pattern,
                          struct failure *failure)
{
    struct buffer first = {0}, second = {0};
    const char *rest = translate_part(&first, pattern->text);
    bool has_schema = *rest == '.' || pattern->part == SELECT_SCHEMAS;
    if (*rest == '.')
        translate_part(&second, rest + 1);
    if (has_schema)
        pattern->schema =
            selection_compile(first.bytes, first.size, pattern->text, failure);
    if (!has_schema || second.size)
        pattern->table = second.size
                             ? selection_compile(second.bytes, second.size,
                                                 pattern->text, failure)
                             : selection_compile(first.bytes, first.size,
                                                 pattern->text, failure);
    buffer_release(&first);
    buffer_release(&second);
    return !failure->happened;
}

/* /.../ matches anywhere in schema.table, unless it anchors itself. */
static bool compile_regex(struct table_pattern *pattern, size_t length,
                          struct failure *failure)
{
    pcre2_code *code = selection_compile(pattern->text + 1, length - 2,
                                         pattern->text, failure);
    if (pattern->part == SELECT_SCHEMAS)
        pattern->schema = code;
    else
        pattern->table = code;
    pattern->on_both = pattern->part == SELECT_TABLES;
    return code != NULL;
}

/* A pattern that does not compile is an error at the command line, not at the
 * first table. */
bool selection_add(struct selection *selection, enum selection_part part,
                   const char *text, bool excludes, struct failure *failure)
{
    struct table_pattern *pattern;
    size_t length = strlen(text);
    grow_array(&selection->patterns, &selection->capacity,
               selection->n_patterns + 1, sizeof *selection->patterns);
    pattern = &selection->patterns[selection->n_patterns++];
    *pattern = (struct table_pattern){
        .text = text, .part = part, .excludes = excludes};
    selection->has_tables |= part == SELECT_TABLES && !excludes;
    if (length > 2 && text[0] == '/' && text[length - 1] == '/')
        return compile_regex(pattern, length, failure);
    return compile_parts(pattern, failure);
}

void selection_release(struct selection *selection)
{
    for (size_t i = 0; i < selection->n_patterns; i++) {
        pcre2_code_free(selection->patterns[i].schema);
        pcre2_code_free(selection->patterns[i].table);
    }
    free(selection->patterns);
    *selection = (struct selection){0};
}

/* ---- matching ---- */

/* Names are short and few, so match data are made each time. */
static bool selection_matches(const pcre2_code *code, const char *text)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    int found =
        pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0, data, NULL);
    pcre2_match_data_free(data);
    return found >= 0;
}

static bool fits_both(const struct table_pattern *pattern, const char *schema,
                      const char *table)
{
    struct buffer both = {0};
    bool fits;
    buffer_printf(&both, "%s.%s", schema, table);
    fits = selection_matches(pattern->table, buffer_text(&both));
    buffer_release(&both);
    return fits;
}

static bool selection_fits(const struct table_pattern *pattern,
                           const char *schema, const char *table)
{
    if (pattern->on_both)
        return fits_both(pattern, schema, table);
    return (!pattern->schema || selection_matches(pattern->schema, schema)) &&
           (!pattern->table || selection_matches(pattern->table, table));
}

bool selection_wants(struct selection *selection, const char *schema,
                     const char *table)
{
    bool any_includes = false, included = false, excluded = false;
    for (size_t i = 0; i < selection->n_patterns; i++) {
        struct table_pattern *pattern = &selection->patterns[i];
        bool fitting = selection_fits(pattern, schema, table);
        pattern->used |= fitting;
        /* As in pg_dump: --table overrules --schema. */
        if (selection->has_tables && pattern->part == SELECT_SCHEMAS)
            continue;
        any_includes |= !pattern->excludes;
        included |= fitting && !pattern->excludes;
        excluded |= fitting && pattern->excludes;
    }
    return !excluded && (included || !any_includes);
}

/* A typing error in a pattern would otherwise pass unseen. */
const char *selection_unused(const struct selection *selection, size_t *at)
{
    while (*at < selection->n_patterns) {
        const struct table_pattern *pattern = &selection->patterns[(*at)++];
        if (!pattern->used)
            return pattern->text;
    }
    return NULL;
}

bool selection_is_empty(const struct selection *selection)
{
    bool any_includes = false, used = false;
    for (size_t i = 0; i < selection->n_patterns; i++) {
        const struct table_pattern *pattern = &selection->patterns[i];
        any_includes |= !pattern->excludes;
        used |= !pattern->excludes && pattern->used;
    }
    return any_includes && !used;
}
