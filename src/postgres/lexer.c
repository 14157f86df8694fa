/* The lexer's text: filling, moving to the next batch, failing. The tokens
 * themselves are in grammar/postgres.re. */
#include "postgres/lexer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

/* A batch that has grown so many times over is made smaller when it is used
 * again. */
enum { GROWN = 8 };

void lexer_init(struct lexer *lexer, struct text_input *input)
{
    *lexer = (struct lexer){.input = input};
}

/* All of the text is there, so filling ends at once. */
void lexer_init_text(struct lexer *lexer, struct pg_batch *batch, char *text,
                     size_t length)
{
    *batch = (struct pg_batch){.size = length, .capacity = length};
    batch->text = text;
    *lexer = (struct lexer){.batch = batch,
                            .token = text,
                            .cursor = text,
                            .retain_from = text,
                            .marker = (const unsigned char *)text,
                            .limit = text + length,
                            .stop = LEXER_END};
}

/* Where the lexer's pointers are in the text that begins at `text`. */
struct offsets {
    ptrdiff_t token, cursor, marker, retain_from;
};

/* A token or a way back that is no longer retained has no place any more. */
static ptrdiff_t offset_of_retained(const char *at, const char *text)
{
    return at > text ? at - text : 0;
}

/* Pointers into a text that moves are kept as distances while it does. */
static struct offsets take_offsets(const struct lexer *lexer, const char *text)
{
    assert(lexer->cursor >= text && lexer->retain_from >= text);
    return (struct offsets){
        offset_of_retained(lexer->token, text), lexer->cursor - text,
        offset_of_retained((const char *)lexer->marker, text),
        lexer->retain_from - text};
}

static void put_offsets(struct lexer *lexer, const char *text,
                        struct offsets at)
{
    lexer->token = text + at.token;
    lexer->cursor = text + at.cursor;
    lexer->marker = (const unsigned char *)text + at.marker;
    lexer->retain_from = text + at.retain_from;
    lexer->limit = lexer->batch->text + lexer->batch->size;
}

/* One more byte: the lexer stops at a NUL after the text. */
static void reserve_text(struct pg_batch *batch, size_t capacity)
{
    if (capacity <= batch->capacity)
        return;
    batch->text = xrealloc(batch->text, capacity + 1);
    batch->capacity = capacity;
}

/* One huge value or statement must not keep its memory for the rest of the
 * dump. */
static void trim_text(struct pg_batch *batch, size_t needed)
{
    if (batch->capacity < GROWN * batch->usual || needed > batch->usual)
        return;
    batch->text = xrealloc(batch->text, batch->usual + 1);
    batch->capacity = batch->usual;
}

/* Moves what the last batch holds from `keep` on to the front of this one,
 * which may be the same. */
static void carry_over(struct lexer *lexer, struct pg_batch *batch)
{
    const struct pg_batch *old = lexer->batch;
    size_t used = (size_t)(lexer->retain_from - old->text);
    size_t kept = (size_t)(lexer->limit - lexer->retain_from);
    struct location location = lexer->stop == LEXER_FULL
                                   ? lexer->retained_at
                                   : pg_batch_location(old, lexer->retain_from);
    uint64_t bytes_before = old->bytes_before + used;
    assert(lexer->retain_from >= old->text &&
           lexer->retain_from <= lexer->limit);
    if (batch != old) {
        trim_text(batch, kept);
        reserve_text(batch, kept + TEXT_INPUT_MIN_ROOM);
    }
    memmove(batch->text, lexer->retain_from, kept);
    batch->size = kept;
    batch->location = location;
    batch->bytes_before = bytes_before;
}

/* The next batch begins with what the last one could not finish. */
void lexer_enter(struct lexer *lexer, struct pg_batch *batch)
{
    batch->n_rows = batch->n_values = batch->n_lines = 0;
    if (lexer->batch) {
        carry_over(lexer, batch);
    } else {
        batch->size = 0;
        batch->bytes_before = 0;
        batch->location = (struct location){lexer->input->source->name, 1, 1};
    }
    batch->text[batch->size] = '\0';
    lexer->batch = batch;
    lexer->retain_from = lexer->cursor = lexer->token = batch->text;
    lexer->marker = (const unsigned char *)batch->text;
    lexer->limit = batch->text + batch->size;
    /* Only texts with a carriage return are looked at for one, value by value.
     */
    lexer->has_cr = memchr(batch->text, '\r', batch->size) != NULL;
    if (lexer->stop == LEXER_FULL)
        lexer->stop = LEXER_GOING;
}

void lexer_enter_piece(struct lexer *lexer, struct pg_batch *batch, size_t text,
                       size_t length)
{
    char *start = batch->text + text;
    assert(length <= batch->size - text);
    *lexer = (struct lexer){.batch = batch,
                            .token = start,
                            .cursor = start,
                            .limit = start + length,
                            .retain_from = start,
                            .marker = (const unsigned char *)start,
                            .stop = LEXER_END,
                            .has_cr = memchr(start, '\r', length) != NULL};
    start[length] = '\0';
}

void lexer_leave_piece(struct lexer *lexer, char behind)
{
    lexer->batch->text[lexer->limit - lexer->batch->text] = behind;
}

/* Drops the text before `retain_from`, which no row needs, so that the rest
 * begins the batch: what is read next goes after it, and slices stay small. */
