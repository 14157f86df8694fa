/* Codecs: how values of PostgreSQL are stored in SQLite, one row each in
 * grammar/codecs.def. This is the only place that knows: rows, constants,
 * defaults and CHECKs have their values made here. A new stored form is one row
 * and one function, and a class where SQL has to treat it differently. */
#ifndef TYPES_CODECS_H
#define TYPES_CODECS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "sqlite/row.h"
#include "types/fit.h"
#include "types/losses.h"

/* What an expression is to SQLite, for comparing, calling and casting. */
enum type_class {
    CLASS_ANY, /* nothing is known */
    CLASS_TEXT,
    CLASS_INTEGER,
    CLASS_REAL,
    CLASS_NUMERIC,
    CLASS_BOOLEAN,
    CLASS_DATE,
    CLASS_TIMESTAMP,
    CLASS_BYTES,
    CLASS_JSON,
    CLASS_HSTORE,
    CLASS_ARRAY,
    CLASS_COMPOSITE,
    CLASS_ENUM,
    CLASS_OPAQUE, /* a text that only PostgreSQL can compare */
    CLASS_GEOMETRY,

    /* stored in another form than the one that is compared */
    CLASS_EWKB,
    CLASS_BOOLEAN_TEXT,
    CLASS_CLIENT,   /* as a client of the database writes it */
    CLASS_UNSORTED, /* the same, and in no order */
    CLASS_OFFSET,
    CLASS_UNIX,
    CLASS_CSV,
    CLASS_UNTYPED_ARRAY
};

struct json_loss; /* types/json.h */
struct value_type;

/* A value at work. */
struct codec_call {
    struct arena *arena;           /* where values live that are no slices */
    const struct value_type *type; /* NULL: only how it is stored is known */
    unsigned losses;               /* out: 1 << LOSS_... for each */
};

struct codec {
    const char *name;
    const char *computed; /* SQL with $1: how a result of an expression is
                           * stored; NULL: as it is; "": there is no way */
    const char *stored;   /* for the report */
    enum type_class class;
    enum fit fit;
    /* False, with what was lost, if the text is none that it reads; it stays a
     * text then. */
    bool (*convert)(struct codec_call *call, const char *text, size_t length,
                    struct lite_value *out);
    /* False, and nothing added, if it is to be a string. */
    bool (*add_json)(struct buffer *out, const struct value_type *type,
                     const char *text, size_t length, struct json_loss *lost);
    /* NULL if the text is none of the type's. */
    const char *(*canonical)(struct arena *arena, const struct value_type *type,
                             const char *text);
};

enum codec_name {
#define CODEC(name, ...) CODEC_##name,
#include "codecs.def"
#undef CODEC
    N_CODECS
};

extern const struct codec codecs[N_CODECS];

#endif
