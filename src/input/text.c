#include "input/text.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/scan.h"
#include "base/utf8.h"
#include "input/skip.h"

struct encoding {
    const char *name, *iconv_name;
    const char *undo; /* see grammar/encodings.def */
    enum { NO, YES } private_use;
};

static const struct encoding encodings[] = {
#define ENCODING(name, iconv_name, undo, private_use)                          \
    {name, iconv_name, undo, private_use},
#include "encodings.def"
#undef ENCODING
};

static ptrdiff_t problem(struct text_input *input, const char *text)
{
    input->problem = text;
    return -1;
}

/* Text ends at a NUL, the piece does not: the difference tells of one. */
static bool nul_follows(const struct text_input *input)
{
    return input->text_length < input->piece_length;
}

/* From where the piece ends; other sources have one place only. */
static ptrdiff_t read_source(struct text_input *input, char *bytes, size_t room)
{
    struct source *source = input->source;
    ptrdiff_t length;
    if (!source->read_at)
        return source_read(source, bytes, room);
    length = source->read_at(source, bytes, room, input->position);
    if (length < 0)
        source->problem = strerror(errno);
    return length == 0 && !source->finish(source) ? -1 : length;
}

static ptrdiff_t text_read_on(struct text_input *input, char *bytes,
                              size_t room)
{
    ptrdiff_t length = read_source(input, bytes, room);
    if (length < 0) {
        snprintf(input->problem_text, sizeof input->problem_text,
                 "cannot read on: %s", input->source->problem);
        input->problem = input->problem_text;
    } else {
        input->position += (uint64_t)length;
    }
    return length;
}

/* Moves what is left to the front and reads after it. Returns false if
 * nothing more came. */
static bool load_piece(struct text_input *input)
{
    ptrdiff_t length;
    char *end, *nul;
    if (input->ended || nul_follows(input))
        return false;
    input->piece_length -= input->piece_used;
    memmove(input->piece, input->piece + input->piece_used,
            input->piece_length);
    input->piece_used = 0;
    end = input->piece + input->piece_length;
    length =
        text_read_on(input, end, input->piece_capacity - input->piece_length);
    /* A source that failed is not read again. */
    input->ended = length <= 0;
    length = length < 0 ? 0 : length;
    nul = memchr(end, '\0', (size_t)length);
    input->piece_length += (size_t)length;
    input->text_length =
        nul ? (size_t)(nul - input->piece) : input->piece_length;
    return length > 0;
}

/* Formats are told by their first bytes, and a pipe may give them one by one.
 */
static bool fill_piece_from_start(struct text_input *input)
{
    while (input->piece_length < 512 && load_piece(input)) {
    }
    return input->problem == NULL;
}

static void skip_byte_order_mark(struct text_input *input)
{
    if (input->piece_length >= 3 && !memcmp(input->piece, "\xef\xbb\xbf", 3))
        input->piece_used = 3;
}

/* Small pieces make the tests of cut characters possible; formats need room. */
bool text_input_init(struct text_input *input, struct source *source,
                     size_t piece_size, struct failure *failure)
{
    const char *format_problem;
    *input = (struct text_input){.source = source};
    input->piece_capacity = piece_size < 1024 ? 1024 : piece_size;
    input->piece = xmalloc(input->piece_capacity);
    if (!fill_piece_from_start(input))
        return fail(failure, "%s: %s", source->name, input->problem);
    if (input->piece_length == 0)
        return fail(failure, "%s: the dump is empty (did pg_dump fail?)",
                    source->name);
    format_problem = source_format_problem(input->piece, input->piece_length);
    if (format_problem)
        return fail(failure, "%s: %s", source->name, format_problem);
    skip_byte_order_mark(input);
    input->piece_capacity =
        piece_size < TEXT_INPUT_MIN_ROOM ? TEXT_INPUT_MIN_ROOM : piece_size;
    if (input->piece_capacity < input->piece_length)
        input->piece_capacity = input->piece_length;
    return true;
}

void text_input_release(struct text_input *input)
{
    if (input->converting)
        iconv_close(input->converter);
    free(input->piece);
    *input = (struct text_input){0};
}

/* The usual case: bytes are checked and copied, and nothing is decoded. */
static size_t copy_utf8(struct text_input *input, char *text, size_t room)
{
    const char *raw = input->piece + input->piece_used;
    size_t length = input->text_length - input->piece_used;
    length = utf8_valid_prefix(raw, length < room ? length : room);
    memcpy(text, raw, length);
    input->piece_used += length;
    return length;
}

