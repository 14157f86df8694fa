#include "unit.h"

#include <pthread.h>
#include <string.h>

#include "base/scan.h"
#include "base/location.h"
#include "base/queue.h"

static void locations_count_lines_and_characters(void **state)
{
    struct location location = {NULL, 1, 1};
    (void)state;
    location_advance(&location, "ab", 2);
    assert_int_equal(location.column, 3);
    location_advance(&location, "\xc3\xa9x", 3);
    assert_int_equal(location.column, 5);
    location_advance(&location, "\n\nq", 3);
    assert_int_equal(location.line, 3);
    assert_int_equal(location.column, 2);
    location_advance(&location, "", 0);
    assert_int_equal(location.column, 2);
}

static void the_first_failure_wins_and_is_harmless(void **state)
{
    struct failure failure = {0};
    struct location location = {"f.sql", 3, 7};
    (void)state;
    assert_false(fail_at(&failure, location, "bad %s", "\033[2Jname"));
    fail(&failure, "later");
    assert_string_equal(failure.text, "f.sql:3:7: bad ?[2Jname");
}

static void long_messages_end_at_a_character(void **state)
{
    struct failure failure = {0};
    char text[3000];
    (void)state;
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "\xc3\xa9", 3);
    fail(&failure, "%s%s", "x", text);
    assert_true(strlen(failure.text) % 2 == 1);
}

static void arenas_keep_what_they_hand_out(void **state)
{
    struct arena arena = {0};
    char *small, *large;
    (void)state;
    for (int round = 0; round < 3; round++) {
        small = arena_copy(&arena, "small", 5);
        large = arena_alloc(&arena, 1000000);
        memset(large, 1, 1000000);
        assert_string_equal(small, "small");
        assert_string_equal(arena_printf(&arena, "%d", 42), "42");
        assert_int_equal((uintptr_t)large % _Alignof(max_align_t), 0);
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void *put_numbers(void *argument)
{
    struct queue *queue = argument;
    static int items[1000];
    for (size_t i = 0; i < 1000; i++)
        queue_put(queue, &items[i]);
    queue_close(queue);
    return items;
}

static void queues_keep_the_order_and_end(void **state)
{
    struct queue queue;
    pthread_t thread;
    int *item, *last = NULL;
    size_t count = 0;
    void *items;
    (void)state;
    queue_init(&queue);
    pthread_create(&thread, NULL, put_numbers, &queue);
    for (; (item = queue_take(&queue)); count++) {
        assert_true(!last || item == last + 1);
        last = item;
    }
    pthread_join(thread, &items);
    assert_int_equal(count, 1000);
    assert_false(queue_put(&queue, items));
    queue_release(&queue);
}

/* Of all bytes, and of those that are looked for. */
static void both_scans_agree(void **state)
{
    static const char few[] = "\t\\\n\0\x80\xff"
                              "ab";
    char bytes[SCAN_BYTES];
    uint64_t random = 88172645463325252u;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        for (int at = 0; at < SCAN_BYTES; at++) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            bytes[at] = i % 2 ? (char)random : few[random % (sizeof few - 1)];
        }
        assert_true(scan_pair(bytes, '\t', '\\') ==
                    scan_pair_plain(bytes, '\t', '\\'));
        assert_true(scan_pair(bytes, (char)0x80, '\0') ==
                    scan_pair_plain(bytes, (char)0x80, '\0'));
        assert_true(scan_three(bytes, '\t', '\\', '\n') ==
                    scan_three_plain(bytes, '\t', '\\', '\n'));
        assert_true(scan_is_ascii(bytes) == scan_is_ascii_plain(bytes));
        assert_int_equal(scan_hex(bytes), scan_hex_plain(bytes));
        assert_int_equal(scan_count(bytes, '\n'),
                         scan_count_plain(bytes, '\n'));
        memset(bytes, '\n', (size_t)i % (SCAN_BYTES + 1));
        assert_int_equal(scan_count(bytes, '\n'),
                         scan_count_plain(bytes, '\n'));
    }
}

/* Letters, and here and there what is looked for. */
static size_t some_text(char *text, size_t most, uint64_t *random)
{
    size_t length;
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    length = (*random >> 33) % most;
    for (size_t i = 0; i < length; i++) {
        *random = *random * 6364136223846793005u + 1442695040888963407u;
        text[i] = "abcdefghijklmnop\n\\'-"[(*random >> 33) % 20];
    }
    return length;
}

static void copies_end_at_the_stop(void **state)
{
    uint64_t random = 7;
    (void)state;
    for (int i = 0; i < 200000; i++) {
        char text[80], one[80], other[80];
        size_t length = some_text(text, sizeof text, &random);
        char stop = "'\n\xff"[i % 3];
        size_t copied = scan_copy(one, text, length, stop);
        assert_int_equal(copied, scan_copy_plain(other, text, length, stop));
        assert_memory_equal(one, text, copied);
        scan_put(other, text, length);
        assert_memory_equal(other, text, length);
    }
}

/* Looked for byte by byte. */
static const char *line_by_bytes(const char *text, const char *end)
{
    for (; text < end; text++)
        if (text[-1] == '\n' && (*text == '\\' || *text == '-'))
            return text;
    return NULL;
}

static void lines_are_found(void **state)
{
    uint64_t random = 11;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        char text[300];
        size_t length = some_text(text, sizeof text, &random) + 1;
        const char *end = text + length, *last = end;
        text[length - 1] = 'z';
        assert_ptr_equal(scan_line(text + 1, end, '\\', '-'),
                         line_by_bytes(text + 1, end));
        while (last > text && last[-1] != '\n')
            last--;
        assert_ptr_equal(scan_last_newline(text, length),
                         last > text ? last - 1 : NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locations_count_lines_and_characters),
        cmocka_unit_test(the_first_failure_wins_and_is_harmless),
        cmocka_unit_test(long_messages_end_at_a_character),
        cmocka_unit_test(arenas_keep_what_they_hand_out),
        cmocka_unit_test(queues_keep_the_order_and_end),
        cmocka_unit_test(both_scans_agree),
        cmocka_unit_test(copies_end_at_the_stop),
        cmocka_unit_test(lines_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
