#include "base/suggestion.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST_WORD = 64 };

struct suggestion suggestion_begin(const char *wanted, size_t length)
{
    return (struct suggestion){
        .wanted = wanted, .length = length, .distance = length / 3 + 1};
}

static bool is_same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t smaller_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters that have to be changed, put in, left out or exchanged with the next
 * one (Damerau's distance, of neighbours). Rows are the word's letters: the two
 * before the one at hand are enough. */
static size_t distance_of(const char *a, size_t n, const char *b, size_t m)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2], *spare;
    for (size_t j = 0; j <= m; j++)
        last[j] = j;
    for (size_t i = 1; i <= n; i++) {
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool is_same = is_same_letter(a[i - 1], b[j - 1]);
            now[j] = smaller_of(last[j - 1] + !is_same,
                                smaller_of(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && is_same_letter(a[i - 1], b[j - 2]) &&
                is_same_letter(a[i - 2], b[j - 1]))
                now[j] = smaller_of(now[j], before[j - 2] + 1);
        }
        spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[m];
}

void suggestion_consider(struct suggestion *suggestion, const char *word)
{
    size_t length = strlen(word), distance;
    if (suggestion->length > LONGEST_WORD || length > LONGEST_WORD)
        return;
    distance =
        distance_of(suggestion->wanted, suggestion->length, word, length);
    if (distance >= suggestion->distance || distance >= length)
        return;
    suggestion->best = word;
    suggestion->distance = distance;
}
