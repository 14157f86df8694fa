#include "rows/client.h"

#include "rows/bookkeeping.h"

static const struct client clients[] = {
#define CLIENT(name, table, columns, datetime, time)                           \
    {#name, table, columns, &codecs[CODEC_##datetime], &codecs[CODEC_##time]},
#include "clients.def"
#undef CLIENT
};

static bool client_has_tables(const struct client *client,
                              const struct lite_schema *schema)
{
    for (size_t i = 0; i < schema->n_tables; i++)
        if (bookkeeping_is_table(&schema->tables[i], client->table,
                                 client->columns))
            return true;
    return false;
}

const struct client *client_find(const struct lite_schema *schema, int choice)
{
    const struct client *found = NULL;
    if (choice >= CLIENT_FIRST)
        return &clients[choice - CLIENT_FIRST];
    for (size_t i = 0; i < COUNT_OF(clients) && choice == CLIENT_AUTO; i++) {
        if (!client_has_tables(&clients[i], schema))
            continue;
        if (found)
            return NULL;
        found = &clients[i];
    }
    return found;
}

const struct codec *client_form(const struct client *client,
                                const struct codec *codec)
{
    if (client && codec == &codecs[CODEC_TIMESTAMP])
        return client->datetime;
    if (client && codec == &codecs[CODEC_CLOCK_DIGITS])
        return client->time;
    return codec;
}
