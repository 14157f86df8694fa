#include "unit.h"

#include <string.h>

#include "input/memory_source.h"
#include "input/skip.h"
#include "input/spool.h"
#include "input/text.h"

static const char *init_problem(const char *bytes, size_t size)
{
    static struct failure failure;
    struct source *source = memory_source_open(bytes, size, "test");
    struct text_input input;
    bool good;
    failure = (struct failure){0};
    good = text_input_init(&input, source, 4096, &failure);
    text_input_release(&input);
    source_close(source);
    return good ? NULL : failure.text;
}

static void what_is_no_dump_is_told_by_name(void **state)
{
    (void)state;
    assert_non_null(strstr(init_problem("SQLite format 3\0", 16), "--into"));
    assert_non_null(
        strstr(init_problem("version https://git-lfs.github.com", 34), "LFS"));
    assert_non_null(
        strstr(init_problem("pg_dump: error: connection", 26), "failed"));
    assert_non_null(strstr(init_problem("", 0), "empty"));
    assert_null(init_problem("--", 2));
}

/* Reads all text, `switch_at` bytes in one encoding and the rest in another. */
static void read_all(struct buffer *out, const char *bytes, size_t size,
                     size_t piece, size_t room, const char *encoding)
{
    struct failure failure = {0};
    struct source *source = memory_source_open(bytes, size, "test");
    struct text_input input;
    char text[256];
    ptrdiff_t length;
    bool switched = false;
    assert_true(text_input_init(&input, source, piece, &failure));
    while ((length = text_input_read(&input, text, room)) > 0) {
        const char *mark = memchr(text, ';', (size_t)length);
        if (encoding && !switched && mark) {
            size_t unread = (size_t)(text + length - mark - 1);
            assert_true(text_input_set_encoding(&input, encoding, unread));
            length = mark + 1 - text;
            switched = true;
        }
        buffer_add(out, text, (size_t)length);
    }
    if (length < 0)
        buffer_printf(out, "<%.20s>", input.problem);
    text_input_release(&input);
    source_close(source);
}

static void text_is_decoded_from_the_switch_on(void **state)
{
    struct buffer out = {0};
    (void)state;
    for (size_t room = TEXT_INPUT_MIN_ROOM; room < 64; room += 9)
        for (size_t piece = 1; piece < 3000; piece += 1499) {
            read_all(&out, "SET;\xe9t\xe9", 7, piece, room, "LATIN1");
            assert_holds(&out, "SET;été");
            read_all(&out, "SET;\x95\x5c", 6, piece, room, "SJIS");
            assert_holds(&out, "SET;表");
            read_all(&out, "\x5c;\xd0\x65\x5c~", 6, piece, room, "JOHAB");
            assert_holds(&out, "\\;한\\~");
            read_all(&out, ";\x95\x5c\x5c~", 5, piece, room, "SHIFT_JIS_2004");
            assert_holds(&out, ";表\\~");
            read_all(&out, ";\xa4\xa4\xc7\xb3", 5, piece, room, "BIG5");
            assert_true(memcmp(out.bytes, ";中", 4) == 0);
            assert_false(memmem(out.bytes, out.size, "\xef\x9d\xa0", 3));
            out.size = 0;
            read_all(&out, "\xef\xbb\xbfx\xc3\xa9;\xc3\xa9", 9, piece, room,
                     "UTF8");
            assert_holds(&out, "xé;é");
        }
    buffer_release(&out);
}

/* A buffer ends behind each byte of a character. */
static void characters_are_cut_anywhere(void **state)
{
    static const struct {
        const char *encoding, *bytes, *text;
    } samples[] = {{"GB18030", "\x95\x32\x82\x36", "\xf0\xa0\x80\x80"},
                   {"EUC_TW", "\x8e\xa2\xa1\xa1", "\xe4\xb9\x82"},
                   {"EUC_JP", "\x8f\xb0\xa1", "\xe4\xb8\x82"},
                   {"UTF8", "\xf0\xa0\x80\x80", "\xf0\xa0\x80\x80"}};
    enum { CHARACTERS = 600 };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        for (size_t before = 0; before < 4; before++) {
            struct buffer raw = {0}, wanted = {0}, out = {0};
            buffer_printf(&raw, "%.*s;", (int)before, "abcd");
            buffer_printf(&wanted, "%.*s;", (int)before, "abcd");
            for (size_t n = 0; n < CHARACTERS; n++) {
                buffer_add_text(&raw, samples[i].bytes);
                buffer_add_text(&wanted, samples[i].text);
            }
            read_all(&out, raw.bytes, raw.size, 1, TEXT_INPUT_MIN_ROOM,
                     samples[i].encoding);
            assert_holds(&out, buffer_text(&wanted));
            buffer_release(&raw);
            buffer_release(&wanted);
            buffer_release(&out);
        }
}

