#include "sqlite/trial.h"

#include <stdio.h>

#include "base/failure.h"
#include "base/memory.h"
#include "sqlite/statement.h"

bool trial_run(struct trial *trial, const char *sql)
{
    if (!trial->database && sqlite3_open(":memory:", &trial->database))
        fatal("out of memory");
    if (statement_run(trial->database, sql))
        return true;
    snprintf(trial->problem, sizeof trial->problem, "%s",
             sqlite3_errmsg(trial->database));
    return false;
}

static bool run_with_name(struct trial *trial, const char *format,
                          const char *name)
{
    struct buffer sql = {0};
    bool done;
    buffer_add_text(&sql, format);
    buffer_add_text(&sql, name);
    done = trial_run(trial, buffer_text(&sql));
    buffer_release(&sql);
    return done;
}

/* Preparing finds what is wrong, and needs no rows. */
bool trial_view(struct trial *trial, const char *sql, const char *name)
{
    char problem[sizeof trial->problem];
    if (!trial_run(trial, sql))
        return false;
    if (run_with_name(trial, "SELECT 1 FROM ", name) &&
        run_with_name(trial, "SELECT * FROM ", name))
        return true;
    snprintf(problem, sizeof problem, "%s", trial->problem);
    run_with_name(trial, "DROP VIEW ", name);
    snprintf(trial->problem, sizeof trial->problem, "%s", problem);
    return false;
}

void trial_close(struct trial *trial)
{
    sqlite3_close(trial->database);
    trial->database = NULL;
}
