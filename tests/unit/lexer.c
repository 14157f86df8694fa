#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "input/memory_source.h"
#include "postgres/lexer.h"

static const char *const names[] = {
    [PG_TOKEN_END] = "end",
    [PG_TOKEN_IDENTIFIER] = "id",
    [PG_TOKEN_QUOTED] = "quoted",
    [PG_TOKEN_UNICODE] = "unicode",
    [PG_TOKEN_STRING] = "string",
    [PG_TOKEN_DOLLAR] = "dollar",
    [PG_TOKEN_BITS] = "bits",
    [PG_TOKEN_INTEGER] = "int",
    [PG_TOKEN_NUMBER] = "number",
    [PG_TOKEN_PARAMETER] = "param",
    [PG_TOKEN_OPERATOR] = "op",
    [PG_TOKEN_CAST] = "cast",
    [PG_TOKEN_DOTS] = "dots",
    [PG_TOKEN_ASSIGN] = "assign",
    [PG_TOKEN_ARROW] = "arrow",
    [PG_TOKEN_COMPARE] = "compare",
    [PG_TOKEN_COMMENT] = "comment",
    [PG_TOKEN_BLOCK_COMMENT] = "block",
    [PG_TOKEN_META] = "meta",
    [PG_TOKEN_SELF] = "self",
    [PG_TOKEN_UNTERMINATED] = "unterminated",
    [PG_TOKEN_JUNK] = "junk",
};

/* The tokens of a text, each as KIND[text]. */
static void lex(struct buffer *out, const char *text, size_t batch_bytes,
                bool backslash)
{
    struct failure failure = {0};
    struct source *source = memory_source_open(text, strlen(text), "test");
    struct text_input input;
    struct pg_batch batch;
    struct lexer lexer;
    enum pg_token token;
    assert_true(text_input_init(&input, source, batch_bytes, &failure));
    pg_batch_init(&batch, batch_bytes);
    lexer_init(&lexer, &input);
    lexer.backslash = backslash;
    lexer_enter(&lexer, &batch);
    do {
        lexer.retain_from = lexer.cursor;
        token = lexer_next(&lexer);
        buffer_printf(out, "%s[%.*s] ", names[token],
                      (int)(lexer.cursor - lexer.token), lexer.token);
    } while (token != PG_TOKEN_END && token != PG_TOKEN_UNTERMINATED);
    pg_batch_release(&batch);
    text_input_release(&input);
    source_close(source);
}

static void expect(const char *text, bool backslash, const char *wanted)
{
    struct buffer out = {0};
    for (size_t batch = 1; batch < 600; batch = batch * 5 + 1) {
        lex(&out, text, batch, backslash);
        assert_holds(&out, wanted);
    }
    buffer_release(&out);
}

static void strings(void **state)
{
    (void)state;
    expect("'a''b' x", false, "string['a''b'] id[x] end[] ");
    expect("'a\\' x", false, "string['a\\'] id[x] end[] ");
    expect("'a\\'' x", true, "string['a\\''] id[x] end[] ");
    expect("e'a\\''N'b'", false, "string[e'a\\''] string[N'b'] end[] ");
    expect("U&'a' uescape '!'", false,
           "string[U&'a'] id[uescape] string['!'] end[] ");
    expect("'a'\n 'b' 'c'", false, "string['a'\n 'b'] string['c'] end[] ");
    expect("'a' -- c\n'b'", false, "string['a' -- c\n'b'] end[] ");
    expect("'a' - 'b'", false, "string['a'] self[-] string['b'] end[] ");
    expect("'a' /**/\n'b'", false,
           "string['a'] block[/**/] string['b'] end[] ");
    expect("B'10' x'1F'", false, "bits[B'10'] bits[x'1F'] end[] ");
    expect("'abc", false, "unterminated['abc] ");
}

static void dollar_quotes(void **state)
{
    (void)state;
    expect("$$a'b$$ $t$x$u$y$t$", false,
           "dollar[$$a'b$$] dollar[$t$x$u$y$t$] end[] ");
    expect("$tag$a$tagx$b$tag$", false, "dollar[$tag$a$tagx$b$tag$] end[] ");
    expect("a$b$c $1 $1x", false, "id[a$b$c] param[$1] junk[$1x] end[] ");
    expect("$$a", false, "unterminated[$$a] ");
}

static void names_and_comments(void **state)
{
    (void)state;
    expect("Ab_1$ \"q\"\"x\" U&\"y\" \xc3\xa9", false,
           "id[Ab_1$] quoted[\"q\"\"x\"] unicode[U&\"y\"] id[\xc3\xa9] end[] ");
    expect("--x\ra /* b /* c */ d */ e", false,
           "comment[--x] id[a] block[/* b /* c */ d */] id[e] end[] ");
    expect("/*/ */ x", false, "block[/*/ */] id[x] end[] ");
    expect("/* a", false, "unterminated[/* a] ");
    expect("x \\connect y z\n;", false,
           "id[x] meta[\\connect y z] self[;] end[] ");
}

static void numbers(void **state)
{
    (void)state;
    expect("42 3.5 4. .5 5e2 1.9e-3", false,
           "int[42] number[3.5] number[4.] number[.5] number[5e2] "
           "number[1.9e-3] end[] ");
    expect("0x1F 0o17 0b101 1_000 1_0.5_0", false,
           "int[0x1F] int[0o17] int[0b101] int[1_000] number[1_0.5_0] end[] ");
    expect("1..2", false, "int[1] dots[..] int[2] end[] ");
    expect("123abc 1.5e 0x", false,
           "junk[123a] id[bc] junk[1.5e] junk[0x] end[] ");
}

static void operators(void **state)
{
    (void)state;
    expect("3+-2", false, "int[3] self[+] self[-] int[2] end[] ");
    expect("3@-2", false, "int[3] op[@-] int[2] end[] ");
    expect("1<>-1", false, "int[1] compare[<>] self[-] int[1] end[] ");
    expect("a*--c\n", false, "id[a] self[*] comment[--c] end[] ");
    expect("a+/*c*/b", false, "id[a] self[+] block[/*c*/] id[b] end[] ");
    expect("a::b a:=b a=>b", false,
           "id[a] cast[::] id[b] id[a] assign[:=] id[b] id[a] arrow[=>] id[b] "
           "end[] ");
    expect("x||-1 !~~* ->>", false,
           "id[x] op[||-] int[1] op[!~~*] op[->>] end[] ");
}

/* Bytes that cannot be decoded leave the text's end as it was. */
static void the_text_ends_in_nul(void **state)
{
    struct failure failure = {0};
    /* a private character of BIG5 */
    struct source *source = memory_source_open("ab\xc6\xa1", 4, "test");
    struct text_input input;
    struct pg_batch batch;
    struct lexer lexer;
    (void)state;
    assert_true(text_input_init(&input, source, 64, &failure));
    assert_true(text_input_set_encoding(&input, "BIG5", 0));
    pg_batch_init(&batch, 64);
    memset(batch.text, '~', 64);
    lexer_init(&lexer, &input);
    lexer_enter(&lexer, &batch);
    while (lexer_fill(&lexer))
        continue;
    assert_int_equal(batch.size, 2);
    assert_int_equal(batch.text[batch.size], 0);
    pg_batch_release(&batch);
    text_input_release(&input);
    source_close(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings),
        cmocka_unit_test(dollar_quotes),
        cmocka_unit_test(names_and_comments),
        cmocka_unit_test(numbers),
        cmocka_unit_test(operators),
        cmocka_unit_test(the_text_ends_in_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
