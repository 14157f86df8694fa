#include "types/array.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "types/json.h"
#include "types/scan.h"
#include "types/timestamp.h"

/* PostgreSQL has at most six dimensions. */
enum { MAX_DEPTH = 6 };

struct element {
    const char *text;
    size_t length;
    bool quoted;
};

/* [2:3][-1:0]= */
static bool skip_bounds(struct scan *scan, struct json_loss *lost)
{
    bool has_bounds = false;
    while (scan_take(scan, '[')) {
        has_bounds = true;
        while (scan->at < scan->end &&
               (isdigit((unsigned char)*scan->at) || strchr("-+:", *scan->at)))
            scan->at++;
        if (!scan_take(scan, ']'))
            return false;
    }
    if (has_bounds)
        lost->bounds = true;
    return !has_bounds || scan_take(scan, '=');
}

/* The length is that of the text with its escapes. */
static bool array_read_quoted(struct scan *scan, struct element *element)
{
    *element = (struct element){scan->at, 0, true};
    while (scan->at < scan->end && *scan->at != '"') {
        scan->at += *scan->at == '\\';
        if (scan->at == scan->end)
            return false;
        scan->at++;
    }
    element->length = (size_t)(scan->at - element->text);
    return scan_take(scan, '"');
}

/* What is not quoted ends at a delimiter or brace. Blanks around it do not
 * count, and PostgreSQL writes none: canonical_array takes them away. */
static bool read_element(struct scan *scan, char delimiter,
                         struct element *element)
{
    if (scan_take(scan, '"'))
        return array_read_quoted(scan, element);
    *element = (struct element){scan->at, 0, false};
    while (scan->at < scan->end && *scan->at != delimiter &&
           !strchr("{}\"\\", *scan->at))
        scan->at++;
    element->length = (size_t)(scan->at - element->text);
    return element->length > 0 && !isspace((unsigned char)*element->text) &&
           !isspace((unsigned char)scan->at[-1]);
}

/* "NULL" in quotes is a word. */
static bool array_is_null(const struct element *element)
{
    return !element->quoted && element->length == 4 &&
           strncasecmp(element->text, "null", 4) == 0;
}

/* What the elements become. */
struct style {
    const struct value_type *type; /* NULL: not known ... */
    bool numbers;                  /* ... but all of them are numbers */
    bool all_numbers;              /* out: they could all be */
    char delimiter;
    struct json_loss *lost; /* out */
};

/* Outside of quotes a backslash does not occur. */
static void unescape(struct buffer *text, const struct element *element)
{
    text->size = 0;
    for (size_t i = 0; i < element->length; i++) {
        i += element->quoted && element->text[i] == '\\';
        buffer_add_byte(text, element->text[i]);
    }
}

/* In its type's JSON form, which may differ from what a column stores: true,
 * not 1. */
static void array_add_element(struct buffer *out, const struct element *element,
                              struct style *style)
{
    struct buffer text = {0};
    bool number =
        !element->quoted && json_is_number(element->text, element->length);
    style->all_numbers &= number || array_is_null(element);
    if (array_is_null(element)) {
        buffer_add_text(out, "null");
        return;
    }
    if (!style->type && style->numbers) {
        buffer_add(out, element->text, element->length);
        return;
    }
    unescape(&text, element);
    if (style->type)
        json_add_value(out, style->type, buffer_text(&text), text.size,
                       style->lost);
    else
        json_add_string(out, buffer_text(&text), text.size);
    buffer_release(&text);
}

/* What may come next: after '{' an element, a '{' or '}'; after ',' the same
 * but '}'; after an element or '}' a ',' or '}'. */
enum expected { FIRST, NEXT, AFTER };

/* Walks over the braces; calls for each element are by the two passes below.
 * Nesting is counted, not recursed into. */
static bool walk(struct scan scan, struct buffer *out, struct style *style)
{
    size_t depth = 0;
    enum expected expected = NEXT;
    do {
        struct element element;
        if (expected != AFTER && scan_take(&scan, '{')) {
            if (++depth > MAX_DEPTH)
                return false;
            expected = FIRST;
            buffer_add_byte(out, '[');
        } else if (expected != NEXT && scan_take(&scan, '}')) {
            depth--;
            expected = AFTER;
            buffer_add_byte(out, ']');
        } else if (expected == AFTER && scan_take(&scan, style->delimiter)) {
            expected = NEXT;
            buffer_add_byte(out, ',');
        } else if (expected != AFTER && depth > 0 &&
                   read_element(&scan, style->delimiter, &element)) {
            array_add_element(out, &element, style);
            expected = AFTER;
        } else {
            return false;
        }
    } while (depth > 0);
    return scan.at == scan.end;
}

/* Of PostgreSQL's own types only box has another delimiter than a comma. */
static char delimiter_of(const struct value_type *element)
{
    bool is_box = element && element->source &&
                  !strcmp(element->source->name.name, "box");
    return is_box ? ';' : ',';
}

/* Without a type the elements are looked at first: if all are numbers they are
 * numbers in JSON, in a second pass. */
bool array_to_json(struct buffer *out, const char *text, size_t length,
                   const struct value_type *element, struct json_loss *lost)
{
    struct scan scan = {text, text + length};
    struct style style = {element, false, true, delimiter_of(element), lost};
    size_t start = out->size;
    if (!skip_bounds(&scan, lost) || !walk(scan, out, &style)) {
        out->size = start;
        return false;
    }
    if (!element && style.all_numbers) {
        out->size = start;
        style.numbers = true;
        walk(scan, out, &style);
    }
    return true;
}

/* As a column of the element's type has it. */
static void add_item(struct buffer *out, const struct value_type *type,
                     const char *text, size_t length)
{
    char utc[TIMESTAMP_ROOM];
    size_t utc_length = 0;
    if (type && type->class == CLASS_TIMESTAMP)
        utc_length = timestamp_to_utc(utc, text, length);
    if (utc_length)
        buffer_add(out, utc, utc_length);
    else if (type && type->class == CLASS_BOOLEAN && length)
        buffer_add_byte(out, *text == 't' ? '1' : '0');
    else
        buffer_add(out, text, length);
}

/* Adds one element; a comma in it, or NULL, has no place in a plain list. */
static bool add_to_list(struct buffer *out, struct scan *scan, char delimiter,
                        const struct value_type *type)
{
    struct buffer text = {0};
    struct element element;
    if (scan_take(scan, '"') ? !array_read_quoted(scan, &element)
                             : !read_element(scan, delimiter, &element))
        return false;
    if (array_is_null(&element) || memchr(element.text, ',', element.length))
        return false;
    unescape(&text, &element);
    add_item(out, type, buffer_text(&text), text.size);
    buffer_release(&text);
    return true;
}

/* Only for one dimension without NULLs: a list has no place for more. */
bool array_to_csv(struct buffer *out, const char *text, size_t length,
                  const struct value_type *element)
{
    struct scan scan = {text, text + length};
    size_t start = out->size;
    char delimiter = delimiter_of(element);
    bool good = scan_take(&scan, '{');
    if (good && scan_take(&scan, '}'))
        return scan.at == scan.end;
    good = good && add_to_list(out, &scan, delimiter, element);
    while (good && scan_take(&scan, delimiter)) {
        buffer_add_byte(out, ',');
        good = add_to_list(out, &scan, delimiter, element);
    }
    /* one empty text would look like no element at all */
    good = good && scan_take(&scan, '}') && scan.at == scan.end &&
           out->size > start;
    if (!good)
        out->size = start;
    return good;
}
