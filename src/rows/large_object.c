/* The pieces of a large object: literals with statements in between. */
#include <string.h>
#include <strings.h>

#include "postgres/literal.h"
#include "rows/value_text.h"
#include "types/bytea.h"

/* Bytes from the literal's beginning to its last quote; 0 if it has none. */
static size_t literal_length(struct text text, bool backslash)
{
    size_t at = *text.bytes != '\'';
    bool escapes = backslash || *text.bytes == 'e' || *text.bytes == 'E';
    if (at >= text.length || text.bytes[at] != '\'')
        return 0;
    for (at++; at < text.length; at++) {
        bool is_quote = text.bytes[at] == '\'';
        bool is_doubled =
            is_quote && at + 1 < text.length && text.bytes[at + 1] == '\'';
        if (is_quote && !is_doubled)
            return at + 1;
        if (is_doubled || (escapes && text.bytes[at] == '\\'))
            at++;
    }
    return 0;
}

/* Each piece is a bytea of its own, so it is decoded before it is joined. */
static bool large_object_join_piece(struct buffer *bytes, struct arena *arena,
                                    struct text literal, bool backslash)
{
    struct buffer text = {0};
    const char *decoded = NULL;
    size_t size = 0;
    bool done =
        !literal_decode(&text, literal.bytes, literal.length, backslash) &&
        bytea_decode(arena, buffer_text(&text), text.size, &decoded, &size);
    if (done)
        buffer_add(bytes, decoded, size);
    buffer_release(&text);
    return done;
}

/* Moves to the next literal: after `lowrite(0, `. */
static bool next_literal(struct text *text)
{
    static const char call[] = "lowrite";
    size_t at = 0;
    while (at < text->length && text->bytes[at] != ',')
        at++;
    /* What stands between the pieces is SQL of pg_dump's, skipped as text. */
    for (size_t i = 0; i + sizeof call <= at; i++)
        if (!strncasecmp(text->bytes + i, call, sizeof call - 1)) {
            while (++at < text->length && strchr(" \t\r\n", text->bytes[at]))
                ;
            text->bytes += at;
            text->length -= at;
            return at > 0;
        }
    return false;
}

/* Literals are found where they lie in the dump's text; their bytes are joined
 * in `bytes`. */
static bool join(struct value_job *job, struct text text, struct buffer *bytes)
{
    bool backslash = (job->row->flags & PG_BACKSLASH) != 0;
    while (text.length > 0) {
        size_t length = literal_length(text, backslash);
        if (length == 0 || !large_object_join_piece(
                               bytes, job->arena,
                               (struct text){text.bytes, length}, backslash))
            return false;
        text.bytes += length;
        text.length -= length;
        if (text.length > 0 && !next_literal(&text))
            return false;
    }
    return true;
}

bool value_pieces(struct value_job *job, const struct pg_value *value,
                  struct lite_value *out)
{
    struct buffer bytes = {0};
    struct text text = {value_slice(job, value), value->length};
    bool done = join(job, text, &bytes);
    *out = (struct lite_value){
        .kind = LITE_BLOB,
        .length = (uint32_t)bytes.size,
        .bytes = arena_copy(job->arena, bytes.bytes, bytes.size)};
    buffer_release(&bytes);
    job->failed_at = value_slice(job, value);
    return done || fail(&job->failure, "a piece of a large object that is no "
                                       "bytea, neither \\x and hex digits nor "
                                       "escapes");
}
