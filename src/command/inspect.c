#include "command/inspect.h"

#include <stdio.h>
#include <string.h>

#include "report/report_file.h"

static bool is_behind_rows(const struct pg_constraint *constraint)
{
    return constraint->kind != CONSTRAINT_CHECK &&
           constraint->kind != CONSTRAINT_NOT_NULL;
}

bool inspect_has_keys(const struct inspection *inspection)
{
    const struct pg_catalog *catalog = &inspection->passes.catalog;
    for (size_t i = 0; i < catalog->n_tables; i++)
        for (size_t j = 0; j < catalog->tables[i]->n_constraints; j++)
            if (is_behind_rows(&catalog->tables[i]->constraints[j]))
                return true;
    return catalog->n_indexes > 0;
}

/* ---- the command ---- */

static bool show(struct inspection *inspection)
{
    if (inspection->options->json)
        inspect_as_json(inspection);
    else
        inspect_as_text(inspection);
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           fail(&inspection->passes.failure, "cannot write the output");
}

static bool write_report(struct inspection *inspection)
{
    const struct report_subject subject = {.passes = &inspection->passes};
    const char *path = inspection->options->report;
    return !path ||
           report_file_write(path, &subject, &inspection->passes.failure);
}

static bool run(struct inspection *inspection)
{
    struct passes *passes = &inspection->passes;
    if (!passes_open(passes, inspection->options) ||
        !passes_survey(passes, true))
        return false;
    report_sort(&passes->report);
    return write_report(inspection) && show(inspection);
}

enum exit_status inspect(struct options *options)
{
    struct inspection inspection = {.options = options};
    bool done = run(&inspection);
    bool refused = options->strict && inspection.passes.report.n_entries > 0;
    if (!done)
        say("%s", inspection.passes.failure.text);
    passes_release(&inspection.passes);
    return !done ? EXIT_FAILED : refused ? EXIT_REFUSED : EXIT_DONE;
}
