/* Clients: whose tables a database has, and in which form they want times, by
 * grammar/clients.def. */
#ifndef ROWS_CLIENT_H
#define ROWS_CLIENT_H

#include "sqlite/schema.h"
#include "types/codecs.h"

struct client {
    const char *name;
    const char *table, *columns; /* what betrays it */
    const struct codec *datetime, *time;
};

/* --for: CLIENT_FIRST and what follows are the rows of clients.def. */
enum client_choice { CLIENT_AUTO, CLIENT_NONE, CLIENT_FIRST };

/* The client that was chosen, or betrays itself; NULL if none does, or more
 * than one. */
const struct client *client_find(const struct lite_schema *schema, int choice);

/* The form in which it wants what a column has otherwise; it may be NULL. */
const struct codec *client_form(const struct client *client,
                                const struct codec *codec);

#endif
