#include "pipeline/set_sequences.h"

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
    return true;
}
