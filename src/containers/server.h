/* A server of PostgreSQL's as a source: pg_dump is run. */
#ifndef CONTAINERS_SERVER_H
#define CONTAINERS_SERVER_H

#include "input/source.h"

/* Is it the address of a server: postgres://..., postgresql://..., or postgres:
 * before a connection string of libpq's (dbname=shop host=db)? */
bool server_is_meant(const char *path);

/* Takes the password out of the address, where it stands, and puts it into the
 * environment (PGPASSWORD), so that no list of processes and no message shows
 * it. */
void server_hide_password(char *path);

/* `pg_dump` is the program, or NULL for that of PATH. */
struct source *server_open(const char *path, const char *pg_dump,
                           struct failure *failure);

#endif
