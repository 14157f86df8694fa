#include "sqlite/sql_text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sqlite/quote.h"
#include "sqlite/sql_values.h"

/* A longer row is not made beforehand: it would take memory twice. */
enum { LONG_ROW = 1024 * 1024 };

/* A row as it follows another of its statement: ",\n(1, 'a')". */
enum { SEPARATOR = sizeof ",\n" - 1 };
struct sql_row {
    const struct lite_row *row;
    size_t end; /* in the encoder's text */
    bool has_defaults;
    bool is_long; /* it is not in the text */
};

struct sql_encoder {
    struct row_encoder encoder; /* first: the interface */
    bool hides;
    struct buffer text;
    struct sql_row *rows;
    size_t n_rows, capacity;
};

struct sql_text {
    struct row_writer writer; /* first: the interface */
    struct output *output;
    struct sql_text_options options;
    bool begun;                /* BEGIN is written */
    struct row_encoder *alone; /* of a row that comes by itself */
    struct buffer literal;     /* of a long value that has to be made */
    struct buffer defaults;    /* a byte a value of the statement's rows: 1 for
                                  DEFAULT; empty if no row has any */

    /* the statement being written; target is NULL between statements */
    const struct lite_target *target;
    unsigned flags;
    size_t n_values;
    size_t rows;
    uint64_t start;    /* output_position where it began */
    const char *rest;  /* what is not in the output yet: the encoder's ... */
    size_t rest_bytes; /* ... text, in one piece */
};

/* ---- encoding ---- */

static void sql_encode_row(struct sql_encoder *encoder,
                           const struct lite_row *row)
{
    struct sql_measure measure = sql_values_measure(row);
    struct sql_row made = {.row = row,
                           .has_defaults = measure.has_defaults,
                           .is_long = measure.bytes > LONG_ROW};
    if (!made.is_long) {
        buffer_add(&encoder->text, ",\n", SEPARATOR);
        sql_values_add(&encoder->text, row, measure, encoder->hides);
    }
    made.end = encoder->text.size;
    encoder->rows[encoder->n_rows++] = made;
}

static void sql_encode(struct row_encoder *base, const struct lite_row *rows,
                       size_t n_rows)
{
    struct sql_encoder *encoder = (struct sql_encoder *)base;
    encoder->text.size = encoder->n_rows = 0;
    grow_array(&encoder->rows, &encoder->capacity, n_rows,
               sizeof *encoder->rows);
    for (size_t i = 0; i < n_rows; i++)
        sql_encode_row(encoder, &rows[i]);
}

static void sql_encoder_release(struct row_encoder *base)
{
    struct sql_encoder *encoder = (struct sql_encoder *)base;
    buffer_release(&encoder->text);
    free(encoder->rows);
    free(encoder);
}

static struct row_encoder *sql_make_encoder(struct row_writer *writer)
{
    const struct sql_text *text = (struct sql_text *)writer;
    struct sql_encoder *encoder = xmalloc(sizeof *encoder);
    *encoder = (struct sql_encoder){
        .encoder = {sql_encode, sql_encoder_release},
        .hides = text->options.profile->hides_transactions};
    return &encoder->encoder;
}

/* ---- statements ---- */

/* What follows each other in an encoder's text goes out at once. */
static void put_rest(struct sql_text *text)
{
    if (text->rest_bytes)
        output_add(text->output, text->rest, text->rest_bytes);
    text->rest_bytes = 0;
}

static void add_to_rest(struct sql_text *text, const char *bytes, size_t size)
{
    if (!text->rest_bytes)
        text->rest = bytes;
    text->rest_bytes += size;
}

static uint64_t sql_text_position(const struct sql_text *text)
{
    return output_position(text->output) + text->rest_bytes;
}

/* Lazily: what fails before the first row leaves no output. */
static void sql_text_begin(struct sql_text *text)
{
    if (text->begun)
        return;
    text->begun = true;
    output_add_text(text->output, text->options.profile->begin);
}

/* Rows are joined until something else comes. */
static void end_statement(struct sql_text *text)
{
    if (!text->target)
        return;
    put_rest(text);
    output_add_text(text->output, ";\n");
    text->target = NULL;
}

/* ---- the head of a statement ---- */

static bool sql_text_is_default(const struct sql_text *text, size_t value)
{
    return text->defaults.size > 0 && text->defaults.bytes[value];
}

