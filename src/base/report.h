/* The report: what of a dump is not in the output, or is there in another way.
 *
 * Entries keep the order in which they were found, until they are sorted.
 * Texts are copied. */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/location.h"
#include "base/memory.h"

enum report_kind {
    REPORT_DROPPED, /* it is not in the output */
    REPORT_CHANGED  /* it is there, but not as it was */
};

/* "dropped", "changed" */
static inline const char *report_kind_name(enum report_kind kind)
{
    return kind == REPORT_DROPPED ? "dropped" : "changed";
}

struct report_entry {
    enum report_kind kind;
    const char *object; /* "constraint", "view" ... */
    const char *name;   /* "orders.total_check" */
    const char *text;   /* why, or how */
    struct location location;
    const char
        *loss;      /* of values: "rounded" and the like; NULL otherwise ... */
    uint64_t count; /* ... and of how many */
    size_t number;  /* in the order of finding */
    size_t rank;    /* of its input; private */
};

struct report {
    struct report_entry *entries;
    size_t n_entries, capacity;
    const char **inputs; /* in their order */
    size_t n_inputs, inputs_capacity;
    struct arena arena;
};

/* An input that locations may be in; those of others are sorted after. */
void report_add_input(struct report *report, const char *input);

/* Their names with commas between them; in the report's arena. */
const char *report_input_names(struct report *report);

/* "dump.sql:12", or "line 12" where there is one input only. */
const char *report_print_location(char text[LOCATION_ROOM],
                                  const struct report *report,
                                  const struct location *location);

/* The entry may be filled up until the next one is added. */
struct report_entry *report_add(struct report *report, enum report_kind kind,
                                struct location location, const char *object,
                                const char *name, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* By inputs and lines; entries of one line stay as they came. */
void report_sort(struct report *report);
void report_release(struct report *report);

#endif
