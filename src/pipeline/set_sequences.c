#include "pipeline/set_sequences.h"

#include <string.h>

#include "rows/sequences.h"

/* The dump's own tables know their sequences; otherwise names are compared. */
static const char *table_of_sequence(struct contents *contents,
                                     const struct pg_sequence *sequence)
{
    const struct lite_table *table;
    if (!contents->plans.defined || sequence->column)
        return sequence_table(&contents->plans, sequence);
    table = schema_serial(&contents->tables, sequence->schema, sequence->name);
    return table ? table->name : NULL;
}

static bool set_sequence(struct contents *contents, struct row_writer *writer,
                         const struct pg_sequence *sequence,
                         struct sequence_counts *counts)
{
    const char *table = table_of_sequence(contents, sequence);
    if (!table) {
        counts->not_needed++;
        return true;
    }
    counts->set++;
    return writer->set_sequence(writer, table, sequence->last);
}

static bool is_set(struct contents *contents, const char *table)
{
    for (size_t i = 0; i < contents->n_dumps; i++) {
        const struct pg_reader *reader = &contents->dumps[i].reader;
        for (size_t j = 0; j < reader->n_sequences; j++) {
            const char *other =
                table_of_sequence(contents, &reader->sequences[j]);
            if (other && !strcmp(other, table))
                return true;
        }
    }
    return false;
}

/* Without a setval they are where their definitions begin. */
static bool set_starts(struct contents *contents, struct row_writer *writer)
{
    const struct schema *schema = &contents->tables;
    for (size_t i = 0; contents->plans.defined && i < schema->n_serials; i++) {
        const struct serial *serial = &schema->serials[i];
        const struct pg_sequence_definition *sequence =
            catalog_sequence(&contents->catalog, serial->sequence);
        if (sequence && sequence->has_start && sequence->start > 1 &&
            !is_set(contents, serial->table->name) &&
            !writer->set_sequence(writer, serial->table->name,
                                  sequence->start - 1))
            return false;
    }
    return true;
}

bool set_sequences(struct contents *contents, struct row_writer *writer,
                   struct sequence_counts *counts)
{
    *counts = (struct sequence_counts){0};
    for (size_t i = 0; i < contents->n_dumps; i++) {
        const struct pg_reader *reader = &contents->dumps[i].reader;
        for (size_t j = 0; j < reader->n_sequences; j++)
            if (!set_sequence(contents, writer, &reader->sequences[j], counts))
                return false;
    }
    return set_starts(contents, writer);
}
