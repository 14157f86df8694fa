/* JSON texts: looking into them, and writing their parts.
 *
 * Values are slices of the text. What is no JSON gives false. Not deeper than
 * JSON_MAX_DEPTH. */
#ifndef FUNCTIONS_JSON_TEXT_H
#define FUNCTIONS_JSON_TEXT_H

#include "functions/function.h"

enum { JSON_MAX_DEPTH = 200 };

/* Goes through the parts of an array or object. */
struct json_walk {
    const char *at, *end;
    bool is_object, is_wrong;
    struct slice key; /* of an object's part, as it stands, with quotes */
    struct slice value;
};

/* Begins at a value; false if it is neither an array nor an object. */
bool json_enter(struct json_walk *walk, struct slice text);
/* False at the end, and with is_wrong set where the text is no JSON. */
bool json_next(struct json_walk *walk);

/* A text of JSON's, with quotes. */
void json_text_add_string(struct buffer *out, struct slice text);
/* The text that a string says. */
void json_text_add_decoded(struct buffer *out, struct slice string);
/* A value of SQL's. */
void json_text_add_value(struct buffer *out, sqlite3_value *value);

bool json_is_null(struct slice value);

/* Blanks around it are taken away. */
struct slice json_trimmed(struct slice text);
/* Do they mean the same, whatever their blanks and the order of their keys? */
bool json_is_equal(struct slice a, struct slice b, unsigned depth);

#endif
