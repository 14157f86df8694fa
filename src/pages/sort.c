#include "pages/sort.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

/* Keys are sorted by eight of their bytes, as one number; entries that are
 * equal in them are groups, sorted by the next eight. Groups of few entries
 * are quicker sorted by comparing. */
enum { FEW = 48, CHUNK = SORT_CHUNK, DIGITS = 256 };

struct group {
    size_t first, n, depth; /* bytes in front of the chunk */
};

struct groups {
    struct group *items;
    size_t n, capacity;
};

/* Shorter ones first among those that begin alike. */
static int sort_compare(const struct sort_entry *a, const struct sort_entry *b)
{
    return key_compare(entry_key(a->bytes), entry_head(a->bytes).key_size,
                       entry_key(b->bytes), entry_head(b->bytes).key_size);
}

/* Ids and times are often sorted already, as they were inserted; then one look
 * is enough. */
static bool is_sorted(const struct sort_entry *entries, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (sort_compare(&entries[i - 1], &entries[i]) > 0)
            return false;
    return true;
}

/* Stable, and the quickest for what is left of radix sort. */
static void insertion_sort(struct sort_entry *entries, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct sort_entry entry = entries[i];
        size_t at = i;
        for (; at > 0 && sort_compare(&entries[at - 1], &entry) > 0; at--)
            entries[at] = entries[at - 1];
        entries[at] = entry;
    }
}

/* ---- by chunks ---- */

/* All eight counts in one pass: the entries are read once. */
static void count_digits(const struct sort_entry *entries, size_t n,
                         size_t counts[CHUNK][DIGITS])
{
    memset(counts, 0, sizeof(size_t) * CHUNK * DIGITS);
    for (size_t i = 0; i < n; i++)
        for (size_t digit = 0; digit < CHUNK; digit++)
            counts[digit][entries[i].chunk >> (8 * digit) & 0xff]++;
}

/* A stable pass: equal digits stay in the order that the lower ones gave them.
 */
static void scatter(const struct sort_entry *from, size_t n,
                    struct sort_entry *to, size_t digit,
                    const size_t counts[DIGITS])
{
    size_t at[DIGITS], sum = 0;
    for (size_t i = 0; i < DIGITS; i++) {
        at[i] = sum;
        sum += counts[i];
    }
    for (size_t i = 0; i < n; i++)
        to[at[from[i].chunk >> (8 * digit) & 0xff]++] = from[i];
}

/* Digit by digit, from the lowest; digits that are all alike cost nothing. */
static void radix_sort(struct sort_entry *entries, size_t n,
                       struct sort_entry *spare)
{
    size_t counts[CHUNK][DIGITS];
    struct sort_entry *from = entries, *to = spare, *other;
    count_digits(entries, n, counts);
    for (size_t digit = 0; digit < CHUNK; digit++) {
        if (counts[digit][from[0].chunk >> (8 * digit) & 0xff] == n)
            continue;
        scatter(from, n, to, digit, counts[digit]);
        other = from;
        from = to;
        to = other;
    }
    if (from != entries)
        memcpy(entries, from, n * sizeof *entries);
}

static void add_group(struct groups *groups, size_t first, size_t n,
                      size_t depth)
{
    if (n < 2)
        return;
    grow_array(&groups->items, &groups->capacity, groups->n + 1,
               sizeof *groups->items);
    groups->items[groups->n++] = (struct group){first, n, depth};
}

/* Does any key go on after this depth? If not, those that are not equal differ
 * in the zeros at their ends, which fill up a chunk, too. Keys of which none is
 * the beginning of another are equal then, and so sorted. */
static bool sort_goes_on(const struct sort_entry *entries, size_t n,
                         size_t depth)
{
    for (size_t i = 0; i < n; i++)
        if (entry_head(entries[i].bytes).key_size > depth)
            return true;
    return false;
}

static void sort_group(struct groups *groups, struct sort_entry *all,
                       const struct group *group, struct sort_entry *spare)
{
    struct sort_entry *entries = all + group->first;
    size_t first = 0;
    assert(group->n > 0);
    for (size_t i = 0; i < group->n; i++)
        entries[i].chunk = sort_chunk(entries[i].bytes, group->depth);
    radix_sort(entries, group->n, spare);
    for (size_t i = 1; i <= group->n; i++) {
        /* The end of the array ends the last group. */
        if (i < group->n && entries[i].chunk == entries[first].chunk)
            continue;
        add_group(groups, group->first + first, i - first,
                  group->depth + CHUNK);
        first = i;
    }
}

void sort_entries(struct sort_entry *entries, size_t n,
                  struct sort_entry *spare)
{
    struct groups groups = {0};
    if (is_sorted(entries, n))
        return;
    add_group(&groups, 0, n, 0);
    while (groups.n) {
        /* A stack instead of recursion: long keys that are alike would go deep.
         */
        struct group group = groups.items[--groups.n];
        if (group.n <= FEW ||
            !sort_goes_on(entries + group.first, group.n, group.depth))
            insertion_sort(entries + group.first, group.n);
        else
            sort_group(&groups, entries, &group, spare);
    }
    free(groups.items);
}
