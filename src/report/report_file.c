#include "report/report_file.h"

#include <string.h>

#include "base/hidden.h"
#include "base/memory.h"
#include "base/output.h"
#include "report/report_html.h"
#include "report/report_json.h"

static bool ends_in(const char *path, const char *suffix)
{
    size_t length = strlen(path), wanted = strlen(suffix);
    return length > wanted && !strcmp(path + length - wanted, suffix);
}

/* ---- for people ---- */

static void report_file_add_entry(struct buffer *out,
                                  const struct report_entry *entry)
{
    char at[LOCATION_ROOM];
    buffer_printf(out, "%s: %s: %s %s: %s\n",
                  location_print(at, &entry->location, LOCATION_FILE),
                  report_kind_name(entry->kind), entry->object, entry->name,
                  entry->text);
}

/* An entry is a line, and what plays with terminals is shown as '?'. */
static void report_file_add_text(struct buffer *out,
                                 const struct report_subject *subject)
{
    const struct contents *contents = subject->contents;
    for (size_t i = 0; i < contents->report.n_entries; i++) {
        size_t start = out->size;
        report_file_add_entry(out, &contents->report.entries[i]);
        /* All but the line's end. */
        out->size =
            start + hidden_defuse(out->bytes + start, out->size - 1 - start);
        buffer_add_byte(out, '\n');
    }
}

/* ---- all forms ---- */

static const struct form {
    const char *suffix;
    void (*add)(struct buffer *out, const struct report_subject *subject);
    bool reads; /* the dump */
} forms[] = {{".txt", report_file_add_text, false},
             {".json", report_add_json, false},
             {".html", report_add_html, true}};

/* The name's end says which form is wanted. */
static const struct form *find_form(const char *path)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (ends_in(path, forms[i].suffix))
            return &forms[i];
    return NULL;
}

bool report_file_is_known(const char *path)
{
    return find_form(path) != NULL;
}

bool report_file_reads(const char *path)
{
    return find_form(path)->reads;
}

/* Made in memory first: a report is small beside its dump. */
bool report_file_write(const char *path, bool replace,
                       const struct report_subject *subject,
                       struct failure *failure)
{
    struct buffer text = {0};
    struct output output;
    bool done = output_open(&output, path, replace, failure);
    if (done) {
        find_form(path)->add(&text, subject);
        if (text.size)
            output_add(&output, text.bytes, text.size);
        done = output_commit(&output, failure);
    }
    output_abort(&output);
    buffer_release(&text);
    return done;
}
