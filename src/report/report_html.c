#include "report/report_html.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "base/format.h"
#include "report/report_css.h"
#include "report/verification.h"
#include "report/excerpts.h"
#include "report/advice.h"
#include "report/html.h"
#include "report/report_tables.h"

/* ---- the head ---- */

/* Without a script there is nothing that a name in the dump could start; the
 * policy says so to the browser, too. */
static void add_head(struct buffer *out, const char *dump)
{
    html_add(out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
             "<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" "
             "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
             "<meta name=\"viewport\" "
             "content=\"width=device-width, initial-scale=1\">\n"
             "<title>pgdecant: %s</title>\n<style>\n",
             dump);
    buffer_add_text(out, REPORT_CSS);
    buffer_add_text(out, "</style>\n</head>\n<body>\n");
}

static void count_kinds(const struct report *report, uint64_t counts[2])
{
    counts[REPORT_DROPPED] = counts[REPORT_CHANGED] = 0;
    for (size_t i = 0; i < report->n_entries; i++)
        counts[report->entries[i].kind]++;
}

struct totals {
    uint64_t tables, rows, bytes;
};

/* Partitions have one table between them. */
static struct totals sum(const struct contents *contents)
{
    struct totals totals = {0};
    for (size_t i = 0; i < contents->plans.n_items; i++) {
        const struct plan *plan = contents->plans.items[i];
        if (!plan || plan->kind != PLAN_ROWS)
            continue;
        totals.rows += plan->rows;
        totals.bytes += plan->bytes;
        totals.tables += plan->is_first;
    }
    for (size_t i = 0;
         contents->plans.n_items == 0 && i < contents->survey.n_targets; i++) {
        totals.rows += contents->survey.targets[i].rows;
        totals.bytes += contents->survey.targets[i].bytes;
    }
    if (contents->plans.defined)
        totals.tables = contents->tables.before.n;
    return totals;
}

/* Not asked is not the same as good. */
static void add_verdict(struct buffer *out,
                        const struct verification *verification)
{
    if (!verification)
        buffer_add_text(out, "<li><b class=\"soft\">not asked</b> "
                             "<span>verification (--verify)</span></li>\n");
    else if (verification_is_good(verification))
        html_add(out,
                 "<li><b class=\"good\">the same</b> "
                 "<span>verified: %s</span></li>\n",
                 comparison_count_unproven(&verification->comparison)
                     ? "every value that was compared"
                     : "every value");
    else
        buffer_add_text(out, "<li><b class=\"bad\">DIFFERS</b> "
                             "<span>verification</span></li>\n");
}

static void add_cards(struct buffer *out, const struct report_subject *subject)
{
    struct totals totals = sum(subject->contents);
    uint64_t kinds[2];
    char bytes[32];
    count_kinds(&subject->contents->report, kinds);
    format_bytes(bytes, (double)totals.bytes);
    html_add(out,
             "<ul class=\"cards\">\n"
             "<li><b>%n</b> <span>table%s</span></li>\n"
             "<li><b>%n</b> <span>row%s, %s in the dump</span></li>\n"
             "<li><b class=\"%s\">%n</b> <span>dropped</span></li>\n"
             "<li><b class=\"%s\">%n</b> <span>changed</span></li>\n",
             totals.tables, plural(totals.tables), totals.rows,
             plural(totals.rows), bytes,
             kinds[REPORT_DROPPED] ? "warn" : "good", kinds[REPORT_DROPPED],
             kinds[REPORT_CHANGED] ? "warn" : "good", kinds[REPORT_CHANGED]);
    add_verdict(out, subject->verification);
    buffer_add_text(out, "</ul>\n");
}

static void add_versions(struct buffer *out, const struct pg_catalog *catalog)
{
    if (catalog->server_version)
        html_add(out, " of PostgreSQL %s", catalog->server_version);
    if (catalog->dump_version)
        html_add(out, ", by pg_dump %s", catalog->dump_version);
}

/* By whom, when, and what for. */
static void add_origin(struct buffer *out, const struct report_subject *subject)
{
    const struct client *client = subject->contents->plans.client;
    char date[32] = "";
    time_t now = time(NULL);
    struct tm moment;
    if (gmtime_r(&now, &moment))
        strftime(date, sizeof date, " on %Y-%m-%d at %H:%M UTC", &moment);
    html_add(out, "<p class=\"soft\">By %s with SQLite %s%s", subject->program,
             sqlite3_libversion(), date);
    if (subject->target)
        html_add(out, ", for %s", subject->target);
    if (client)
        html_add(out, ", as %s reads it", client->name);
    html_add(out, ".<br><code>%s</code></p>\n", subject->command);
}

