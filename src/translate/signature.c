#include "translate/signature.h"

#include <string.h>

/* ---- classes of operands ---- */

static bool is_digits(const char *sql)
{
    return strspn(sql, "0123456789") == strlen(sql);
}

/* A literal from 1 on. */
static bool is_count(const struct piece *piece)
{
    return piece->kind == AS_INTEGER && *piece->sql != '0' &&
           is_digits(piece->sql);
}

/* numeric's text, for arithmetic that is about right. */
static bool take_number(struct walk *walk, struct piece *piece)
{
    if (piece->is_exact && walk->place->use == USE_QUERY) {
        *piece = walk_make(walk, AS_NUMERIC, LEVEL_PRIMARY, "CAST(%s AS REAL)",
                           piece->sql);
        walk_note(walk, NOTE_NUMERIC);
        return true;
    }
    return walk_is_number(piece->kind);
}

/* A literal without a type is one of this type, if it can be. */
static bool take_literal(struct walk *walk, struct piece *piece,
                         const char *type)
{
    struct walk trial = *walk;
    struct piece typed;
    if (!piece->text)
        return false;
    trial.reason = NULL;
    typed = walk_constant(&trial, walk_type(walk, type), piece->text);
    if (typed.sql)
        *piece = typed;
    return typed.sql != NULL;
}

static bool is_document(const struct piece *piece)
{
    return piece->kind == AS_DOCUMENT;
}

/* SQLite would read any other as a path, or as a place in an array. */
static bool is_plain_key(const char *text)
{
    return *text &&
           strspn(text,
                  "abcdefghijklmnopqrstuvwxyz"
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(text) &&
           (*text < '0' || *text > '9');
}

/* One class; `length` bytes of its name. */
static bool takes_class(struct walk *walk, const char *class, size_t length,
                        struct piece *piece)
{
    enum conversion kind = piece->kind;
#define IS(name) (length == sizeof(name) - 1 && !memcmp(class, name, length))
    if (IS("any"))
        return true;
    if (IS("count"))
        return is_count(piece);
    if (IS("place"))
        return piece->kind == AS_INTEGER && is_digits(piece->sql);
    if (IS("unknown"))
        return kind == AS_ANY && strcmp(piece->sql, "NULL") != 0;
    if (IS("row"))
        return piece->is_row;
    if (IS("constant"))
        return piece->text != NULL;
    if (kind == AS_ANY)
        return !piece->is_row;
    if (IS("text"))
        return walk_is_text(kind);
    if (IS("string"))
        return kind == AS_TEXT;
    if (IS("key"))
        return piece->text && is_plain_key(piece->text);
    if (IS("number"))
        return take_number(walk, piece) || take_literal(walk, piece, "numeric");
    if (IS("numeric"))
        return piece->is_exact || kind == AS_NUMERIC;
    if (IS("exact"))
        return piece->is_exact;
    if (IS("integer"))
        return kind == AS_INTEGER || take_literal(walk, piece, "integer");
    if (IS("real"))
        return kind == AS_REAL;
    if (IS("boolean"))
        return kind == AS_BOOLEAN || take_literal(walk, piece, "boolean");
    if (IS("time"))
        return walk_is_time(kind);
    if (IS("sortable"))
        return walk_is_time(kind) || kind == AS_UNIX || kind == AS_OFFSET;
    if (IS("one"))
        return !strcmp(piece->sql, "1");
    if (IS("date"))
        return kind == AS_DATE;
    if (IS("timestamp"))
        return kind == AS_TIMESTAMP ||
               take_literal(walk, piece, "timestamp without time zone");
    if (IS("interval"))
        return walk_is_interval(piece) || take_literal(walk, piece, "interval");
    if (IS("array"))
        return kind == AS_ARRAY;
    if (IS("enum"))
        return kind == AS_ENUM;
    if (IS("json"))
        return is_document(piece) || take_literal(walk, piece, "jsonb");
    if (IS("bytea"))
        return kind == AS_BYTES || take_literal(walk, piece, "bytea");
#undef IS
    return false;
}

static size_t class_length(const char *takes)
{
    return strcspn(takes, ", *");
}

/* "any*" is for this operand and all behind it. */
bool signature_takes(struct walk *walk, const char *takes,
                     struct piece *operands, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        size_t length = class_length(takes);
        if (!*takes || !takes_class(walk, takes, length, &operands[i]))
            return false;
        if (takes[length] != '*') {
            takes += length;
            takes += strspn(takes, ", ");
        }
    }
    return !*takes || strchr(takes, '*');
}

