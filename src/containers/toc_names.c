/* What an entry is called, and what it says of its table twice: by its name,
 * and in its statement. */
#include <inttypes.h>
#include <string.h>

#include "containers/toc.h"

/* One part of a name, quoted or not; what stands behind it. */
static const char *toc_take_name(struct buffer *name, const char *at)
{
    bool is_quoted = *at == '"';
    name->size = 0;
    for (at += is_quoted; *at; at++) {
        if (is_quoted && *at == '"' && *++at != '"')
            break;
        if (!is_quoted && strchr(" .(;\n", *at))
            break;
        buffer_add_byte(name, *at);
    }
    buffer_text(name);
    return at;
}

static bool is_name(const char *text, const char *wanted)
{
    return !wanted || !strcmp(text, wanted);
}

/* Does the statement name the table that the entry is about? */
static bool names_entry(const char *at, const struct toc_entry *entry)
{
    struct buffer name = {0};
    bool is_same = true;
    at = toc_take_name(&name, at);
    if (*at == '.') {
        is_same = is_name(name.bytes, entry->schema);
        toc_take_name(&name, at + 1);
    }
    is_same &= is_name(name.bytes, entry->tag);
    buffer_release(&name);
    return is_same;
}

/* Rows that go through a partition's root name that. */
bool toc_names_agree(const struct toc_entry *entry)
{
    const char *text = entry->has_data ? entry->copy : entry->definition;
    const char *at = NULL;
    bool by_root = entry->has_data && entry->definition &&
                   !strncmp(entry->definition, "-- load via", 11);
    if (text && !by_root && !strcmp(entry->kind, "TABLE DATA"))
        at = !strncmp(text, "COPY ", 5) ? text + 5 : "";
    if (text && !strcmp(entry->kind, "TABLE") && (at = strstr(text, "TABLE ")))
        at += strlen("TABLE ");
    return !at || names_entry(at, entry);
}

void toc_add_label(struct buffer *text, const struct toc_entry *entry)
{
    buffer_printf(text, "entry %" PRId64 ", %s ", entry->id, entry->kind);
    if (entry->schema)
        buffer_printf(text, "%s.", entry->schema);
    buffer_add_text(text, entry->tag);
}

bool toc_refuse(struct failure *failure, const struct toc_entry *entry,
                const char *why)
{
    struct buffer label = {0};
    toc_add_label(&label, entry);
    fail(failure, "%s%s", buffer_text(&label), why);
    buffer_release(&label);
    return false;
}
