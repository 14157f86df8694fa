/* inspect, for people. */
#include <stdio.h>

#include "base/format.h"
#include "report/advice.h"
#include "report/inspection.h"
#include "report/lines.h"
#include "report/report_tables.h"
#include "report/report_text.h"

static void inspection_text_print_table(struct buffer *out,
                                        const struct reported_table *table,
                                        bool is_first)
{
    char rows[32], bytes[32];
    (void)out;
    format_count(rows, table->rows);
    format_bytes(bytes, (double)table->bytes);
    if (is_first)
        print_line("%14s %10s %8s  table, and what it becomes", "rows", "size",
                   "columns");
    print_line("%14s %10s %8zu  %s.%s: %s", rows, bytes, table->columns,
               table->name.schema, table->name.name,
               !table->map      ? "rows only"
               : table->becomes ? table->becomes
                                : "left out");
}

/* "definitions, rows as COPY, keys" */
static void print_contents(const struct contents *contents)
{
    const struct {
        bool is_there;
        const char *name;
    } parts[] = {{contents->catalog.n_tables > 0, "definitions"},
                 {contents->survey.has_copy, "rows as COPY"},
                 {contents->survey.has_insert, "rows as INSERT"},
                 {catalog_has_keys(&contents->catalog), "keys"}};
    struct buffer text = {0};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i].is_there)
            buffer_printf(&text, "%s%s", text.size ? ", " : "holds ",
                          parts[i].name);
    if (text.size)
        print_line("%s", buffer_text(&text));
    buffer_release(&text);
}

static void print_counts(const struct pg_catalog *catalog)
{
    const struct {
        size_t n;
        const char *one, *many;
    } counts[] = {{catalog->n_tables, "table", "tables"},
                  {catalog->n_views, "view", "views"},
                  {catalog->n_indexes, "index", "indexes"},
                  {catalog->n_sequences, "sequence", "sequences"},
                  {catalog->n_types, "type", "types"},
                  {catalog->n_others, "other object", "other objects"}};
    struct buffer text = {0};
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (counts[i].n)
            buffer_printf(&text, "%s%zu %s", text.size ? ", " : "", counts[i].n,
                          counts[i].n == 1 ? counts[i].one : counts[i].many);
    if (text.size)
        print_line("%s", buffer_text(&text));
    buffer_release(&text);
}

/* What file(1) would say, were it to know dumps. */
static void print_head(const struct contents *contents)
{
    const struct pg_catalog *catalog = &contents->catalog;
    char size[32] = "";
    if (contents->dumps->source->size)
        format_bytes(size, (double)contents->dumps->source->size);
    print_line("%s: a dump%s%s", contents->dumps->source->name,
               *size ? ", " : "", size);
    if (catalog->server_version || catalog->dump_version)
        print_line("of PostgreSQL %s, by pg_dump %s",
                   catalog->server_version ? catalog->server_version : "?",
                   catalog->dump_version ? catalog->dump_version : "?");
    print_contents(contents);
    print_counts(catalog);
}

static void print_advice(struct buffer *out, const struct advice *advice,
                         size_t at)
{
    char count[32];
    (void)out;
    format_count(count, advice->n);
    if (!at)
        print_line("for the application, the worst first:");
    print_line("  %s %s%s%s", count, advice->text,
               advice->example ? ", such as " : "",
               advice->example ? advice->example : "");
}

void inspection_print(const struct contents *contents, bool verbose)
{
    print_head(contents);
    report_tables(contents, inspection_text_print_table, NULL);
    report_print(&contents->report, verbose, print_line);
    if (advice_visit(contents, print_advice, NULL))
        print_line(
            "  pgdecant query --types-from=DUMP FILE... tells what becomes "
            "of its SQL");
}
