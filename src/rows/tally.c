#include "rows/tally.h"

#include <string.h>

static void *alloc_zeroes(struct arena *arena, size_t size)
{
    void *memory = arena_alloc(arena, size);
    memset(memory, 0, size);
    return memory;
}

void tally_note(struct tally *tally, struct arena *arena,
                const struct column_plan *column, enum loss_kind kind,
                const char *at)
{
    const struct plan *plan = tally->plan;
    struct noted **noted;
    if (!tally->losses)
        tally->losses =
            alloc_zeroes(arena, plan->n_columns * sizeof *tally->losses);
    noted = &tally->losses[column - plan->columns];
    if (!*noted)
        *noted = alloc_zeroes(arena, LOSS_KINDS * sizeof **noted);
    if ((*noted)[kind].count++ == 0)
        (*noted)[kind].first = at;
}

static void settle_losses(struct column_plan *column, struct arena *arena,
                          const struct pg_batch *batch,
                          const struct noted *noted)
{
    if (!column->losses)
        column->losses =
            alloc_zeroes(arena, LOSS_KINDS * sizeof *column->losses);
    for (int kind = 0; kind < LOSS_KINDS; kind++) {
        struct loss *loss = &column->losses[kind];
        if (noted[kind].count && !loss->count)
            loss->first = pg_batch_location(batch, noted[kind].first);
        loss->count += noted[kind].count;
    }
}

void tally_settle(const struct tally *tally, struct plans *plans,
                  const struct pg_batch *batch, double seconds)
{
    struct plan *plan = tally->plan;
    if (plan->kind == PLAN_OF_EXTENSION && plan->rows == 0)
        plan->first = pg_batch_location(batch, tally->first);
    plan->rows += tally->rows;
    plan->bytes += tally->bytes;
    plan->seconds += seconds;
    for (size_t i = 0; tally->losses && i < plan->n_columns; i++)
        if (tally->losses[i])
            settle_losses(&plan->columns[i], &plans->arena, batch,
                          tally->losses[i]);
}
