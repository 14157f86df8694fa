/* Fuzz target: any bytes through the lexer, in batches of a few bytes. Tokens
 * must follow one another without a gap other than white space. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "input/memory_source.h"
#include "postgres/lexer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct failure failure = {0};
    struct source *source =
        memory_source_open((const char *)data, size, "fuzz");
    struct text_input input;
    struct pg_batch batch;
    struct lexer lexer;
    enum pg_token token;
    if (text_input_init(&input, source, 16, &failure)) {
        pg_batch_init(&batch, 16);
        lexer_init(&lexer, &input);
        lexer.backslash = size % 2;
        lexer_enter(&lexer, &batch);
        do {
            lexer.retain_from = lexer.cursor;
            token = lexer_next(&lexer);
            if (lexer.token > lexer.cursor || lexer.cursor > lexer.limit ||
                *lexer.limit != '\0')
                abort();
        } while (token != PG_TOKEN_END && token != PG_TOKEN_UNTERMINATED &&
                 lexer.stop != LEXER_FAILED);
        pg_batch_release(&batch);
    }
    text_input_release(&input);
    source_close(source);
    return 0;
}
