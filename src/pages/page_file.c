#include "pages/page_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "pages/varint.h"

/* Bytes that are written at once. */
enum { BUFFER_BYTES = 1024 * 1024 };

/* The header's fields, by their offset. */
enum {
    PAGE_SIZE = 16,
    CHANGE_COUNTER = 24,
    SIZE_IN_PAGES = 28,
    FIRST_FREELIST_TRUNK = 32,
    FREELIST_PAGES = 36,
    VERSION_VALID_FOR = 92,
    HEADER_SIZE = 100
};

enum { LOCK_BYTE = 0x40000000, MAX_PAGE_COUNT = 1073741822 };

/* Nobody can return an error from the depth of a b-tree: the first one is kept,
 * and later calls do nothing. */
static void page_file_fail_file(struct page_file *file, const char *verb)
{
    if (!file->failure.happened)
        fail(&file->failure, "cannot %s the database: %s", verb,
             errno ? strerror(errno) : "it is shorter than it should be");
}

static off_t offset_of(const struct page_file *file, uint32_t number)
{
    assert(number > 0); /* pages count from 1 */
    return (off_t)(number - 1) * (off_t)file->page_size;
}

static void write_at(struct page_file *file, off_t offset,
                     const unsigned char *bytes, size_t size)
{
    if (file->failure.happened)
        return;
    if (!output_write_all_at(file->descriptor, (const char *)bytes, size,
                             offset))
        page_file_fail_file(file, "write");
}

static bool read_at(struct page_file *file, off_t offset, unsigned char *bytes,
                    size_t size)
{
    while (size > 0 && !file->failure.happened) {
        ssize_t length = pread(file->descriptor, bytes, size, offset);
        if (length < 0 && errno == EINTR)
            continue;
        if (length == 0)
            errno = 0;
        if (length <= 0) {
            page_file_fail_file(file, "read");
            break;
        }
        bytes += length;
        size -= (size_t)length;
        offset += length;
    }
    return !file->failure.happened;
}

/* Appended pages are neighbours, so that one write takes them all. */
static void page_file_flush(struct page_file *file)
{
    uint32_t first = file->n_pages - (uint32_t)file->used + 1;
    if (file->used)
        write_at(file, offset_of(file, first), file->buffer,
                 file->used * file->page_size);
    if (file->used && file->writeback.runs)
        writeback_reached(&file->writeback, offset_of(file, file->n_pages) +
                                                (int64_t)file->page_size);
    file->used = 0;
}

/* ---- appending ---- */

/* SQLite locks bytes of this page and never uses it for anything. */
static bool is_lock_byte_page(const struct page_file *file, uint32_t number)
{
    return number == LOCK_BYTE / file->page_size + 1;
}

static void add_to_buffer(struct page_file *file, const unsigned char *page)
{
    unsigned char *at = file->buffer + file->used * file->page_size;
    assert((file->used + 1) * file->page_size <= BUFFER_BYTES);
    if (page)
        memcpy(at, page, file->page_size);
    else
        memset(at, 0, file->page_size);
    file->used++;
    file->n_pages++;
    if ((file->used + 1) * file->page_size > BUFFER_BYTES)
        page_file_flush(file);
}

/* The number after another, the lock-byte page left out. */
static uint32_t number_after(const struct page_file *file, uint32_t number)
{
    return number + 1 + is_lock_byte_page(file, number + 1);
}

static uint32_t append_new(struct page_file *file, const unsigned char *page)
{
    if (file->n_pages >= MAX_PAGE_COUNT) {
        errno = EFBIG;
        page_file_fail_file(file, "write");
        file->n_pages = 1; /* nothing is written any more */
    }
    if (is_lock_byte_page(file, file->n_pages + 1))
        add_to_buffer(file, NULL);
    add_to_buffer(file, page);
    return file->n_pages;
}

uint32_t page_file_append(struct page_file *file, const unsigned char *page)
{
    uint32_t number;
    pthread_mutex_lock(&file->lock);
    /* Pages that a merge has emptied are used before the file grows. */
    if (file->n_recycled) {
        number = file->recycled[--file->n_recycled];
        write_at(file, offset_of(file, number), page, file->page_size);
    } else {
        number = append_new(file, page);
    }
    pthread_mutex_unlock(&file->lock);
    return number;
}

/* Under the lock from the first page to the last: each has the number of the
 * next, so no other thread may take it. */
uint32_t page_file_append_chain(struct page_file *file,
                                const unsigned char *bytes, size_t size)
{
    size_t room = file->page_size - 4;
    unsigned char *page = xmalloc(file->page_size);
    uint32_t first;
    pthread_mutex_lock(&file->lock);
    first = number_after(file, file->n_pages);
    for (size_t part; size > 0; bytes += part, size -= part) {
        uint32_t own = number_after(file, file->n_pages);
        part = size < room ? size : room;
        big_endian_put(page, 4, part < size ? number_after(file, own) : 0);
        memcpy(page + 4, bytes, part);
        memset(page + 4 + part, 0, room - part);
        append_new(file, page);
    }
    pthread_mutex_unlock(&file->lock);
    free(page);
    return first;
}

