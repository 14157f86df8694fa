/* Digests, by libmd, and bytes as text. */
#include <md5.h>
#include <sha2.h>
#include <string.h>

#include "functions/function.h"

static void add_hex(struct buffer *out, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        buffer_add_byte(out, digits[bytes[i] >> 4]);
        buffer_add_byte(out, digits[bytes[i] & 15]);
    }
}

/* A text's bytes are its UTF-8. */
static struct slice argument_bytes(sqlite3_value *value)
{
    const char *bytes = sqlite3_value_blob(value);
    int length = sqlite3_value_bytes(value);
    return (struct slice){bytes ? bytes : "", bytes ? (size_t)length : 0};
}

/* As hex text, sha256 as bytes: PostgreSQL has it so. */
static void md5(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice bytes = argument_bytes(values[0]);
    unsigned char digest[MD5_DIGEST_LENGTH];
    struct buffer out = {0};
    MD5_CTX state;
    (void)n;
    MD5Init(&state);
    MD5Update(&state, (const uint8_t *)bytes.bytes, bytes.length);
    MD5Final(digest, &state);
    add_hex(&out, digest, sizeof digest);
    result_buffer(context, &out);
}

static void sha256(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice bytes = argument_bytes(values[0]);
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX state;
    (void)n;
    SHA256Init(&state);
    SHA256Update(&state, (const uint8_t *)bytes.bytes, bytes.length);
    SHA256Final(digest, &state);
    sqlite3_result_blob(context, digest, sizeof digest, SQLITE_TRANSIENT);
}

/* Version 4: random but for six bits. */
static void gen_random_uuid(sqlite3_context *context, int n,
                            sqlite3_value **values)
{
    unsigned char bytes[16];
    struct buffer out = {0};
    (void)n, (void)values;
    sqlite3_randomness(sizeof bytes, bytes);
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            buffer_add_byte(&out, '-');
        add_hex(&out, &bytes[i], 1);
    }
    result_buffer(context, &out);
}

/* ---- encode and decode ---- */

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* PostgreSQL breaks lines of 76 characters. */
static void add_base64(struct buffer *out, struct slice bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.bytes;
    size_t on_line = 0;
    for (size_t i = 0; i < bytes.length; i += 3, on_line += 4) {
        size_t left = bytes.length - i;
        unsigned group = (unsigned)at[i] << 16;
        group |= left > 1 ? (unsigned)at[i + 1] << 8 : 0;
        group |= left > 2 ? at[i + 2] : 0;
        if (on_line == 76) {
            buffer_add_byte(out, '\n');
            on_line = 0;
        }
        buffer_add_byte(out, letters[group >> 18]);
        buffer_add_byte(out, letters[group >> 12 & 63]);
        buffer_add_byte(out, left > 1 ? letters[group >> 6 & 63] : '=');
        buffer_add_byte(out, left > 2 ? letters[group & 63] : '=');
    }
}

static bool digest_function_is_name(struct slice text, const char *name)
{
    return strlen(name) == text.length &&
           !memcmp(name, text.bytes, text.length);
}

/* NUL and bytes beyond ASCII in octal digits. */
static void add_escaped(struct buffer *out, struct slice bytes)
{
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];
        if (byte == 0 || byte > 127)
            buffer_printf(out, "\\%03o", byte);
        else if (byte == '\\')
            buffer_add_text(out, "\\\\");
        else
            buffer_add_byte(out, (char)byte);
    }
}

static void encode(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct slice bytes = argument_bytes(values[0]);
    struct slice form = argument_text(values[1]);
    struct buffer out = {0};
    (void)n;
    if (digest_function_is_name(form, "hex")) {
        add_hex(&out, (const unsigned char *)bytes.bytes, bytes.length);
    } else if (digest_function_is_name(form, "base64")) {
        add_base64(&out, bytes);
    } else if (digest_function_is_name(form, "escape")) {
        add_escaped(&out, bytes);
    } else {
        result_error(context, "'%s' is none of hex, base64 and escape",
                     form.bytes);
        return;
    }
    result_buffer(context, &out);
}

/* White space between digits is allowed, an odd digit is not. */
static bool digest_function_decode_hex(struct buffer *out, struct slice text)
{
    static const char digits[] = "0123456789abcdef";
    int high = -1;
    for (size_t i = 0; i < text.length; i++) {
        const char *found;
        if (strchr(" \t\r\n", text.bytes[i]))
            continue;
        found = memchr(digits, text.bytes[i] | 0x20, 16);
        if (!found)
            return false;
        if (high < 0) {
            high = (int)(found - digits);
            continue;
        }
        buffer_add_byte(out, (char)(high << 4 | (int)(found - digits)));
        high = -1;
    }
    return high < 0;
}

/* What comes after = is not looked at. */
static bool decode_base64(struct buffer *out, struct slice text)
{
    unsigned bits = 0, count = 0;
    for (size_t i = 0; i < text.length && text.bytes[i] != '='; i++) {
        const char *found = memchr(letters, text.bytes[i], 64);
        if (strchr(" \t\r\n", text.bytes[i]))
            continue;
        if (!found)
            return false;
        bits = bits << 6 | (unsigned)(found - letters);
        count += 6;
        if (count >= 8) {
            count -= 8;
            buffer_add_byte(out, (char)(bits >> count & 0xFF));
        }
    }
    return true;
}

static void digest_function_decode(sqlite3_context *context, int n,
                                   sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct slice form = argument_text(values[1]);
    struct buffer out = {0};
    bool done = digest_function_is_name(form, "hex")
                    ? digest_function_decode_hex(&out, text)
                : digest_function_is_name(form, "base64")
                    ? decode_base64(&out, text)
                    : false;
    (void)n;
    if (done)
        sqlite3_result_blob64(context, buffer_text(&out), out.size,
                              SQLITE_TRANSIENT);
    else
        result_error(context, "the text is no %s", form.bytes);
    buffer_release(&out);
}

/* 'text'::bytea: \x and hex digits, or the text itself. */
static void text_to_bytea(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    struct slice text = argument_text(values[0]);
    struct buffer out = {0};
    bool is_hex = text.length >= 2 && !memcmp(text.bytes, "\\x", 2);
    (void)n;
    if (is_hex && !digest_function_decode_hex(
                      &out, (struct slice){text.bytes + 2, text.length - 2}))
        result_error(context, "the text is no bytea");
    else if (!is_hex && memchr(text.bytes, '\\', text.length))
        result_error(context, "escapes in a bytea");
    else if (is_hex)
        sqlite3_result_blob64(context, buffer_text(&out), out.size,
                              SQLITE_TRANSIENT);
    else
        sqlite3_result_blob64(context, text.bytes, text.length,
                              SQLITE_TRANSIENT);
    buffer_release(&out);
}

const struct function digest_functions[] = {
    {"gen_random_uuid", 0, false, gen_random_uuid},
    {"md5", 1, true, md5},
    {"sha256", 1, true, sha256},
    {"encode", 2, true, encode},
    {"decode", 2, true, digest_function_decode},
    {"text_to_bytea", 1, true, text_to_bytea},
    {NULL, 0, false, NULL}};
