#include "dump/split.h"

#include <string.h>

#include "base/memory.h"
#include "base/scan.h"
#include "dump/reader_internal.h"

/* ---- lines of COPY ---- */

/* A walk over the tabs, backslashes and ends of lines. */
struct copy_walk {
    struct pg_batch *batch;
    const struct pg_lines *lines;
    struct pg_value *next; /* there is room for all of a row */
    const char *row, *field;
    const char *escaped; /* the byte behind a backslash */
    bool has_escapes;    /* the field at hand */
    uint32_t count;      /* of fields that have ended */
};

/* Values are put after the last row's and count once their row is whole. */
static void copy_begin_line(struct copy_walk *walk, const char *row)
{
    struct pg_batch *batch = walk->batch;
    grow_array(&batch->values, &batch->values_capacity,
               batch->n_values + READER_MAX_COLUMNS + 1, sizeof *batch->values);
    walk->next = &batch->values[batch->n_values];
    walk->row = walk->field = row;
    walk->count = 0;
    walk->has_escapes = false;
}

/* \N is NULL only when it is the whole field. */
static inline void end_field(struct copy_walk *walk, const char *end)
{
    size_t length = (size_t)(end - walk->field);
    bool is_null = walk->has_escapes && length == 2 && walk->field[1] == 'N';
    if (walk->count > READER_MAX_COLUMNS)
        return;
    *walk->next++ =
        (struct pg_value){.start = (uint32_t)(walk->field - walk->row),
                          .length = (uint32_t)length,
                          .kind = is_null ? PG_NULL : PG_COPY,
                          .flags = walk->has_escapes ? PG_ESCAPED : 0};
    walk->count++;
    walk->field = end + 1;
    walk->has_escapes = false;
}

/* Without a list of columns nobody knows how many there are, until the plan
 * does. */
static bool check_count(const struct copy_walk *walk, struct failure *failure)
{
    const struct pg_target *target = walk->lines->target;
    size_t wanted = target->n_columns + walk->lines->has_oids;
    if (target->n_columns ? walk->count == wanted
                          : walk->count <= READER_MAX_COLUMNS)
        return true;
    return fail(failure, "a row of %u values for the %zu columns of %s",
                walk->count, wanted, target->table);
}

/* A table without columns has rows of no values, which are empty lines. */
static void copy_add_row(struct copy_walk *walk, const char *end)
{
    const struct pg_lines *lines = walk->lines;
    struct pg_batch *batch = walk->batch;
    bool no_columns = lines->target->n_columns == 0 && end == walk->row;
    uint32_t skipped = lines->has_oids || no_columns;
    grow_array(&batch->rows, &batch->rows_capacity, batch->n_rows + 1,
               sizeof *batch->rows);
    batch->rows[batch->n_rows++] = (struct pg_row){
        .target = lines->target,
        .text = (size_t)(walk->row - batch->text),
        .first_value = batch->n_values + skipped,
        .n_values = walk->count - skipped,
        .length = (uint32_t)(end - walk->row),
        .flags = lines->flags | (no_columns ? (unsigned)PG_ALL_DEFAULTS : 0)};
    batch->n_values += walk->count;
}

static bool copy_end_line(struct copy_walk *walk, const char *end,
                          struct failure *failure)
{
    const char *next = end + 1;
    if (end > walk->row && end[-1] == '\r')
        end--; /* of CRLF; a carriage return in a value is \r */
    end_field(walk, end);
    if (!check_count(walk, failure))
        return false;
    copy_add_row(walk, end);
    copy_begin_line(walk, next);
    return true;
}

/* The bits are of the bytes from `start` on. */
static inline bool walk_block(struct copy_walk *walk, const char *start,
                              uint64_t bits, struct failure *failure)
{
    for (; bits; bits &= bits - 1) {
        const char *at = start + __builtin_ctzll(bits);
        if (at == walk->escaped)
            continue;
        if (*at == '\t') {
            end_field(walk, at);
        } else if (*at == '\\') {
            walk->has_escapes = true;
            walk->escaped = at + 1;
        } else if (!copy_end_line(walk, at, failure)) {
            return false;
        }
    }
    return true;
}

/* Behind the last line another text begins. */
static uint64_t scan_rest(const char *at, size_t left)
{
    char rest[SCAN_BYTES] = {0};
    memcpy(rest, at, left);
    return scan_three(rest, '\t', '\\', '\n');
}

static bool split_copied(struct pg_batch *batch, const struct pg_lines *lines,
                         struct failure *failure, const char **failed_at)
{
    struct copy_walk walk = {.batch = batch, .lines = lines};
    const char *at = batch->text + lines->text, *end = at + lines->length;
    bool done = true;
    copy_begin_line(&walk, at);
    for (; done && end - at >= SCAN_BYTES; at += SCAN_BYTES)
        done = walk_block(&walk, at, scan_three(at, '\t', '\\', '\n'), failure);
    done = done &&
           walk_block(&walk, at, scan_rest(at, (size_t)(end - at)), failure);
    if (!done)
        *failed_at = walk.row;
    return done;
}

/* ---- lines of both ---- */

bool rows_split(struct pg_batch *batch, struct failure *failure,
                const char **failed_at)
{
    size_t n = batch->n_lines;
    bool done = true;
    batch->n_lines = 0;
    *failed_at = NULL;
    for (size_t i = 0; done && i < n; i++)
        done = batch->lines[i].header
                   ? insert_rows_split(batch, &batch->lines[i], failure)
                   : split_copied(batch, &batch->lines[i], failure, failed_at);
    return done;
}

bool rows_split_at_once(struct pg_batch *batch, struct failure *failure)
{
    struct failure problem = {0};
    const char *at;
    if (rows_split(batch, &problem, &at))
        return true;
    if (!at)
        return fail(failure, "%s", problem.text);
    return fail_at(failure, pg_batch_location(batch, at), "%s", problem.text);
}

/* Lines stand behind rows, and rows that follow them behind theirs. */
bool reader_settle_lines(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    if (lexer->batch->n_lines == 0 ||
        rows_split_at_once(lexer->batch, &lexer->failure))
        return true;
    lexer->stop = LEXER_FAILED;
    return false;
}
