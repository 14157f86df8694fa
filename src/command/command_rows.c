#include "command/command_rows.h"

#include <string.h>

#include "base/memory.h"

const struct command_row command_rows[] = {
    {"convert", COMMAND_CONVERT, FOR_CONVERT, "pgdecant [OPTION]... [DUMP]...",
     "a dump into a new database, SQL, or tables that are there",
     "Pours a PostgreSQL dump (pg_dump) into SQLite: a new database, SQL, or "
     "the tables\nof a database that is there.\n"
     "DUMP is a file, a folder (pg_dump -Fd), postgres://HOST/NAME, or '-' "
     "for\n"
     "standard input, which is the default; several are read as one.\n"
     "\n"
     "  pg_dump mydb | pgdecant -o mydb.db\n"
     "  pgdecant backup.sql -o backup.sqlite.sql\n"
     "  pg_dump --data-only --inserts mydb | pgdecant --into app.db\n"},
    {"inspect", COMMAND_INSPECT, FOR_INSPECT,
     "pgdecant inspect [OPTION]... [DUMP]",
     "what is in a dump, and what would become of it",
     "Tells what is in a dump, and what would become of it: tables, rows, "
     "sizes,\neverything that a conversion would change or leave out, and what "
     "the application\nhas to do about it, the worst first.\n"
     "\n"
     "  pgdecant inspect backup.sql\n"
     "  pgdecant inspect --for=django --json backup.dump\n"},
    {"verify", COMMAND_VERIFY, FOR_VERIFY,
     "pgdecant verify [OPTION]... DUMP... DATABASE",
     "are a dump's schema and rows those of a database?",
     "Compares every value of a dump with a database, and the schema that a "
     "conversion\nwould make with the one that is there. Status 3: they "
     "differ.\n"
     "\n"
     "  pgdecant verify backup.sql backup.db\n"
     "  pgdecant verify --ignore=indexes,views backup.sql app.db\n"},
    {"query", COMMAND_QUERY, FOR_QUERY,
     "pgdecant query [OPTION]... [SQL | FILE... | FOLDER...]",
     "an application's SQL in SQLite's dialect",
     "Translates an application's SQL: an argument, files, the *.sql of "
     "folders, or\nstandard input. --types-from names a dump or database "
     "whose columns it reads.\nStatus 3: some of it is refused.\n"
     "\n"
     "  pgdecant query --types-from=schema.sql \"SELECT name || id FROM "
     "users\"\n"
     "  pgdecant query --check --types-from=schema.sql queries/\n"}};

const size_t n_command_rows = COUNT_OF(command_rows);

const struct command_row *command_row_of(const char *name)
{
    for (size_t i = 0; i < n_command_rows; i++)
        if (!strcmp(command_rows[i].name, name))
            return &command_rows[i];
    return NULL;
}
