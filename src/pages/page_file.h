/* The database file: pages that are written one after the other, and the
 * header on page 1 (https://sqlite.org/fileformat2.html#the_database_header).
 *
 * A page gets its number when it is appended, so it is appended when it is
 * complete. Pages that SQLite made can be written over by their number. Page
 * numbers begin with 1; the page that holds the lock byte is left out.
 *
 * Threads may append at the same time. A failure of the disk is kept in
 * `failure`, and everything after it does nothing: look there now and then. */
#ifndef PAGES_PAGE_FILE_H
#define PAGES_PAGE_FILE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "base/writeback.h"

struct page_file {
    size_t page_size;
    struct failure failure;
    /* private */
    pthread_mutex_t lock;
    int descriptor;
    struct writeback writeback; /* with threads */
    uint32_t n_pages;           /* those in the buffer are counted */
    unsigned char *buffer;
    size_t used;        /* pages in the buffer, the file's last ones */
    uint32_t *recycled; /* numbers of pages that are free again */
    size_t n_recycled, recycled_capacity;
};

/* Opens a database that SQLite has made and nobody works with. */
bool page_file_open(struct page_file *file, const char *path, bool threaded,
                    struct failure *failure);

/* Looks at the header again, after SQLite has worked with the file. */
bool page_file_resume(struct page_file *file);

/* Appends a page; returns its number. */
uint32_t page_file_append(struct page_file *file, const unsigned char *page);

/* Appends pages that are a chain: a number of four bytes and room for bytes
 * after it. Returns the first one's number. */
uint32_t page_file_append_chain(struct page_file *file,
                                const unsigned char *bytes, size_t size);

/* False once anything has failed: what is in `page` is no page then. */
bool page_file_read(struct page_file *file, uint32_t number,
                    unsigned char *page);
void page_file_write(struct page_file *file, uint32_t number,
                     const unsigned char *page);

/* The page's number is taken by the next page that is appended; chains take
 * new ones only. */
void page_file_recycle(struct page_file *file, uint32_t number);

/* Writes what is in the buffer, and the header: the file is SQLite's again. */
bool page_file_suspend(struct page_file *file);

void page_file_close(struct page_file *file);

#endif
