#include "sqlite/sql_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sqlite/quote.h"

struct sql_text {
    struct row_writer writer; /* first: the interface */
    struct output *output;
    struct sql_text_options options;
    bool begun;             /* BEGIN is written */
    struct buffer literal;  /* of a value that has to be made */
    struct buffer defaults; /* a byte a value of the statement's rows: 1 for
                               DEFAULT; empty if no row has any */

    /* the statement being written; target is NULL between statements */
    const struct lite_target *target;
    unsigned flags;
    size_t n_values;
    size_t rows;
    uint64_t start; /* output_position where it began */
};

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

static bool has_same_defaults(const struct sql_text *text,
                              const struct lite_row *row)
{
    for (size_t i = 0; i < row->n_values; i++)
        if ((row->values[i].kind == LITE_DEFAULT) !=
            sql_text_is_default(text, i))
            return false;
    return true;
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
    uint64_t bytes = output_position(text->output) - text->start;
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

/* ---- values ---- */

/* What PostgreSQL wrote is what SQLite reads: no copy, no look. */
static bool goes_as_it_is(const struct lite_value *value)
{
    return (value->form & (LITE_SQL | LITE_HAS_CR)) == LITE_SQL;
}

/* ... and with what stands before and after it in the dump. */
static bool goes_in_place(const struct lite_value *value)
{
    return goes_as_it_is(value) && !(value->form & LITE_DETACHED);
}

/* A quoted slice without its quotes, doubled ones made single. */
static void unquote(struct buffer *out, const struct lite_value *value)
{
    const char *at = value->bytes + 1, *end = value->bytes + value->length - 1;
    for (; at < end; at++) {
        buffer_add_byte(out, *at);
        if (*at == '\'')
            at++;
    }
}

static void sql_text_add_text(struct buffer *out,
                              const struct lite_value *value)
{
    struct buffer plain = {0};
    if (!(value->form & LITE_HAS_CR)) {
        quote_text(out, value->bytes, value->length);
    } else if (!(value->form & LITE_SQL)) {
        quote_text_with_returns(out, value->bytes, value->length);
    } else {
        unquote(&plain, value);
        quote_text_with_returns(out, plain.bytes, plain.size);
        buffer_release(&plain);
    }
}

/* Text without a quote in it needs no copy. */
static bool add_simple_text(struct sql_text *text,
                            const struct lite_value *value)
{
    if (value->kind != LITE_TEXT || value->form != 0 ||
        memchr(value->bytes, '\'', value->length))
        return false;
    output_add(text->output, "'", 1);
    output_add(text->output, value->bytes, value->length);
    output_add(text->output, "'", 1);
    return true;
}

static void sql_text_add_value(struct sql_text *text,
                               const struct lite_value *value)
{
    struct buffer *out = &text->literal;
    if (goes_as_it_is(value)) {
        output_add(text->output, value->bytes, value->length);
        return;
    }
    /* printf would be slow, and booleans are frequent. */
    if (value->kind == LITE_INTEGER && (value->integer | 1) == 1) {
        output_add(text->output, value->integer ? "1" : "0", 1); /* boolean */
        return;
    }
    if (add_simple_text(text, value))
        return;
    out->size = 0;
    switch ((enum lite_kind)value->kind) {
    case LITE_INTEGER:
        buffer_printf(out, "%lld", (long long)value->integer);
        break;
    case LITE_REAL: quote_real(out, value->real); break;
    case LITE_TEXT: sql_text_add_text(out, value); break;
    case LITE_BLOB: quote_blob(out, value->bytes, value->length); break;
    case LITE_NULL:
    case LITE_DEFAULT: buffer_add_text(out, "NULL"); break;
    }
    output_add(text->output, out->bytes, out->size);
}

/* ---- texts that would be taken for statements ---- */

static const char *find_transaction(const char *text, size_t length)
{
    return memmem(text, length, PROFILE_TRANSACTION,
                  sizeof PROFILE_TRANSACTION - 1);
}

static bool is_hidden_text(const struct lite_value *value)
{
    return value->kind == LITE_TEXT &&
           find_transaction(value->bytes, value->length);
}

static bool holds_transaction(const struct lite_row *row)
{
    for (size_t i = 0; i < row->n_values; i++)
        if (is_hidden_text(&row->values[i]))
            return true;
    return false;
}

/* What stands for the word BEGIN: not in the literal yet. */
static void make_stand_in(struct buffer *stand_in, const struct buffer *literal)
{
    buffer_add_text(stand_in, "BEGIN");
    do
        buffer_add_byte(stand_in, '~');
    while (
        memmem(literal->bytes, literal->size, stand_in->bytes, stand_in->size));
}

/* replace('...BEGIN~ TRANSACTION...', 'BEGIN~', 'BEGIN'): flat, however often
 * they are there. */
static void add_hidden_text(struct sql_text *text,
                            const struct lite_value *value)
{
    struct buffer *literal = &text->literal, stand_in = {0};
    const char *at, *found;
    literal->size = 0;
    if (goes_as_it_is(value))
        buffer_add(literal, value->bytes, value->length);
    else
        sql_text_add_text(literal, value);
    make_stand_in(&stand_in, literal);
    output_add_text(text->output, "replace(");
    at = buffer_text(literal);
    while ((found = find_transaction(at, literal->size -
                                             (size_t)(at - literal->bytes)))) {
        output_add(text->output, at, (size_t)(found - at));
        output_add(text->output, stand_in.bytes, stand_in.size);
        at = found + sizeof "BEGIN" - 1;
    }
    output_add(text->output, at, literal->size - (size_t)(at - literal->bytes));
    output_add_text(text->output, ", '");
    output_add(text->output, stand_in.bytes, stand_in.size);
    output_add_text(text->output, "', 'BEGIN')");
    buffer_release(&stand_in);
}

/* ---- rows ---- */

/* Values that go as they are go together with what is between them: most rows
 * are one or two runs of the dump's own bytes. */
static void add_even_values(struct sql_text *text, const struct lite_row *row)
{
    const struct lite_value *value = row->values;
    const struct lite_value *end = value + row->n_values;
    while (value < end) {
        const struct lite_value *first = value;
        if (value > row->values)
            output_add(text->output, ", ", 2);
        while (value < end && goes_in_place(value))
            value++;
        if (value > first)
            output_add(
                text->output, first->bytes,
                (size_t)(value[-1].bytes + value[-1].length - first->bytes));
        else
            sql_text_add_value(text, value++);
    }
}

/* Rows of COPY, with DEFAULT in them, with a layout of their own, or with texts
 * to hide. */
static void add_uneven_values(struct sql_text *text, const struct lite_row *row,
                              bool hides)
{
    bool is_first = true;
    for (size_t i = 0; i < row->n_values; i++) {
        if (row->values[i].kind == LITE_DEFAULT)
            continue;
        if (!is_first)
            output_add(text->output, ", ", 2);
        if (hides && is_hidden_text(&row->values[i]))
            add_hidden_text(text, &row->values[i]);
        else
            sql_text_add_value(text, &row->values[i]);
        is_first = false;
    }
}

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
        output_position(text->output) - text->start + 2 > profile->most)
        return fail_length(text, row);
    if (output_position(text->output) - start < LITE_MAX_LENGTH - 1000)
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

