#include "command/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/output.h"
#include "input/memory_source.h"
#include "input/open.h"
#include "pipeline/dump_set.h"
#include "postgres/parameters.h"
#include "postgres/script.h"
#include "sqlite/comment.h"
#include "sqlite/same_sql.h"
#include "translate/query.h"

struct job {
    struct options *options;
    struct failure failure;
    struct dump_set *dumps; /* none, but --types-from */
    struct table_lookup tables;
    struct query_context query_context;
    struct source *source;
    struct script script;
    struct output output;
    struct pg_catalog nothing; /* of queries: no objects come of them */
    struct arena arena;        /* of the statement at hand ... */
    unsigned n_positional;     /* ... and how many ? are in it */
    uint64_t unchanged, translated, refused, notes;
    bool is_behind_comment; /* of a refused statement */
};

/* ---- what was said ---- */

/* Each with its place, so that an editor can jump to it. */
static void tell(struct job *job, uint32_t at, const char *kind,
                 const char *text)
{
    struct failure message = {0};
    struct location location = job->script.location;
    location_advance(&location, job->script.text,
                     at < job->script.length ? at : job->script.length);
    fail_at(&message, location, "%s%s", kind, text);
    say("%s", message.text);
}

/* Uses (with -v) are no warnings, so they are not counted. */
static void cmd_query_tell_notes(struct job *job,
                                 const struct query_translation *translation)
{
    for (size_t i = 0; i < translation->n_notes; i++) {
        const struct query_note *note = &translation->notes[i];
        job->notes += !note->is_use;
        if (!job->options->quiet)
            tell(job, note->at, note->is_use ? "" : "note: ", note->text);
    }
}

/* One statement on the command line needs no sum. */
static void cmd_query_summarise(const struct job *job)
{
    uint64_t all = job->unchanged + job->translated + job->refused;
    if (job->options->quiet || job->options->sql)
        return;
    say("%llu statement%s: %llu unchanged, %llu translated, %llu refused",
        (unsigned long long)all, all == 1 ? "" : "s",
        (unsigned long long)job->unchanged, (unsigned long long)job->translated,
        (unsigned long long)job->refused);
}

/* ---- what stands between statements ---- */

/* PostgreSQL's comments nest, and a carriage return ends one that begins with
 * two hyphens; in SQLite neither is so. */
static void add_layout(struct job *job)
{
    const char *at = job->script.layout, *end = at + job->script.layout_length;
    size_t depth = 0;
    /* The statement before became a comment to the line's end. */
    if (job->is_behind_comment && at < end && *at != '\n')
        output_add_text(&job->output, "\n");
    job->is_behind_comment = false;
    while (at < end) {
        bool opens = at + 1 < end && at[0] == '/' && at[1] == '*';
        bool closes = at + 1 < end && at[0] == '*' && at[1] == '/' && depth;
        if (opens || closes) {
            bool is_inner = opens ? depth > 0 : depth > 1;
            output_add(&job->output, at, 1);
            output_add_text(&job->output, is_inner ? " " : "");
            output_add(&job->output, at + 1, 1);
            /* Or the slash of an inner comment's own text would close it. */
            output_add_text(&job->output, is_inner ? " " : "");
            depth += opens ? 1 : (size_t)-1;
            at += 2;
            continue;
        }
        if (!depth && at + 1 < end && at[0] == '-' && at[1] == '-') {
            size_t length = 0;
            while (at + length < end && !strchr("\r\n", at[length]))
                length++;
            output_add(&job->output, at, length);
            at += length;
            continue;
        }
        if (*at == '\r' && (at + 1 == end || at[1] != '\n'))
            output_add_text(&job->output, "\n");
        else
            output_add(&job->output, at, 1);
        at++;
    }
}

/* ---- one statement ---- */

/* As a comment, so that the rest can be run. */
static void add_refused(struct job *job, const char *reason)
{
    const char *at = job->script.text, *end = at + job->script.length;
    const char *first = arena_printf(&job->arena, "not translated: %s", reason);
    struct buffer comment = {0};
    comment_add_line(&comment, first, strlen(first));
    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((line ? line : end) - at);
        buffer_add_byte(&comment, '\n');
        comment_add_line(&comment, at,
                         length - (length && at[length - 1] == '\r'));
        at = line ? line + 1 : end;
    }
    if (job->script.has_semicolon)
        buffer_add_byte(&comment, ';');
    output_add(&job->output, comment.bytes, comment.size);
    buffer_release(&comment);
    job->refused++;
    job->is_behind_comment = true;
}

