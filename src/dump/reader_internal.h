/* What the files of this room share: each reads one kind of statement. */
#ifndef DUMP_READER_INTERNAL_H
#define DUMP_READER_INTERNAL_H

#include "dump/reader.h"

/* ---- token_reader.c ---- */

/* Reads the next token that is no comment; false if the batch is full or
 * reading failed. */
bool reader_advance(struct pg_reader *reader);
bool reader_is_word(const struct pg_reader *reader, const char *word);
bool reader_is(const struct pg_reader *reader, char byte);

size_t reader_token_length(const struct pg_reader *reader);

/* Fails at the current token, naming it. */
bool reader_unexpected(struct pg_reader *reader, const char *wanted);

/* The input ended inside of something that began at `start`. Returns false;
 * whether that is a failure depends on allow_truncated. */
bool reader_truncated(struct pg_reader *reader, const char *what,
                      const char *start);
bool reader_truncated_since(struct pg_reader *reader, const char *what,
                            struct location opened);

/* ---- target.c ---- */

/* More than PostgreSQL's 1,600. */
enum { READER_MAX_COLUMNS = 1664 };
bool reader_read_table(struct pg_reader *reader, struct pg_target *target);
bool reader_read_columns(struct pg_reader *reader, struct pg_target *target);
const struct pg_target *reader_intern(struct pg_reader *reader,
                                      const struct pg_target *target);
void reader_release_targets(struct pg_reader *reader);

/* Fails if the rows to come are of another database than those before. */
bool reader_check_database(struct pg_reader *reader);

/* ---- rows ---- */

/* split.c: before a row is added to a batch that may have lines. */
bool reader_settle_lines(struct pg_reader *reader);

/* insert_rows.c: where the values begin of a statement with the last one's
 * header, byte by byte; or NULL. */
const char *insert_find_values(const struct pg_reader *reader, const char *at);
/* The next row of VALUES. */
bool insert_read_row(struct pg_reader *reader);
/* The rows of statements that are all there; see split.h for the rest. False
 * with the failure, which has its place. */
bool insert_rows_split(struct pg_batch *batch, const struct pg_lines *lines,
                       struct failure *failure);

/* insert_lines.c: behind a header that is known, takes it and what follows as
 * lines of the batch, as far as statements are all there and their ends can be
 * told; `taken`: there was one. False if the batch is full or reading failed.
 */
bool insert_take_lines(struct pg_reader *reader, bool *taken);

/* copy.c: COPY ... FROM stdin. */
bool copy_statement(struct pg_reader *reader);
/* As many whole lines as are there; the batch gets them. */
bool copy_lines(struct pg_reader *reader);

/* large_objects.c: lo_open up to lo_close, as a row. */
bool large_object_row(struct pg_reader *reader);

/* ---- written_values.c: what pg_dump does not write ---- */

bool reader_refuse_value(struct pg_reader *reader);
bool reader_is_cast(const struct pg_reader *reader);
/* Behind the value; it gets PG_CAST. */
bool reader_take_cast(struct pg_reader *reader, struct pg_value *value);
/* At a word where a value should begin. */
bool reader_is_written_value(const struct pg_reader *reader);
bool reader_take_written_value(struct pg_reader *reader,
                               struct pg_value *value);

/* ---- statements.c: everything else ---- */

void statement_kinds_init(struct pg_reader *reader);
bool statement_read(struct pg_reader *reader);

/* passed_over.c: does nothing begin so? Its line is passed over, or refused;
 * and a statement that is no dump's, which has been read. */
bool passed_over_is_noise(const struct pg_reader *reader);
bool passed_over_line(struct pg_reader *reader);
bool passed_over_statement(struct pg_reader *reader);
/* The same of psql's, which has been read. */
bool passed_over_command(struct pg_reader *reader);

/* objects.c: with a catalog, statements that define something. `kind` is the
 * statement's name, `words` tells where in the head the object's own begins. */
void objects_take_token(struct pg_reader *reader);
void objects_define(struct pg_reader *reader, const char *kind, size_t words);
void objects_keep(struct pg_reader *reader, const char *kind, size_t words);

/* drops.c */
void drops_take(struct pg_reader *reader, const char *kind);

/* setval.c */
bool setval_read(struct pg_reader *reader);

/* settings.c: SET, RESET and set_config, and what says the encoding. */
bool settings_set(struct pg_reader *reader);
bool settings_reset(struct pg_reader *reader);
bool settings_config(struct pg_reader *reader);
bool settings_set_encoding(struct pg_reader *reader, const char *name);

/* ---- between statements ---- */

/* psql.c: \restrict, \connect and the like. */
bool psql_command(struct pg_reader *reader);

/* marks.c: a comment; the end of the input. */
bool marks_comment(struct pg_reader *reader);
bool marks_end(struct pg_reader *reader);

#endif
