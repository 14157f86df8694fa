/* Types before and behind the literals of people's own INSERTs. */
#include <ctype.h>
#include <string.h>

#include "postgres/define.h"
#include "rows/value_text.h"

enum { TYPE_ROOM = 80 };

/* A type's name as it is written: lower case, its words apart by one blank,
 * without the schema. */
struct named_type {
    char name[TYPE_ROOM];
    size_t length;
    unsigned dimensions;
};

static bool is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || (byte & 0x80);
}

static const char *cast_skip_blanks(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at))
        at++;
    return at;
}

static void named_type_add(struct named_type *type, char byte)
{
    if (type->length < TYPE_ROOM - 1)
        type->name[type->length++] = byte;
    type->name[type->length] = '\0';
}

/* One word, in quotes or not; where it ends. */
static const char *take_type_word(struct named_type *type, const char *at,
                                  const char *end)
{
    bool is_quoted = *at == '"';
    if (type->length)
        named_type_add(type, ' ');
    for (at += is_quoted; at < end; at++) {
        if (is_quoted ? *at == '"' : !is_name_byte(*at))
            return at + is_quoted;
        named_type_add(type,
                       is_quoted ? *at : (char)tolower((unsigned char)*at));
    }
    return at;
}

/* From behind the :: on. */
static const char *take_type(struct named_type *type, const char *at,
                             const char *end)
{
    for (at = cast_skip_blanks(at, end); at < end;
         at = cast_skip_blanks(at, end)) {
        if (is_name_byte(*at) || *at == '"') {
            at = take_type_word(type, at, end);
        } else if (*at == '.') {
            type->length = 0;
            at++;
        } else if (*at == '[') {
            type->dimensions++;
            at++;
        } else if (*at == ']') {
            at++;
        } else {
            break;
        }
    }
    return at;
}

/* ---- is it the column's? ---- */

static const char *usual_name(const struct named_type *type)
{
    const char *usual = type_usual_name(type->name);
    if (!strcmp(type->name, "timestamp"))
        return "timestamp without time zone";
    if (!strcmp(type->name, "time"))
        return "time without time zone";
    return usual ? usual : type->name;
}

static bool is_type_of(const char *name, const char *const names[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

/* Types that leave the text of each other's literals as it is. */
static bool are_types_alike(const char *name, const char *other)
{
    static const char *const texts[] = {"text", "character varying"};
    static const char *const wholes[] = {"smallint", "integer", "bigint"};
    static const char *const jsons[] = {"json", "jsonb"};
    return !strcmp(name, other) ||
           (is_type_of(name, texts, COUNT_OF(texts)) &&
            is_type_of(other, texts, COUNT_OF(texts))) ||
           (is_type_of(name, wholes, COUNT_OF(wholes)) &&
            is_type_of(other, wholes, COUNT_OF(wholes))) ||
           (is_type_of(name, jsons, COUNT_OF(jsons)) &&
            is_type_of(other, jsons, COUNT_OF(jsons)));
}

/* A text that goes on to another type is its literal; the column's type, or a
 * domain over it, makes of the literal what the column makes. */
static bool leaves_value(const struct named_type *cast,
                         const struct value_type *type, bool is_last)
{
    const char *name = usual_name(cast);
    if (!is_last && !cast->dimensions && are_types_alike(name, "text"))
        return true;
    for (size_t i = 0; i < type->n_domains; i++)
        if (!strcmp(type->domains[i]->name.name, cast->name))
            return true;
    return type->source &&
           (cast->dimensions > 0) == (type->source->dimensions > 0) &&
           are_types_alike(name, type->source->name.name);
}

static bool check_cast(struct value_job *job, const struct column_plan *column,
                       const struct named_type *cast, bool is_last)
{
    struct buffer label = {0};
    if (!column->type || leaves_value(cast, column->type, is_last))
        return true;
    plan_add_label(&label, job->plan, (size_t)(column - job->plan->columns));
    fail(&job->failure,
         "a value of type %s%s for %s, which is of another: PostgreSQL may "
         "make another value of it; write the one that is meant, without the "
         "type",
         cast->name, cast->dimensions ? "[]" : "", buffer_text(&label));
    buffer_release(&label);
    return false;
}

/* DATE '2024-02-29'; the E of E'...' is no type. */
static struct named_type type_before(const char *text, const char *literal)
{
    struct named_type type = {.length = 0};
    const char *end = literal, *start;
    while (end > text && isspace((unsigned char)end[-1]))
        end--;
    for (start = end; start > text && is_name_byte(start[-1]);)
        start--;
    if (end - start > 1)
        take_type_word(&type, start, end);
    return type;
}

static bool is_cast(const char *at, const char *end)
{
    return end - at > 2 && !memcmp(at, "::", 2);
}

bool value_cast_fits(struct value_job *job, const struct column_plan *column,
                     const struct pg_value *value)
{
    const char *text = pg_row_text(job->batch, job->row);
    const char *end = text + job->row->length;
    const char *at = text + value->start + value->length;
    struct named_type cast = type_before(text, value_slice(job, value));
    job->failed_at = value_slice(job, value);
    at = cast_skip_blanks(at, end);
    if (!cast.length && !is_cast(at, end))
        return fail(&job->failure, "a value whose type is behind a comment; "
                                   "write the one beside the other");
    if (cast.length && !check_cast(job, column, &cast, !is_cast(at, end)))
        return false;
    while (is_cast(at, end)) {
        cast = (struct named_type){.length = 0};
        at = cast_skip_blanks(take_type(&cast, at + 2, end), end);
        if (!check_cast(job, column, &cast, !is_cast(at, end)))
            return false;
    }
    return true;
}
