/* Triggers, and the functions that they call. */
#include <string.h>

#include "postgres/define.h"

void define_trigger(struct pg_parser *parser, struct pg_word name,
                    enum pg_timing timing)
{
    parser->trigger = catalog_add_trigger(parser->catalog);
    parser->trigger->name = name.text;
    parser->trigger->timing = timing;
    parser->trigger->location = parser->location;
}

void define_trigger_call(struct pg_parser *parser, struct pg_name table,
                         struct pg_name function, bool has_arguments)
{
    parser->trigger->table = table;
    parser->trigger->function = function;
    parser->trigger->has_arguments = has_arguments;
}

void define_function(struct pg_parser *parser, struct pg_name name)
{
    parser->function = catalog_add_function(parser->catalog, name);
    parser->function->location = parser->location;
}

/* ALTER TABLE ... DISABLE TRIGGER comes after the trigger. */
void define_disabled(struct pg_parser *parser, struct pg_word trigger)
{
    for (size_t i = 0; i < parser->catalog->n_triggers; i++) {
        struct pg_trigger *one = parser->catalog->triggers[i];
        if (one->table.name && !strcmp(one->name, trigger.text) &&
            catalog_is_same(one->table, parser->table->name))
            one->is_disabled = true;
    }
}
