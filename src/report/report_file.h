/* The report as a file, for people or for programs: one of the `forms`. */
#ifndef REPORT_REPORT_FILE_H
#define REPORT_REPORT_FILE_H

#include <stdbool.h>

#include "pipeline/contents.h"

struct verification;

/* What a report is about. */
struct report_subject {
    struct contents *contents;         /* the report is sorted */
    struct verification *verification; /* NULL: there was none */
    const char *into;    /* a database that is loaded into; or NULL */
    const char *made;    /* a new database; or NULL */
    const char *program; /* its name and version */
    const char *command; /* the command line, without secrets */
    const char *target;  /* what the output is for; NULL: SQLite itself */
};

/* Does the name end as one of the forms does? */
bool report_file_is_known(const char *path);

/* Does it show lines of the dump, which is read once more for them? */
bool report_file_reads(const char *path);

/* Writes the file under the rules of an output (base/output.h). */
bool report_file_write(const char *path, bool replace,
                       const struct report_subject *subject,
                       struct failure *failure);

#endif
