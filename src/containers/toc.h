/* The table of contents of pg_dump's archives: what -Fc, -Fd and -Ft have in
 * common. Versions 1.10 (PostgreSQL 8.0) to 1.16 (18) are read. */
#ifndef CONTAINERS_TOC_H
#define CONTAINERS_TOC_H

#include "base/failure.h"
#include "base/memory.h"
#include "containers/cursor.h"
#include "containers/unpack.h"

enum toc_section {
    SECTION_NONE = 1,
    SECTION_BEFORE,
    SECTION_DATA,
    SECTION_AFTER
};

/* Texts are NULL where they are NULL or empty in the archive. */
/* 1.10 to 1.16 */
enum { TOC_OLDEST = 10, TOC_NEWEST = 16 };

struct toc_entry {
    int64_t id; /* pg_dump's number for it, by which pg_restore -l lists it */
    bool has_data;
    bool has_oids; /* each row begins with one */
    bool was_met;  /* its data have been read */
    enum toc_section section;
    const char *kind;       /* "TABLE DATA" */
    const char *schema;     /* of its name */
    const char *tag;        /* its name */
    const char *definition; /* statements */
    const char *copy;       /* the COPY before its data; NULL: INSERTs */
    const char *file;       /* of a directory or tar */
};

enum toc_format { FORMAT_CUSTOM = 1, FORMAT_FILES = 3 };

struct toc {
    int version; /* 14 is 1.14 */
    enum toc_format format;
    enum packing packing; /* of data in a custom archive */
    const char *database, *server_version, *dump_version;
    struct toc_entry *entries;
    size_t n, capacity;
    struct toc_entry **by_id;
    bool has_search_path; /* an entry sets it, and all names are qualified */
    struct arena arena;

    /* private: the sizes of numbers */
    int int_size, offset_size;
};

/* Reads it from the first byte on; the cursor stands behind it afterwards.
 * Failures are without the file's name. The toc is to be released in any
 * case. */
bool toc_read(struct toc *toc, struct cursor *cursor, struct failure *failure);
void toc_release(struct toc *toc);

/* NULL: there is none of that number. */
struct toc_entry *toc_find(const struct toc *toc, int64_t id);

/* Does the entry's statement name the table that the entry is called after? */
bool toc_names_agree(const struct toc_entry *entry);

/* "entry 214, TABLE DATA public.users", for messages; and the failure that
 * begins so. */
void toc_add_label(struct buffer *text, const struct toc_entry *entry);
bool toc_refuse(struct failure *failure, const struct toc_entry *entry,
                const char *why);

/* A number as it stands between the data of a custom archive. False where it is
 * cut off, with the reason in the failure, or too large. */
bool toc_read_number(const struct toc *toc, struct cursor *cursor,
                     int64_t *number, struct failure *failure);

/* No path, and nothing hidden: letters, digits, points, _ and -. */
bool toc_is_file_name(const char *name);

#endif
