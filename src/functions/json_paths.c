/* Functions that go into a JSON value by a path, an array of texts: each is the
 * key of an object or the place in an array. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "functions/json_text.h"

enum change_kind { CHANGE_SET, CHANGE_INSERT, CHANGE_DELETE };

struct change {
    enum change_kind kind;
    struct buffer steps[JSON_MAX_DEPTH]; /* decoded */
    size_t n_steps;
    struct slice value;
    bool creates; /* set: what is not there, at the last step */
    bool behind;  /* insert: after the place */
};

/* ---- paths ---- */

/* False if it is no array, or too long. */
static bool read_path(struct change *change, struct slice path)
{
    struct json_walk walk;
    if (!json_enter(&walk, json_trimmed(path)) || walk.is_object)
        return false;
    while (json_next(&walk)) {
        if (change->n_steps == JSON_MAX_DEPTH)
            return false;
        if (walk.value.length && *walk.value.bytes == '"')
            json_text_add_decoded(&change->steps[change->n_steps], walk.value);
        else
            buffer_add(&change->steps[change->n_steps], walk.value.bytes,
                       walk.value.length);
        change->n_steps++;
    }
    return !walk.is_wrong;
}

static void change_release(struct change *change)
{
    for (size_t i = 0; i < change->n_steps; i++)
        buffer_release(&change->steps[i]);
}

static bool json_path_is_key(struct slice key, struct buffer *step)
{
    struct buffer text = {0};
    bool same;
    json_text_add_decoded(&text, key);
    same = text.size == step->size &&
           (!text.size || !memcmp(text.bytes, step->bytes, text.size));
    buffer_release(&text);
    return same;
}

static long count_items(struct slice array)
{
    struct json_walk walk;
    long n = 0;
    if (!json_enter(&walk, array))
        return 0;
    while (json_next(&walk))
        n++;
    return n;
}

/* A place in an array of n, from its end if it is negative; false if the step
 * is no number. Beyond either end it is -1 or n. */
static bool read_place(struct buffer *step, long n, long *place)
{
    char *end;
    const char *text = buffer_text(step);
    errno = 0;
    *place = strtol(text, &end, 10);
    if (end == text || *end || errno)
        return false;
    if (*place < 0)
        *place += n;
    *place = *place < 0 ? -1 : *place > n ? n : *place;
    return true;
}

/* ---- a value with one part changed ---- */

static void add_changed_value(struct change *change, struct buffer *out,
                              struct slice json, size_t step);

static void add_part(struct buffer *out, const struct slice *key,
                     struct slice value)
{
    char last = out->bytes[out->size - 1];
    buffer_add_text(out, last == '[' || last == '{' ? "" : ",");
    if (key) {
        buffer_add(out, key->bytes, key->length);
        buffer_add_byte(out, ':');
    }
    buffer_add(out, value.bytes, value.length);
}

/* The part that the step names. */
static void add_named_part(struct change *change, struct buffer *out,
                           const struct json_walk *walk, size_t step)
{
    const struct slice *key = walk->is_object ? &walk->key : NULL;
    bool is_last = step + 1 == change->n_steps;
    bool inserts = change->kind == CHANGE_INSERT && !walk->is_object;
    struct buffer inner = {0};
    if (!is_last) {
        add_changed_value(change, &inner, walk->value, step + 1);
        add_part(out, key, (struct slice){inner.bytes, inner.size});
        buffer_release(&inner);
    } else if (inserts) {
        if (!change->behind)
            add_part(out, NULL, change->value);
        add_part(out, NULL, walk->value);
        if (change->behind)
            add_part(out, NULL, change->value);
    } else if (change->kind == CHANGE_INSERT) {
        add_part(out, key, walk->value);
    } else if (change->kind == CHANGE_SET) {
        add_part(out, key, change->value);
    }
}

static void add_changed_object(struct change *change, struct buffer *out,
                               struct json_walk *walk, size_t step)
{
    bool found = false, is_last = step + 1 == change->n_steps;
    struct buffer key = {0};
    while (json_next(walk)) {
        bool is_named = json_path_is_key(walk->key, &change->steps[step]);
        found |= is_named;
        if (is_named)
            add_named_part(change, out, walk, step);
        else
            add_part(out, &walk->key, walk->value);
    }
    if (!found && is_last && change->creates) {
        json_text_add_string(&key, (struct slice){change->steps[step].bytes,
                                                  change->steps[step].size});
        add_part(out, &(struct slice){key.bytes, key.size}, change->value);
        buffer_release(&key);
    }
}

