/* What is written in several ways, by machine: for each line of the standard
 * input, what the functions make of it. Two machines print the same. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "types/number.h"

static void print_value(const struct lite_value *value)
{
    uint64_t bits = 0;
    if (value->kind == LITE_REAL)
        memcpy(&bits, &value->real, sizeof bits);
    else if (value->kind == LITE_INTEGER)
        bits = (uint64_t)value->integer;
    printf("%d %016" PRIx64 " ", (int)value->kind, bits);
}

static void print_number(const char *text, size_t length)
{
    bool rounded = false;
    struct lite_value any, numeric;
    if (!number_is_plain(text, length))
        return;
    any = number_for_any(text, length, false);
    numeric = number_for_numeric(text, length, false, false, &rounded);
    print_value(&any);
    print_value(&numeric);
    printf("%d %d %d %d ", rounded, number_fits_double(text, length),
           number_looks_like(text, length), number_changes_text(text, length));
}

static void print_bytes(const char *text, size_t length)
{
    char bytes[SCAN_BYTES] = {0};
    memcpy(bytes, text, length < SCAN_BYTES ? length : SCAN_BYTES);
    printf("%zu %016" PRIx64 " %u\n", utf8_valid_prefix(text, length),
           scan_pair(bytes, '\t', '\\'), scan_count(bytes, 'a'));
}

int main(void)
{
    static char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        size_t length = strcspn(line, "\n");
        print_number(line, length);
        print_bytes(line, length);
    }
    return 0;
}
