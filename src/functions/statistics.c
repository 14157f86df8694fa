/* Aggregates of statistics. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "functions/function.h"

/* ---- sums of squares, as the rows come (Welford) ---- */

struct moments {
    int64_t n;
    double mean_x, mean_y, xx, yy, xy;
};

static void statistics_add_pair(struct moments *moments, double x, double y)
{
    double dx, dy;
    moments->n++;
    dx = x - moments->mean_x;
    dy = y - moments->mean_y;
    moments->mean_x += dx / (double)moments->n;
    moments->mean_y += dy / (double)moments->n;
    moments->xx += dx * (x - moments->mean_x);
    moments->yy += dy * (y - moments->mean_y);
    moments->xy += dx * (y - moments->mean_y);
}

static void add_moment(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct moments *moments =
        sqlite3_aggregate_context(context, sizeof *moments);
    double x, y = 0;
    if (!moments || argument_is_null(values[0]) ||
        (n > 1 && argument_is_null(values[1])))
        return;
    if (argument_number(context, values[0], &x) &&
        (n < 2 || argument_number(context, values[1], &y)))
        statistics_add_pair(moments, x, y);
}

/* Too few rows: NULL, not an error. */
static void give_variance(sqlite3_context *context, int64_t less, bool root)
{
    struct moments *moments = sqlite3_aggregate_context(context, 0);
    double variance;
    if (!moments || moments->n - less < 1)
        return;
    variance = moments->xx / (double)(moments->n - less);
    sqlite3_result_double(context, root ? sqrt(variance) : variance);
}

static void variance(sqlite3_context *context)
{
    give_variance(context, 1, false);
}

static void var_pop(sqlite3_context *context)
{
    give_variance(context, 0, false);
}

static void stddev(sqlite3_context *context)
{
    give_variance(context, 1, true);
}

static void stddev_pop(sqlite3_context *context)
{
    give_variance(context, 0, true);
}

/* Undefined where one of them is constant. */
static void corr(sqlite3_context *context)
{
    struct moments *moments = sqlite3_aggregate_context(context, 0);
    if (moments && moments->n > 0 && moments->xx > 0 && moments->yy > 0)
        sqlite3_result_double(context,
                              moments->xy / sqrt(moments->xx * moments->yy));
}

/* ---- bits ---- */

struct bits {
    bool any;
    int64_t all, one;
};

/* The first row sets `all`: the state begins zeroed, which would make every AND
 * 0. */
static void add_bits(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct bits *bits = sqlite3_aggregate_context(context, sizeof *bits);
    int64_t integer;
    (void)n;
    if (!bits || argument_is_null(values[0]) ||
        !argument_integer(context, values[0], &integer))
        return;
    bits->all = bits->any ? bits->all & integer : integer;
    bits->one |= integer;
    bits->any = true;
}

static void bit_and(sqlite3_context *context)
{
    struct bits *bits = sqlite3_aggregate_context(context, 0);
    if (bits && bits->any)
        sqlite3_result_int64(context, bits->all);
}

static void bit_or(sqlite3_context *context)
{
    struct bits *bits = sqlite3_aggregate_context(context, 0);
    if (bits && bits->any)
        sqlite3_result_int64(context, bits->one);
}

/* ---- all values, in order ---- */

struct sample {
    sqlite3_value **values;
    size_t n, capacity;
    double fraction;
};

/* The fraction is a constant; the last one stays. */
static void statistics_add_value(sqlite3_context *context, int n,
                                 sqlite3_value **values)
{
    struct sample *sample = sqlite3_aggregate_context(context, sizeof *sample);
    if (!sample || argument_is_null(values[0]))
        return;
    if (n > 1 && !argument_number(context, values[1], &sample->fraction))
        return;
    grow_array(&sample->values, &sample->capacity, sample->n + 1,
               sizeof *sample->values);
    sample->values[sample->n++] = sqlite3_value_dup(values[0]);
}

