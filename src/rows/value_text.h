/* Values, for the files of the translation: see value.h. */
#ifndef ROWS_VALUE_TEXT_H
#define ROWS_VALUE_TEXT_H

#include <string.h>

#include "rows/value.h"

struct text {
    const char *bytes;
    size_t length;
};

static inline const char *value_slice(const struct value_job *job,
                                      const struct pg_value *value)
{
    return pg_row_text(job->batch, job->row) + value->start;
}

static inline struct location value_location(const struct value_job *job,
                                             const struct pg_value *value)
{
    return pg_batch_location(job->batch, value_slice(job, value));
}

/* value_note.c: counts a loss, with the place of the first. */
void value_note(struct value_job *job, const struct column_plan *column,
                enum loss_kind kind, const struct pg_value *value);
/* The failure of --strict. */
void value_refuse_loss(struct value_job *job, const struct column_plan *column,
                       enum loss_kind kind, const struct pg_value *value);

/* large_object.c: the pieces of a large object as one; false, with the failure,
 * if one of them is no bytea. */
bool value_pieces(struct value_job *job, const struct pg_value *value,
                  struct lite_value *out);

/* Tries what the column wants; false if the text stays text. */
bool value_convert(struct value_job *job, struct column_plan *column,
                   const struct pg_value *value, struct text text,
                   struct lite_value *out);

/* value_form.c: a value that would be taken for another if it stayed as people
 * write it gets pg_dump's form. False if the column has no place for it. */
bool value_in_own_form(struct value_job *job, const struct column_plan *column,
                       struct text *text);

/* value_check.c: what becomes of a value in its column without a word: too
 * long, filled up with blanks, of another zone. False, with the failure, if it
 * cannot be left so. */
bool value_check(struct value_job *job, struct column_plan *column,
                 const struct pg_value *value, struct lite_value *lite);

/* value_fit.c: a text that does not fit its column, in a form that PostgreSQL
 * reads but does not write: as it would write it. False, with the failure, if
 * it is none. */
bool value_fit(struct value_job *job, struct column_plan *column,
               const struct pg_value *value, struct text text,
               struct lite_value *out);

/* value_cast.c: does the column make of a literal that has a type beside it
 * what PostgreSQL makes? False with the failure. */
bool value_cast_fits(struct value_job *job, const struct column_plan *column,
                     const struct pg_value *value);

/* Fails because the value does not fit. */
bool value_misfit(struct value_job *job, const struct column_plan *column,
                  const struct pg_value *value, struct text text);

/* A bytea as bytes; false, with the failure, if it is none. */
bool value_bytes(struct value_job *job, const struct pg_value *value,
                 struct text text, struct lite_value *out);

#endif