/* Also for a row of the kind VALUES (DEFAULT, DEFAULT). */
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
           !find_transaction(name, strlen(name)) ||
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

/* The hot path of SQL output. */
static bool sql_text_write_row(struct row_writer *writer,
                               const struct lite_row *row)
{
    struct sql_text *text = (struct sql_text *)writer;
    struct output *output = text->output;
    uint64_t start;
    bool hides;
    if (row->target != text->target && !takes_names(text, row->target))
        return false;
    if (has_no_value(row))
        return write_all_defaults(text, row);
    if (!joins_statement(text, row) || !has_same_defaults(text, row))
        begin_statement(text, row);
    else
        output_add(output, ",\n", 2);
    start = output_position(output);
    output_add(output, "(", 1);
    hides = text->options.profile->hides_transactions && holds_transaction(row);
    if (!hides && (row->flags & LITE_REGULAR_SPACING) && !text->defaults.size)
        add_even_values(text, row);
    else
        add_uneven_values(text, row, hides);
    output_add(output, ")", 1);
    text->rows++;
    return check_length(text, row, start);
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
    if (profile->hides_transactions && find_transaction(sql, length))
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
    buffer_release(&text->literal);
    buffer_release(&text->defaults);
    free(text);
}

struct row_writer *sql_text_open(struct output *output,
                                 struct sql_text_options options)
{
    struct sql_text *text = xmalloc(sizeof *text);
    *text = (struct sql_text){.writer = {.define = sql_text_define,
                                         .write = sql_text_write_row,
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
