/* One statement of a script: what it becomes, and what stands before it. */
#include <string.h>
#include <strings.h>

#include "command/query_job.h"
#include "postgres/parameters.h"
#include "sqlite/comment.h"
#include "sqlite/same_sql.h"

/* ---- output ---- */

static void emit(struct query_job *job, const char *bytes, size_t size)
{
    if (job->is_silent || !size)
        return;
    output_add(&job->output, bytes, size);
    job->last_byte = bytes[size - 1];
}

static void emit_text(struct query_job *job, const char *text)
{
    emit(job, text, strlen(text));
}

/* ---- what stands between statements ---- */

/* PostgreSQL's comments nest, and a carriage return ends one that begins with
 * two hyphens; in SQLite neither is so. */
void query_add_layout(struct query_job *job)
{
    const char *at = job->script.layout, *end = at + job->script.layout_length;
    size_t depth = 0;
    /* The statement before became a comment to the line's end. */
    if (job->is_behind_comment && at < end && *at != '\n')
        emit_text(job, "\n");
    job->is_behind_comment = false;
    while (at < end) {
        bool opens = at + 1 < end && at[0] == '/' && at[1] == '*';
        bool closes = at + 1 < end && at[0] == '*' && at[1] == '/' && depth;
        if (opens || closes) {
            bool is_inner = opens ? depth > 0 : depth > 1;
            emit(job, at, 1);
            emit_text(job, is_inner ? " " : "");
            emit(job, at + 1, 1);
            /* Or the slash of an inner comment's own text would close it. */
            emit_text(job, is_inner ? " " : "");
            depth += opens ? 1 : (size_t)-1;
            at += 2;
            continue;
        }
        if (!depth && at + 1 < end && at[0] == '-' && at[1] == '-') {
            size_t length = 0;
            while (at + length < end && !strchr("\r\n", at[length]))
                length++;
            emit(job, at, length);
            at += length;
            continue;
        }
        if (*at == '\r' && (at + 1 == end || at[1] != '\n'))
            emit_text(job, "\n");
        else
            emit(job, at, 1);
        at++;
    }
}

/* ---- one statement ---- */

/* As a comment, so that the rest can be run. */
static void add_refused(struct query_job *job, const char *reason)
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
    emit(job, comment.bytes, comment.size);
    buffer_release(&comment);
    job->refused++;
    job->is_behind_comment = true;
}

static void add_semicolon(struct query_job *job)
{
    if (job->script.has_semicolon)
        emit_text(job, ";");
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

static void add_translated(struct query_job *job,
                           const struct query_translation *translation)
{
    const struct script *script = &job->script;
    const char *sql = translation->sql;
    /* In a script each statement would begin to count again. */
    if (!translation->is_script)
        sql = sql_with_positional(&job->arena, sql, job->n_positional);
    if (!has_end_line(script) &&
        sql_is_same(script->text, script->length, sql, strlen(sql))) {
        emit(job, script->text, script->length);
        job->unchanged++;
    } else {
        emit_text(job, sql);
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

/* Uses (with -v) are no warnings, so they are not counted. */
static void cmd_query_tell_notes(struct query_job *job,
                                 const struct query_translation *translation)
{
    for (size_t i = 0; i < translation->n_notes; i++) {
        const struct query_note *note = &translation->notes[i];
        job->notes += !note->is_use;
        query_tell(job, note->at, note->is_use ? MESSAGE_USE : MESSAGE_NOTE,
                   note->text);
    }
}

static void cmd_query_refuse(struct query_job *job, uint32_t at,
                             const char *reason)
{
    query_tell(job, at, MESSAGE_REFUSED, reason);
    add_refused(job, reason);
}

static void cmd_query_translate(struct query_job *job, struct pg_parser *parser)
{
    struct query_translation translation =
        query_translate(&job->arena, &job->query_context, parser->query, NULL);
    if (!translation.sql) {
        cmd_query_refuse(job, translation.at, translation.reason);
        return;
    }
    cmd_query_tell_notes(job, &translation);
    add_translated(job, &translation);
}

/* In order of what can be wrong: tokens, parameters, the kind, the grammar, the
 * meaning. */
void query_take_statement(struct query_job *job)
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
        emit(job, job->script.text, job->script.length);
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
