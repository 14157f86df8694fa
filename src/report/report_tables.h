/* The tables of a dump, for reports: what became of each, or would. */
#ifndef REPORT_REPORT_TABLES_H
#define REPORT_REPORT_TABLES_H

#include "base/memory.h"
#include "pipeline/contents.h"

struct reported_table {
    struct pg_name name;
    const struct table_map *map; /* NULL: the dump does not define it */
    size_t columns;
    uint64_t rows, bytes; /* in the dump */
    double seconds;       /* of loading, once it was loaded */
    size_t remarks;       /* entries of the report that name it ... */
    size_t first_remark;  /* ... the first, if there are any */
    const char *becomes;  /* NULL: it is left out ... */
    const char *reason;   /* ... because of this; NULL: it is in the report */
};

typedef void visit_table(struct buffer *out, const struct reported_table *table,
                         bool is_first);

/* Tables that the user chose, those that the dump defines first. Rows are
 * counted by the plans, or by the survey if there were no plans yet. */
void report_tables(const struct contents *contents, visit_table *function,
                   struct buffer *out);

#endif
