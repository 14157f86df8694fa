#include "postgres/keywords.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const struct keyword keywords[] = {
#define KEYWORD(word, token) {word, token},
#include "keywords.def"
#undef KEYWORD
};

static int compare_keyword(const void *word, const void *keyword)
{
    return strcmp(word, ((const struct keyword *)keyword)->word);
}

/* The table is sorted: the Makefile does it when it makes keywords.def. */
const struct keyword *keyword_find(const char *word)
{
    return bsearch(word, keywords, COUNT_OF(keywords), sizeof *keywords,
                   compare_keyword);
}
