#include "containers/object_list.h"

#include <stdlib.h>
#include <string.h>

/* 48 bytes a line, and more objects than anybody has. */
enum { MOST_LIST = 512 * 1024 * 1024 };

static bool read_all(struct buffer *text, struct source *source,
                     struct failure *failure)
{
    char bytes[16 * 1024];
    ptrdiff_t length;
    while ((length = source_read_or_fail(source, bytes, sizeof bytes,
                                         failure)) > 0) {
        if (text->size > MOST_LIST)
            return fail(failure, "a list of large objects that is too long");
        buffer_add(text, bytes, (size_t)length);
    }
    return length == 0;
}

static bool object_list_add(struct object_list *list, char *line,
                            struct failure *failure)
{
    char *end;
    struct listed_object object;
    object.oid = strtoull(line, &end, 10);
    if (end == line || *end != ' ' || object.oid > UINT32_MAX || !end[1])
        return fail(failure,
                    "its list of large objects has the line '%.60s'; the "
                    "archive is damaged",
                    line);
    object.file = arena_copy(&list->arena, end + 1, strlen(end + 1));
    grow_array(&list->objects, &list->capacity, list->n + 1, sizeof object);
    list->objects[list->n++] = object;
    return true;
}

bool object_list_read(struct object_list *list, struct source *source,
                      struct failure *failure)
{
    struct buffer text = {0};
    bool done = read_all(&text, source, failure);
    char *line, *rest;
    list->n = 0;
    buffer_text(&text); /* ends with a NUL */
    rest = text.bytes;
    while (done && (line = strsep(&rest, "\n")))
        if (*line)
            done = object_list_add(list, line, failure);
    buffer_release(&text);
    return done;
}

void object_list_release(struct object_list *list)
{
    free(list->objects);
    arena_release(&list->arena);
    *list = (struct object_list){.n = 0};
}