/* Rows whose DEFAULTs stand elsewhere need another statement. */
static void remember_defaults(struct sql_text *text, const struct lite_row *row)
{
    bool any = false;
    text->defaults.size = 0;
    for (size_t i = 0; i < row->n_values; i++) {
        bool found = row->values[i].kind == LITE_DEFAULT;
        buffer_add_byte(&text->defaults, (char)found);
        any |= found;
    }
    if (!any)
        text->defaults.size = 0;
}

/* No list where the values are in the table's own order: shorter, and quicker
 * to parse. */
static void sql_text_add_columns(struct sql_text *text, struct buffer *head)
{
    const struct lite_target *target = text->target;
    const char *separator = "(";
    if (!target->n_columns || (!target->name_columns && !text->defaults.size))
        return;
    for (size_t i = 0; i < target->n_columns; i++) {
        if (sql_text_is_default(text, i))
            continue;
        buffer_add_text(head, separator);
        quote_identifier(head, target->columns[i]);
        separator = ", ";
    }
    buffer_add_byte(head, ')');
}

/* Names are quoted once a statement, not once a row. */
static void add_insert_into(struct sql_text *text, const char *table,
                            bool skip_conflicts)
{
    struct buffer head = {0};
    buffer_add_text(&head,
                    skip_conflicts ? "INSERT OR IGNORE INTO " : "INSERT INTO ");
    quote_identifier(&head, table);
    if (text->target)
        sql_text_add_columns(text, &head);
    output_add(text->output, head.bytes, head.size);
    buffer_release(&head);
}

static void begin_statement(struct sql_text *text, const struct lite_row *row)
{
    end_statement(text);
    sql_text_begin(text);
    text->target = row->target;
    text->flags = row->flags & LITE_SKIP_CONFLICTS;
    text->n_values = row->n_values;
    text->rows = 0;
    text->start = output_position(text->output);
    remember_defaults(text, row);
    add_insert_into(text, row->target->table, text->flags != 0);
    output_add_text(text->output, text->options.rows_per_insert > 1
                                      ? " VALUES\n"
                                      : " VALUES ");
}

/* What the row becomes at most: quotes may double, blobs are digits. */
static uint64_t most_bytes(const struct lite_row *row)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < row->n_values; i++)
        bytes += 2 * (uint64_t)row->values[i].length + 32;
    return bytes;
}

/* Is there room for it behind the rows before? A statement ends at the first
 * row beyond the profile's bytes: the sqlite3 shell is not faster with longer
 * ones, and other readers have limits. */
static bool has_room(const struct sql_text *text, const struct lite_row *row)
{
    const struct profile *profile = text->options.profile;
    uint64_t bytes = sql_text_position(text) - text->start;
    return bytes < profile->bytes &&
           (!profile->most || bytes + most_bytes(row) < profile->most);
}

/* Same columns, same conflicts, and neither too many rows nor bytes. */
static bool joins_statement(const struct sql_text *text,
                            const struct lite_row *row)
{
    return text->target == row->target && text->n_values == row->n_values &&
           text->flags == (row->flags & LITE_SKIP_CONFLICTS) &&
           text->rows < text->options.rows_per_insert && has_room(text, row);
}

/* ---- rows ---- */

static bool fail_length(struct sql_text *text, const struct lite_row *row)
{
    const struct profile *profile = text->options.profile;
    text->writer.failed_row = row->text;
    return fail(&text->writer.failure,
                "a row of %s makes a statement of more than %zu bytes, which "
                "%s does not take: leave out the table (-T), or the column "
                "(--map)",
                row->target->table, profile->most, profile->name);
}

/* A statement may be no longer than a value: a value of that length can be
 * bound but not written. */
static bool check_length(struct sql_text *text, const struct lite_row *row,
                         uint64_t start)
{
    const struct profile *profile = text->options.profile;
    if (profile->most &&
        sql_text_position(text) - text->start + 2 > profile->most)
        return fail_length(text, row);
    if (sql_text_position(text) - start < LITE_MAX_LENGTH - 1000)
        return true;
    text->writer.failed_row = row->text;
    return fail(&text->writer.failure,
                "a row of more than 1,000,000,000 bytes as SQL, which SQLite "
                "does not take; --into can load it if its values are shorter");
}

