#include "command/command_line.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"

#define HIDDEN "..."

static void add_word(struct buffer *line, const char *word, size_t length)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+./,:=@%";
    bool quotes = !length || strspn(word, plain) < length;
    buffer_add_text(line, quotes ? "'" : "");
    for (size_t i = 0; i < length; i++) {
        if (word[i] == '\'')
            buffer_add_text(line, "'\\''");
        else
            buffer_add_byte(line, word[i]);
    }
    buffer_add_text(line, quotes ? "'" : "");
}

/* --from, or as much of it as getopt needs; so long is it in the word. */
static size_t secret_option(const char *word)
{
    size_t length = strcspn(word, "=");
    return length >= strlen("--fr") && length <= strlen("--from") &&
                   !strncmp(word, "--from", length)
               ? length
               : 0;
}

char *command_line_of(int argc, char **argv)
{
    struct buffer line = {0};
    bool is_secret = false;
    for (int i = 0; i < argc; i++) {
        size_t option = is_secret ? 0 : secret_option(argv[i]);
        const char *name = strrchr(argv[i], '/');
        const char *word = !i && name ? name + 1 : argv[i];
        buffer_add_text(&line, i ? " " : "");
        if (is_secret)
            buffer_add_text(&line, HIDDEN);
        else
            add_word(&line, word, option ? option : strlen(word));
        if (option && argv[i][option])
            buffer_add_text(&line, "=" HIDDEN);
        is_secret = option && !argv[i][option];
    }
    buffer_add_byte(&line, '\0');
    return line.bytes;
}
