/* What unit tests share: cmocka, and texts to compare with. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* the project has a function of that name */

#include "base/memory.h"

/* Asserts what a buffer holds, and empties it. */
static inline void assert_holds(struct buffer *buffer, const char *wanted)
{
    assert_string_equal(buffer_text(buffer), wanted);
    buffer->size = 0;
}

#endif
