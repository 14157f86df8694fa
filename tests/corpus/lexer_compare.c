/* Compares pgdecant's tokens with those of PostgreSQL's own scanner, which
 * libpg_query carries: lexer_compare FILE, a file of SQL without COPY data and
 * psql commands. Prints the first difference and returns 1, or returns 0. */
#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "containers/open.h"
#include "postgres/lexer.h"

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *text;
    if (!file)
        exit(2);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    text = xmalloc(*size + 1);
    *size = fread(text, 1, *size, file);
    text[*size] = '\0';
    fclose(file);
    return text;
}

static const char *our_class(enum pg_token token)
{
    switch (token) {
    case PG_TOKEN_COMMENT:
    case PG_TOKEN_BLOCK_COMMENT: return "comment";
    case PG_TOKEN_STRING:
    case PG_TOKEN_DOLLAR: return "string";
    case PG_TOKEN_BITS: return "bits";
    case PG_TOKEN_INTEGER:
    case PG_TOKEN_NUMBER: return "number";
    case PG_TOKEN_PARAMETER: return "parameter";
    case PG_TOKEN_IDENTIFIER:
    case PG_TOKEN_QUOTED:
    case PG_TOKEN_UNICODE: return "name";
    default: return "sign";
    }
}

static const char *their_class(const PgQuery__ScanToken *token)
{
    switch (token->token) {
    case PG_QUERY__TOKEN__SQL_COMMENT:
    case PG_QUERY__TOKEN__C_COMMENT: return "comment";
    case PG_QUERY__TOKEN__SCONST:
    case PG_QUERY__TOKEN__USCONST: return "string";
    case PG_QUERY__TOKEN__BCONST:
    case PG_QUERY__TOKEN__XCONST: return "bits";
    case PG_QUERY__TOKEN__ICONST:
    case PG_QUERY__TOKEN__FCONST: return "number";
    case PG_QUERY__TOKEN__PARAM: return "parameter";
    case PG_QUERY__TOKEN__IDENT:
    case PG_QUERY__TOKEN__UIDENT: return "name";
    default:
        return token->keyword_kind != PG_QUERY__KEYWORD_KIND__NO_KEYWORD
                   ? "name"
                   : "sign";
    }
}

static int differ(const char *text, size_t at, const char *ours,
                  const char *theirs)
{
    printf("at byte %zu: %s here, %s in PostgreSQL: %.60s\n", at, ours, theirs,
           text + at);
    return 1;
}

static int compare(struct lexer *lexer, const char *text,
                   const PgQuery__ScanResult *scan)
{
    for (size_t i = 0;; i++) {
        const PgQuery__ScanToken *theirs;
        enum pg_token token;
        size_t start, end;
        lexer->retain_from = lexer->cursor;
        token = lexer_next(lexer);
        start = (size_t)(lexer->batch->bytes_before) +
                (size_t)(lexer->token - lexer->batch->text);
        end = start + (size_t)(lexer->cursor - lexer->token);
        if (token == PG_TOKEN_END || i == scan->n_tokens)
            return (token == PG_TOKEN_END) == (i == scan->n_tokens)
                       ? 0
                       : differ(text, start, "the end or not", "the other");
        theirs = scan->tokens[i];
        if (strncasecmp(lexer->token, "n'", 2) == 0 && i + 1 < scan->n_tokens) {
            theirs = scan->tokens[++i]; /* PostgreSQL reads NCHAR before it */
            start++;
        }
        /* libpg_query's end is behind what it looked ahead at, and comments
           between the parts come by themselves; the next start tells */
        if (strncasecmp(lexer->token, "u&", 2) == 0 ||
            token == PG_TOKEN_STRING) {
            while (i + 1 < scan->n_tokens &&
                   (size_t)scan->tokens[i + 1]->start < end)
                i++;
            end = (size_t)theirs->end;
        }
        if ((size_t)theirs->start != start || (size_t)theirs->end != end ||
            strcmp(our_class(token), their_class(theirs)) != 0)
            return differ(text, start, our_class(token), their_class(theirs));
    }
}

int main(int argc, char **argv)
{
    struct failure failure = {0};
    struct source *source;
    struct text_input input;
    struct pg_batch batch;
    struct lexer lexer;
    size_t size;
    char *text = read_file(argc > 1 ? argv[1] : "", &size);
    PgQueryScanResult result = pg_query_scan(text);
    PgQuery__ScanResult *scan;
    int status;
    if (result.error) {
        printf("PostgreSQL refuses it: %s\n", result.error->message);
        return 3;
    }
    scan = pg_query__scan_result__unpack(NULL, result.pbuf.len,
                                         (const uint8_t *)result.pbuf.data);
    source =
        source_open(argv[1], &(struct open_options){.again = false}, &failure);
    if (!source || !text_input_init(&input, source, 4096, &failure))
        return 2;
    pg_batch_init(&batch, 4096);
    lexer_init(&lexer, &input);
    lexer_enter(&lexer, &batch);
    status = compare(&lexer, text, scan);
    if (status == 0)
        printf("%zu tokens\n", scan->n_tokens);
    pg_query__scan_result__free_unpacked(scan, NULL);
    pg_query_free_scan_result(result);
    pg_batch_release(&batch);
    text_input_release(&input);
    source_close(source);
    free(text);
    return status;
}
