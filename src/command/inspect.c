#include "command/inspect.h"

#include <stdio.h>
#include <stdlib.h>

#include "command/cluster.h"
#include "command/version.h"
#include "base/output.h"
#include "report/inspection.h"
#include "report/report_file.h"

struct inspection {
    struct options *options;
    struct failure failure;
    struct dump_set *dumps;
    struct contents *contents;
};

/* Only this is standard output; everything else is said on standard error. */
static bool cmd_inspect_show(struct inspection *inspection)
{
    struct buffer json = {0};
    if (inspection->options->json) {
        inspection_add_json(&json, inspection->contents);
        fwrite(json.bytes, 1, json.size, stdout);
        buffer_release(&json);
    } else {
        inspection_print(inspection->contents, inspection->options->verbose);
    }
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           fail(&inspection->failure, "cannot write the output");
}

static bool write_report(struct inspection *inspection)
{
    const struct options *options = inspection->options;
    const struct report_subject subject = {.contents = inspection->contents,
                                           .command = options->line,
                                           .program =
                                               "pgdecant " PGDECANT_VERSION};
    return !options->report ||
           report_file_write(options->report, options->replace, &subject,
                             &inspection->failure);
}

/* SURVEY_ALL: rows are counted, so the whole dump is read. */
static bool cmd_inspect_run(struct inspection *inspection)
{
    const struct dump_set_options options =
        options_of_dumps(inspection->options);
    const char *report = inspection->options->report;
    if (report && !output_check_name(report, inspection->options->replace,
                                     &inspection->failure))
        return false;
    inspection->dumps = dump_set_open(&options, &inspection->failure);
    if (!inspection->dumps || !dump_set_survey(inspection->dumps, SURVEY_ALL) ||
        !dump_set_check_selection(inspection->dumps))
        return false;
    dump_set_end_progress(inspection->dumps);
    inspection->contents = dump_set_contents(inspection->dumps);
    report_sort(&inspection->contents->report);
    return write_report(inspection) && cmd_inspect_show(inspection);
}

/* A cluster's dump has several; true if it is one, and they have been shown. */
static bool show_databases(const struct options *options)
{
    struct failure unused = {.happened = false};
    char **names = NULL;
    size_t n = 0;
    bool are_several = !options->database_name &&
                       cluster_list(options, &names, &n, &unused) && n > 1;
    if (are_several)
        printf("%zu databases with rows (--database=NAME shows one):\n", n);
    for (size_t i = 0; i < n; i++) {
        if (are_several)
            printf("  %s\n", names[i]);
        free(names[i]);
    }
    free((void *)names);
    return are_several;
}

/* --strict makes a check of it, for scripts. */
enum exit_status cmd_inspect(struct options *options)
{
    struct inspection inspection = {.options = options};
    bool done = cmd_inspect_run(&inspection);
    bool refused =
        done && options->strict && inspection.contents->report.n_entries > 0;
    dump_set_close(inspection.dumps);
    if (!done && show_databases(options))
        return EXIT_DONE;
    if (!done)
        say("%s", inspection.failure.text);
    return !done ? EXIT_FAILED : refused ? EXIT_REFUSED : EXIT_DONE;
}
