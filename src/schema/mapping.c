#include "schema/mapping.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "types/names.h"

enum map_kind { MAP_TABLE, MAP_COLUMN, MAP_SKIP_COLUMN, MAP_SET, MAP_SKIP };

struct map_line {
    enum map_kind kind;
    unsigned number;
    const char *text;                    /* as it stands, for messages */
    const char *schema, *table, *column; /* schema NULL: any */
    const char *name;                    /* the new one */
    struct map_constant constant;
    bool is_known;
    uint64_t rows;
};

struct mapping {
    struct arena arena;
    const char *path;
    struct map_line *lines;
    size_t n, capacity;
};

/* ---- words of a line ---- */

struct map_reader {
    struct mapping *mapping;
    struct selection *selection;
    struct failure *failure;
    const char *at;
    struct map_line line;
};

static bool map_fail(struct map_reader *reader, const char *what)
{
    return fail(reader->failure, "%s:%u: %s", reader->mapping->path,
                reader->line.number, what);
}

static void map_skip_blanks(struct map_reader *reader)
{
    reader->at += strspn(reader->at, " \t");
}

static bool map_take_word(struct map_reader *reader, const char *word)
{
    size_t length = strlen(word);
    map_skip_blanks(reader);
    if (strncmp(reader->at, word, length) != 0)
        return false;
    if (isalpha((unsigned char)*word) && !strchr(" \t", reader->at[length]))
        return false;
    reader->at += length;
    return true;
}

static bool is_of_name(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' ||
           (unsigned char)byte >= 0x80;
}

/* In quotes as it is, else in lower case, as in SQL. NULL: there is none. */
static const char *take_name(struct map_reader *reader)
{
    struct buffer name = {0};
    const char *copy, *at = reader->at;
    bool quoted = *at == '"';
    for (at += quoted; *at && (quoted || is_of_name(*at)); at++) {
        if (quoted && *at == '"' && at[1] != '"')
            break;
        at += quoted && *at == '"';
        buffer_add_byte(&name,
                        quoted ? *at : (char)tolower((unsigned char)*at));
    }
    copy = name.size && (!quoted || *at == '"')
               ? arena_copy(&reader->mapping->arena, name.bytes, name.size)
               : NULL;
    reader->at = at + (quoted && *at == '"');
    buffer_release(&name);
    return copy;
}

/* [schema.]table, or [schema.]table.column */
static bool take_path(struct map_reader *reader, bool with_column)
{
    const char *parts[3];
    size_t n = 0, least = with_column ? 2 : 1;
    map_skip_blanks(reader);
    do {
        if (n == COUNT_OF(parts) || !(parts[n++] = take_name(reader)))
            return map_fail(reader, "a name is wanted, as schema.table.column");
    } while (*reader->at == '.' && reader->at++);
    if (n < least || n > least + 1)
        return map_fail(reader, with_column
                                    ? "a column is wanted, as table.column"
                                    : "a table is wanted, as schema.table");
    reader->line.schema = n > least ? parts[0] : NULL;
    reader->line.table = parts[n - least];
    reader->line.column = with_column ? parts[n - 1] : NULL;
    return true;
}

static bool take_end(struct map_reader *reader)
{
    map_skip_blanks(reader);
    return !*reader->at ||
           map_fail(reader, "there is more than one line takes");
}

/* -> name */
static bool take_new_name(struct map_reader *reader)
{
    if (!map_take_word(reader, "->"))
        return map_fail(reader, "-> and the new name are wanted");
    map_skip_blanks(reader);
    reader->line.name = take_name(reader);
    if (!reader->line.name)
        return map_fail(reader, "a new name is wanted behind ->");
    if (*reader->at == '.')
        return map_fail(reader, "the new name has no schema: SQLite has none");
    return take_end(reader);
}

/* ---- constants ---- */

static size_t string_length(const char *text)
{
    const char *at = text + 1;
    while (*at && (*at != '\'' || at[1] == '\''))
        at += *at == '\'' ? 2 : 1;
    return *at ? (size_t)(at + 1 - text) : 0;
}