static void add_place(struct buffer *out, const char *id, const char *title)
{
    html_add(out, "<li><a href=\"#%s\">%s</a></li>", id, title);
}

static void add_places(struct buffer *out, const struct report_subject *subject)
{
    buffer_add_text(out, "<nav aria-label=\"Parts\"><ul>");
    add_place(out, "entries", "Dropped and changed");
    if (subject->verification)
        add_place(out, "verification", "Verification");
    add_place(out, "tables", "Tables");
    if (subject->contents->plans.defined) {
        add_place(out, "application", "For the application");
        add_place(out, "keys", "Keys");
        add_place(out, "types", "Types");
    }
    buffer_add_text(out, "</ul></nav>\n");
}

static void add_top(struct buffer *out, const struct report_subject *subject)
{
    struct contents *contents = subject->contents;
    html_add(out, "<header>\n<h1>From PostgreSQL to SQLite: %s</h1>\n",
             report_input_names(&contents->report));
    buffer_add_text(out, "<p class=\"soft\">A dump");
    add_versions(out, &contents->catalog);
    if (subject->into)
        html_add(out, "; its rows into %s", subject->into);
    else if (subject->made)
        html_add(out, "; into the new database %s", subject->made);
    buffer_add_text(out, ".</p>\n");
    add_origin(out, subject);
    buffer_add_text(out, "</header>\n");
    add_places(out, subject);
    buffer_add_text(out, "<main>\n");
    add_cards(out, subject);
}

/* ---- tables ---- */

/* Links to what the report has of it. */
static void add_remarks(struct buffer *out, const struct reported_table *table)
{
    if (!table->remarks)
        return;
    buffer_printf(out, " <a href=\"#entry%zu\">", table->first_remark + 1);
    html_add(out, "%n remark%s</a>", (uint64_t)table->remarks,
             plural(table->remarks));
}

static void html_report_add_table(struct buffer *out,
                                  const struct reported_table *table,
                                  bool is_first)
{
    char bytes[32];
    (void)is_first;
    format_bytes(bytes, (double)table->bytes);
    html_add(out, "<tr><td>%s.%s</td><td>", table->name.schema,
             table->name.name);
    if (table->becomes)
        html_add(out, "%s", table->becomes);
    else if (table->reason)
        html_add(out, "<span class=\"warn\">left out: %s</span>",
                 table->reason);
    else
        buffer_add_text(out, "<span class=\"soft\">rows only</span>");
    add_remarks(out, table);
    html_add(out, "</td><td class=\"n\">%n</td><td class=\"n\">%s</td>",
             table->rows, bytes);
    buffer_printf(out, "<td class=\"n\">%.2f s</td></tr>\n", table->seconds);
}

/* Long lists are closed at first. */
static void begin_fold(struct buffer *out, size_t n, const char *title)
{
    enum { MAX_OPEN = 150 };
    html_add(out, "<details%s><summary>%s</summary>\n",
             n > MAX_OPEN ? "" : " open", title);
}

static void add_tables(struct buffer *out, const struct contents *contents)
{
    buffer_add_text(out, "<section aria-labelledby=\"tables\">\n"
                         "<h2 id=\"tables\">Tables</h2>\n");
    begin_fold(out, contents->tables.n_maps + contents->plans.n_items,
               "rows, sizes and times of all tables");
    buffer_add_text(out, "<div class=\"wide\"><table>\n"
                         "<thead><tr><th scope=\"col\">PostgreSQL</th>"
                         "<th scope=\"col\">SQLite</th>"
                         "<th scope=\"col\" class=\"n\">rows</th>"
                         "<th scope=\"col\" class=\"n\">size</th>"
                         "<th scope=\"col\" class=\"n\">time</th>"
                         "</tr></thead>\n<tbody>\n");
    report_tables(contents, html_report_add_table, out);
    buffer_add_text(out, "</tbody></table></div>\n</details>\n</section>\n");
}

/* ---- what the application has to know ---- */

/* Name, modifiers, brackets; not quite PostgreSQL's spelling, such as
 * timestamp(3) without time zone. */
