/* Keywords: the words that the grammar gives a meaning. */
#ifndef POSTGRES_KEYWORDS_H
#define POSTGRES_KEYWORDS_H

struct keyword {
    const char *word; /* in lower case */
    int token;        /* the grammar's number for it */
};

/* NULL: the word, in lower case, is none. */
const struct keyword *keyword_find(const char *word);

#endif