static size_t number_length(const char *text)
{
    size_t sign = *text == '-', digits = strspn(text + sign, "0123456789");
    size_t length = sign + digits;
    if (digits && text[length] == '.')
        length += 1 + strspn(text + length + 1, "0123456789");
    if (digits && (text[length] == 'e' || text[length] == 'E')) {
        size_t at = length + 1 + (text[length + 1] == '-');
        size_t exponent = strspn(text + at, "0123456789");
        length = exponent ? at + exponent : length;
    }
    return digits ? length : 0;
}

static const struct map_word {
    const char *word, *sql;
    enum lite_kind kind;
} map_words[] = {{"null", "NULL", LITE_NULL},
                 {"true", "1", LITE_INTEGER},
                 {"false", "0", LITE_INTEGER}};

static bool is_word(const char *text, const char *word)
{
    return !strncasecmp(text, word, strlen(word)) && !text[strlen(word)];
}

static bool take_known_word(const char *text, struct lite_value *value)
{
    for (size_t i = 0; i < COUNT_OF(map_words); i++) {
        if (!is_word(text, map_words[i].word))
            continue;
        value->kind = (uint8_t)map_words[i].kind;
        value->bytes = map_words[i].sql;
        value->length = (uint32_t)strlen(value->bytes);
        return true;
    }
    return false;
}

/* What has more digits than an integer is a double. */
static void take_literal_of(const char *text, struct lite_value *value)
{
    enum { SAFE_LENGTH = 18 };
    if (*text == '\'') {
        value->kind = LITE_TEXT;
        value->form |= LITE_DOUBLED_QUOTES;
        value->length = (uint32_t)string_length(text);
        return;
    }
    value->length = (uint32_t)number_length(text);
    value->kind = LITE_INTEGER;
    if (value->length > SAFE_LENGTH || strcspn(text, ".eE") < value->length)
        *value = (struct lite_value){.kind = LITE_REAL,
                                     .length = value->length,
                                     .real = strtod(text, NULL)};
}

/* 'text', a number, true, false or null: what stands so in SQLite's SQL. */
static bool take_constant(struct map_reader *reader)
{
    struct lite_value *value = &reader->line.constant.value;
    const char *text;
    map_skip_blanks(reader);
    text = arena_copy(&reader->mapping->arena, reader->at, strlen(reader->at));
    *value =
        (struct lite_value){.form = LITE_SQL | LITE_DETACHED, .bytes = text};
    if (take_known_word(text, value))
        return true;
    take_literal_of(text, value);
    reader->at += value->length;
    return value->length
               ? take_end(reader)
               : map_fail(reader, "a 'text', a number, true, false or null is "
                                  "wanted behind =");
}

/* ---- lines ---- */

static bool read_set(struct map_reader *reader)
{
    reader->line.kind = MAP_SET;
    if (!take_path(reader, true))
        return false;
    reader->line.constant.column = reader->line.column;
    reader->line.constant.place =
        arena_printf(&reader->mapping->arena, "%s:%u", reader->mapping->path,
                     reader->line.number);
    return map_take_word(reader, "=")
               ? take_constant(reader)
               : map_fail(reader, "= and a value are wanted");
}

/* The pattern is one of --exclude-table's. */
static bool read_skipped_table(struct map_reader *reader)
{
    const char *pattern;
    size_t length;
    reader->line.kind = MAP_SKIP;
    map_skip_blanks(reader);
    length = strlen(reader->at);
    if (!length)
        return map_fail(reader, "a table is wanted, as schema.table");
    pattern = arena_copy(&reader->mapping->arena, reader->at, length);
    return selection_add(reader->selection, SELECT_TABLES, pattern, true,
                         reader->failure);
}

static bool read_skip(struct map_reader *reader)
{
    if (map_take_word(reader, "table"))
        return read_skipped_table(reader);
    reader->line.kind = MAP_SKIP_COLUMN;
    return map_take_word(reader, "column")
               ? take_path(reader, true) && take_end(reader)
               : map_fail(reader, "skip table or skip column is wanted");
}