static void add_type(struct buffer *out, const struct pg_type *type)
{
    if (type->name.schema)
        html_add(out, "%s.", type->name.schema);
    html_add(out, "%s", type->name.name);
    if (type->n_modifiers == 1)
        buffer_printf(out, "(%ld)", type->modifiers[0]);
    else if (type->n_modifiers == 2)
        buffer_printf(out, "(%ld,%ld)", type->modifiers[0], type->modifiers[1]);
    for (uint32_t i = 0; i < type->dimensions && i < 6; i++)
        buffer_add_text(out, "[]");
}

/* The forms of values that are others in SQLite, each once; whole numbers and
 * doubles are what they were. */
static void add_forms(struct buffer *out, const struct schema *schema)
{
    bool known[N_CODECS] = {false};
    for (size_t i = 0; i < schema->n_maps; i++) {
        const struct table_map *map = &schema->maps[i];
        for (size_t c = 0; map->table && c < map->flat->n_columns; c++) {
            const struct codec *codec = map->types[c]->codec;
            if (!codec->convert || codec->class == CLASS_INTEGER ||
                codec->class == CLASS_REAL || known[codec - codecs])
                continue;
            known[codec - codecs] = true;
            buffer_add_text(out, "<li>");
            add_type(out, &map->flat->columns[c].type);
            html_add(out, ": %s, as in %s.%s</li>\n", codec->stored,
                     map->table->name, map->table->columns[c].name);
        }
    }
}

static void html_add_advice(struct buffer *out, const struct advice *advice,
                            size_t at)
{
    char count[32];
    (void)at;
    format_count(count, advice->n);
    html_add(out, "<li>%s %s", count, advice->text);
    if (advice->example)
        html_add(out, ", such as %s", advice->example);
    buffer_add_text(out, ".</li>\n");
}

static void add_advice(struct buffer *out, const struct contents *contents)
{
    buffer_add_text(out, "<section aria-labelledby=\"application\">\n"
                         "<h2 id=\"application\">For the application</h2>\n"
                         "<ul>\n");
    advice_visit(contents, html_add_advice, out);
    add_forms(out, &contents->tables);
    buffer_add_text(out, "</ul>\n</section>\n");
}

/* ---- types ---- */

/* What decided, besides the type itself. */
static const char *seen_text(unsigned seen, const char *declared)
{
    bool is_text = strstr(declared, "text") != NULL;
    if ((seen & SEEN_MANY_DIGITS) && is_text)
        return "some values have more digits than a double holds";
    if ((seen & SEEN_BARE_NUMBER) && is_text)
        return "some values are bare numbers, which JSON columns would change";
    if (seen & SEEN_NAN)
        return "NaN among the values";
    if (seen & SEEN_DEEP)
        return "nested deeper than json_valid goes";
    return "";
}

static void add_column_type(struct buffer *out, const struct table_map *map,
                            size_t at)
{
    const struct pg_column *column = &map->flat->columns[at];
    const struct lite_column *lite = &map->table->columns[at];
    html_add(out, "<tr><td>%s</td><td>", lite->name);
    add_type(out, &column->type);
    html_add(out, "</td><td>%s</td><td>%s%s</td><td>%s</td></tr>\n", lite->type,
             map->types[at]->codec->stored,
             lite->generated ? ", generated" : "",
             seen_text(column->seen, lite->type));
}

static void add_table_types(struct buffer *out, const struct table_map *map)
{
    if (!map->table || map->root != map)
        return;
    html_add(out,
             "<details><summary>%s <span class=\"soft\">(%n column%s)</span>"
             "</summary>\n<div class=\"wide\"><table><thead><tr>"
             "<th scope=\"col\">column</th><th scope=\"col\">PostgreSQL</th>"
             "<th scope=\"col\">SQLite</th><th scope=\"col\">stored as</th>"
             "<th scope=\"col\">because</th>"
             "</tr></thead><tbody>\n",
             map->table->name, (uint64_t)map->flat->n_columns,
             plural(map->flat->n_columns));
    for (size_t i = 0; i < map->flat->n_columns; i++)
        add_column_type(out, map, i);
    buffer_add_text(out, "</tbody></table></div></details>\n");
}

