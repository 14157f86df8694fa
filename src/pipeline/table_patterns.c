#include "pipeline/table_patterns.h"

#include <string.h>

#include "base/suggestion.h"
#include "schema/mapping.h"

/* "ordrs": with its schema, if it has one. */
static struct suggestion nearest_table(const struct contents *contents,
                                       const char *pattern)
{
    const struct survey *survey = &contents->survey;
    const char *point = strrchr(pattern, '.');
    const char *name = point ? point + 1 : pattern;
    struct suggestion near = suggestion_begin(name, strlen(name));
    for (size_t i = 0; i < contents->tables.n_maps; i++)
        suggestion_consider(&near, contents->tables.maps[i].name.name);
    for (size_t i = 0; i < survey->n_targets; i++)
        if (survey->targets[i].known)
            suggestion_consider(&near, survey->targets[i].name.name);
    return near;
}

/* Patterns are in small letters unless they are quoted, as in psql. */
static bool has_capitals(const char *name)
{
    return strpbrk(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
}

static bool fail_unfitting(struct contents *contents,
                           const struct selection *selection,
                           struct failure *failure)
{
    size_t at = 0;
    const char *pattern = selection_unused(selection, &at);
    struct suggestion near = nearest_table(contents, pattern ? pattern : "");
    const char *dumps = report_input_names(&contents->report);
    if (!near.best)
        return fail(failure, "%s: no table fits --table or --schema%s%s", dumps,
                    pattern ? ": " : "", pattern ? pattern : "");
    return fail(failure,
                has_capitals(near.best)
                    ? "%s: no table fits --table=%s; did you mean "
                      "--table='\"%s\"'?"
                    : "%s: no table fits --table=%s; did you mean %s?",
                dumps, pattern, near.best);
}

/* Rows that were looked at and not loaded fit patterns, too. */
static void select_surveyed(const struct survey *survey,
                            struct selection *selection)
{
    for (size_t i = 0; i < survey->n_targets; i++)
        if (survey->targets[i].known)
            selection_wants(selection, survey->targets[i].name.schema,
                            survey->targets[i].name.name);
}

bool table_patterns_check(struct contents *contents,
                          struct selection *selection, struct failure *failure)
{
    if (!mapping_check(selection->mapping, failure))
        return false;
    select_surveyed(&contents->survey, selection);
    return !selection_is_empty(selection) ||
           (contents->plans.defined && contents->tables.before.n) ||
           fail_unfitting(contents, selection, failure);
}