static void wrong_bytes_fail_where_they_stand(void **state)
{
    struct buffer out = {0};
    (void)state;
    read_all(&out, "ab\xe9(", 4, 100, 100, NULL);
    assert_holds(&out, "ab<bytes that are not v>");
    read_all(&out, "ab\0c", 4, 100, 100, NULL);
    assert_holds(&out, "ab<a NUL byte: neither >");
    read_all(&out, ";\xc3(", 3, 100, 100, "SQL_ASCII");
    assert_holds(&out, ";<bytes that are not U>");
    buffer_release(&out);
}

static void encoding_names_are_compared_as_postgresql_does(void **state)
{
    struct failure failure = {0};
    struct source *source = memory_source_open("x", 1, "test");
    struct text_input input;
    (void)state;
    assert_true(text_input_init(&input, source, 4096, &failure));
    assert_true(text_input_set_encoding(&input, "utf-8", 0));
    assert_true(text_input_set_encoding(&input, "ISO_8859-1", 0));
    assert_true(text_input_set_encoding(&input, "Windows-1252", 0));
    assert_false(text_input_set_encoding(&input, "klingon", 0));
    text_input_release(&input);
    source_close(source);
}

/* ---- sources ---- */

/* Gives two bytes at a time, and ends badly. */
struct failing {
    struct source source;
    struct source *under;
};

static ptrdiff_t failing_read(struct source *source, char *bytes, size_t room)
{
    struct source *under = ((struct failing *)source)->under;
    return under->read(under, bytes, room < 2 ? room : 2);
}

static bool failing_finish(struct source *source)
{
    source->problem = "pg_dump ended with status 1";
    return false;
}

static void failing_close(struct source *source)
{
    source_close(((struct failing *)source)->under);
}

static struct source *failing_over(struct failing *failing,
                                   struct source *under)
{
    *failing = (struct failing){{.name = "test",
                                 .read = failing_read,
                                 .finish = failing_finish,
                                 .close = failing_close},
                                under};
    return &failing->source;
}

/* All bytes came, and yet it is no whole dump. */
static void a_bad_end_is_an_error(void **state)
{
    struct failing failing;
    struct failure failure = {0};
    struct text_input input;
    struct buffer long_text = {0};
    struct source *source;
    char text[64];
    ptrdiff_t length = 1;
    (void)state;
    for (int i = 0; i < 600; i++)
        buffer_add_byte(&long_text, 'x');
    source = failing_over(
        &failing, memory_source_open(long_text.bytes, long_text.size, "test"));
    assert_true(text_input_init(&input, source, 16, &failure));
    while (length > 0)
        length = text_input_read(&input, text, sizeof text);
    assert_int_equal(length, -1);
    assert_string_equal(input.problem,
                        "cannot read on: pg_dump ended with status 1");
    text_input_release(&input);
    source_close(source);
    buffer_release(&long_text);
}

static void read_source(struct buffer *out, struct source *source, size_t n)
{
    char bytes[3];
    ptrdiff_t length = 1;
    while (n > 0 && length > 0) {
        length = source->read(source, bytes, n < 3 ? n : 3);
        assert_true(length >= 0);
        buffer_add(out, bytes, (size_t)length);
        n -= (size_t)length;
    }
}