static void add_semicolon(struct job *job)
{
    if (job->script.has_semicolon)
        output_add_text(&job->output, ";");
}

/* A line of only "/" or "go" ends a statement for the sqlite3 shell, as SQL
 * Server's and Oracle's do: what has one is never left as it is written. */
static bool has_end_line(const struct script *script)
{
    const char *at = script->text, *end = at + script->length;
    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((line ? line : end) - at);
        for (; length && strchr(" \t\r\v\f", *at); at++)
            length--;
        while (length && strchr(" \t\r\v\f", at[length - 1]))
            length--;
        if ((length == 1 && *at == '/') ||
            (length == 2 && !strncasecmp(at, "go", 2)))
            return true;
        at = line ? line + 1 : end;
    }
    return false;
}

static void add_translated(struct job *job, const char *sql)
{
    const struct script *script = &job->script;
    sql = sql_with_positional(&job->arena, sql, job->n_positional);
    if (!has_end_line(script) &&
        sql_is_same(script->text, script->length, sql, strlen(sql))) {
        output_add(&job->output, script->text, script->length);
        job->unchanged++;
    } else {
        output_add_text(&job->output, sql);
        job->translated++;
    }
    add_semicolon(job);
}

/* BEGIN, COMMIT and similar ones are SQLite's, too. */
static bool is_transaction(const struct script *script)
{
    static const char *const words[] = {"begin",       "commit",  "end",
                                        "rollback",    "release", "savepoint",
                                        "transaction", "to"};
    bool known = true;
    for (size_t i = 0; i < script->n_tokens && known; i++) {
        const struct pg_token_slice *token = &script->tokens[i];
        const char *text = script->text + token->start;
        bool is_name = i > 0 && token->kind == PG_TOKEN_IDENTIFIER &&
                       i + 1 == script->n_tokens;
        known = is_name && script->n_tokens > 1;
        for (size_t j = 0; j < COUNT_OF(words) && !known; j++)
            known = strlen(words[j]) == token->length &&
                    !strncasecmp(words[j], text, token->length);
    }
    return known && script->tokens[0].kind == PG_TOKEN_IDENTIFIER &&
           !has_end_line(script);
}

/* What the grammar knows besides (CREATE TABLE) is for dumps. */
static bool is_query(const struct pg_token_text *tokens, size_t n)
{
    static const char *const words[] = {"select", "values", "table", "with",
                                        "insert", "update", "delete"};
    bool is_parenthesis = n && token_is_byte(&tokens[0], '(');
    for (size_t i = 0; i < COUNT_OF(words) && n; i++)
        if (token_is_word(&tokens[0], words[i]))
            return true;
    return is_parenthesis;
}

static void cmd_query_refuse(struct job *job, uint32_t at, const char *reason)
{
    tell(job, at, "", reason);
    add_refused(job, reason);
}

static void cmd_query_translate(struct job *job, struct pg_parser *parser)
{
    struct query_translation translation =
        query_translate(&job->arena, &job->query_context, parser->query, NULL);
    if (!translation.sql) {
        cmd_query_refuse(job, translation.at, translation.reason);
        return;
    }
    cmd_query_tell_notes(job, &translation);
    add_translated(job, translation.sql);
}

/* In order of what can be wrong: tokens, parameters, the kind, the grammar, the
 * meaning. */
