/* Text input: the bytes of a source as valid UTF-8, whatever they were.
 *
 * A dump says in which encoding it is written with SET client_encoding, after
 * some lines of plain ASCII. So decoding begins as UTF-8, and whoever reads
 * the statement calls text_input_set_encoding; from that statement's end on
 * the bytes are decoded again. Wrong bytes are an error only when the reader
 * gets to them, so bytes ahead of the statement do no harm.
 *
 * Not for two threads at once. */
#ifndef INPUT_TEXT_H
#define INPUT_TEXT_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/location.h"
#include "input/source.h"

/* Room that text_input_read wants at least: any one character fits. */
enum { TEXT_INPUT_MIN_ROOM = 16 };

struct encoding;
struct text_input {
    struct source *source;
    const char *problem;    /* why the last read returned -1 */
    bool ends_in_character; /* the input ended inside one; it is not given */
    unsigned threads;       /* that may pass over lines; 0: this one alone */

    /* private */
    uint64_t position; /* in the source: where the piece ends */
    char *piece;       /* raw bytes of it */
    size_t piece_capacity, piece_length;
    size_t text_length;     /* raw bytes before the first NUL */
    size_t piece_used;      /* raw bytes decoded so far */
    size_t delivered_start; /* piece_used before the last read */
    size_t delivered;       /* bytes of text that the last read gave */
    bool converting;        /* through `converter`; otherwise UTF-8 */
    bool ascii_only_claim;  /* SQL_ASCII: the dump does not say */
    bool ended;
    iconv_t converter;
    const struct encoding *encoding;
    char problem_text[256];
};

/* Reads the first bytes; fails on a dump that is empty or no plain text.
 * `piece_size` is how much is read from the source at a time. */
bool text_input_init(struct text_input *input, struct source *source,
                     size_t piece_size, struct failure *failure);
void text_input_release(struct text_input *input);

/* Puts up to `room` bytes of valid UTF-8 without NUL into `text`. Returns how
 * many, 0 at the end of the input, -1 where the next byte cannot be read:
 * `problem` says why. */
ptrdiff_t text_input_read(struct text_input *input, char *text, size_t room);

/* From `unread` bytes before the end of the text delivered so far, decode as
 * PostgreSQL's encoding `name`. The caller drops those bytes and reads them
 * again. On failure the encoding is not one that can be read. */
bool text_input_set_encoding(struct text_input *input, const char *name,
                             size_t unread);

/* For lines that nobody wants yet, and that will be read once more: from
 * `unread` bytes before the end of the text delivered so far, where a line
 * begins, passes over lines without decoding them, up to one that begins with
 * "\\." or "--", or some MiB. A line end behind an odd number of backslashes is
 * none. The caller drops what is unread; returns how many bytes were passed
 * over, and moves the location over them. */
size_t text_input_skip_lines(struct text_input *input, size_t unread,
                             struct location *location);
/* Not of what is converted, nor what came by an earlier read. */
bool text_input_can_skip(const struct text_input *input, size_t unread);

#endif
