/* Sums and means of numerics, also over windows.
 *
 * A sum has the digits of the number with the most behind the point; numbers go
 * out of a window again, so how many have which scale is counted. */
#include <stdlib.h>

#include "functions/numeric.h"

struct numeric_total {
    struct numeric sum;
    int64_t n;
    int64_t *scales; /* how many numbers have this one */
    size_t n_scales, capacity;
    int64_t n_nan;
    bool is_there; /* `sum` has been made */
};

static void count_scale(struct numeric_total *total, unsigned long scale,
                        int64_t one)
{
    grow_array(&total->scales, &total->capacity, scale + 1,
               sizeof *total->scales);
    while (total->n_scales <= scale)
        total->scales[total->n_scales++] = 0;
    total->scales[scale] += one;
    total->n += one;
}

static unsigned long largest_scale(const struct numeric_total *total)
{
    size_t scale = total->n_scales;
    while (scale > 0 && !total->scales[scale - 1])
        scale--;
    return scale ? (unsigned long)scale - 1 : 0;
}

static void count_numeric(sqlite3_context *context, sqlite3_value *value,
                          numeric_operation *operation, int64_t one)
{
    struct numeric_total *total =
        sqlite3_aggregate_context(context, sizeof *total);
    struct numeric numeric;
    if (total && numeric_is_nan(value)) {
        total->n_nan += one;
        total->n += one;
        return;
    }
    if (!total || argument_is_null(value) ||
        !numeric_argument(context, value, &numeric))
        return;
    if (!total->is_there)
        mpz_init(total->sum.digits);
    total->is_there = true;
    count_scale(total, numeric.scale, one);
    operation(&total->sum, &numeric);
    numeric_release(&numeric);
}

static void numeric_total_step(sqlite3_context *context, int n,
                               sqlite3_value **values)
{
    (void)n;
    count_numeric(context, values[0], operation_add, 1);
}

static void numeric_total_inverse(sqlite3_context *context, int n,
                                  sqlite3_value **values)
{
    (void)n;
    count_numeric(context, values[0], operation_subtract, -1);
}

static bool gives_nan(sqlite3_context *context,
                      const struct numeric_total *total)
{
    if (total->n_nan)
        sqlite3_result_text(context, "NaN", 3, SQLITE_STATIC);
    return total->n_nan > 0;
}

static void numeric_sum_value(sqlite3_context *context)
{
    struct numeric_total *total = sqlite3_aggregate_context(context, 0);
    if (!total || !total->n || gives_nan(context, total))
        return;
    numeric_shorten(&total->sum, (long)largest_scale(total), false);
    numeric_give(context, &total->sum, NULL);
}

static void numeric_avg_value(sqlite3_context *context)
{
    struct numeric_total *total = sqlite3_aggregate_context(context, 0);
    struct numeric mean, count = {.scale = 0};
    if (!total || !total->n || gives_nan(context, total))
        return;
    numeric_shorten(&total->sum, (long)largest_scale(total), false);
    mean.scale = total->sum.scale;
    mpz_init_set(mean.digits, total->sum.digits);
    mpz_init_set_si(count.digits, (long)total->n);
    operation_divide(&mean, &count);
    numeric_give(context, &mean, NULL);
    numeric_release(&mean);
    numeric_release(&count);
}

static void release_total(sqlite3_context *context)
{
    struct numeric_total *total = sqlite3_aggregate_context(context, 0);
    if (!total || !total->is_there)
        return;
    numeric_release(&total->sum);
    free(total->scales);
}

static void numeric_sum_finish(sqlite3_context *context)
{
    numeric_sum_value(context);
    release_total(context);
}

static void numeric_avg_finish(sqlite3_context *context)
{
    numeric_avg_value(context);
    release_total(context);
}

const struct aggregate numeric_aggregates[] = {
    {"numeric_sum", 1, numeric_total_step, numeric_sum_finish,
     numeric_sum_value, numeric_total_inverse},
    {"numeric_avg", 1, numeric_total_step, numeric_avg_finish,
     numeric_avg_value, numeric_total_inverse},
    {NULL, 0, NULL, NULL, NULL, NULL}};