static void add_changed_array(struct change *change, struct buffer *out,
                              struct json_walk *walk, size_t step, long n)
{
    bool is_last = step + 1 == change->n_steps;
    long place, at = 0;
    bool is_number = read_place(&change->steps[step], n, &place);
    bool creates = is_number && is_last && change->creates;
    if (creates && place == -1)
        add_part(out, NULL, change->value);
    for (; json_next(walk); at++)
        if (is_number && at == place)
            add_named_part(change, out, walk, step);
        else
            add_part(out, NULL, walk->value);
    if (creates && place == n)
        add_part(out, NULL, change->value);
}

/* The depth is bounded by the path's length. */
static void add_changed_value(struct change *change, struct buffer *out,
                              struct slice json, size_t step)
{
    struct json_walk walk;
    json = json_trimmed(json);
    if (!change->n_steps || !json_enter(&walk, json)) {
        buffer_add(out, json.bytes, json.length);
        return;
    }
    buffer_add_byte(out, walk.is_object ? '{' : '[');
    if (walk.is_object)
        add_changed_object(change, out, &walk, step);
    else
        add_changed_array(change, out, &walk, step, count_items(json));
    buffer_add_byte(out, walk.is_object ? '}' : ']');
}

static void result_changed(sqlite3_context *context, struct change *change,
                           sqlite3_value **values)
{
    struct buffer out = {0};
    if (!read_path(change, argument_text(values[1]))) {
        result_error(context, "a path into JSON is an array of texts");
    } else {
        add_changed_value(change, &out, argument_text(values[0]), 0);
        result_buffer(context, &out);
    }
    change_release(change);
}

/* jsonb_set(json, path, value, creates) */
static void jsonb_set(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct change change = {.kind = CHANGE_SET,
                            .value = argument_text(values[2]),
                            .creates =
                                n < 4 || sqlite3_value_int(values[3]) != 0};
    result_changed(context, &change, values);
}

/* jsonb_insert(json, path, value, behind) */
static void jsonb_insert(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    struct change change = {.kind = CHANGE_INSERT,
                            .value = argument_text(values[2]),
                            .creates = true,
                            .behind =
                                n > 3 && sqlite3_value_int(values[3]) != 0};
    result_changed(context, &change, values);
}

static void jsonb_delete_path(sqlite3_context *context, int n,
                              sqlite3_value **values)
{
    struct change change = {.kind = CHANGE_DELETE};
    (void)n;
    result_changed(context, &change, values);
}

/* ---- what is there ---- */

static bool step_into(struct slice *json, struct buffer *step)
{
    struct json_walk walk;
    long place = 0, at = 0;
    if (!json_enter(&walk, *json))
        return false;
    if (!walk.is_object && !read_place(step, count_items(*json), &place))
        return false;
    for (; json_next(&walk); at++)
        if (walk.is_object ? json_path_is_key(walk.key, step) : at == place) {
            *json = json_trimmed(walk.value);
            return true;
        }
    return false;
}

/* jsonb_extract_path(json, path): NULL if it is not there. */
static void jsonb_extract_path(sqlite3_context *context, int n,
                               sqlite3_value **values)
{
    struct change path = {.kind = CHANGE_SET};
    struct slice json = json_trimmed(argument_text(values[0]));
    bool found = read_path(&path, argument_text(values[1]));
    (void)n;
    if (!found)
        result_error(context, "a path into JSON is an array of texts");
    for (size_t i = 0; i < path.n_steps && found; i++)
        found = step_into(&json, &path.steps[i]);
    if (found)
        result_slice(context, json);
    change_release(&path);
}

/* SQLite has a jsonb_set and a jsonb_insert of its own. */
const struct function json_path_functions[] = {
    {"pg_jsonb_set", 3, true, jsonb_set},
    {"pg_jsonb_set", 4, true, jsonb_set},
    {"pg_jsonb_insert", 3, true, jsonb_insert},
    {"pg_jsonb_insert", 4, true, jsonb_insert},
    {"jsonb_delete_path", 2, true, jsonb_delete_path},
    {"jsonb_extract_path", 2, true, jsonb_extract_path},
    {NULL, 0, false, NULL}};