static void take_statement(struct job *job)
{
    const char *problem;
    const struct pg_token_text *odd;
    struct pg_token_text *tokens =
        tokens_decode(&job->arena, &job->arena, &job->script.slices, &problem);
    size_t n = job->script.slices.n;
    struct pg_parser parser = {.arena = &job->arena,
                               .catalog = &job->nothing,
                               .search_schema = "public",
                               .text = job->script.text};
    if (is_transaction(&job->script)) {
        output_add(&job->output, job->script.text, job->script.length);
        add_semicolon(job);
        job->unchanged++;
        return;
    }
    if (!problem)
        tokens = parameters_join(&job->arena, job->script.text, tokens, &n,
                                 &job->n_positional);
    odd = problem ? NULL : parameters_find_odd(tokens, n);
    if (odd)
        problem = "a ? beside parameters of another kind: SQLite would take "
                  "them for one another";
    if (!problem && !is_query(tokens, n))
        problem = "only SELECT, VALUES, TABLE, WITH, INSERT, UPDATE and DELETE "
                  "are translated";
    if (problem)
        parser.problem_at = odd ? odd->at : 0;
    else
        problem = parser_statement(&parser, tokens, n);
    if (problem)
        cmd_query_refuse(job, parser.problem_at, problem);
    else
        cmd_query_translate(job, &parser);
}

/* ---- the script ---- */

/* One statement at a time: a script may be of any length. */
static bool run_script(struct job *job)
{
    while (script_next(&job->script)) {
        add_layout(job);
        if (job->script.length)
            take_statement(job);
        arena_reset(&job->arena);
    }
    if (job->script.failure.happened)
        return fail(&job->failure, "%s", job->script.failure.text);
    if (job->options->sql)
        output_add_text(&job->output, "\n");
    return true;
}

/* SQL on the command line is read like a file. */
static bool open_argument(struct job *job)
{
    if (access(job->options->sql, F_OK) == 0)
        return fail(&job->failure,
                    "'%s' is a file, and the argument is SQL itself; say "
                    "pgdecant query < %s",
                    job->options->sql, job->options->sql);
    job->source =
        memory_source_open(job->options->sql, strlen(job->options->sql), "SQL");
    return true;
}

static bool open_source(struct job *job)
{
    if (job->options->sql)
        return open_argument(job);
    job->source = source_open(job->options->dumps[0], false, &job->failure);
    return job->source != NULL;
}

/* ---- the command ---- */

/* The set has no dumps of its own; it owns the schema that --types-from gives.
 * */
static bool cmd_query_read_types(struct job *job)
{
    const struct options *options = job->options;
    struct dump_set_options set = options_of_dumps(job->options);
    struct schema *tables;
    job->query_context =
        (struct query_context){.arrays = options->policies.arrays,
                               .keeps_parentheses = true,
                               .tells_uses = options->verbose,
                               .dialect = options->policies.dialect};
    if (!options->types_from)
        return true;
    set.n_paths = 0;
    job->dumps = dump_set_open(&set, &job->failure);
    if (!job->dumps || !dump_set_names(job->dumps, options->types_from))
        return false;
    tables = &dump_set_contents(job->dumps)->tables;
    job->tables = schema_lookup(tables);
    job->query_context.tables = &job->tables;
    job->query_context.views = tables->views;
    return true;
}

/* Nothing is committed, so the output keeps its old content. */
static bool check_strict(struct job *job)
{
    if (!job->options->strict || !(job->refused + job->notes))
        return true;
    return fail(&job->failure, "--strict: not everything means the same, so "
                               "nothing is written");
}

static bool cmd_query_run(struct job *job)
{
    const struct options *options = job->options;
    return cmd_query_read_types(job) && open_source(job) &&
           (script_open(&job->script, job->source, options->buffer_size) ||
            fail(&job->failure, "%s", job->script.failure.text)) &&
           output_open(&job->output, options->output, options->replace,
                       &job->failure) &&
           run_script(job) && check_strict(job) &&
           output_commit(&job->output, &job->failure);
}

static void cmd_query_release(struct job *job)
{
    output_abort(&job->output);
    script_close(&job->script);
    source_close(job->source);
    dump_set_close(job->dumps);
    catalog_release(&job->nothing);
    arena_release(&job->arena);
}

enum exit_status cmd_query(struct options *options)
{
    struct job job = {.options = options};
    bool done = cmd_query_run(&job);
    bool refused = job.refused || (!done && options->strict && job.notes);
    if (!done)
        say("%s", job.failure.text);
    else
        cmd_query_summarise(&job);
    cmd_query_release(&job);
    return refused ? EXIT_REFUSED : done ? EXIT_DONE : EXIT_FAILED;
}
