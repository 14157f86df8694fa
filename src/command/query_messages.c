/* What is said of statements: on standard error for people, and for programs as
 * JSON or SARIF 2.1.0. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "command/query_job.h"
#include "command/version.h"

static const struct message_kind {
    const char *prefix, *name, *level; /* level: SARIF's */
} kinds[] = {
    [MESSAGE_REFUSED] = {"", "refused", "error"},
    [MESSAGE_NOTE] = {"note: ", "note", "warning"},
    [MESSAGE_USE] = {"", "use", "note"},
    [MESSAGE_UNREAD] = {"", "unread", "error"},
};

/* ---- for programs ---- */

static void add_json_result(struct buffer *out, const struct location *at,
                            const struct message_kind *kind, const char *text)
{
    buffer_add_text(out, "    {");
    json_add_member(out, "file", at->input);
    buffer_printf(out, ", \"line\": %llu, \"column\": %llu, ",
                  (unsigned long long)at->line, (unsigned long long)at->column);
    json_add_member(out, "kind", kind->name);
    buffer_add_text(out, ", ");
    json_add_member(out, "text", text);
    buffer_add_byte(out, '}');
}

/* RFC 3986: what is no plain letter is in percents. */
static void add_uri(struct buffer *out, const char *path)
{
    buffer_add_text(out, "\"uri\": \"");
    for (; *path; path++)
        if (isalnum((unsigned char)*path) || strchr("-._~/", *path))
            buffer_add_byte(out, *path);
        else
            buffer_printf(out, "%%%02X", (unsigned char)*path);
    buffer_add_byte(out, '"');
}

static void add_sarif_result(struct buffer *out, const struct location *at,
                             const struct message_kind *kind, const char *text)
{
    buffer_add_text(out, "    {");
    json_add_member(out, "ruleId", kind->name);
    buffer_add_text(out, ", ");
    json_add_member(out, "level", kind->level);
    buffer_add_text(out, ", \"message\": {");
    json_add_member(out, "text", text);
    buffer_add_text(out, "}, \"locations\": [{\"physicalLocation\": "
                         "{\"artifactLocation\": {");
    add_uri(out, at->input);
    buffer_printf(out,
                  "}, \"region\": {\"startLine\": %llu, \"startColumn\": "
                  "%llu}}}]}",
                  (unsigned long long)at->line, (unsigned long long)at->column);
}

static void query_add_result(struct query_job *job, const struct location *at,
                             const struct message_kind *kind, const char *text)
{
    buffer_add_text(&job->results, job->results.size ? ",\n" : "");
    if (job->options->sarif)
        add_sarif_result(&job->results, at, kind, text);
    else
        add_json_result(&job->results, at, kind, text);
}

bool query_print_results(struct query_job *job)
{
    const char *results = job->results.size ? buffer_text(&job->results) : "";
    const char *end = job->results.size ? "\n" : "";
    if (job->options->sarif)
        printf("{\n  \"version\": \"2.1.0\",\n  \"$schema\": "
               "\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
               "  \"runs\": [{\"columnKind\": \"unicodeCodePoints\", \"tool\": "
               "{\"driver\": {\"name\": "
               "\"pgdecant\", \"version\": \"%s\", \"rules\": [{\"id\": "
               "\"refused\"}, {\"id\": \"note\"}, {\"id\": \"use\"}, "
               "{\"id\": \"unread\"}]}},\n  \"results\": [\n"
               "%s%s  ]}]\n}\n",
               PGDECANT_VERSION, results, end);
    else
        printf("{\n  \"unchanged\": %llu,\n  \"translated\": %llu,\n"
               "  \"refused\": %llu,\n  \"notes\": %llu,\n  \"unread\": %llu,\n"
               "  \"messages\": [\n%s%s  ]\n}\n",
               (unsigned long long)job->unchanged,
               (unsigned long long)job->translated,
               (unsigned long long)job->refused, (unsigned long long)job->notes,
               (unsigned long long)job->unread, results, end);
    return (!fflush(stdout) && !ferror(stdout)) ||
           fail(&job->failure, "standard output: cannot be written");
}

/* ---- for people ---- */

void query_tell(struct query_job *job, uint32_t at, enum query_message kind,
                const char *text)
{
    struct failure message = {0};
    struct location location = job->script.location;
    if (job->is_mute)
        return;
    location_advance(&location, job->script.text,
                     at < job->script.length ? at : job->script.length);
    if (job->options->json || job->options->sarif) {
        query_add_result(job, &location, &kinds[kind], text);
        return;
    }
    if (job->options->quiet && kind != MESSAGE_REFUSED)
        return;
    fail_at(&message, location, "%s%s", kinds[kind].prefix, text);
    say("%s", message.text);
}

void query_tell_unread(struct query_job *job, const char *path)
{
    const struct location start = {.input = path, .line = 1, .column = 1};
    if (job->options->json || job->options->sarif)
        query_add_result(job, &start, &kinds[MESSAGE_UNREAD],
                         job->failure.text);
    else
        say("%s", job->failure.text);
}
