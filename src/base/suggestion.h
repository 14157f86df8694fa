/* Did you mean ...? The nearest of some words to one that is none of them. */
#ifndef BASE_SUGGESTION_H
#define BASE_SUGGESTION_H

#include <stddef.h>

struct suggestion {
    const char *wanted;
    size_t length;    /* of `wanted` */
    const char *best; /* NULL: nothing near enough */
    size_t distance;  /* of the best */
};

/* For a word of that many bytes. */
struct suggestion suggestion_begin(const char *wanted, size_t length);

/* Takes the word for the best if it is nearer than those before: letters that
 * are wrong, missing, too many or exchanged count, a third of them at most. */
void suggestion_consider(struct suggestion *suggestion, const char *word);

#endif
