#include "pages/pages.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pages/index_task.h"
#include "pages/statistics.h"
#include "pages/table_writer.h"
#include "sqlite/insert.h"
#include "sqlite/sequence.h"
#include "sqlite/statement.h"

enum phase {
    DEFINING, /* tables and indexes */
    FILLING,  /* them with rows */
    COMPLETING
};

struct pages {
    struct row_writer writer; /* first: the interface */
    struct new_database_options options;
    char *path;
    sqlite3 *handle;
    enum phase phase;
    bool in_transaction;      /* the file is SQLite's; otherwise the pages' */
    struct inserter inserter; /* for tables that are not plain */
    struct buffer postponed;  /* SQL of indexes that are not plain */
    struct buffer statistics; /* SQL of what ANALYZE would find */

    struct layout layout;
    struct page_file file;
    struct sort_space sorting;
    struct table_space space;
    struct table_writer **tables; /* as their first rows came */
    size_t n_tables, capacity;
    struct table_writer **by_layout; /* the same ones, and NULLs */

    const struct lite_target *target; /* of the last row ... */
    struct table_writer *table;       /* ... and NULL if it is not plain */
};

static bool pages_run(struct pages *pages, const char *sql)
{
    return statement_run(pages->handle, sql) ||
           fail(&pages->writer.failure, "cannot write the database (%s): %s",
                sql, sqlite3_errmsg(pages->handle));
}

/* ---- whose file it is ---- */

/* SQLite's next statement sees the raised change counter and drops its cache.
 * */
static bool give_to_sqlite(struct pages *pages)
{
    if (pages->in_transaction)
        return true;
    if (!page_file_suspend(&pages->file))
        return fail(&pages->writer.failure, "%s", pages->file.failure.text);
    pages->in_transaction = pages_run(pages, "BEGIN");
    return pages->in_transaction;
}

/* Its statements must be done, and its pages in the file. */
static bool take_from_sqlite(struct pages *pages)
{
    if (!pages->in_transaction)
        return true;
    if (!inserter_flush(&pages->inserter))
        return false;
    /* They are prepared again when SQLite gets the file the next time. */
    inserter_forget(&pages->inserter);
    if (!pages_run(pages, "COMMIT"))
        return false;
    pages->in_transaction = false;
    return !pages->file.buffer || page_file_resume(&pages->file) ||
           fail(&pages->writer.failure, "%s", pages->file.failure.text);
}

/* ---- definitions ---- */

static bool execute(struct pages *pages, const char *sql)
{
    return statement_define(pages->handle, sql, &pages->writer.failure);
}

static bool is_index(const char *sql)
{
    return !sqlite3_strnicmp(sql, "CREATE INDEX", 12) ||
           !sqlite3_strnicmp(sql, "CREATE UNIQUE INDEX", 19);
}

/* An index that rows cannot build as they pass is made after them. */
static bool define_index(struct pages *pages, const char *sql)
{
    if (!execute(pages, "SAVEPOINT of_index") || !execute(pages, sql))
        return false;
    if (!layout_last_is_plain(pages->handle)) {
        buffer_add_text(&pages->postponed, sql);
        buffer_add_byte(&pages->postponed, '\0');
        if (!execute(pages, "ROLLBACK TO of_index"))
            return false;
    }
    return execute(pages, "RELEASE of_index");
}

/* Only an index that is defined before the rows can be collected as they pass.
 * */
static bool pages_define(struct row_writer *writer, const char *sql)
{
    struct pages *pages = (struct pages *)writer;
    if (pages->phase == DEFINING && is_index(sql))
        return define_index(pages, sql);
    return execute(pages, sql);
}

/* ---- rows ---- */

/* Before the first row the tables are final: their layout is read, and the file
 * is ours. */