/* What iconv says is not looked at: how far it came tells everything. */
static size_t run_iconv(struct text_input *input, char *text, size_t room)
{
    char *raw = input->piece + input->piece_used;
    size_t raw_left = input->text_length - input->piece_used;
    size_t text_left = room;
    iconv(input->converter, &raw, &raw_left, &text, &text_left);
    input->piece_used = input->text_length - raw_left;
    return room - text_left;
}

/* Where the first of the characters U+E000 to U+F8FF begins. */
static size_t find_private_use(const char *text, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == 0xee ||
            (byte == 0xef && (unsigned char)text[i + 1] <= 0xa3))
            return i;
    }
    return length;
}

/* Makes ASCII again of what iconv has made of it. */
static size_t undo(const char *pairs, char *text, size_t length)
{
    while (*pairs) {
        size_t size = (unsigned char)*pairs < 0xe0 ? 2 : 3;
        char *at = text, *found;
        while (
            (found = memmem(at, length - (size_t)(at - text), pairs, size))) {
            *found = pairs[size];
            at = found + 1;
            memmove(at, found + size, length - (size_t)(found - text) - size);
            length -= size - 1;
        }
        pairs += size + 1;
    }
    return length;
}

/* In some encodings iconv's private-use characters are wrong: text ends before
 * the first, and the next read fails there. */
static size_t convert(struct text_input *input, char *text, size_t room)
{
    size_t start = input->piece_used;
    size_t length = run_iconv(input, text, room), ordinary;
    if (input->encoding->private_use == NO &&
        (ordinary = find_private_use(text, length)) < length) {
        input->piece_used = start;
        length = ordinary ? run_iconv(input, text, ordinary) : 0;
    }
    return undo(input->encoding->undo, text, length);
}

static size_t text_decode(struct text_input *input, char *text, size_t room)
{
    return input->converting ? convert(input, text, room)
                             : copy_utf8(input, text, room);
}

/* True if the bytes that could not be decoded may only lack their end. */
static bool may_be_incomplete(const struct text_input *input)
{
    const char *raw = input->piece + input->piece_used;
    size_t length = input->text_length - input->piece_used;
    return input->converting ? length < 8 : utf8_is_incomplete(raw, length);
}

static const char *describe_bad_bytes(const struct text_input *input)
{
    if (nul_follows(input) && input->piece_used == input->text_length)
        return "a NUL byte: neither PostgreSQL nor SQL text can hold one, so "
               "this file is damaged or no plain-text dump";
    if (input->ascii_only_claim)
        return "bytes that are not UTF-8, and client_encoding SQL_ASCII does "
               "not say what they are; dump again with pg_dump --encoding=...";
    if (input->converting)
        return "bytes that are no characters of the dump's client_encoding "
               "that iconv knows; dump again with pg_dump --encoding=UTF8";
    return "bytes that are not valid UTF-8 (the dump's encoding); if they are "
           "another encoding, convert the file with iconv first";
}

/* Decodes what is there, and reads on only if that gave nothing. */
ptrdiff_t text_input_read(struct text_input *input, char *text, size_t room)
{
    for (;;) {
        size_t left, length;
        input->delivered_start = input->piece_used;
        length = text_decode(input, text, room);
        input->delivered = length;
        if (length > 0)
            return (ptrdiff_t)length;
        left = input->text_length - input->piece_used;
        /* Not decoded and long enough: bad bytes, not a character that goes on.
         */
        if (left > 0 && !may_be_incomplete(input))
            break;
        if (load_piece(input))
            continue;
        if (input->problem)
            return -1;
        if (nul_follows(input))
            break;
        input->ends_in_character = left > 0;
        return 0;
    }
    return problem(input, describe_bad_bytes(input));
}

/* ---- passing over lines ---- */

enum { MOST_PIECES = 8 };

struct passing {
    struct text_input *input;
    struct location *location;
    size_t skipped;
    bool is_inside; /* of a line that is longer than a piece */
};

static void pass_bytes(struct passing *passing, size_t length)
{
    struct text_input *input = passing->input;
    location_advance(passing->location, input->piece + input->piece_used,
                     length);
    input->piece_used += length;
    passing->skipped += length;
}

