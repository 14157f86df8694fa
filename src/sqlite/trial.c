#include "sqlite/trial.h"

#include <stddef.h>
#include <stdio.h>

#include "base/failure.h"
#include "base/memory.h"
#include "sqlite/statement.h"

/* ---- what it costs ---- */

enum { MOST_BYTES = 64 * 1024 * 1024, MOST_ALLOCATIONS = 200000 };

/* Of the thread's trial at hand. */
static _Thread_local struct {
    bool is_limited, is_spent;
    ptrdiff_t bytes, allocations; /* that are left */
} budget;

static sqlite3_mem_methods own_memory;

static bool is_allowed(int size)
{
    if (!budget.is_limited)
        return true;
    budget.bytes -= size;
    if (budget.bytes < 0 || --budget.allocations < 0)
        budget.is_spent = true;
    return !budget.is_spent;
}

static void *budget_malloc(int size)
{
    return is_allowed(size) ? own_memory.xMalloc(size) : NULL;
}

static void budget_free(void *memory)
{
    if (budget.is_limited)
        budget.bytes += own_memory.xSize(memory);
    own_memory.xFree(memory);
}

static void *budget_realloc(void *memory, int size)
{
    return is_allowed(size - own_memory.xSize(memory))
               ? own_memory.xRealloc(memory, size)
               : NULL;
}

void trial_watch_memory(void)
{
    sqlite3_mem_methods methods;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &own_memory);
    methods = own_memory;
    methods.xMalloc = budget_malloc;
    methods.xFree = budget_free;
    methods.xRealloc = budget_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

static void budget_begin(void)
{
    budget.bytes = MOST_BYTES;
    budget.allocations = MOST_ALLOCATIONS;
    budget.is_spent = false;
    budget.is_limited = true;
}

/* ---- trying ---- */

/* The next statement would overwrite SQLite's message. That memory is short
 * says nothing of the statement. */
static void note_problem(struct trial *trial)
{
    if (budget.is_spent) {
        snprintf(
            trial->problem, sizeof trial->problem,
            "it takes too much to prepare; views upon views are one query");
        return;
    }
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
    bool done;
    budget_begin();
    done = trial_run(trial, sql) && trial_prepare(trial, "1", name) &&
           trial_prepare(trial, "*", name);
    budget.is_limited = false;
    if (!done)
        trial_drop(trial, name);
    return done;
}

void trial_close(struct trial *trial)
{
    sqlite3_close(trial->database);
    trial->database = NULL;
}