static bool pages_begin_rows(struct row_writer *writer)
{
    struct pages *pages = (struct pages *)writer;
    struct failure *failure = &pages->writer.failure;
    if (pages->phase != DEFINING)
        return true;
    pages->phase = FILLING;
    if (!take_from_sqlite(pages) ||
        !layout_read(&pages->layout, pages->handle, failure) ||
        !page_file_open(&pages->file, pages->path, pages->options.threads > 1,
                        failure))
        return false;
    /* One writer for each table, found by the position of its layout. */
    pages->by_layout = xreallocarray(NULL, pages->layout.schema.n_tables + 1,
                                     sizeof(struct table_writer *));
    memset(pages->by_layout, 0,
           (pages->layout.schema.n_tables + 1) * sizeof(struct table_writer *));
    sort_space_begin(&pages->sorting, pages->options.memory,
                     pages->options.threads);
    pages->space = (struct table_space){.file = &pages->file,
                                        .sorting = &pages->sorting,
                                        .writer = &pages->writer,
                                        .handle = pages->handle};
    return true;
}

static struct table_writer *pages_add_table(struct pages *pages,
                                            const struct table_layout *layout)
{
    grow_array(&pages->tables, &pages->capacity, pages->n_tables + 1,
               sizeof(struct table_writer *));
    return pages->tables[pages->n_tables++] =
               table_writer_new(layout, &pages->space);
}

/* A plain table is written here. Another has something that only SQLite can do
 * (a stored generated column, WITHOUT ROWID): SQLite has the file while its
 * rows come. */
static bool pages_find_table(struct pages *pages,
                             const struct lite_target *target)
{
    struct table_layout *layout = layout_find(&pages->layout, target->table);
    struct table_writer **table;
    if (!layout)
        return fail(&pages->writer.failure, "there is no table %s",
                    target->table);
    assert((size_t)(layout - pages->layout.tables) <
           pages->layout.schema.n_tables);
    table = &pages->by_layout[layout - pages->layout.tables];
    if (!*table && layout->is_plain)
        *table = pages_add_table(pages, layout);
    /* Its defaults' statements can be prepared again, so they are not kept
     * while other tables' rows come. */
    if (pages->table && pages->table != *table)
        table_writer_suspend(pages->table);
    pages->table = *table;
    pages->target = target;
    return pages->table ? take_from_sqlite(pages) : give_to_sqlite(pages);
}

/* Rows come in runs of one table, so the target is mostly the last one. */
static bool pages_write_row(struct row_writer *writer,
                            const struct lite_row *row)
{
    struct pages *pages = (struct pages *)writer;
    if (!pages_begin_rows(writer))
        return false;
    if (row->target != pages->target && !pages_find_table(pages, row->target))
        return false;
    return pages->table ? table_writer_add(pages->table, row)
                        : inserter_write(&pages->inserter, row);
}

/* ---- rows that threads have encoded ---- */

static struct row_encoder *pages_make_encoder(struct row_writer *writer)
{
    const struct pages *pages = (struct pages *)writer;
    return encoder_new(&pages->layout);
}

static bool pages_write_encoded_row(struct pages *pages,
                                    const struct encoded_row *encoded)
{
    const struct lite_target *target = encoded->row->target;
    if (!encoded->record)
        return pages_write_row(&pages->writer, encoded->row);
    if (target != pages->target && !pages_find_table(pages, target))
        return false;
    return table_writer_add_encoded(pages->table, encoded);
}

static bool pages_write_encoded(struct row_writer *writer,
                                const struct row_encoder *encoder)
{
    struct pages *pages = (struct pages *)writer;
    struct encoded_rows encoded = encoder_rows(encoder);
    for (size_t i = 0; i < encoded.n; i++)
        if (!pages_write_encoded_row(pages, &encoded.rows[i]))
            return false;
    return true;
}

static bool check_files(struct pages *pages)
{
    if (pages->file.failure.happened)
        return fail(&pages->writer.failure, "%s", pages->file.failure.text);
    return !pages->sorting.failure.happened ||
           fail(&pages->writer.failure, "%s", pages->sorting.failure.text);
}