/* What was read before it is rewound comes again, then the rest. */
static void a_spool_gives_what_it_kept(void **state)
{
    struct buffer out = {0};
    struct failing failing;
    struct source *source = spool_open(
        failing_over(&failing, memory_source_open("abcdefghij", 10, "test")));
    (void)state;
    read_source(&out, source, 4);
    assert_holds(&out, "abcd");
    assert_true(source->rewind(source, false));
    read_source(&out, source, 7);
    assert_holds(&out, "abcdefg");
    assert_true(source->rewind(source, true));
    read_source(&out, source, 100);
    assert_holds(&out, "abcdefghij");
    assert_false(source->rewind(source, true));
    assert_false(source->finish(source));
    assert_string_equal(source->problem, "pg_dump ended with status 1");
    source_close(source);
    buffer_release(&out);
}

/* ---- passing over lines ---- */

/* Lines of what matters there, few of which are wanted; sometimes a NUL. */
static void add_lines(struct buffer *text, uint64_t *random)
{
    size_t size;
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    size = 1 + (*random >> 33) % 3000;
    for (size_t i = 0; i < size; i++) {
        unsigned at;
        *random = *random * 6364136223846793005u + 1442695040888963407u;
        at = (unsigned)(*random >> 33);
        buffer_add_byte(text, at % 7919 == 0 && i % 3 == 0
                                  ? '\0'
                                  : "abcdefgh\n\n\\\n-.\\"[at % 15]);
    }
}

static bool is_wanted(const char *line, const char *end)
{
    return end - line >= 2 &&
           (!memcmp(line, "\\.", 2) || !memcmp(line, "--", 2));
}

/* The same, line by line. */
static struct skipped skip_plainly(const char *text, size_t size)
{
    struct skipped skipped = {0};
    const char *nul = memchr(text, '\0', size);
    const char *end = nul ? nul : text + size, *slash;
    uint64_t newlines = 0;
    if (is_wanted(text, end))
        return skipped;
    for (const char *at = text; at < end; at++) {
        newlines += *at == '\n';
        slash = at;
        while (slash > text && slash[-1] == '\\')
            slash--;
        if (*at != '\n' || (at - slash) % 2)
            continue;
        skipped = (struct skipped){(uint64_t)(at + 1 - text), newlines};
        if (is_wanted(at + 1, end))
            break;
    }
    return skipped;
}

static void slices_are_put_together(void **state)
{
    struct buffer text = {0};
    uint64_t random = 5;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        size_t at, slice = 32 + (size_t)i % 90;
        struct source *source;
        struct skipped plain, skipped;
        text.size = 0;
        add_lines(&text, &random);
        at = text.size / 3;
        source = memory_source_open(text.bytes, text.size, "test");
        plain = skip_plainly(text.bytes + at, text.size - at);
        skipped = skip_lines(source, at, slice, 1 + (unsigned)i % 3);
        assert_int_equal(skipped.bytes, plain.bytes);
        assert_int_equal(skipped.newlines, plain.newlines);
        source_close(source);
    }
    buffer_release(&text);
}

/* What begins with more of them than are looked at is left to others. */
static void many_backslashes_end_the_slices(void **state)
{
    char text[400] = "";
    struct source *source = memory_source_open(text, sizeof text, "test");
    (void)state;
    for (size_t i = 1; i < 300; i++) {
        struct skipped skipped;
        memset(text, 'a', sizeof text);
        text[0] = '\n';
        memset(text + 1, '\\', i);
        memcpy(text + 1 + i, "\n\\.\n", 4);
        skipped = skip_lines(source, 0, 64, 2);
        if (skipped.bytes != 1)
            assert_int_equal(skipped.bytes, i % 2 ? i + 5 : i + 2);
        assert_int_equal(skipped.newlines, skipped.bytes == 1       ? 1
                                           : skipped.bytes == i + 2 ? 2
                                                                    : 3);
    }
    source_close(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_end_is_an_error),
        cmocka_unit_test(a_spool_gives_what_it_kept),
        cmocka_unit_test(what_is_no_dump_is_told_by_name),
        cmocka_unit_test(text_is_decoded_from_the_switch_on),
        cmocka_unit_test(characters_are_cut_anywhere),
        cmocka_unit_test(wrong_bytes_fail_where_they_stand),
        cmocka_unit_test(slices_are_put_together),
        cmocka_unit_test(many_backslashes_end_the_slices),
        cmocka_unit_test(encoding_names_are_compared_as_postgresql_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