/* SQLite has no VALUES () for a row without values. */
static bool write_all_defaults(struct sql_text *text,
                               const struct lite_row *row)
{
    end_statement(text);
    sql_text_begin(text);
    add_insert_into(text, row->target->table,
                    (row->flags & LITE_SKIP_CONFLICTS) != 0);
    output_add_text(text->output, " DEFAULT VALUES;\n");
    return true;
}

/* A row of no values, or of the kind VALUES (DEFAULT, DEFAULT). */
static bool has_no_value(const struct lite_row *row)
{
    for (size_t i = 0; i < row->n_values; i++)
        if (row->values[i].kind != LITE_DEFAULT)
            return false;
    return true;
}

static bool takes_name(struct sql_text *text, const char *name)
{
    return !text->options.profile->hides_transactions ||
           !sql_values_find_transaction(name, strlen(name)) ||
           fail(&text->writer.failure, "%s takes no name like \"%s\"",
                text->options.profile->name, name);
}

static bool takes_names(struct sql_text *text, const struct lite_target *target)
{
    for (size_t i = 0; i < target->n_columns; i++)
        if (!takes_name(text, target->columns[i]))
            return false;
    return takes_name(text, target->table);
}

static bool has_same_defaults(const struct sql_text *text,
                              const struct sql_row *made)
{
    const struct lite_row *row = made->row;
    if (!made->has_defaults && !text->defaults.size)
        return true;
    for (size_t i = 0; i < row->n_values; i++)
        if ((row->values[i].kind == LITE_DEFAULT) !=
            sql_text_is_default(text, i))
            return false;
    return true;
}

/* The first row of a statement has nothing before it. */
static void put_values(struct sql_text *text, const struct sql_row *made,
                       const char *values, size_t size, bool is_first)
{
    size_t skipped = is_first ? SEPARATOR : 0;
    if (!made->is_long) {
        add_to_rest(text, values + skipped, size - skipped);
        return;
    }
    put_rest(text);
    output_add(text->output, ",\n", SEPARATOR - skipped);
    sql_values_write(text->output, &text->literal, made->row,
                     text->options.profile->hides_transactions);
}

static bool sql_text_put_row(struct sql_text *text, const struct sql_row *made,
                             const char *values, size_t size)
{
    const struct lite_row *row = made->row;
    bool joins;
    uint64_t start;
    assert(row->target);
    if (row->target != text->target && !takes_names(text, row->target))
        return false;
    if (has_no_value(row))
        return write_all_defaults(text, row);
    joins = joins_statement(text, row) && has_same_defaults(text, made);
    if (!joins)
        begin_statement(text, row);
    start = sql_text_position(text);
    put_values(text, made, values, size, !joins);
    text->rows++;
    return check_length(text, row, start);
}

static bool sql_text_write_encoded(struct row_writer *writer,
                                   const struct row_encoder *base)
{
    const struct sql_encoder *encoder = (const struct sql_encoder *)base;
    struct sql_text *text = (struct sql_text *)writer;
    size_t at = 0;
    bool done = true;
    for (size_t i = 0; done && i < encoder->n_rows; i++) {
        const struct sql_row *made = &encoder->rows[i];
        const char *values = made->is_long ? "" : encoder->text.bytes + at;
        done = sql_text_put_row(text, made, values, made->end - at);
        at = made->end;
    }
    put_rest(text);
    return done;
}

static bool sql_text_write_row(struct row_writer *writer,
                               const struct lite_row *row)
{
    struct sql_text *text = (struct sql_text *)writer;
    if (!text->alone)
        text->alone = sql_make_encoder(writer);
    sql_encode(text->alone, row, 1);
    return sql_text_write_encoded(writer, text->alone);
}

static bool sql_text_flush_rows(struct row_writer *writer)
{
    struct sql_text *text = (struct sql_text *)writer;
    return output_check(text->output, &writer->failure);
}

/* ---- sequences ---- */

/* sqlite_sequence exists once a table with AUTOINCREMENT has been made, and
 * stays when that is dropped. */
static void make_sqlite_sequence(struct sql_text *text)
{
    if (text->options.has_sequences)
        return;
    text->options.has_sequences = true;
    output_add_text(text->output,
                    "CREATE TABLE pgdecant_makes_sqlite_sequence"
                    "(id INTEGER PRIMARY KEY AUTOINCREMENT);\n"
                    "DROP TABLE pgdecant_makes_sqlite_sequence;\n");
}