/* The batch's texts are gone after this, so nothing may point to them. */
static bool pages_flush_rows(struct row_writer *writer)
{
    struct pages *pages = (struct pages *)writer;
    arena_reset(&pages->space.arena);
    return check_files(pages) && inserter_flush(&pages->inserter);
}

/* ---- the end of the rows ---- */

/* A duplicate key: SQLite itself says best which row it is, so the load is done
 * again by INSERT, which stops at that row. */
static bool pages_give_up(struct pages *pages, const char *table,
                          const char *columns)
{
    pages->writer.needs_fallback = true;
    return fail(&pages->writer.failure,
                "UNIQUE constraint failed: %s: two rows have the same %s",
                table, columns);
}

static bool check_sorter(struct pages *pages, const struct sorter *sorter)
{
    return !sorter->failure.happened ||
           fail(&pages->writer.failure, "%s", sorter->failure.text);
}

static bool end_table(struct pages *pages, struct table_writer *table)
{
    const struct table_layout *layout = table->layout;
    /* Sorters keep their failures to themselves until their table ends. */
    bool unique = table_writer_end(table);
    return check_files(pages) && check_sorter(pages, &table->out_of_order) &&
           (unique || pages_give_up(pages, layout->table->name,
                                    layout->stored[layout->rowid]->name));
}

/* No more rows come: the last spill is waited for, then tables are completed
 * one by one. */
static bool end_tables(struct pages *pages)
{
    sort_space_settle(&pages->sorting);
    for (size_t i = 0; i < pages->n_tables; i++)
        if (!end_table(pages, pages->tables[i]))
            return false;
    return check_files(pages);
}

static const char *columns_of(const struct table_layout *table,
                              const struct index_layout *index,
                              struct buffer *names)
{
    for (size_t i = 0; i < index->n_columns; i++) {
        ptrdiff_t at = index->columns[i].position;
        buffer_printf(names, "%s%s", i ? ", " : "",
                      at == NO_COLUMN ? "rowid" : table->stored[at]->name);
    }
    return buffer_text(names);
}

static bool check_index(struct pages *pages, const struct table_writer *table,
                        const struct index_writer *index)
{
    struct buffer names = {0};
    if (check_files(pages) && check_sorter(pages, &index->sorter) &&
        index->has_duplicate)
        pages_give_up(pages, table->layout->table->name,
                      columns_of(table->layout, index->layout, &names));
    buffer_release(&names);
    return !pages->writer.failure.happened;
}

static bool check_indexes(struct pages *pages, const struct table_writer *table)
{
    for (size_t i = 0; i < table->n_indexes; i++)
        if (!check_index(pages, table, &table->indexes[i]))
            return false;
    return true;
}

/* Threads build the indexes; whether one has a duplicate is asked when all are
 * done. */
static bool build_indexes(struct pages *pages)
{
    index_task_run(pages->tables, pages->n_tables, &pages->file,
                   pages->options.threads);
    for (size_t i = 0; i < pages->n_tables; i++)
        if (!check_indexes(pages, pages->tables[i]))
            return false;
    return check_files(pages);
}

/* ---- SQLite's turn ---- */

static bool pages_set_sequence(struct row_writer *writer, const char *table,
                               int64_t last)
{
    struct pages *pages = (struct pages *)writer;
    return sequence_set(pages->handle, table, last, &writer->failure);
}

/* AUTOINCREMENT goes on after the greatest rowid, and from 1. */
static bool set_autoincrement(struct pages *pages,
                              const struct table_writer *table)
{
    int64_t greatest = table->greatest_rowid;
    return !table->layout->table->autoincrement ||
           pages_set_sequence(&pages->writer, table->layout->table->name,
                              greatest > 0 ? greatest : 0);
}

static bool make_postponed(struct pages *pages)
{
    const struct buffer *sql = &pages->postponed;
    for (size_t at = 0; at < sql->size; at += strlen(sql->bytes + at) + 1)
        if (!execute(pages, sql->bytes + at))
            return false;
    return true;
}

