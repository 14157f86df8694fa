#include "sqlite/trial.h"

#include <stdio.h>

#include "base/failure.h"
#include "base/memory.h"
#include "sqlite/statement.h"

/* The next statement would overwrite SQLite's message. That memory is short
 * says nothing of the statement. */
static void note_problem(struct trial *trial)
{
    if (sqlite3_errcode(trial->database) == SQLITE_NOMEM)
        fatal("out of memory");
    snprintf(trial->problem, sizeof trial->problem, "%s",
             sqlite3_errmsg(trial->database));
}

/* DDL is tried on an empty database first: what SQLite refuses becomes a line
 * of the report, not a failure half way. */
bool trial_run(struct trial *trial, const char *sql)
{
    if (!trial->database && sqlite3_open(":memory:", &trial->database))
        fatal("out of memory");
    if (statement_run(trial->database, sql))
        return true;
    note_problem(trial);
    return false;
}

/* A view is never read: it might have no end. */
static bool trial_prepare(struct trial *trial, const char *what,
                          const char *name)
{
    struct buffer sql = {0};
    sqlite3_stmt *statement = NULL;
    bool done;
    buffer_printf(&sql, "SELECT %s FROM %s", what, name);
    done = sqlite3_prepare_v2(trial->database, buffer_text(&sql), -1,
                              &statement, NULL) == SQLITE_OK;
    if (!done)
        note_problem(trial);
    sqlite3_finalize(statement);
    buffer_release(&sql);
    return done;
}

static void trial_drop(struct trial *trial, const char *name)
{
    struct buffer sql = {0};
    buffer_printf(&sql, "DROP VIEW %s", name);
    statement_run(trial->database, buffer_text(&sql));
    buffer_release(&sql);
}

/* Preparing finds what is wrong; without its columns a view is prepared
 * otherwise than with all of them. */
bool trial_view(struct trial *trial, const char *sql, const char *name)
{
    if (!trial_run(trial, sql))
        return false;
    if (trial_prepare(trial, "1", name) && trial_prepare(trial, "*", name))
        return true;
    trial_drop(trial, name);
    return false;
}

void trial_close(struct trial *trial)
{
    sqlite3_close(trial->database);
    trial->database = NULL;
}
