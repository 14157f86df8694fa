#include "command/inspect.h"

#include <stdio.h>
#include <string.h>

#include "command/report_file.h"

/* ---- tables ---- */

static struct inspected_table defined_table(const struct inspection *inspection,
                                            const struct table_map *map)
{
    struct inspected_table table = {
        .name = map->name, .columns = map->flat->n_columns, .is_defined = true};
    if (map->table)
        table.becomes = map->table->name;
    survey_count(&inspection->passes.survey, map->name, &table.rows,
                 &table.bytes);
    return table;
}

static struct inspected_table filled_table(const struct survey_target *target)
{
    return (struct inspected_table){.name = target->name,
                                    .columns = target->n_values,
                                    .rows = target->rows,
                                    .bytes = target->bytes};
}

void inspect_tables(const struct inspection *inspection, visit_table *visit,
                    struct buffer *out)
{
    bool is_first = true;
    for (size_t i = 0; i < inspection->passes.tables.n_maps; i++) {
        const struct table_map *map = &inspection->passes.tables.maps[i];
        struct inspected_table table = defined_table(inspection, map);
        if (!map->is_selected)
            continue;
        visit(out, &table, is_first);
        is_first = false;
    }
    for (size_t i = 0; i < inspection->passes.survey.n_targets; i++) {
        const struct survey_target *target =
            &inspection->passes.survey.targets[i];
        struct inspected_table table = filled_table(target);
        if (!target->known || target->table)
            continue;
        visit(out, &table, is_first);
        is_first = false;
    }
}

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
    const struct plans none = {0};
    const char *path = inspection->options->report;
    return !path ||
           report_file_write(path, inspection->passes.dump->source.name,
                             &inspection->passes.report, &none,
                             &inspection->passes.failure);
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
