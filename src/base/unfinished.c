#include "base/unfinished.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static const char MARK[] = ".pgdecant-";
enum { RANDOM_LENGTH = 6 };

/* A file, and what SQLite keeps beside one. */
static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
enum {
    N_ENDINGS = sizeof endings / sizeof *endings,
    LONGEST_ENDING = sizeof "-journal" - 1
};

/* ---- what a signal removes ---- */

/* Paths in full: a signal handler may call unlink, and not much else. */
static char *volatile unfinished[MOST_UNFINISHED][N_ENDINGS];

static void remove_slot(size_t slot)
{
    for (size_t i = 0; i < N_ENDINGS; i++)
        if (unfinished[slot][i])
            unlink(unfinished[slot][i]);
}

static void remove_all(void)
{
    for (size_t slot = 0; slot < MOST_UNFINISHED; slot++)
        remove_slot(slot);
}

/* Only what a handler may call. */
static void tell_interruption(void)
{
    static const char text[] =
        "\npgdecant: interrupted; what was begun is removed\n";
    bool has_any = false;
    for (size_t slot = 0; slot < MOST_UNFINISHED; slot++)
        has_any |= unfinished[slot][0] != NULL;
    if (has_any && write(STDERR_FILENO, text, sizeof text - 1) < 0)
        return; /* nobody listens */
}

/* The signal again, by its default, so that the shell sees what ended it. */
static void die_of_signal(int number)
{
    if (number == SIGINT)
        tell_interruption();
    remove_all();
    signal(number, SIG_DFL);
    raise(number);
}

static void watch_for_the_end(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    static bool watching;
    if (watching)
        return;
    watching = true;
    atexit(remove_all);
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        /* nohup ignores SIGHUP, and that is obeyed. */
        if (signal(numbers[i], SIG_IGN) != SIG_IGN)
            signal(numbers[i], die_of_signal);
}

/* With room for a path of that length and each ending. */
static ptrdiff_t take_slot(char *full[N_ENDINGS], size_t length)
{
    for (size_t i = 0; i < N_ENDINGS; i++)
        full[i] = xmalloc(length + LONGEST_ENDING + 1);
    for (size_t slot = 0; slot < MOST_UNFINISHED; slot++)
        if (!unfinished[slot][0])
            return (ptrdiff_t)slot;
    return -1;
}

static void fill_slot(ptrdiff_t slot, char *full[N_ENDINGS], const char *path)
{
    for (size_t i = N_ENDINGS; i-- > 0;) {
        snprintf(full[i], strlen(path) + LONGEST_ENDING + 1, "%s%s", path,
                 endings[i]);
        unfinished[slot][i] = full[i];
    }
}

static ptrdiff_t slot_of(const char *path)
{
    for (size_t slot = 0; path && slot < MOST_UNFINISHED; slot++)
        if (unfinished[slot][0] && !strcmp(unfinished[slot][0], path))
            return (ptrdiff_t)slot;
    return -1;
}

void unfinished_forget(const char *path)
{
    ptrdiff_t slot = slot_of(path);
    for (size_t i = 0; slot >= 0 && i < N_ENDINGS; i++) {
        char *full = unfinished[slot][i];
        unfinished[slot][i] = NULL;
        free(full);
    }
}

void unfinished_remove(const char *path)
{
    ptrdiff_t slot = slot_of(path);
    if (slot >= 0)
        remove_slot((size_t)slot);
    unfinished_forget(path);
}

/* ---- whose it is ---- */

/* A lock that belongs to the descriptor, far from the bytes that SQLite locks;
 * closing another descriptor of the file does not give it up. Where there are
 * no such locks, nothing is swept. */
static bool lock_unfinished(int descriptor)
{
#ifdef F_OFD_SETLK
    struct flock lock = {.l_type = F_WRLCK,
                         .l_whence = SEEK_SET,
                         .l_start = (off_t)1 << 62,
                         .l_len = 1};
    return fcntl(descriptor, F_OFD_SETLK, &lock) == 0;
#else
    (void)descriptor;
    return false;
#endif
}

/* The mark and random letters are all that follows the name. */
static bool is_unfinished_name(const char *entry, const char *name)
{
    size_t length = strlen(name), mark = strlen(MARK);
    return !strncmp(entry, name, length) &&
           !strncmp(entry + length, MARK, mark) &&
           strlen(entry + length + mark) == RANDOM_LENGTH;
}

/* One that is locked belongs to a run that is at work. */
static bool is_abandoned(const char *path)
{
    int descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    bool is = descriptor >= 0 && fstat(descriptor, &status) == 0 &&
              S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
              lock_unfinished(descriptor);
    if (descriptor >= 0)
        close(descriptor);
    return is;
}

static void sweep_entry(const char *folder, const char *entry)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s", folder, entry);
    if (is_abandoned(buffer_text(&path)))
        for (size_t i = N_ENDINGS; i-- > 0;) {
            struct buffer full = {0};
            buffer_printf(&full, "%s%s", buffer_text(&path), endings[i]);
            unlink(buffer_text(&full));
            buffer_release(&full);
        }
    buffer_release(&path);
}

void unfinished_sweep(const char *name)
{
    char *of_folder = xstrndup(name, strlen(name));
    char *of_file = xstrndup(name, strlen(name));
    const char *folder = dirname(of_folder), *file = basename(of_file);
    DIR *entries = opendir(folder);
    struct dirent *entry;
    while (entries && (entry = readdir(entries)))
        if (is_unfinished_name(entry->d_name, file))
            sweep_entry(folder, entry->d_name);
    if (entries)
        closedir(entries);
    free(of_folder);
    free(of_file);
}

/* ---- making ---- */

/* Between the file and its lock another run may have swept it. */
static bool is_gone(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && status.st_nlink == 0;
}

static int make_file(char *pattern)
{
    int descriptor;
    do {
        memcpy(pattern + strlen(pattern) - RANDOM_LENGTH, "XXXXXX",
               RANDOM_LENGTH);
        descriptor = mkstemp(pattern);
        if (descriptor >= 0)
            lock_unfinished(descriptor);
    } while (descriptor >= 0 && is_gone(descriptor) && close(descriptor) == 0);
    return descriptor;
}

/* All memory first: without it there is no file to remove. No signal comes
 * between the file and the note of it. */
int unfinished_make(const char *name, char **path, struct failure *failure)
{
    struct buffer pattern = {0};
    char *full[N_ENDINGS];
    sigset_t all, before;
    ptrdiff_t slot;
    int descriptor;
    watch_for_the_end();
    buffer_printf(&pattern, "%s%sXXXXXX", name, MARK);
    *path = xstrndup(buffer_text(&pattern), pattern.size);
    slot = take_slot(full, pattern.size);
    buffer_release(&pattern);
    assert(slot >= 0);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    descriptor = make_file(*path);
    if (descriptor < 0) {
        fail(failure, "cannot write beside %s: %s", name, strerror(errno));
        for (size_t i = 0; i < N_ENDINGS; i++)
            free(full[i]);
    } else {
        fill_slot(slot, full, *path);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return descriptor;
}
