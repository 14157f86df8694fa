#include "containers/server.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "containers/process.h"

static const char SCHEME[] = "postgres:", LONG_SCHEME[] = "postgresql:";

static bool server_begins_with(const char *text, const char *with)
{
    return !strncmp(text, with, strlen(with));
}

bool server_is_meant(const char *path)
{
    return server_begins_with(path, SCHEME) ||
           server_begins_with(path, LONG_SCHEME);
}

/* ---- the password ---- */

static void set_password(const char *bytes, size_t length, bool is_uri)
{
    struct buffer password = {0};
    for (size_t i = 0; i < length; i++) {
        char digits[3] = "";
        if (is_uri && bytes[i] == '%' && i + 2 < length &&
            isxdigit((unsigned char)bytes[i + 1]) &&
            isxdigit((unsigned char)bytes[i + 2])) {
            memcpy(digits, bytes + i + 1, 2);
            buffer_add_byte(&password, (char)strtol(digits, NULL, 16));
            i += 2;
            continue;
        }
        if (!is_uri && bytes[i] == '\\' && i + 1 < length)
            i++;
        buffer_add_byte(&password, bytes[i]);
    }
    setenv("PGPASSWORD", buffer_text(&password), 1);
    memset(password.bytes, 0, password.size);
    buffer_release(&password);
}

/* What stands behind moves up, and nothing of it stays. */
static void cut_out(char *from, char *to)
{
    size_t rest = strlen(to), gone = (size_t)(to - from);
    memmove(from, to, rest + 1);
    memset(from + rest, 0, gone);
}

/* //user:password@host, where libpq has it: before the first slash, up to the
 * first @. */
static void hide_in_authority(char *authority)
{
    char *at = authority + strcspn(authority, "@/"), *colon;
    if (*at != '@')
        return;
    colon = memchr(authority, ':', (size_t)(at - authority));
    if (!colon)
        return;
    set_password(colon + 1, (size_t)(at - colon - 1), true);
    cut_out(colon, at);
}

/* Is it the key, whose characters may be written as %70? */
static bool is_password_key(const char *key, size_t length)
{
    static const char wanted[] = "password";
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        int byte = (unsigned char)key[i];
        char digits[3] = "";
        if (byte == '%' && i + 2 < length) {
            memcpy(digits, key + i + 1, 2);
            byte = (int)strtol(digits, NULL, 16);
            i += 2;
        }
        if (n == sizeof wanted - 1 || byte != wanted[n++])
            return false;
    }
    return n == sizeof wanted - 1;
}

/* ?password=...&: each, and the last counts. */
static void hide_in_query(char *query)
{
    while (query && *query) {
        size_t key = strcspn(query, "=&");
        char *end = query + strcspn(query, "&");
        if (query[key] == '=' && is_password_key(query, key)) {
            set_password(query + key + 1, (size_t)(end - query) - key - 1,
                         true);
            cut_out(query, *end ? end + 1 : end);
            continue;
        }
        query = *end ? end + 1 : NULL;
    }
}

/* Where the value of a connection string ends: quoted, or at a blank. */
static char *value_end(char *value)
{
    bool is_quoted = *value == '\'';
    char *at = value + is_quoted;
    while (*at && (is_quoted ? *at != '\'' : !isspace((unsigned char)*at)))
        at += *at == '\\' && at[1] ? 2 : 1;
    return at + (is_quoted && *at);
}

/* host=db password='it''s' dbname=shop */
static void hide_in_string(char *string)
{
    char *at = string;
    while (*at) {
        char *key = at += strspn(at, " \t\n"), *value, *end;
        at += strcspn(at, " \t\n=");
        value = at + strspn(at, " \t\n");
        if (*value != '=')
            continue;
        value += 1 + strspn(value + 1, " \t\n");
        end = value_end(value);
        if (server_begins_with(key, "password") && (size_t)(at - key) == 8) {
            bool is_quoted = *value == '\'';
            set_password(value + is_quoted,
                         (size_t)(end - value) - (is_quoted ? 2 : 0), false);
            cut_out(key, end);
            end = key;
        }
        at = end;
    }
}

void server_hide_password(char *path)
{
    char *rest = strchr(path, ':') + 1;
    if (!server_begins_with(rest, "//")) {
        hide_in_string(rest);
        return;
    }
    hide_in_authority(rest + 2);
    rest = strchr(path, '?');
    hide_in_query(rest ? rest + 1 : NULL);
}

/* ---- pg_dump ---- */

/* One snapshot, and nothing packed that would be unpacked here at once. */
struct source *server_open(const char *path, const char *pg_dump,
                           struct failure *failure)
{
    const char *rest = strchr(path, ':') + 1;
    const char *address = server_begins_with(rest, "//") ? path : rest;
    struct buffer option = {0};
    const char *argv[] = {pg_dump ? pg_dump : "pg_dump", "-Fc", "-Z0", NULL,
                          NULL};
    struct source *source;
    if (strstr(address, "sslpassword")) {
        fail(failure, "sslpassword in an address would be shown to whoever "
                      "lists processes: put it into libpq's service file");
        return NULL;
    }
    buffer_printf(&option, "--dbname=%s", address);
    argv[3] = buffer_text(&option);
    source = process_open(path, argv, failure);
    buffer_release(&option);
    return source;
}
