/* The bench's own measures, in C so that they are fast:
 *
 *     probe memchr FILE        a pass of memchr over the file's bytes, 256 KiB
 *                              at a time
 *     probe loop FROM TO ROWS  binds the values of FROM's table bench, held in
 *                              memory, to a prepared INSERT of ROWS rows into
 *                              TO's table bench, in one transaction
 *
 * Prints seconds. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

enum { COLUMNS = 10 };

struct cell {
    int type, length;
    union {
        sqlite3_int64 integer;
        double real;
        char *text;
    };
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int memchr_pass(const char *path)
{
    static char buffer[256 * 1024];
    int file = open(path, O_RDONLY);
    size_t lines = 0;
    double start = now();
    ssize_t length;
    while ((length = read(file, buffer, sizeof buffer)) > 0) {
        const char *at = buffer, *end = buffer + length;
        while ((at = memchr(at, '\n', (size_t)(end - at)))) {
            lines++;
            at++;
        }
    }
    printf("%.4f\n", now() - start);
    close(file);
    return lines == 0;
}

static struct cell read_cell(sqlite3_stmt *row, int column)
{
    struct cell cell = {.type = sqlite3_column_type(row, column)};
    if (cell.type == SQLITE_INTEGER) {
        cell.integer = sqlite3_column_int64(row, column);
    } else if (cell.type == SQLITE_FLOAT) {
        cell.real = sqlite3_column_double(row, column);
    } else if (cell.type == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_column_text(row, column);
        cell.length = sqlite3_column_bytes(row, column);
        cell.text = xstrndup(text, (size_t)cell.length);
    }
    return cell;
}

static struct cell *read_cells(const char *path, size_t *count)
{
    struct cell *cells = NULL;
    size_t capacity = 0;
    sqlite3 *database;
    sqlite3_stmt *rows;
    sqlite3_open(path, &database);
    sqlite3_prepare_v2(database, "SELECT * FROM bench", -1, &rows, NULL);
    for (*count = 0; sqlite3_step(rows) == SQLITE_ROW; *count += COLUMNS) {
        grow_array(&cells, &capacity, *count + COLUMNS, sizeof *cells);
        for (int i = 0; i < COLUMNS; i++)
            cells[*count + (size_t)i] = read_cell(rows, i);
    }
    sqlite3_finalize(rows);
    sqlite3_close(database);
    return cells;
}

static void bind_cell(sqlite3_stmt *insert, int parameter,
                      const struct cell *cell)
{
    if (cell->type == SQLITE_INTEGER)
        sqlite3_bind_int64(insert, parameter, cell->integer);
    else if (cell->type == SQLITE_FLOAT)
        sqlite3_bind_double(insert, parameter, cell->real);
    else if (cell->type == SQLITE_TEXT)
        sqlite3_bind_text(insert, parameter, cell->text, cell->length,
                          SQLITE_STATIC);
    else
        sqlite3_bind_null(insert, parameter);
}

static sqlite3_stmt *prepare(sqlite3 *database, size_t rows)
{
    struct buffer sql = {0};
    sqlite3_stmt *insert;
    buffer_add_text(&sql, "INSERT INTO bench VALUES ");
    for (size_t i = 0; i < rows; i++)
        buffer_printf(&sql, "%s(?,?,?,?,?,?,?,?,?,?)", i ? "," : "");
    sqlite3_prepare_v3(database, buffer_text(&sql), -1,
                       SQLITE_PREPARE_PERSISTENT, &insert, NULL);
    buffer_release(&sql);
    return insert;
}

static int loop(const char *from, const char *to, size_t rows)
{
    size_t count, step = rows * COLUMNS;
    struct cell *cells = read_cells(from, &count);
    sqlite3 *database;
    sqlite3_stmt *insert;
    double start = now();
    int status = SQLITE_DONE;
    sqlite3_open(to, &database);
    sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    insert = prepare(database, rows);
    for (size_t i = 0; i + step <= count && status == SQLITE_DONE; i += step) {
        for (size_t j = 0; j < step; j++)
            bind_cell(insert, (int)j + 1, &cells[i + j]);
        status = sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(database);
    printf("%.4f\n", now() - start);
    return status != SQLITE_DONE;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "memchr"))
        return memchr_pass(argv[2]);
    if (argc == 5 && !strcmp(argv[1], "loop"))
        return loop(argv[2], argv[3], (size_t)atoi(argv[4]));
    return 2;
}
