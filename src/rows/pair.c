#include "rows/pair.h"

#include <sqlite3.h>
#include <string.h>

/* ---- what a column asks for ---- */

static const struct column_type {
    const char *declared;
    const struct codec *codec;
} column_types[] = {
#define COLUMN_TYPE(declared, codec) {declared, &codecs[CODEC_##codec]},
#include "columns.def"
#undef COLUMN_TYPE
};

/* VARCHAR (32), cut before its parenthesis, ends with a blank. */
static const struct column_type *find_type(const char *declared, size_t length)
{
    while (length && declared[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < COUNT_OF(column_types); i++)
        if (strlen(column_types[i].declared) == length &&
            !sqlite3_strnicmp(column_types[i].declared, declared, (int)length))
            return &column_types[i];
    return NULL;
}

/* VARCHAR(32) may have a row of its own, or be a VARCHAR. */
static const struct column_type *
pair_column_type(const struct lite_column *column)
{
    const struct column_type *type =
        find_type(column->type, strlen(column->type));
    return type ? type : find_type(column->type, strcspn(column->type, "("));
}

/* Names that nobody knows go by their affinity, as SQLite does; they may be
 * anything, though: INTERVAL has an INT in it. */
static struct pair pair_wanted(const struct lite_column *column)
{
    static const enum codec_name by_affinity[] = {
        [AFFINITY_BLOB] = CODEC_ANY,        [AFFINITY_TEXT] = CODEC_TEXT,
        [AFFINITY_INTEGER] = CODEC_INTEGER, [AFFINITY_REAL] = CODEC_REAL,
        [AFFINITY_NUMERIC] = CODEC_NUMERIC,
    };
    const struct column_type *type = pair_column_type(column);
    if (column->is_json)
        return (struct pair){.codec = &codecs[CODEC_UNTYPED_ARRAY]};
    if (type)
        return (struct pair){.codec = type->codec, .fit = type->codec->fit};
    return (struct pair){.codec = &codecs[by_affinity[column->affinity]]};
}

/* ---- what both decide ---- */

static const struct pair_row {
    enum codec_name source, wanted;
    const char *declared;
    enum codec_name codec;
} pair_rows[] = {
#define PAIR(source, wanted, declared, codec)                                  \
    {CODEC_##source, CODEC_##wanted, declared, CODEC_##codec},
#include "pairs.def"
#undef PAIR
};

static bool is_declared(const struct lite_column *column, const char *declared)
{
    if (!declared)
        return true;
    if (!strcmp(declared, "?"))
        return !pair_column_type(column);
    return !sqlite3_stricmp(column->type, declared);
}

static const struct codec *pair_codec(const struct lite_column *column,
                                      const struct codec *source,
                                      const struct codec *wanted)
{
    for (size_t i = 0; i < COUNT_OF(pair_rows); i++) {
        const struct pair_row *row = &pair_rows[i];
        if (source == &codecs[row->source] && wanted == &codecs[row->wanted] &&
            is_declared(column, row->declared))
            return &codecs[row->codec];
    }
    return NULL;
}

/* What its parts have to be shows in converting it; kept as a text they may be
 * anything. */
static enum fit source_fit(const struct value_type *type,
                           const struct codec *codec)
{
    return type->fit == FIT_CONVERTED && codec != type->codec ? FIT_ANY
                                                              : type->fit;
}

/* Values are checked by the dump's type if the column can hold that, else by
 * the column's. */
static void settle_types(struct pair *pair, const struct lite_column *column,
                         const struct value_type *type,
                         const struct value_type *chosen)
{
    const struct codec *codec = pair_codec(column, chosen->codec, pair->codec);
    if (codec)
        type = chosen;
    if (!codec)
        codec = pair_codec(column, type->codec, pair->codec);
    if (!codec)
        codec = pair_codec(column, &codecs[CODEC_ANY], pair->codec);
    pair->is_missing = !codec && pair->codec == &codecs[CODEC_BYTES] &&
                       type->codec != &codecs[CODEC_BYTES];
    if (codec)
        pair->codec = codec;
    pair->type = type;
    pair->fit = fit_of_pair(source_fit(type, pair->codec), pair->fit);
}

/* Numbers are wanted, and a text that is no number says what it is: a client
 * that keeps moments as numbers tells how. */
static void guess_types(struct pair *pair, const struct lite_column *column,
                        const struct client *client)
{
    const struct codec *moment = client_codec(client, &codecs[CODEC_TIMESTAMP]);
    pair->interval = pair_codec(column, &codecs[CODEC_INTERVAL], pair->codec);
    if (pair->codec == &codecs[CODEC_INTEGER])
        pair->moment = pair_codec(column, moment, pair->codec);
}

struct pair pair_find(const struct lite_column *column,
                      const struct value_type *type,
                      const struct value_type *chosen,
                      const struct client *client)
{
    struct pair pair = pair_wanted(column);
    if (type)
        settle_types(&pair, column, type, chosen);
    else
        guess_types(&pair, column, client);
    pair.codec = client_codec(client, pair.codec);
    return pair;
}
