#include "pipeline/dump.h"

#include <string.h>

#include "base/memory.h"
#include "dump/split.h"

static bool dump_begin(struct dump *dump, struct failure *failure)
{
    if (!text_input_init(&dump->input, dump->source, dump->buffer_size,
                         failure))
        return false;
    dump->input.threads = dump->threads;
    pg_reader_init(&dump->reader, &dump->input);
    dump->reader.allow_truncated = dump->allow_truncated;
    dump->reader.skips_noise = dump->skips_noise;
    dump->reader.skips_unknown = dump->skips_unknown;
    dump->reader.wanted = dump->database;
    return true;
}

/* A source that could not be opened is passed on, so that callers ask once. */
bool dump_open(struct dump *dump, struct source *source, size_t buffer_size,
               bool allow_truncated, struct failure *failure)
{
    dump->source = source;
    dump->buffer_size = buffer_size;
    dump->allow_truncated = allow_truncated;
    return source && dump_begin(dump, failure);
}

static void end(struct dump *dump)
{
    pg_reader_release(&dump->reader);
    text_input_release(&dump->input);
}

void dump_close(struct dump *dump)
{
    end(dump);
    source_close(dump->source);
}

/* Reader and decoder are made again: an encoding may have been set half way. */
bool dump_rewind(struct dump *dump, struct failure *failure)
{
    end(dump);
    dump->source->samples = false;
    return (dump->source->rewind(dump->source, !dump->is_kept) ||
            fail(failure, "%s: cannot be read again", dump->source->name)) &&
           dump_begin(dump, failure);
}

static bool dump_look(struct dump *dump, struct survey *survey,
                      struct failure *failure)
{
    struct pg_batch batch;
    enum pg_read read;
    uint64_t n_rows = 0;
    bool goes_on;
    pg_batch_init(&batch, dump->buffer_size);
    do {
        read = pg_reader_next(&dump->reader, &batch);
        if (read != PG_READ_FAILED &&
            !rows_split_at_once(&batch, &dump->reader.lexer.failure))
            read = PG_READ_FAILED;
        goes_on = read == PG_READ_BATCH;
        dump->has_rows |= batch.n_rows > 0;
        n_rows += batch.n_rows;
        if (dump->progress)
            progress_update(dump->progress, batch.bytes_before + batch.size,
                            n_rows);
        /* Rows before any definition: a dump of rows alone, which needs no
         * survey and streams. */
        if (dump->reader.has_early_rows && !dump->to_the_end)
            goes_on = false;
        else if (read != PG_READ_FAILED)
            survey_rows(survey, &batch);
    } while (goes_on);
    pg_batch_release(&batch);
    dump->defines_tables = survey->catalog->n_tables > 0;
    return read != PG_READ_FAILED ||
           fail(failure, "%s", dump->reader.lexer.failure.text);
}

/* Target numbers go on from dump to dump, so that the survey tells them apart.
 */
bool dump_survey(struct dump *dump, struct pg_catalog *catalog,
                 struct survey *survey, struct failure *failure)
{
    survey->catalog = catalog;
    dump->reader.catalog = catalog;
    dump->reader.n_targets = survey->n_targets;
    dump->reader.samples_rows = dump->samples;
    dump->reader.rows_may_come_first = dump->to_the_end;
    dump->source->samples = dump->samples;
    return dump_look(dump, survey, failure) && dump_rewind(dump, failure);
}

/* None of that name is wanted, so that nothing is kept. */
bool dump_list_databases(struct dump *dump, char ***names, size_t *n,
                         struct failure *failure)
{
    struct pg_reader *reader = &dump->reader;
    struct pg_batch batch;
    enum pg_read read;
    reader->wanted = "";
    pg_batch_init(&batch, dump->buffer_size);
    do
        read = pg_reader_next(reader, &batch);
    while (read == PG_READ_BATCH);
    pg_batch_release(&batch);
    *names = xreallocarray(NULL, reader->n_databases + 1, sizeof **names);
    *n = 0;
    for (size_t i = 0; i < reader->n_databases; i++)
        if (reader->databases[i].has_rows)
            (*names)[(*n)++] = xstrndup(reader->databases[i].name,
                                        strlen(reader->databases[i].name));
    return read != PG_READ_FAILED ||
           fail(failure, "%s", reader->lexer.failure.text);
}
