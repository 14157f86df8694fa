#include "base/format.h"

#include <stdio.h>

/* Powers of 1000, as disks and df -H count. */
void format_bytes(char text[32], double bytes)
{
    static const char *const units[] = {"bytes", "KB", "MB", "GB", "TB"};
    int unit = 0;
    for (; bytes >= 1000 && unit < 4; unit++)
        bytes /= 1000;
    snprintf(text, 32, unit ? "%.1f %s" : "%.0f %s", bytes,
             bytes == 1 && !unit ? "byte" : units[unit]);
}

void format_count(char text[32], uint64_t count)
{
    char digits[24];
    int length =
        snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
    int out = 0;
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            text[out++] = ',';
        text[out++] = digits[i];
    }
    text[out] = '\0';
}

const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}