static void slide(struct lexer *lexer)
{
    struct pg_batch *batch = lexer->batch;
    size_t dropped = (size_t)(lexer->retain_from - batch->text);
    struct offsets at;
    assert(dropped <= batch->size);
    location_advance(&batch->location, batch->text, dropped);
    batch->bytes_before += dropped;
    batch->size -= dropped;
    at = take_offsets(lexer, lexer->retain_from);
    memmove(batch->text, lexer->retain_from,
            batch->size + 1); /* its NUL, too */
    put_offsets(lexer, batch->text, at);
    assert(lexer->cursor <= lexer->limit);
}

/* Slices count in 32 bits. */
static const size_t LONGEST = UINT32_MAX - 1024;

/* Doubling, since nobody knows how long the row is. */
static bool grow(struct lexer *lexer)
{
    struct pg_batch *batch = lexer->batch;
    struct offsets at = take_offsets(lexer, batch->text);
    size_t capacity = batch->capacity * 2 + TEXT_INPUT_MIN_ROOM;
    if (batch->size + TEXT_INPUT_MIN_ROOM > LONGEST)
        return lexer_fail(lexer, lexer->retain_from,
                          "a row or statement longer than 4 GB");
    reserve_text(batch, capacity < LONGEST ? capacity : LONGEST);
    put_offsets(lexer, batch->text, at);
    return true;
}

static size_t lexer_room(const struct lexer *lexer)
{
    return lexer->batch->capacity - lexer->batch->size;
}

/* Room for any character, or a stop if the batch is to be handed over. */
static bool lexer_make_room(struct lexer *lexer)
{
    if (lexer_room(lexer) >= TEXT_INPUT_MIN_ROOM)
        return true;
    if (lexer->batch->n_rows > 0 || lexer->batch->n_lines > 0) {
        /* A statement whose end decides something about its rows may grow this
         * far. */
        if (lexer->batch->capacity < lexer->soft_limit)
            return grow(lexer);
        /* Who gets the batch may ask it for places from now on. */
        lexer->retained_at =
            pg_batch_location(lexer->batch, lexer->retain_from);
        lexer->stop = LEXER_FULL;
        return false;
    }
    if (lexer->retain_from > lexer->batch->text)
        slide(lexer);
    if (lexer_room(lexer) < lexer->batch->capacity / 2 ||
        lexer_room(lexer) < TEXT_INPUT_MIN_ROOM)
        return grow(lexer);
    return true;
}

/* Called by the scanner when it has reached the limit. */
bool lexer_fill(struct lexer *lexer)
{
    struct pg_batch *batch = lexer->batch;
    ptrdiff_t length;
    if (lexer->stop != LEXER_GOING || !lexer_make_room(lexer))
        return false;
    length = text_input_read(lexer->input, batch->text + batch->size,
                             lexer_room(lexer));
    /* A read that gives nothing may have tried, and written over the end. */
    if (length <= 0)
        batch->text[batch->size] = '\0';
    if (length < 0)
        return lexer_fail(lexer, lexer->limit, "%s", lexer->input->problem);
    if (length == 0) {
        lexer->stop = LEXER_END;
        return false;
    }
    if (memchr(lexer->limit, '\r', (size_t)length))
        lexer->has_cr = true;
    batch->size += (size_t)length;
    assert(batch->size <= batch->capacity);
    batch->text[batch->size] = '\0';
    lexer->limit += length;
    assert(lexer->limit == batch->text + batch->size);
    return true;
}

/* Bytes that will be decoded once more, in another encoding. */
void lexer_drop(struct lexer *lexer, size_t length)
{
    assert(length <= lexer->batch->size &&
           lexer->limit - length >= lexer->cursor);
    lexer->limit -= length;
    lexer->batch->size -= length;
    lexer->batch->text[lexer->batch->size] = '\0';
    if (lexer->stop == LEXER_END && length > 0)
        lexer->stop = LEXER_GOING;
}

/* The text is gone: what is read next begins the batch. */
static void empty_batch(struct lexer *lexer)
{
    struct pg_batch *batch = lexer->batch;
    batch->size = 0;
    batch->text[0] = '\0';
    lexer->token = lexer->cursor = lexer->limit = lexer->retain_from =
        batch->text;
    lexer->marker = (const unsigned char *)batch->text;
}

bool lexer_skip_lines(struct lexer *lexer)
{
    struct pg_batch *batch = lexer->batch;
    size_t used = (size_t)(lexer->retain_from - batch->text), skipped;
    if (lexer->stop != LEXER_GOING ||
        !text_input_can_skip(lexer->input, batch->size - used))
        return false;
    batch->location = pg_batch_location(batch, lexer->retain_from);
    skipped = text_input_skip_lines(lexer->input, batch->size - used,
                                    &batch->location);
    batch->bytes_before += used + skipped;
    empty_batch(lexer);
    if (!skipped)
        return false;
    lexer->retained_at = batch->location;
    lexer->stop = LEXER_FULL;
    return true;
}

bool lexer_fail(struct lexer *lexer, const char *at, const char *format, ...)
{
    char message[900];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    lexer->stop = LEXER_FAILED;
    return fail_at(&lexer->failure, pg_batch_location(lexer->batch, at), "%s",
                   message);
}
