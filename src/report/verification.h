/* A verification, for people, a line at a time, and for programs. */
#ifndef REPORT_VERIFICATION_H
#define REPORT_VERIFICATION_H

#include "base/memory.h"
#include "verify/verification.h"

typedef void verification_line(const char *format, ...);

/* With `all` also tables that are the same. */
void verification_print(struct verification *verification, bool all,
                        verification_line *line);
void verification_add_json(struct buffer *out,
                           struct verification *verification);

#endif