/* Texts among themselves by bytes. */
static int statistics_compare(const void *one, const void *other)
{
    sqlite3_value *const *a = one, *const *b = other;
    bool are_texts = sqlite3_value_type(*a) == SQLITE_TEXT &&
                     sqlite3_value_type(*b) == SQLITE_TEXT;
    double x = sqlite3_value_double(*a), y = sqlite3_value_double(*b);
    if (are_texts)
        return strcmp((const char *)sqlite3_value_text(*a),
                      (const char *)sqlite3_value_text(*b));
    return (x > y) - (x < y);
}

/* Also after an error: the values have to be freed by the caller. */
static struct sample *statistics_sorted(sqlite3_context *context)
{
    struct sample *sample = sqlite3_aggregate_context(context, 0);
    if (!sample || !sample->n)
        return NULL;
    if (sample->fraction < 0 || sample->fraction > 1)
        result_error(context, "a fraction that is not from 0 to 1");
    qsort(sample->values, sample->n, sizeof *sample->values,
          statistics_compare);
    return sample;
}

static void statistics_release(struct sample *sample)
{
    for (size_t i = 0; i < sample->n; i++)
        sqlite3_value_free(sample->values[i]);
    free(sample->values);
}

/* Between two values it is interpolated. */
static void percentile_cont(sqlite3_context *context)
{
    struct sample *sample = statistics_sorted(context);
    double place, low, high;
    size_t below;
    if (!sample)
        return;
    if (sample->fraction >= 0 && sample->fraction <= 1) {
        place = sample->fraction * (double)(sample->n - 1);
        below = (size_t)floor(place);
        low = sqlite3_value_double(sample->values[below]);
        high = sqlite3_value_double(
            sample->values[below + 1 < sample->n ? below + 1 : below]);
        sqlite3_result_double(context,
                              low + (high - low) * (place - floor(place)));
    }
    statistics_release(sample);
}

/* The first value at which the share of the values so far reaches the fraction.
 * */
static void percentile_disc(sqlite3_context *context)
{
    struct sample *sample = statistics_sorted(context);
    size_t place;
    if (!sample)
        return;
    if (sample->fraction >= 0 && sample->fraction <= 1) {
        place = (size_t)ceil(sample->fraction * (double)sample->n);
        sqlite3_result_value(context, sample->values[place ? place - 1 : 0]);
    }
    statistics_release(sample);
}

/* The value that comes most often; of several the first in order. */
static void mode(sqlite3_context *context)
{
    struct sample *sample = statistics_sorted(context);
    size_t best = 0, best_length = 0, start = 0;
    if (!sample)
        return;
    for (size_t i = 0; i < sample->n; i++) {
        if (statistics_compare(&sample->values[start], &sample->values[i]) != 0)
            start = i;
        if (i - start + 1 > best_length) {
            best = start;
            best_length = i - start + 1;
        }
    }
    sqlite3_result_value(context, sample->values[best]);
    statistics_release(sample);
}

const struct aggregate statistics_aggregates[] = {
    {"variance", 1, add_moment, variance, NULL, NULL},
    {"var_pop", 1, add_moment, var_pop, NULL, NULL},
    {"stddev", 1, add_moment, stddev, NULL, NULL},
    {"stddev_pop", 1, add_moment, stddev_pop, NULL, NULL},
    {"corr", 2, add_moment, corr, NULL, NULL},
    {"bit_and", 1, add_bits, bit_and, NULL, NULL},
    {"bit_or", 1, add_bits, bit_or, NULL, NULL},
    {"percentile_cont", 2, statistics_add_value, percentile_cont, NULL, NULL},
    {"percentile_disc", 2, statistics_add_value, percentile_disc, NULL, NULL},
    {"mode", 1, statistics_add_value, mode, NULL, NULL},
    {NULL, 0, NULL, NULL, NULL, NULL}};
