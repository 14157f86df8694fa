/* JSON: PostgreSQL's arrays, composite values and hstore as JSON text. */
#ifndef TYPES_JSON_H
#define TYPES_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "types/types.h"

/* True for a number as JSON writes it. */
bool json_is_number(const char *text, size_t length);

/* What JSON has no place for; functions below add to the `lost` they get. */
struct json_loss {
    bool bounds;   /* of an array: [0:1]= */
    bool null;     /* JSON's null inside of a value looks like NULL there */
    bool is_wrong; /* a part is none of its type: '{1,a}' of integers */
};

/* The value of a type, as JSON: numbers and booleans bare, composite values
 * as objects, everything else as strings. */
void json_add_value(struct buffer *out, const struct value_type *type,
                    const char *text, size_t length, struct json_loss *lost);

/* Adds the object for a composite value '(1,"a b",)' or an hstore
 * '"a"=>"1", "b"=>NULL'. Returns false, and adds nothing, if the text is
 * none. */
bool json_of_composite(struct buffer *out, const struct value_type *type,
                       const char *text, size_t length, struct json_loss *lost);
bool json_add_hstore(struct buffer *out, const char *text, size_t length);

/* ---- for grammar/codecs.def: values as parts of JSON; see struct codec ----
 */

bool json_of_number(struct buffer *out, const struct value_type *type,
                    const char *text, size_t length, struct json_loss *lost);
bool json_of_timestamp(struct buffer *out, const struct value_type *type,
                       const char *text, size_t length, struct json_loss *lost);
bool json_of_bytes(struct buffer *out, const struct value_type *type,
                   const char *text, size_t length, struct json_loss *lost);
bool json_of_json(struct buffer *out, const struct value_type *type,
                  const char *text, size_t length, struct json_loss *lost);

#endif
