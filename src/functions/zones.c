/* Time zones by name, from the system's zone data (TZif files, RFC 8536).
 *
 * Times between the transitions that a file lists are known; what comes after
 * the last one, where its rules go on changing, is an error. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functions/moment.h"
#include "functions/zone_names.h"

enum { MAX_ZONE_NAME = 64, MAX_ZONE_FILE = 1 << 20, TZIF_HEADER = 44 };

struct zone {
    bool is_fixed;        /* an offset alone, without a file */
    int64_t offset;       /* then */
    unsigned char *bytes; /* the file */
    size_t size;
    const unsigned char *times, *types, *offsets; /* into it */
    uint32_t n_times, n_types;
    bool goes_on; /* changing, after the last transition */
};

static void zone_release(void *user)
{
    struct zone *zone = user;
    free(zone->bytes);
    free(zone);
}

/* ---- the file ---- */

static uint32_t read_32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_64(const unsigned char *at)
{
    return (int64_t)((uint64_t)read_32(at) << 32 | read_32(at + 4));
}

/* A block's counts, in their order in the header. */
struct tzif {
    uint32_t utc, standard, leaps, times, types, characters;
};

static bool read_header(const struct zone *zone, size_t at, struct tzif *counts)
{
    const unsigned char *header = zone->bytes + at;
    uint32_t *all[] = {&counts->utc,   &counts->standard, &counts->leaps,
                       &counts->times, &counts->types,    &counts->characters};
    if (at > zone->size || zone->size - at < TZIF_HEADER ||
        memcmp(header, "TZif", 4) != 0 || header[4] < '2')
        return false;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        *all[i] = read_32(header + 20 + 4 * i);
        if (*all[i] > MAX_ZONE_FILE)
            return false;
    }
    return true;
}

static size_t block_size(const struct tzif *counts, size_t time_size)
{
    return counts->times * (time_size + 1) + (size_t)counts->types * 6 +
           counts->characters + counts->leaps * (time_size + 4) +
           counts->standard + counts->utc;
}

/* The second block has 64 bits for times; its text at the end has a comma if
 * rules go on. */
static bool read_tzif(struct zone *zone)
{
    struct tzif counts;
    size_t at = 0, end;
    if (!read_header(zone, 0, &counts))
        return false;
    at = TZIF_HEADER + block_size(&counts, 4);
    if (!read_header(zone, at, &counts) || !counts.types)
        return false;
    at += TZIF_HEADER;
    end = at + block_size(&counts, 8);
    if (end > zone->size)
        return false;
    zone->n_times = counts.times;
    zone->n_types = counts.types;
    zone->times = zone->bytes + at;
    zone->types = zone->times + (size_t)counts.times * 8;
    zone->offsets = zone->types + counts.times;
    zone->goes_on = memchr(zone->bytes + end, ',', zone->size - end) != NULL;
    for (uint32_t i = 0; i < counts.times; i++)
        if (zone->types[i] >= counts.types)
            return false;
    return true;
}

static bool is_zone_name(const char *name, size_t length)
{
    return length && length < MAX_ZONE_NAME && *name != '/' &&
           !strstr(name, "..") &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/") == length;
}

/* The entry of a folder that has this name but for its case is written over
 * it; false if none has. */
static bool find_in_folder(const char *folder, char *name, size_t length)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    bool found = false;
    while (entries && !found && (entry = readdir(entries)) != NULL)
        if (strlen(entry->d_name) == length &&
            !sqlite3_strnicmp(entry->d_name, name, (int)length)) {
            memcpy(name, entry->d_name, length);
            found = true;
        }
    if (entries)
        closedir(entries);
    return found;
}

/* "europe/oslo" is Europe/Oslo: part by part. */
static bool find_zone_file(char *path, size_t folder_length)
{
    char *part = path + folder_length + 1;
    for (;;) {
        size_t length = strcspn(part, "/");
        bool found;
        part[-1] = '\0';
        found = find_in_folder(path, part, length);
        part[-1] = '/';
        if (!found || !part[length])
            return found;
        part += length + 1;
    }
}

static FILE *open_zone(const char *name)
{
    const char *folder = getenv("TZDIR");
    char path[1024];
    int length;
    FILE *file;
    if (!folder)
        folder = "/usr/share/zoneinfo";
    length = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof path)
        return NULL;
    file = fopen(path, "rb");
    return file || !find_zone_file(path, strlen(folder)) ? file
                                                         : fopen(path, "rb");
}

