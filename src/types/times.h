/* Times: the forms in which moments, dates, times of the day and intervals are
 * stored, as functions of codecs (see codecs.h): what each makes is in the rows
 * of grammar/codecs.def. */
#ifndef TYPES_TIMES_H
#define TYPES_TIMES_H

#include "types/codecs.h"

typedef bool convert_time(struct codec_call *call, const char *text,
                          size_t length, struct lite_value *out);

convert_time convert_to_utc, convert_to_offset, convert_to_unix, convert_to_six,
    convert_to_ms, convert_to_zone, convert_to_iso, convert_to_trimmed,
    convert_clock, convert_clock_six, convert_clock_2000,
    convert_to_microseconds, convert_to_moment, convert_to_bare,
    convert_to_t_six, convert_clock_iso, convert_to_t, convert_to_unix_ms,
    convert_date_to_ms, convert_clock_seven, convert_to_timespan;

#endif
