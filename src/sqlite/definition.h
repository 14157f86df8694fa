/* Definitions: what the statements of a schema say, in parts that can be
 * compared one by one.
 *
 * A CREATE TABLE gives its columns, defaults, keys and checks, each a part of
 * its own, whether it stands with its column or behind all of them; names of
 * constraints are passed over. What is compared has no comments, quotes of
 * names, or case of words. */
#ifndef SQLITE_DEFINITION_H
#define SQLITE_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

enum definition_kind {
#define DEFINITION(kind, many, one) DEFINES_##kind,
#include "definitions.def"
#undef DEFINITION
    DEFINITION_KINDS
};

/* By kind: "indexes", and "index". */
extern const char *const definition_many[DEFINITION_KINDS + 1];
extern const char *const definition_one[DEFINITION_KINDS];

struct lite_definition {
    enum definition_kind kind;
    const char *table; /* whose it is, of a view its own name; folded */
    const char *name;  /* of the column, index or trigger, or ""; folded */
    const char *says;  /* for comparing */
    const char *label; /* "t.c", or the object's name, for people */
    const char *text;  /* what it says, as it is written */
};

struct lite_definitions {
    struct arena arena; /* owns the texts */
    struct lite_definition *items;
    size_t n, capacity;
};

/* Adds what a CREATE statement of SQLite says; other statements say nothing. */
void lite_definitions_add(struct lite_definitions *definitions,
                          const char *sql);

/* Adds one that stands in no statement. */
void lite_definitions_add_sequence(struct lite_definitions *definitions,
                                   const char *table, long long last);
void lite_definitions_release(struct lite_definitions *definitions);

#endif