static bool read_line(struct map_reader *reader)
{
    if (map_take_word(reader, "skip"))
        return read_skip(reader);
    if (map_take_word(reader, "set"))
        return map_take_word(reader, "column")
                   ? read_set(reader)
                   : map_fail(reader, "set column is wanted");
    reader->line.kind = MAP_TABLE;
    if (map_take_word(reader, "table"))
        return take_path(reader, false) && take_new_name(reader);
    reader->line.kind = MAP_COLUMN;
    if (map_take_word(reader, "column"))
        return take_path(reader, true) && take_new_name(reader);
    return map_fail(reader, "a line begins with table, column, skip or set");
}

static bool map_is_same(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

/* A renamed column has a value already. */
static bool is_set_as(const struct map_line *renames,
                      const struct map_line *sets)
{
    return renames->kind == MAP_COLUMN && sets->kind == MAP_SET &&
           map_is_same(renames->table, sets->table) &&
           map_is_same(renames->name, sets->column);
}

/* A second line would never be looked at. */
static bool check_twice(struct map_reader *reader)
{
    const struct mapping *mapping = reader->mapping;
    const struct map_line *line = &reader->line;
    for (size_t i = 0; i < mapping->n && line->kind != MAP_SKIP; i++) {
        const struct map_line *other = &mapping->lines[i];
        if (is_set_as(line, other) || is_set_as(other, line))
            return fail(reader->failure,
                        "%s:%u: line %u gives this column a value already",
                        mapping->path, line->number, other->number);
        if ((other->kind == MAP_SET) == (line->kind == MAP_SET) &&
            map_is_same(other->schema, line->schema) &&
            map_is_same(other->table, line->table) &&
            map_is_same(other->column, line->column) && other->kind != MAP_SKIP)
            return fail(reader->failure,
                        "%s:%u: line %u says already what "
                        "becomes of it",
                        mapping->path, line->number, other->number);
    }
    return true;
}

/* Blank lines and comments are nothing. */
static bool add_line(struct map_reader *reader, const char *text,
                     unsigned number)
{
    struct mapping *mapping = reader->mapping;
    reader->at = text;
    map_skip_blanks(reader);
    if (!*reader->at || *reader->at == '#')
        return true;
    reader->line = (struct map_line){
        .number = number,
        .text = arena_copy(&mapping->arena, reader->at, strlen(reader->at))};
    if (!read_line(reader) || !check_twice(reader))
        return false;
    grow_array(&mapping->lines, &mapping->capacity, mapping->n + 1,
               sizeof *mapping->lines);
    mapping->lines[mapping->n++] = reader->line;
    return true;
}

/* The line's end, and blanks before it. */
static void map_trim(char *text)
{
    size_t length = strcspn(text, "\r\n");
    while (length && strchr(" \t", text[length - 1]))
        length--;
    text[length] = '\0';
}

static bool map_add_lines(struct map_reader *reader, FILE *file)
{
    char *text = NULL;
    size_t capacity = 0;
    unsigned number = 0;
    ssize_t length;
    bool good = true;
    while (good && (length = getline(&text, &capacity, file)) >= 0) {
        if (strlen(text) != (size_t)length ||
            !utf8_is_valid(text, (size_t)length))
            good = fail(reader->failure, "%s:%u: no text in UTF-8",
                        reader->mapping->path, number + 1);
        map_trim(text);
        good = good && add_line(reader, text, ++number);
    }
    free(text);
    return good;
}

const char *mapping_path(const struct mapping *mapping)
{
    return mapping->path;
}

struct mapping *mapping_read(const char *path, struct selection *selection,
                             struct failure *failure)
{
    struct map_reader reader = {.selection = selection, .failure = failure};
    FILE *file = fopen(path, "r");
    bool good;
    if (!file) {
        fail(failure, "%s: %s", path, strerror(errno));
        return NULL;
    }
    reader.mapping = xmalloc(sizeof *reader.mapping);
    *reader.mapping = (struct mapping){.path = path};
    good = map_add_lines(&reader, file);
    if (good && ferror(file))
        good = fail(failure, "%s: %s", path, strerror(errno));
    fclose(file);
    if (good)
        return reader.mapping;
    mapping_release(reader.mapping);
    return NULL;
}

void mapping_release(struct mapping *mapping)
{
    if (!mapping)
        return;
    free(mapping->lines);
    arena_release(&mapping->arena);
    free(mapping);
}

/* ---- what it says ---- */

static bool is_of_table(const struct map_line *line, const char *schema,
                        const char *table)
{
    return line->kind != MAP_SKIP && !strcmp(line->table, table) &&
           (!line->schema || !strcmp(line->schema, schema));
}

static struct map_line *find_line(struct mapping *mapping, enum map_kind kind,
                                  const char *schema, const char *table,
                                  const char *column)
{
    for (size_t i = 0; mapping && i < mapping->n; i++) {
        struct map_line *line = &mapping->lines[i];
        if (line->kind == kind && is_of_table(line, schema, table) &&
            (!column || !strcmp(line->column, column))) {
            line->is_known = true;
            return line;
        }
    }
    return NULL;
}

const char *mapping_table(struct mapping *mapping, const char *schema,
                          const char *table)
{
    struct map_line *line = find_line(mapping, MAP_TABLE, schema, table, NULL);
    return line ? line->name : NULL;
}

const char *mapping_name_table(struct mapping *mapping, struct arena *arena,
                               const char *schema, const char *table)
{
    const char *name = mapping_table(mapping, schema, table);
    return name ? name : name_table(arena, schema, table);
}

const char *mapping_column(struct mapping *mapping, const char *schema,
                           const char *table, const char *column)
{
    struct map_line *line =
        find_line(mapping, MAP_COLUMN, schema, table, column);
    return line ? line->name : NULL;
}

bool mapping_skips(struct mapping *mapping, const char *schema,
                   const char *table, const char *column)
{
    return find_line(mapping, MAP_SKIP_COLUMN, schema, table, column) != NULL;
}

bool mapping_sets(struct mapping *mapping, const char *schema,
                  const char *table, const char *column)
{
    return find_line(mapping, MAP_SET, schema, table, column) != NULL;
}

const struct map_constant *mapping_next(const struct mapping *mapping,
                                        const char *schema, const char *table,
                                        size_t *at)
{
    while (mapping && *at < mapping->n) {
        const struct map_line *line = &mapping->lines[(*at)++];
        if (line->kind == MAP_SET && is_of_table(line, schema, table))
            return &line->constant;
    }
    return NULL;
}

bool mapping_touches(const struct mapping *mapping, const char *schema,
                     const char *table)
{
    for (size_t i = 0; mapping && i < mapping->n; i++)
        if (mapping->lines[i].kind != MAP_TABLE &&
            is_of_table(&mapping->lines[i], schema, table))
            return true;
    return false;
}

/* ---- what became of it ---- */

void mapping_count(struct mapping *mapping, const char *schema,
                   const char *table, uint64_t rows)
{
    for (size_t i = 0; mapping && i < mapping->n; i++)
        if (is_of_table(&mapping->lines[i], schema, table))
            mapping->lines[i].rows += rows;
}

static bool check_kind(const struct mapping *mapping, bool of_tables,
                       struct failure *failure)
{
    for (size_t i = 0; mapping && i < mapping->n; i++) {
        const struct map_line *line = &mapping->lines[i];
        if (line->kind == MAP_SKIP || line->is_known ||
            (line->kind == MAP_TABLE) != of_tables)
            continue;
        return fail(failure,
                    "%s:%u: nothing has this name: %s (names with capitals "
                    "want quotes)",
                    mapping->path, line->number, line->text);
    }
    return true;
}

bool mapping_check_tables(const struct mapping *mapping,
                          struct failure *failure)
{
    return check_kind(mapping, true, failure);
}

bool mapping_check(const struct mapping *mapping, struct failure *failure)
{
    return check_kind(mapping, true, failure) &&
           check_kind(mapping, false, failure);
}

const char *mapping_line(const struct mapping *mapping, size_t *at,
                         uint64_t *rows)
{
    const struct map_line *line;
    do {
        if (!mapping || *at == mapping->n)
            return NULL;
        line = &mapping->lines[(*at)++];
    } while (line->kind == MAP_SKIP);
    *rows = line->rows;
    return line->text;
}
