/* Trials: would SQLite take this? In a database in memory that has the same
 * tables and no rows. */
#ifndef SQLITE_TRIAL_H
#define SQLITE_TRIAL_H

#include <sqlite3.h>
#include <stdbool.h>

/* What a view may cost to prepare: views upon views are prepared as one, and a
 * few that double each other have no end. In main(), before anything else of
 * SQLite: it counts memory from then on. */
void trial_watch_memory(void);

struct trial {
    sqlite3 *database; /* private */
    char problem[300]; /* why the last statement was not taken */
};

/* Zero-initialise; opens itself at the first statement. */
bool trial_run(struct trial *trial, const char *sql);

/* Makes a view and prepares SELECT * of it, but reads nothing; without success
 * the view is gone again. `name` is quoted. */
bool trial_view(struct trial *trial, const char *sql, const char *name);
void trial_close(struct trial *trial);

#endif
