#include "types/client.h"

#include <stdio.h>
#include <string.h>

enum client_name {
#define CLIENT(name, ...) CLIENT_##name,
#include "clients.def"
#undef CLIENT
};

static const struct client clients[] = {
#define CLIENT(name, table, columns, lists)                                    \
    [CLIENT_##name] = {#name, {table, columns}, lists},
#include "clients.def"
#undef CLIENT
};

static const struct form_row {
    enum client_name client;
    const char *type;
    struct client_form form;
} form_rows[] = {
#define CLIENT_FORM(client, type, codec, declared)                             \
    {CLIENT_##client, type, {&codecs[CODEC_##codec], declared}},
#include "client_forms.def"
#undef CLIENT_FORM
};

/* ---- who it is ---- */

typedef bool marked(const struct client *client, const void *tables);

/* Two are none: what one finds the other would not. */
static const struct client *find_client(int choice, marked *is_marked,
                                        const void *tables)
{
    const struct client *found = NULL;
    if (choice >= CLIENT_FIRST)
        return &clients[choice - CLIENT_FIRST];
    for (size_t i = 0; i < COUNT_OF(clients) && choice == CLIENT_AUTO; i++) {
        if (!is_marked(&clients[i], tables))
            continue;
        if (found)
            return NULL;
        found = &clients[i];
    }
    return found;
}

static bool marks_database(const struct client *client, const void *tables)
{
    const struct lite_schema *schema = tables;
    for (size_t i = 0; i < schema->n_tables; i++)
        if (marker_fits_table(&client->marker, &schema->tables[i]))
            return true;
    return false;
}

const struct client *client_of_database(const struct lite_schema *schema,
                                        int choice)
{
    return find_client(choice, marks_database, schema);
}

static bool marks_dump(const struct client *client, const void *tables)
{
    const struct pg_catalog *catalog = tables;
    for (size_t i = 0; i < catalog->n_tables; i++) {
        const struct pg_table *table = catalog->tables[i];
        if (marker_fits(&client->marker, table->name.name,
                        table->n_columns ? &table->columns->name : NULL,
                        sizeof *table->columns, table->n_columns))
            return true;
    }
    return false;
}

const struct client *client_of_dump(const struct pg_catalog *catalog,
                                    int choice)
{
    return find_client(choice, marks_dump, catalog);
}

/* ---- what it wants ---- */

static const struct client_form *form_of_name(const struct client *client,
                                              const char *type)
{
    for (size_t i = 0; i < COUNT_OF(form_rows) && client; i++)
        if (client == &clients[form_rows[i].client] &&
            !strcmp(form_rows[i].type, type))
            return &form_rows[i].form;
    return NULL;
}

/* timestamp(0), time(0) */
static const struct client_form *
form_without_digits(const struct client *client, const char *type)
{
    char name[64];
    int length = snprintf(name, sizeof name, "%s(0)", type);
    return length < (int)sizeof name ? form_of_name(client, name) : NULL;
}

const struct client_form *client_form_of(const struct client *client,
                                         const struct pg_type *type)
{
    const struct client_form *form = NULL;
    if (type->dimensions)
        return form_of_name(client, "[]");
    if (type->n_modifiers && type->modifiers[0] == 0)
        form = form_without_digits(client, type->name.name);
    return form ? form : form_of_name(client, type->name.name);
}

const char *client_bare_json(const struct client *client)
{
    const struct client_form *form = form_of_name(client, "bare json");
    return form ? form->declared : "json text";
}

/* Where the type is not known, its column is one of times. */
const struct codec *client_codec(const struct client *client,
                                 const struct codec *codec)
{
    const struct client_form *form = NULL;
    if (codec == &codecs[CODEC_TIMESTAMP])
        form = form_of_name(client, "timestamp with time zone");
    if (codec == &codecs[CODEC_CLOCK_DIGITS])
        form = form_of_name(client, "time without time zone");
    return form ? form->codec : codec;
}