/* NULL if there is no such zone. */
static struct zone *zone_read(const char *name)
{
    struct zone *zone;
    FILE *file = open_zone(name);
    if (!file)
        return NULL;
    zone = xmalloc(sizeof *zone);
    *zone = (struct zone){.bytes = xmalloc(MAX_ZONE_FILE)};
    zone->size = fread(zone->bytes, 1, MAX_ZONE_FILE, file);
    fclose(file);
    if (read_tzif(zone))
        return zone;
    zone_release(zone);
    return NULL;
}

/* ---- offsets ---- */

/* Of the time before all transitions the first type holds, as RFC 8536 says. */
static int64_t zone_offset(const struct zone *zone, uint32_t transitions)
{
    unsigned type;
    if (zone->is_fixed)
        return zone->offset;
    type = transitions ? zone->types[transitions - 1] : 0;
    return (int32_t)read_32(zone->offsets + (size_t)type * 6);
}

/* How many transitions are at or before these seconds since 1970, in UTC. */
static uint32_t transitions_before(const struct zone *zone, int64_t seconds)
{
    uint32_t low = 0, high = zone->n_times;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (read_64(zone->times + (size_t)middle * 8) <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool zone_knows(const struct zone *zone, uint32_t transitions)
{
    return !zone->goes_on || transitions < zone->n_times;
}

/* A local time that comes twice is the later one, and one that does not come at
 * all is reckoned from before the gap, as in PostgreSQL. */
static uint32_t transitions_local(const struct zone *zone, int64_t local)
{
    uint32_t before = transitions_before(zone, local - 86400);
    uint32_t behind = transitions_before(zone, local + 86400);
    for (uint32_t at = before; at < behind; at++) {
        int64_t change = read_64(zone->times + (size_t)at * 8);
        int64_t old = zone_offset(zone, at), new = zone_offset(zone, at + 1);
        int64_t greater = old > new ? old : new, less = old > new ? new : old;
        if (local - change < less)
            return at;
        /* Between both: a gap if it goes forward, twice if back. */
        if (local - change < greater)
            return old < new ? at : at + 1;
    }
    return behind;
}

/* ---- functions ---- */

/* An abbreviation goes before the file of its name, as in PostgreSQL. */
static struct zone *zone_of_name(struct slice name)
{
    struct zone *zone;
    int64_t offset;
    if (!zone_fixed_offset(name, &offset))
        return is_zone_name(name.bytes, name.length) ? zone_read(name.bytes)
                                                     : NULL;
    zone = xmalloc(sizeof *zone);
    *zone = (struct zone){.is_fixed = true, .offset = offset};
    return zone;
}

/* Kept with the statement, as the name is mostly a constant. */
static const struct zone *zone_argument(sqlite3_context *context,
                                        sqlite3_value *value)
{
    struct zone *zone = sqlite3_get_auxdata(context, 0);
    struct slice name = argument_text(value);
    if (zone)
        return zone;
    zone = zone_of_name(name);
    if (!zone) {
        result_error(context, "there is no time zone '%s'", name.bytes);
        return NULL;
    }
    sqlite3_set_auxdata(context, 0, zone, zone_release);
    return sqlite3_get_auxdata(context, 0);
}

/* `into`: a moment in UTC as the zone's clocks show it; else the moment at
 * which they show it. */
static void shift(sqlite3_context *context, sqlite3_value **values, bool into)
{
    const struct zone *zone = zone_argument(context, values[0]);
    struct moment moment;
    struct pg_interval offset = {0};
    int64_t seconds;
    uint32_t transitions;
    if (!zone || moment_pass_infinity(context, values[1]) ||
        !moment_read(context, values[1], &moment))
        return;
    seconds = moment.days * 86400 + moment.microseconds / 1000000;
    transitions = into ? transitions_before(zone, seconds)
                       : transitions_local(zone, seconds);
    if (!zone_knows(zone, transitions)) {
        result_error(context, "the zone's rules of that time are not known");
        return;
    }
    offset.microseconds = zone_offset(zone, transitions) * 1000000;
    moment = moment_plus(moment, &offset, into ? 1 : -1);
    moment_result(context, &moment);
}

static void time_in_zone(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    (void)n;
    shift(context, values, true);
}

static void time_of_zone(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    (void)n;
    shift(context, values, false);
}

const struct function zone_functions[] = {
    {"time_in_zone", 2, true, time_in_zone},
    {"time_of_zone", 2, true, time_of_zone},
    {NULL, 0, false, NULL}};