/* ---- pages by their number ---- */

/* What is still in the buffer may be the page that is wanted. */
bool page_file_read(struct page_file *file, uint32_t number,
                    unsigned char *page)
{
    bool is_read;
    pthread_mutex_lock(&file->lock);
    page_file_flush(file);
    is_read = read_at(file, offset_of(file, number), page, file->page_size);
    pthread_mutex_unlock(&file->lock);
    return is_read;
}

/* The root is written once its children are: a page in the middle of the file.
 */
void page_file_write(struct page_file *file, uint32_t number,
                     const unsigned char *page)
{
    pthread_mutex_lock(&file->lock);
    page_file_flush(file);
    write_at(file, offset_of(file, number), page, file->page_size);
    pthread_mutex_unlock(&file->lock);
}

void page_file_recycle(struct page_file *file, uint32_t number)
{
    assert(number > 1); /* the first page is the schema's */
    pthread_mutex_lock(&file->lock);
    grow_array(&file->recycled, &file->recycled_capacity, file->n_recycled + 1,
               sizeof *file->recycled);
    file->recycled[file->n_recycled++] = number;
    pthread_mutex_unlock(&file->lock);
}

/* ---- the header ---- */

/* A freelist trunk page: the next trunk, how many leaves, and the leaves. One
 * page is recycled as a trunk for as many others as it has room for, less the
 * six that SQLite leaves free for the sake of its old versions. */
static void add_to_freelist(struct page_file *file, unsigned char *header)
{
    size_t room = file->page_size / 4 - 2 - 6;
    unsigned char *trunk = xmalloc(file->page_size);
    while (file->n_recycled) {
        uint32_t number = file->recycled[--file->n_recycled];
        uint64_t pages = big_endian_get(header + FREELIST_PAGES, 4);
        size_t leaves = file->n_recycled < room ? file->n_recycled : room;
        memset(trunk, 0, file->page_size);
        memcpy(trunk, header + FIRST_FREELIST_TRUNK, 4);
        big_endian_put(trunk + 4, 4, leaves);
        for (size_t i = 0; i < leaves; i++)
            big_endian_put(trunk + 8 + 4 * i, 4,
                           file->recycled[--file->n_recycled]);
        write_at(file, offset_of(file, number), trunk, file->page_size);
        big_endian_put(header + FIRST_FREELIST_TRUNK, 4, number);
        big_endian_put(header + FREELIST_PAGES, 4, pages + 1 + leaves);
    }
    free(trunk);
}

/* SQLite believes its cache as long as the change counter is the same, so it is
 * raised; and the size in the header counts only if version-valid-for agrees.
 */
bool page_file_suspend(struct page_file *file)
{
    unsigned char header[HEADER_SIZE];
    uint64_t changes;
    page_file_flush(file);
    if (!read_at(file, 0, header, sizeof header))
        return false;
    changes = big_endian_get(header + CHANGE_COUNTER, 4) + 1;
    big_endian_put(header + CHANGE_COUNTER, 4, changes);
    big_endian_put(header + VERSION_VALID_FOR, 4, changes);
    big_endian_put(header + SIZE_IN_PAGES, 4, file->n_pages);
    add_to_freelist(file, header);
    write_at(file, 0, header, sizeof header);
    return !file->failure.happened;
}

/* SQLite has had the file: it may be longer than it was. */
bool page_file_resume(struct page_file *file)
{
    unsigned char header[HEADER_SIZE];
    if (!read_at(file, 0, header, sizeof header))
        return false;
    file->page_size = (size_t)big_endian_get(header + PAGE_SIZE, 2);
    /* 65536 does not fit the field's two bytes, so 1 stands for it. */
    if (file->page_size == 1)
        file->page_size = 65536;
    file->n_pages = (uint32_t)big_endian_get(header + SIZE_IN_PAGES, 4);
    return true;
}

bool page_file_open(struct page_file *file, const char *path, bool threaded,
                    struct failure *failure)
{
    *file = (struct page_file){.buffer = xmalloc(BUFFER_BYTES)};
    pthread_mutex_init(&file->lock, NULL);
    file->descriptor = open(path, O_RDWR | O_CLOEXEC);
    if (file->descriptor < 0)
        page_file_fail_file(file, "open");
    else if (page_file_resume(file) && threaded)
        writeback_begin(&file->writeback, file->descriptor);
    return !file->failure.happened || fail(failure, "%s", file->failure.text);
}

void page_file_close(struct page_file *file)
{
    writeback_end(&file->writeback);
    if (file->buffer && file->descriptor >= 0)
        close(file->descriptor);
    if (file->buffer)
        pthread_mutex_destroy(&file->lock);
    free(file->buffer);
    free(file->recycled);
    *file = (struct page_file){0};
}