/* Backslashes may escape what comes next: they stay, or an odd one does. */
static size_t part_of_line(const char *raw, const char *end)
{
    const char *at = end;
    while (at > raw && at[-1] == '\\')
        at--;
    return at > raw ? (size_t)(at - raw) : (size_t)(end - raw) / 2 * 2;
}

/* False at a wanted line, and where nothing more came. */
static bool skip_piece(struct passing *passing)
{
    struct text_input *input = passing->input;
    const char *raw = input->piece + input->piece_used;
    const char *end = input->piece + input->text_length;
    const struct skip_text text = {raw, raw, end, end};
    bool is_wanted;
    const char *line = skip_find_place(&text, !passing->is_inside, &is_wanted);
    bool has_room =
        input->piece_used > 0 || input->piece_length < input->piece_capacity;
    if (line) {
        passing->is_inside = false;
        pass_bytes(passing, (size_t)(line - raw));
        if (is_wanted)
            return false;
    } else if (!has_room) {
        passing->is_inside = true;
        pass_bytes(passing, part_of_line(raw, end));
    }
    return load_piece(input);
}

/* What is in the piece is read once more. */
static void skip_by_threads(struct passing *passing)
{
    struct text_input *input = passing->input;
    uint64_t left = input->piece_length - input->piece_used;
    uint64_t at = input->position - left;
    struct skipped skipped =
        skip_lines(input->source, at, input->piece_capacity, input->threads);
    if (!skipped.bytes)
        return;
    input->position = at + skipped.bytes;
    input->piece_used = input->piece_length = input->text_length = 0;
    passing->location->line += skipped.newlines;
    passing->location->column = 1;
    passing->skipped += (size_t)skipped.bytes;
}

/* What is short needs no threads. */
size_t text_input_skip_lines(struct text_input *input, size_t unread,
                             struct location *location)
{
    struct passing passing = {.input = input, .location = location};
    size_t most = MOST_PIECES * input->piece_capacity;
    bool goes_on = true;
    assert(text_input_can_skip(input, unread));
    input->piece_used -= unread;
    input->delivered = 0;
    while (goes_on && (passing.is_inside || passing.skipped < most))
        goes_on = skip_piece(&passing);
    if (goes_on && input->source->read_at && input->threads > 1)
        skip_by_threads(&passing);
    return passing.skipped;
}

/* Only of what is passed on as it is. */
bool text_input_can_skip(const struct text_input *input, size_t unread)
{
    return !input->converting && unread <= input->delivered;
}

/* ---- encodings ---- */

/* Lower case, letters and digits only: how PostgreSQL compares the names. */
static void clean_name(char *clean, size_t size, const char *name)
{
    size_t length = 0;
    for (; *name && length + 1 < size; name++)
        if (isalnum((unsigned char)*name))
            clean[length++] = (char)tolower((unsigned char)*name);
    clean[length] = '\0';
}

static const struct encoding *find_encoding(const char *clean)
{
    for (size_t i = 0; i < COUNT_OF(encodings); i++)
        if (!strcmp(encodings[i].name, clean))
            return &encodings[i];
    return NULL;
}

/* Puts piece_used back to the raw byte after the text that was read. */
static bool rewind_unread(struct text_input *input, size_t unread)
{
    /* Decoding once more says how many raw bytes the text came from; encodings
     * do not all count alike. */
    size_t kept = input->delivered - unread;
    char *scratch = xmalloc(kept);
    input->piece_used = input->delivered_start;
    for (size_t length = 1; kept > 0 && length > 0; kept -= length)
        length = text_decode(input, scratch, kept);
    free(scratch);
    return kept == 0;
}

/* SET client_encoding holds from the next byte on; the lexer has read further
 * by then. */
bool text_input_set_encoding(struct text_input *input, const char *name,
                             size_t unread)
{
    char clean[64];
    const struct encoding *encoding;
    iconv_t converter = (iconv_t)-1;
    clean_name(clean, sizeof clean, name);
    encoding = find_encoding(clean);
    if (!encoding || unread > input->delivered)
        return false;
    if (encoding->iconv_name) {
        converter = iconv_open("UTF-8", encoding->iconv_name);
        if (converter == (iconv_t)-1)
            return false;
    }
    if (!rewind_unread(input, unread))
        return false;
    if (input->converting)
        iconv_close(input->converter);
    input->converting = encoding->iconv_name != NULL;
    input->encoding = encoding;
    input->converter = converter;
    input->ascii_only_claim = !strcmp(clean, "sqlascii");
    input->delivered = 0;
    return true;
}