static bool sql_text_set_sequence(struct row_writer *writer, const char *table,
                                  int64_t last)
{
    struct sql_text *text = (struct sql_text *)writer;
    struct buffer sql = {0}, name = {0};
    if (!takes_name(text, table))
        return false;
    end_statement(text);
    sql_text_begin(text);
    make_sqlite_sequence(text);
    quote_text(&name, table, strlen(table));
    /* Tables of this very script: names are known to the letter. Otherwise the
     * reader's own tables decide, which may have no AUTOINCREMENT. */
    if (text->options.owns_tables)
        buffer_printf(
            &sql,
            "UPDATE sqlite_sequence SET seq=max(seq, %lld) WHERE name=%s;\n"
            "INSERT INTO sqlite_sequence SELECT %s, %lld WHERE NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name=%s);\n",
            (long long)last, buffer_text(&name), buffer_text(&name),
            (long long)last, buffer_text(&name));
    else
        buffer_printf(
            &sql,
            "UPDATE sqlite_sequence SET seq=max(seq, %lld) WHERE name=%s "
            "COLLATE "
            "NOCASE;\n"
            "INSERT INTO sqlite_sequence(name, seq) SELECT name, %lld "
            "FROM sqlite_master WHERE type='table' AND name=%s COLLATE "
            "NOCASE AND sql LIKE '%%AUTOINCREMENT%%' AND NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name=%s COLLATE "
            "NOCASE);\n",
            (long long)last, buffer_text(&name), (long long)last,
            buffer_text(&name), buffer_text(&name));
    output_add(text->output, sql.bytes, sql.size);
    buffer_release(&name);
    buffer_release(&sql);
    return true;
}

/* For messages. */
static const char *first_line(const char *sql)
{
    static char line[80];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(sql, "\n"), sql);
    return line;
}

/* After the rows the last INSERT is still open. */
static bool sql_text_define(struct row_writer *writer, const char *sql)
{
    struct sql_text *text = (struct sql_text *)writer;
    const struct profile *profile = text->options.profile;
    size_t length = strlen(sql);
    if (profile->hides_transactions && sql_values_find_transaction(sql, length))
        return fail(&writer->failure,
                    "%s takes no definition with the words %s in it, not even "
                    "in a comment: %.60s",
                    profile->name, PROFILE_TRANSACTION, first_line(sql));
    if (profile->most && length + 1 > profile->most)
        return fail(&writer->failure,
                    "%s takes no definition of more than %zu bytes: %.60s",
                    profile->name, profile->most, first_line(sql));
    end_statement(text);
    sql_text_begin(text);
    output_add(text->output, sql, length);
    output_add_text(text->output, ";\n");
    return output_check(text->output, &writer->failure);
}

/* An empty dump gives an empty transaction, which is valid SQL. */
static bool sql_text_finish(struct row_writer *writer)
{
    struct sql_text *text = (struct sql_text *)writer;
    sql_text_begin(text);
    end_statement(text);
    output_add_text(text->output, text->options.profile->commit);
    writer->bytes = output_position(text->output);
    return output_check(text->output, &writer->failure);
}

static void sql_text_release(struct row_writer *writer)
{
    struct sql_text *text = (struct sql_text *)writer;
    if (text->alone)
        text->alone->release(text->alone);
    buffer_release(&text->literal);
    buffer_release(&text->defaults);
    free(text);
}

struct row_writer *sql_text_open(struct output *output,
                                 struct sql_text_options options)
{
    struct sql_text *text = xmalloc(sizeof *text);
    *text =
        (struct sql_text){.writer = {.define = sql_text_define,
                                     .write = sql_text_write_row,
                                     .make_encoder = sql_make_encoder,
                                     .write_encoded = sql_text_write_encoded,
                                     .flush = sql_text_flush_rows,
                                     .end_rows = sql_text_flush_rows,
                                     .set_sequence = sql_text_set_sequence,
                                     .finish = sql_text_finish,
                                     .release = sql_text_release,
                                     .as_text = true},
                          .output = output,
                          .options = options};
    if (!options.profile)
        text->options.profile = &profiles[0];
    return &text->writer;
}
