#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "dump/split.h"
#include "pipeline/dump_set_internal.h"

/* The rows are as the survey took them to be. Each worker looks by itself. */
static bool check_batch(struct dump_set *set, struct pipeline_batch *batch,
                        size_t worker)
{
    struct survey *check = &set->checks[worker];
    if (!set->samples)
        return true;
    survey_rows(check, &batch->dump);
    batch->contradicts = check->assumption_failed;
    if (!batch->contradicts)
        return true;
    batch->lite.n_rows = batch->lite.n_tallies = 0;
    batch->lite.failed_at = NULL;
    return fail(&batch->lite.failure, "the rows are not what the first are");
}

/* Rows before a line that is none are rows. */
static void translate_batch(struct dump_set *set, struct pipeline_batch *batch,
                            size_t worker, struct turn turn)
{
    struct lite_batch *lite = &batch->lite;
    struct failure failure = {0};
    const char *failed_at = NULL;
    rows_split(&batch->dump, &failure, &failed_at);
    if (!check_batch(set, batch, worker))
        return;
    rows_translate(&set->contents.plans, set->options.replaces, turn,
                   &batch->dump, lite);
    if (!lite->failure.happened && failure.happened) {
        lite->failure = failure;
        lite->failed_at = failed_at;
    }
}

/* Once, when all that came before the rows is written. */
static bool begin_writing(struct dump_set *set, struct turn turn)
{
    struct row_writer *writer = set->writer;
    if (!writer->begin_rows || atomic_load(&set->has_begun))
        return true;
    if (!turn.wait(turn.user) || !writer->begin_rows(writer))
        return false;
    atomic_store(&set->has_begun, true);
    return true;
}

/* A batch that has grown for a long statement would be in memory once more: its
 * rows are written one by one. */
enum { MOST_ENCODED = 1024 * 1024 };

/* What workers do at the same time. A writer that could not begin has a
 * failure, which is found when the batch is written. */
static void prepare_batch(void *user, struct pipeline_batch *batch,
                          size_t worker, struct turn turn)
{
    struct dump_set *set = user;
    struct row_writer *writer = set->writer;
    translate_batch(set, batch, worker, turn);
    batch->is_encoded = batch->lite.n_rows > 0 && writer->make_encoder &&
                        batch->dump.size <= MOST_ENCODED &&
                        begin_writing(set, turn);
    if (!batch->is_encoded)
        return;
    if (!batch->encoder)
        batch->encoder = writer->make_encoder(writer);
    batch->encoder->encode(batch->encoder, batch->lite.rows,
                           batch->lite.n_rows);
}

/* flush ends each batch: after it the writer does not point into the batch's
 * texts. */
static bool dump_set_write_rows(struct row_writer *writer,
                                const struct pipeline_batch *batch)
{
    const struct lite_batch *lite = &batch->lite;
    if (writer->failure.happened)
        return false;
    if (batch->is_encoded)
        return writer->write_encoded(writer, batch->encoder) &&
               writer->flush(writer);
    for (size_t i = 0; i < lite->n_rows; i++)
        if (!writer->write(writer, &lite->rows[i]))
            return false;
    return writer->flush(writer);
}

/* The place is only known while the batch is there. */
static bool fail_in_batch(struct dump_set *set, const char *at,
                          const char *message)
{
    if (!at)
        return fail(set->failure, "%s", message);
    return fail_at(set->failure, dump_set_location(set, at), "%s", message);
}

/* Rows before the failed one are written, so that the failure that comes first
 * in the dump is the one that is shown. */
static bool write_batch(void *user, struct pipeline_batch *batch)
{
    struct dump_set *set = user;
    struct row_writer *writer = set->writer;
    const struct pg_batch *dump = &batch->dump;
    set->batch = dump;
    rows_settle(&set->contents.plans, dump, &batch->lite);
    if (!dump_set_write_rows(writer, batch))
        return fail_in_batch(set, writer->failed_row, writer->failure.text);
    if (batch->lite.failure.happened) {
        rows_refuse(&set->contents.plans, &batch->lite);
        set->assumption_failed = batch->contradicts;
        return fail_in_batch(set, batch->lite.failed_at,
                             batch->lite.failure.text);
    }
    set->contents.rows += dump->n_rows;
    set->contents.bytes_read =
        set->bytes_before + dump->bytes_before + dump->size;
    progress_update(&set->progress, set->contents.bytes_read,
                    set->contents.rows);
    return true;
}

/* Targets are counted on from dump to dump, so that no two are alike. */
static bool dump_set_read_dump(struct dump_set *set, struct dump *dump)
{
    const struct dump_set_options *options = &set->options;
    const struct pipeline_work work = {prepare_batch, write_batch, set};
    bool done;
    dump->reader.n_targets = set->n_targets;
    dump->reader.leaves_inserts = options->n_workers > 1;
    done = pipeline_run(&dump->reader, options->batch_bytes, options->n_workers,
                        &work);
    set->n_targets = dump->reader.n_targets;
    set->bytes_before = set->contents.bytes_read;
    return done || fail(set->failure, "%s", dump->reader.lexer.failure.text);
}

/* The target is a plan's. */
static void count_fate(void *listener, const struct lite_target *target,
                       const char *text, enum row_fate fate)
{
    struct dump_set *set = listener;
    struct plan *plan = (struct plan *)((char *)(uintptr_t)target -
                                        offsetof(struct plan, target));
    if (plan->met[fate].count++ == 0)
        plan->met[fate].first = dump_set_location(set, text);
}

/* Of what is not known it is found out later. */
static bool wants_table(void *context, const char *schema, const char *table)
{
    const struct dump_set *set = context;
    const struct table_map *map =
        schema_find(&set->contents.tables, (struct pg_name){schema, table});
    return !map || map->is_selected;
}

/* Where the rows are those of tables that are made. */
static void choose_tables(struct dump_set *set)
{
    set->choice.wants = wants_table;
    set->choice.context = set;
    atomic_store(&set->choice.left_out, 0);
    for (size_t i = 0; i < set->contents.n_dumps; i++)
        atomic_store(&set->contents.dumps[i].source->choice,
                     set->contents.plans.defined ? &set->choice : NULL);
}

void dump_rows_release(struct dump_set *set)
{
    for (size_t i = 0; i < set->options.n_workers; i++)
        survey_release(&set->checks[i]);
}

static void begin_checks(struct dump_set *set)
{
    dump_rows_release(set);
    for (size_t i = 0; i < set->options.n_workers; i++)
        set->checks[i] =
            (struct survey){.catalog = &set->contents.catalog,
                            .wants_nan = set->contents.survey.wants_nan,
                            .verifies_assumptions = true};
}

bool dump_set_rows(struct dump_set *set, struct row_writer *writer,
                   const char *phase)
{
    bool done = true;
    begin_checks(set);
    set->assumption_failed = false;
    set->contents.plans.settled_at = clock_seconds();
    set->contents.plans.as_text = writer->as_text;
    set->writer = writer;
    choose_tables(set);
    progress_phase(&set->progress, phase);
    writer->tell = count_fate;
    writer->listener = set;
    atomic_store(&set->has_begun, false);
    for (size_t i = 0; done && i < set->contents.n_dumps; i++)
        done = dump_set_read_dump(set, &set->contents.dumps[i]);
    set->contents.tables_left_out = atomic_load(&set->choice.left_out);
    if (!done)
        progress_end(&set->progress);
    return done;
}

bool dump_set_assumption_failed(const struct dump_set *set)
{
    return set->assumption_failed;
}

struct location dump_set_location(const struct dump_set *set, const char *text)
{
    return pg_batch_location(set->batch, text);
}
