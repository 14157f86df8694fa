#include "report/advice.h"

#include <stdio.h>
#include <string.h>

/* How many there are, and a name among them. */
struct advice_count {
    size_t n;
    char example[128];
};

static void add_example(struct advice_count *count, const char *table,
                        const char *column)
{
    if (!count->n++)
        snprintf(count->example, sizeof count->example, "%s%s%s", table,
                 column ? "." : "", column ? column : "");
}

/* ---- what is counted ---- */

/* Is the word one of those between commas? */
static bool is_word_of(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at;) {
        size_t here = strcspn(at, ",");
        if (here == length && !memcmp(at, word, length))
            return true;
        at += here + (at[here] == ',');
    }
    return false;
}

/* The report names them all, so no example is needed. */
static struct advice_count advice_objects(const struct contents *contents,
                                          const char *objects)
{
    struct advice_count count = {0};
    const struct report *report = &contents->report;
    for (size_t i = 0; i < report->n_entries; i++)
        count.n += report->entries[i].kind == REPORT_DROPPED &&
                   is_word_of(objects, report->entries[i].object);
    return count;
}

static struct advice_count advice_columns(const struct contents *contents,
                                          enum type_class class)
{
    struct advice_count count = {0};
    for (size_t i = 0; i < contents->tables.n_maps; i++) {
        const struct table_map *map = &contents->tables.maps[i];
        for (size_t c = 0;
             map->table && map->root == map && c < map->flat->n_columns; c++)
            if (map->types[c]->class == class)
                add_example(&count, map->table->name, map->columns[c]);
    }
    return count;
}

static struct advice_count advice_foreign_keys(const struct contents *contents)
{
    struct advice_count count = {0};
    for (size_t i = 0; i < contents->tables.n_maps; i++) {
        const struct table_map *map = &contents->tables.maps[i];
        for (size_t k = 0;
             map->table && map->root == map && k < map->flat->n_constraints;
             k++)
            if (map->flat->constraints[k]->kind == CONSTRAINT_FOREIGN_KEY)
                add_example(&count, map->table->name, NULL);
    }
    return count;
}

static struct advice_count
advice_materialized_views(const struct contents *contents)
{
    struct advice_count count = {0};
    const struct report *report = &contents->report;
    for (size_t i = 0; i < report->n_entries; i++)
        if (report->entries[i].kind == REPORT_CHANGED &&
            !strcmp(report->entries[i].object, "materialized view") &&
            strstr(report->entries[i].text, "is a table"))
            add_example(&count, report->entries[i].name, NULL);
    return count;
}

static struct advice_count advice_other_names(const struct contents *contents)
{
    struct advice_count count = {0};
    for (size_t i = 0; i < contents->tables.n_maps; i++) {
        const struct table_map *map = &contents->tables.maps[i];
        if (map->table && map->root == map &&
            strcmp(map->table->name, map->name.name) != 0)
            add_example(&count, map->table->name, NULL);
    }
    return count;
}

/* ---- all of it ---- */

static const struct advice_row {
    const char *objects; /* or NULL: ... */
    struct advice_count (*count)(const struct contents *contents);
    enum type_class class; /* ... where there is no function, either */
    const char *one, *many;
} advice_rows[] = {
#define OBJECTS(objects, one, many)  {objects, NULL, CLASS_ANY, one, many},
#define COLUMNS(class, one, many)    {NULL, NULL, CLASS_##class, one, many},
#define COUNTED(function, one, many) {NULL, function, CLASS_ANY, one, many},
#include "advice.def"
};

static struct advice_count count_row(const struct contents *contents,
                                     const struct advice_row *row)
{
    return row->objects ? advice_objects(contents, row->objects)
           : row->count ? row->count(contents)
                        : advice_columns(contents, row->class);
}

size_t advice_visit(const struct contents *contents, visit_advice *function,
                    struct buffer *out)
{
    size_t given = 0;
    for (size_t i = 0; i < COUNT_OF(advice_rows); i++) {
        const struct advice_row *row = &advice_rows[i];
        struct advice_count count = count_row(contents, row);
        struct advice advice = {count.n, count.n == 1 ? row->one : row->many,
                                *count.example ? count.example : NULL};
        if (count.n)
            function(out, &advice, given++);
    }
    return given;
}
