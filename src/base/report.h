/* The report: what of a dump is not in the output, or is there in another way.
 *
 * Entries keep the order in which they were found, until they are sorted.
 * Texts are copied. */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
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
    struct place place;
    const char
        *loss;      /* of values: "rounded" and the like; NULL otherwise ... */
    uint64_t count; /* ... and of how many */
    size_t number;  /* in the order of finding */
};

struct report {
    struct report_entry *entries;
    size_t n_entries, capacity;
    struct arena arena;
};

/* The entry may be filled up until the next one is added. */
struct report_entry *report_add(struct report *report, enum report_kind kind,
                                struct place place, const char *object,
                                const char *name, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* By the lines of the dump; entries of one line stay as they came. */
void report_sort(struct report *report);
void report_release(struct report *report);

#endif