bool signature_may(const struct walk *walk, enum where_allowed where, int since)
{
    const struct dialect *dialect = &walk->place->dialect;
    if (where == WHERE_STORED)
        return true;
    if (walk->place->use != USE_QUERY)
        return false;
    return where == WHERE_EXTENSION ? dialect->extension
                                    : dialect->version >= since;
}

/* ---- results ---- */

static const struct value_type *array_of(struct walk *walk,
                                         const struct value_type *element)
{
    struct value_type *type = arena_alloc(walk->place->arena, sizeof *type);
    *type = (struct value_type){
        .conversion = AS_ARRAY, .declared = "TEXT", .element = element};
    return type;
}

const struct value_type *signature_gives(struct walk *walk, const char *gives,
                                         const struct piece *operands,
                                         uint32_t n)
{
    static const struct value_type any = {.conversion = AS_ANY, .declared = ""};
    const struct value_type *first =
        n && operands[0].type ? operands[0].type : NULL;
    if (!strcmp(gives, "any"))
        return &any;
    if (!strcmp(gives, "same")) {
        struct piece all = {.kind = AS_ANY};
        for (uint32_t i = 0; i < n; i++)
            walk_join_types(&all, &operands[i]);
        return all.type ? all.type : &any;
    }
    if (!strcmp(gives, "same2"))
        return operands[1].type ? operands[1].type : &any;
    if (!strcmp(gives, "element"))
        return first && first->element ? first->element : &any;
    if (!strcmp(gives, "array"))
        return array_of(walk, first ? first : &any);
    return walk_type(walk, gives);
}

/* ---- SQL ---- */

static bool is_closed(char before, char behind)
{
    return (before == '(' || before == ' ' || before == '\0') &&
           (behind == ',' || behind == ')');
}

static void add_operand(struct walk *walk, struct buffer *out,
                        const struct piece *operand, char behind)
{
    char before = out->size ? out->bytes[out->size - 1] : '\0';
    if (before == ' ' && out->size > 1 && out->bytes[out->size - 2] != ',')
        before = 'x';
    /* -- would begin a comment */
    buffer_add_text(out, is_closed(before, behind)
                             ? operand->sql
                             : walk_within(walk, *operand,
                                           before == '-' || before == 'x'
                                               ? LEVEL_PRIMARY
                                               : LEVEL_CONCATENATION + 1));
}

static void add_all(struct buffer *out, const struct piece *operands,
                    uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        buffer_printf(out, "%s%s", i ? ", " : "", operands[i].sql);
}

const char *signature_expand(struct walk *walk, const char *sql,
                             const struct piece *operands, uint32_t n,
                             const char *inside, const char *behind)
{
    struct buffer out = {0};
    const char *copy;
    walk->needs_qualifying |= strstr(sql, "FROM json_each") != NULL;
    for (; *sql; sql++) {
        if (*sql != '$' || !strchr("123456789*DF", sql[1]))
            buffer_add_byte(&out, *sql);
        else if (*++sql == '*')
            add_all(&out, operands, n);
        else if (*sql == 'D' || *sql == 'F')
            buffer_add_text(&out, *sql == 'D' ? inside : behind);
        else
            add_operand(walk, &out, &operands[*sql - '1'], sql[1]);
    }
    copy = arena_copy(walk->place->arena, out.bytes, out.size);
    walk_spend(walk, out.size);
    buffer_release(&out);
    return copy;
}
