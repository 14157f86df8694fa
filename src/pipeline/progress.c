#include "pipeline/progress.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/format.h"

/* The first line comes after a second, so short runs stay silent. */
static const double FIRST = 1.0, EVERY = 0.25;
enum { LEFT_ROOM = 64 };

void progress_begin(struct progress *progress, bool shown, uint64_t whole)
{
    double now = clock_seconds();
    /* `last_drawn` lies in the future, so that the first line comes after
     * FIRST. */
    *progress = (struct progress){.shown = shown,
                                  .whole = whole,
                                  .started = now,
                                  .last_drawn = now + FIRST - EVERY};
}

/* The phase is over. */
static void end_phase(struct progress *progress, double now)
{
    size_t at = 0;
    if (!progress->phase)
        return;
    while (at < progress->n_times &&
           strcmp(progress->times[at].phase, progress->phase) != 0)
        at++;
    if (at == PROGRESS_PHASES)
        return;
    if (at == progress->n_times)
        progress->times[progress->n_times++] =
            (struct phase_time){progress->phase, 0};
    progress->times[at].seconds += now - progress->started;
    progress->phase = NULL;
}

/* Short runs stay silent: the name comes once something has been shown, or with
 * the first update. */
void progress_phase(struct progress *progress, const char *phase)
{
    double now = clock_seconds();
    end_phase(progress, now);
    progress->phase = phase;
    progress->started = now;
    if (!progress->shown)
        return;
    if (now - progress->last_drawn >= EVERY || progress->drawn) {
        fprintf(stderr, "\r\033[K%s ...", phase);
        fflush(stderr);
        progress->drawn = true;
        progress->last_drawn = now;
    }
}

/* Only for files: of a pipe nobody knows the size. "[####......] 40%, 0:12
 * left" */
static void format_left(char text[LEFT_ROOM], const struct progress *progress,
                        double seconds, uint64_t bytes)
{
    static const char full[] = "##########", empty[] = "..........";
    const int width = (int)sizeof full - 1;
    double part = (double)bytes / (double)progress->whole;
    int done = (int)(part * width);
    double left = (double)(progress->whole - bytes) * seconds / (double)bytes;
    snprintf(text, LEFT_ROOM, ", [%.*s%.*s] %.0f%%, %.0f:%02.0f left", done,
             full, width - done, empty, 100.0 * part, (double)(long)(left / 60),
             (double)((long)left % 60));
}

/* Called once a batch; looking at the clock so often costs nothing. */
void progress_update(struct progress *progress, uint64_t bytes, uint64_t rows)
{
    char size[32], rate[32], count[32], left[LEFT_ROOM] = "";
    double now, seconds;
    if (!progress->shown)
        return;
    now = clock_seconds();
    if (now - progress->last_drawn < EVERY)
        return;
    progress->last_drawn = now;
    progress->drawn = true;
    seconds = now - progress->started;
    format_bytes(size, (double)bytes);
    format_bytes(rate, (double)bytes / seconds);
    format_count(count, rows);
    if (bytes > 0 && progress->whole > bytes)
        format_left(left, progress, seconds, bytes);
    fprintf(stderr, "\r\033[K%s: %s, %s rows, %s/s%s", progress->phase, size,
            count, rate, left);
    fflush(stderr);
}

void progress_end(struct progress *progress)
{
    end_phase(progress, clock_seconds());
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
