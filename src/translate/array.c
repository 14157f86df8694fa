#include "translate/array.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "translate/scan.h"

/* PostgreSQL has at most six dimensions. */
enum { MAX_DEPTH = 6 };

struct element {
    const char *text;
    size_t length;
    bool quoted;
};

/* [2:3][-1:0]= */
static bool skip_bounds(struct scan *scan, bool *has_bounds)
{
    while (scan_take(scan, '[')) {
        *has_bounds = true;
        while (scan->at < scan->end &&
               (isdigit((unsigned char)*scan->at) || strchr("-+:", *scan->at)))
            scan->at++;
        if (!scan_take(scan, ']'))
            return false;
    }
    return !*has_bounds || scan_take(scan, '=');
}

static bool read_quoted(struct scan *scan, struct element *element)
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

static bool read_element(struct scan *scan, struct element *element)
{
    if (scan_take(scan, '"'))
        return read_quoted(scan, element);
    *element = (struct element){scan->at, 0, false};
    while (scan->at < scan->end && !strchr(",{}\"\\", *scan->at))
        scan->at++;
    element->length = (size_t)(scan->at - element->text);
    return element->length > 0;
}

static bool is_null(const struct element *element)
{
    return !element->quoted && element->length == 4 &&
           strncasecmp(element->text, "null", 4) == 0;
}

/* A number as JSON writes it. */
static bool is_number(const struct element *element)
{
    struct scan scan = {element->text, element->text + element->length};
    const char *digits;
    scan_take(&scan, '-');
    digits = scan.at;
    if (element->quoted || !scan_digits(&scan) ||
        (*digits == '0' && scan.at - digits > 1))
        return false;
    if (scan_take(&scan, '.') && !scan_digits(&scan))
        return false;
    if (scan_take(&scan, 'e') || scan_take(&scan, 'E')) {
        if (!scan_take(&scan, '-'))
            scan_take(&scan, '+');
        if (!scan_digits(&scan))
            return false;
    }
    return scan.at == scan.end;
}

static void add_json_byte(struct buffer *out, char byte)
{
    if (byte == '"' || byte == '\\')
        buffer_add_byte(out, '\\');
    if ((unsigned char)byte < ' ')
        buffer_printf(out, "\\u%04x", (unsigned)byte);
    else
        buffer_add_byte(out, byte);
}

static void add_string(struct buffer *out, const struct element *element)
{
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < element->length; i++) {
        if (element->quoted && element->text[i] == '\\')
            i++;
        add_json_byte(out, element->text[i]);
    }
    buffer_add_byte(out, '"');
}

static void add_element(struct buffer *out, const struct element *element,
                        bool numbers)
{
    if (is_null(element))
        buffer_add_text(out, "null");
    else if (numbers)
        buffer_add(out, element->text, element->length);
    else
        add_string(out, element);
}

/* What may come next: after '{' an element, a '{' or '}'; after ',' the same
 * but '}'; after an element or '}' a ',' or '}'. */
enum expected { FIRST, NEXT, AFTER };

/* Walks over the braces; calls for each element are by the two passes below.
 * Nesting is counted, not recursed into. */
static bool walk(struct scan scan, struct buffer *out, bool numbers,
                 bool *all_numbers)
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
        } else if (expected == AFTER && scan_take(&scan, ',')) {
            expected = NEXT;
            buffer_add_byte(out, ',');
        } else if (expected != AFTER && depth > 0 &&
                   read_element(&scan, &element)) {
            *all_numbers &= is_null(&element) || is_number(&element);
            add_element(out, &element, numbers);
            expected = AFTER;
        } else {
            return false;
        }
    } while (depth > 0);
    return scan.at == scan.end;
}

bool array_to_json(struct buffer *out, const char *text, size_t length,
                   bool *has_bounds)
{
    struct scan scan = {text, text + length};
    size_t start = out->size;
    bool all_numbers = true;
    *has_bounds = false;
    if (!skip_bounds(&scan, has_bounds) ||
        !walk(scan, out, false, &all_numbers)) {
        out->size = start;
        return false;
    }
    if (all_numbers) {
        out->size = start;
        walk(scan, out, true, &all_numbers);
    }
    return true;
}