static void add_types(struct buffer *out, const struct contents *contents)
{
    buffer_add_text(out, "<section aria-labelledby=\"types\">\n"
                         "<h2 id=\"types\">Types</h2>\n");
    begin_fold(out, contents->tables.n_maps, "columns of all tables");
    for (size_t i = 0; i < contents->tables.n_maps; i++)
        add_table_types(out, &contents->tables.maps[i]);
    buffer_add_text(out, "</details>\n</section>\n");
}

/* ---- dropped and changed ---- */

/* What, why, and the dump's own lines. */
static void html_report_add_entry(struct buffer *out,
                                  const struct report *report, size_t number,
                                  const char *excerpt)
{
    const struct report_entry *entry = &report->entries[number];
    char at[LOCATION_ROOM];
    buffer_printf(out, "<div class=\"entry\" id=\"entry%zu\">", number + 1);
    html_add(out,
             "<div><p><span class=\"warn\">%s</span> "
             "%s <b>%s</b></p><p>%s</p></div><div>",
             report_kind_name(entry->kind), entry->object, entry->name,
             entry->text);
    if (entry->location.line)
        html_add(out, "<span class=\"soft\">%s</span>",
                 report_print_location(at, report, &entry->location));
    if (*excerpt)
        html_add(out, "<pre>%s</pre>", excerpt);
    buffer_add_text(out, "</div></div>\n");
}

static void add_entries_of(struct buffer *out, const struct report *report,
                           const struct excerpts *excerpts,
                           enum report_kind kind, const char *title)
{
    uint64_t counts[2];
    count_kinds(report, counts);
    if (!counts[kind])
        return;
    html_add(out, "<details open><summary>%s: %n</summary>\n", title,
             counts[kind]);
    for (size_t i = 0; i < report->n_entries; i++)
        if (report->entries[i].kind == kind)
            html_report_add_entry(out, report, i, excerpts_text(excerpts, i));
    buffer_add_text(out, "</details>\n");
}

/* The dumps are read once more for their lines. */
static void add_entries(struct buffer *out, struct contents *contents)
{
    struct excerpts excerpts = {0};
    excerpts_init(&excerpts, &contents->report);
    for (size_t i = 0; i < contents->n_dumps; i++)
        excerpts_read(&excerpts, contents->dumps[i].source);
    buffer_add_text(out, "<section aria-labelledby=\"entries\">\n"
                         "<h2 id=\"entries\">Dropped and changed</h2>\n");
    if (contents->report.n_entries == 0)
        buffer_add_text(out, "<p class=\"good\">Nothing.</p>\n");
    add_entries_of(out, &contents->report, &excerpts, REPORT_DROPPED,
                   "Not in the output");
    add_entries_of(out, &contents->report, &excerpts, REPORT_CHANGED,
                   "There, but not as it was");
    buffer_add_text(out, "</section>\n");
    excerpts_release(&excerpts);
}

/* ---- verification ---- */

/* Where add_line adds: whoever prints a line at a time knows no page. */
static struct buffer *lines;

static void html_report_add_line(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

static void html_report_add_line(const char *format, ...)
{
    struct buffer text = {0};
    va_list args;
    va_start(args, format);
    buffer_vprintf(&text, format, args);
    va_end(args);
    html_add(lines, "%s\n", buffer_text(&text));
    buffer_release(&text);
}

static void add_verification(struct buffer *out,
                             struct verification *verification)
{
    buffer_add_text(out, "<section aria-labelledby=\"verification\">\n"
                         "<h2 id=\"verification\">Verification</h2>\n<pre>");
    lines = out;
    verification_print(verification, true, html_report_add_line);
    buffer_add_text(out, "</pre>\n</section>\n");
}

/* ---- the page ---- */

void report_add_html(struct buffer *out, const struct report_subject *subject)
{
    struct contents *contents = subject->contents;
    add_head(out, report_input_names(&contents->report));
    add_top(out, subject);
    add_entries(out, contents);
    if (subject->verification)
        add_verification(out, subject->verification);
    add_tables(out, contents);
    if (contents->plans.defined) {
        add_advice(out, contents);
        buffer_add_text(out, "<section aria-labelledby=\"keys\">\n"
                             "<h2 id=\"keys\">Keys</h2>\n");
        report_add_diagrams(out, &contents->tables);
        buffer_add_text(out, "</section>\n");
        add_types(out, contents);
    }
    buffer_add_text(out, "</main>\n</body>\n</html>\n");
}
