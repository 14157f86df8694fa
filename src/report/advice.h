/* What the application has to do or to know, the worst first: the rows of
 * grammar/advice.def that are about something in the dump. */
#ifndef REPORT_ADVICE_H
#define REPORT_ADVICE_H

#include <stddef.h>

#include "base/memory.h"
#include "pipeline/contents.h"

/* `text` goes on behind the number. `example` names one of them; NULL: the
 * report does. */
struct advice {
    size_t n;
    const char *text;
    const char *example;
};

typedef void visit_advice(struct buffer *out, const struct advice *advice,
                          size_t at);

/* Calls it for each; returns how many there were. */
size_t advice_visit(const struct contents *contents, visit_advice *function,
                    struct buffer *out);

#endif