static void release_tables(struct pages *pages)
{
    for (size_t i = 0; i < pages->n_tables; i++)
        table_writer_release(pages->tables[i]);
    pages->n_tables = 0;
    pages->table = NULL;
    pages->target = NULL;
}

static bool pages_end_rows(struct row_writer *writer)
{
    struct pages *pages = (struct pages *)writer;
    bool done = true;
    if (pages->phase == FILLING) {
        bool tells_empty = statistics_tell_empty();
        /* SQLite may have the file for a table that is not plain: it has to
         * leave before the trees are ended, and gets it back for the rest. */
        if (!take_from_sqlite(pages) || !end_tables(pages) ||
            !build_indexes(pages) || !give_to_sqlite(pages))
            return false;
        for (size_t i = 0; done && i < pages->n_tables; i++) {
            done = set_autoincrement(pages, pages->tables[i]);
            statistics_add(&pages->statistics, pages->tables[i], tells_empty);
        }
        release_tables(pages);
    }
    pages->phase = COMPLETING;
    return done && make_postponed(pages);
}

/* Statistics last: ANALYZE of what SQLite made wants all rows and indexes
 * there. */
static bool pages_finish(struct row_writer *writer)
{
    struct pages *pages = (struct pages *)writer;
    if (!pages->options.without_statistics &&
        !statistics_finish(pages->handle, &pages->layout, &pages->statistics))
        return fail(&writer->failure, "cannot analyze the tables: %s",
                    sqlite3_errmsg(pages->handle));
    return pages_run(pages, "COMMIT") &&
           new_database_close(&pages->handle, &writer->failure);
}

/* Statements are finalized before the handle closes, or it would not close. */
static void pages_release(struct row_writer *writer)
{
    struct pages *pages = (struct pages *)writer;
    release_tables(pages);
    inserter_release(&pages->inserter);
    sqlite3_close(pages->handle);
    stored_release(&pages->space.stored);
    arena_release(&pages->space.arena);
    buffer_release(&pages->space.record);
    sort_space_release(&pages->sorting);
    page_file_close(&pages->file);
    layout_release(&pages->layout);
    buffer_release(&pages->postponed);
    buffer_release(&pages->statistics);
    free(pages->tables);
    free(pages->by_layout);
    free(pages->path);
    free(pages);
}

static struct pages *pages_make(const char *path, sqlite3 *handle,
                                const struct new_database_options *options)
{
    struct pages *pages = xmalloc(sizeof *pages);
    *pages = (struct pages){.writer = {.define = pages_define,
                                       .begin_rows = pages_begin_rows,
                                       .write = pages_write_row,
                                       .make_encoder = pages_make_encoder,
                                       .write_encoded = pages_write_encoded,
                                       .flush = pages_flush_rows,
                                       .end_rows = pages_end_rows,
                                       .set_sequence = pages_set_sequence,
                                       .finish = pages_finish,
                                       .release = pages_release,
                                       .indexes_first = true},
                            .options = *options,
                            .path = xstrndup(path, strlen(path)),
                            .handle = handle};
    pages->inserter =
        (struct inserter){.handle = handle, .writer = &pages->writer};
    return pages;
}

/* The schema is made in one transaction, which ends when the first row comes.
 */
struct row_writer *pages_create(const char *path,
                                const struct new_database_options *options,
                                struct failure *failure)
{
    sqlite3 *handle = new_database_open(path, options->page_size, failure);
    struct pages *pages;
    if (!handle)
        return NULL;
    pages = pages_make(path, handle, options);
    if (pages_run(pages, "BEGIN")) {
        pages->in_transaction = true;
        return &pages->writer;
    }
    fail(failure, "%s: cannot make a database: %s", path,
         pages->writer.failure.text);
    pages_release(&pages->writer);
    return NULL;
}
