#include "command/inspect.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "command/dump.h"
#include "command/progress.h"
#include "command/report_text.h"
#include "translate/json.h"
#include "translate/schema.h"

struct inspection {
    struct options *options;
    struct failure failure;
    struct dump dump;
    struct pg_catalog catalog;
    struct survey survey;
    struct schema schema;
    struct report report;
};

/* A table of the dump, defined or only filled. */
struct table_line {
    struct pg_name name;
    size_t columns;
    uint64_t rows, bytes;
    const char *becomes; /* NULL: nothing */
};

/* ---- lines ---- */

static void print_line(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Names in a dump may hold what plays with terminals. */
static void print_line(const char *format, ...)
{
    struct buffer text = {0};
    va_list args;
    va_start(args, format);
    buffer_vprintf(&text, format, args);
    va_end(args);
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.bytes[i] < ' ' || text.bytes[i] == 127)
            text.bytes[i] = '?';
    puts(buffer_text(&text));
    buffer_release(&text);
}

/* ---- tables ---- */

typedef void visit_table(struct inspection *inspection,
                         const struct table_line *line, bool is_first);

static struct table_line defined_line(struct inspection *inspection,
                                      const struct table_map *map)
{
    struct table_line line = {.name = map->name,
                              .columns = map->flat->n_columns,
                              .becomes = map->table ? map->table->name : NULL};
    survey_count(&inspection->survey, map->name, &line.rows, &line.bytes);
    return line;
}

static struct table_line undefined_line(const struct survey_target *target)
{
    return (struct table_line){.name = target->name,
                               .columns = target->n_values,
                               .rows = target->rows,
                               .bytes = target->bytes,
                               .becomes = "rows only"};
}

static void visit_tables(struct inspection *inspection, visit_table *visit)
{
    bool is_first = true;
    for (size_t i = 0; i < inspection->schema.n_maps; i++) {
        const struct table_map *map = &inspection->schema.maps[i];
        struct table_line line = defined_line(inspection, map);
        if (map->reason && !strcmp(map->reason, "not selected"))
            continue;
        visit(inspection, &line, is_first);
        is_first = false;
    }
    for (size_t i = 0; i < inspection->survey.n_targets; i++) {
        const struct survey_target *target = &inspection->survey.targets[i];
        struct table_line line = undefined_line(target);
        if (!target->known || target->table)
            continue;
        visit(inspection, &line, is_first);
        is_first = false;
    }
}

/* ---- for people ---- */

static void print_table(struct inspection *inspection,
                        const struct table_line *line, bool is_first)
{
    char rows[32], bytes[32];
    (void)inspection;
    format_count(rows, line->rows);
    format_bytes(bytes, (double)line->bytes);
    if (is_first)
        print_line("%14s %10s %8s  table, and what it becomes", "rows", "size",
                   "columns");
    print_line("%14s %10s %8zu  %s.%s: %s", rows, bytes, line->columns,
               line->name.schema, line->name.name,
               line->becomes ? line->becomes : "left out");
}

static void print_head(const struct inspection *inspection)
{
    const struct pg_catalog *catalog = &inspection->catalog;
    char size[32] = "";
    if (inspection->dump.source.size)
        format_bytes(size, (double)inspection->dump.source.size);
    print_line("%s: a plain dump%s%s", inspection->dump.source.name,
               *size ? ", " : "", size);
    if (catalog->server_version || catalog->dump_version)
        print_line("of PostgreSQL %s, by pg_dump %s",
                   catalog->server_version ? catalog->server_version : "?",
                   catalog->dump_version ? catalog->dump_version : "?");
    print_line("%zu tables, %zu indexes, %zu sequences, %zu types, %zu other "
               "objects",
               catalog->n_tables, catalog->n_indexes, catalog->n_sequences,
               catalog->n_types, catalog->n_others);
}

static void print_text(struct inspection *inspection)
{
    print_head(inspection);
    visit_tables(inspection, print_table);
    report_print(&inspection->report, inspection->options->verbose, print_line);
}

/* ---- for programs ---- */

static void print_json_text(const char *text)
{
    struct buffer json = {0};
    json_add_string(&json, text, strlen(text));
    fputs(buffer_text(&json), stdout);
    buffer_release(&json);
}

static void print_member(const char *name, const char *text)
{
    printf("\"%s\": ", name);
    if (text)
        print_json_text(text);
    else
        fputs("null", stdout);
}

static void print_json_table(struct inspection *inspection,
                             const struct table_line *line, bool is_first)
{
    (void)inspection;
    fputs(is_first ? "\n    {" : ",\n    {", stdout);
    print_member("schema", line->name.schema);
    fputs(", ", stdout);
    print_member("name", line->name.name);
    printf(", \"rows\": %llu, \"bytes\": %llu, \"columns\": %zu, ",
           (unsigned long long)line->rows, (unsigned long long)line->bytes,
           line->columns);
    print_member("becomes", line->becomes);
    fputs("}", stdout);
}

static void print_json_entry(const struct report_entry *entry, bool is_first)
{
    fputs(is_first ? "\n    {" : ",\n    {", stdout);
    print_member("kind", entry->kind == REPORT_DROPPED ? "dropped" : "changed");
    fputs(", ", stdout);
    print_member("object", entry->object);
    fputs(", ", stdout);
    print_member("name", entry->name);
    printf(", \"line\": %llu, ", (unsigned long long)entry->place.line);
    print_member("text", entry->text);
    fputs("}", stdout);
}

static void print_json(struct inspection *inspection)
{
    fputs("{\n  \"version\": 1,\n  ", stdout);
    print_member("dump", inspection->dump.source.name);
    fputs(",\n  ", stdout);
    print_member("server_version", inspection->catalog.server_version);
    fputs(",\n  ", stdout);
    print_member("pg_dump_version", inspection->catalog.dump_version);
    fputs(",\n  \"tables\": [", stdout);
    visit_tables(inspection, print_json_table);
    fputs("\n  ],\n  \"entries\": [", stdout);
    for (size_t i = 0; i < inspection->report.n_entries; i++)
        print_json_entry(&inspection->report.entries[i], i == 0);
    fputs("\n  ]\n}\n", stdout);
}

/* ---- the command ---- */

static bool run(struct inspection *inspection)
{
    const struct options *options = inspection->options;
    inspection->dump.to_the_end = true;
    if (!dump_open(&inspection->dump, options->dumps[0], options->buffer_size,
                   options->allow_truncated, &inspection->failure) ||
        !dump_survey(&inspection->dump, &inspection->catalog,
                     &inspection->survey, &inspection->failure))
        return false;
    schema_make(&inspection->schema, &inspection->catalog, &options->policies,
                &inspection->options->selection, &inspection->report);
    if (options->json)
        print_json(inspection);
    else
        print_text(inspection);
    return fflush(stdout) == 0 ||
           fail(&inspection->failure, "cannot write the output");
}

enum exit_status inspect(struct options *options)
{
    struct inspection inspection = {.options = options};
    bool done = run(&inspection);
    if (!done)
        say("%s", inspection.failure.text);
    schema_release(&inspection.schema);
    report_release(&inspection.report);
    survey_release(&inspection.survey);
    catalog_release(&inspection.catalog);
    dump_close(&inspection.dump);
    return done ? EXIT_DONE : EXIT_FAILED;
}
