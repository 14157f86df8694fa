/* Clients: who reads the database, and in which form, by grammar/clients.def
 * and client_forms.def. */
#ifndef TYPES_CLIENT_H
#define TYPES_CLIENT_H

#include "postgres/catalog.h"
#include "sqlite/schema.h"
#include "types/codecs.h"
#include "types/marker.h"

struct client {
    const char *name;
    struct marker marker; /* what betrays it; an empty name: nothing does */
    bool lists_statistics;
};

/* --for: CLIENT_FIRST and what follows are the rows of clients.def. */
enum client_choice { CLIENT_AUTO, CLIENT_NONE, CLIENT_FIRST };

/* The client that was chosen, or that betrays itself by a table of the database
 * or of the dump; NULL if none does, or more than one. */
const struct client *client_of_database(const struct lite_schema *schema,
                                        int choice);
const struct client *client_of_dump(const struct pg_catalog *catalog,
                                    int choice);

struct client_form {
    const struct codec *codec;
    const char *declared; /* with (*) where the type's digits belong */
};

/* How it wants a column of a new table; NULL: as others do. The client may be
 * NULL. */
const struct client_form *client_form_of(const struct client *client,
                                         const struct pg_type *type);

/* How it declares json of which a value is a bare number, which is no number to
 * SQLite. The client may be NULL. */
const char *client_bare_json(const struct client *client);

/* How it wants what a column of its own table has otherwise. */
const struct codec *client_codec(const struct client *client,
                                 const struct codec *codec);

#endif
