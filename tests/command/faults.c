/* For LD_PRELOAD: makes the FAULT_AT-th call fail that opens, reads, writes,
 * syncs, cuts, closes or names a file, and says on the descriptor FAULT_TELL
 * whether there was one. FAULT_SHORT has a write take half of its bytes before
 * that. The sync of a folder is told apart from that of a file, and the close
 * of what has just been synced, which is the last word on it, from others. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;
static int synced = -1;

static int number_from(const char *variable)
{
    const char *text = getenv(variable);
    return text ? atoi(text) : 0;
}

static bool is_regular(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

static bool is_folder(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool is_due(const char *name, int error)
{
    if (__sync_add_and_fetch(&calls, 1) != number_from("FAULT_AT"))
        return false;
    dprintf(number_from("FAULT_TELL"), "%s", name);
    errno = error;
    return true;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* NOLINTBEGIN(readability-identifier-naming) */
ssize_t write(int descriptor, const void *bytes, size_t size)
{
    if (is_regular(descriptor) && is_due("write", ENOSPC))
        return number_from("FAULT_SHORT") && size > 1
                   ? NEXT(write)(descriptor, bytes, size / 2)
                   : -1;
    return NEXT(write)(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    if (is_due("pwrite", ENOSPC))
        return number_from("FAULT_SHORT") && size > 1
                   ? NEXT(pwrite)(descriptor, bytes, size / 2, offset)
                   : -1;
    return NEXT(pwrite)(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset)
{
    if (is_due("pwrite64", ENOSPC))
        return number_from("FAULT_SHORT") && size > 1
                   ? NEXT(pwrite64)(descriptor, bytes, size / 2, offset)
                   : -1;
    return NEXT(pwrite64)(descriptor, bytes, size, offset);
}

ssize_t pread(int descriptor, void *bytes, size_t size, off_t offset)
{
    return is_due("pread", EIO) ? -1
                                : NEXT(pread)(descriptor, bytes, size, offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t size, off64_t offset)
{
    return is_due("pread64", EIO)
               ? -1
               : NEXT(pread64)(descriptor, bytes, size, offset);
}

int fsync(int descriptor)
{
    bool of_folder = is_folder(descriptor);
    if (is_due(of_folder ? "fsync of a folder" : "fsync", EIO))
        return -1;
    synced = of_folder ? synced : descriptor;
    return NEXT(fsync)(descriptor);
}

/* As on a network: the descriptor is gone all the same. */
int close(int descriptor)
{
    bool is_last = descriptor == synced;
    bool due = is_regular(descriptor) &&
               is_due(is_last ? "close of what is synced" : "close", EIO);
    int result;
    synced = is_last ? -1 : synced;
    result = NEXT(close)(descriptor);
    errno = due ? EIO : errno;
    return due ? -1 : result;
}

static mode_t mode_from(int flags, va_list arguments)
{
    return flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...)                                 \
    {                                                                          \
        va_list arguments;                                                     \
        mode_t mode;                                                           \
        va_start(arguments, flags);                                            \
        mode = mode_from(flags, arguments);                                    \
        va_end(arguments);                                                     \
        return is_due("open", EMFILE) ? -1 : NEXT(name)(path, flags, mode);    \
    }
OPEN(open)
OPEN(open64)

ssize_t read(int descriptor, void *bytes, size_t size)
{
    return is_regular(descriptor) && is_due("read", EIO)
               ? -1
               : NEXT(read)(descriptor, bytes, size);
}

int fdatasync(int descriptor)
{
    return is_due("fdatasync", EIO) ? -1 : NEXT(fdatasync)(descriptor);
}

int ftruncate(int descriptor, off_t size)
{
    return is_due("ftruncate", EIO) ? -1 : NEXT(ftruncate)(descriptor, size);
}

int rename(const char *from, const char *to)
{
    return is_due("rename", EIO) ? -1 : NEXT(rename)(from, to);
}

int link(const char *from, const char *to)
{
    return is_due("link", EIO) ? -1 : NEXT(link)(from, to);
}

int mkstemp(char *path)
{
    return is_due("mkstemp", EACCES) ? -1 : NEXT(mkstemp)(path);
}
/* NOLINTEND(readability-identifier-naming) */
