/* For LD_PRELOAD: something happens at the FAULT_AT-th call that opens, reads,
 * writes, syncs, cuts, locks, closes, names or removes a file, or starts a
 * thread; with FAULT_MEMORY set, at the FAULT_AT-th allocation instead.
 *
 * FAULT_HOW says what: "fail" (the default), "on" (this call fails, and all
 * that follow), "short" (a write takes half of its bytes, others fail), and
 * "before", "after" and "half" (the process is killed before the call, behind
 * it, or when a write has taken half). On the descriptor FAULT_TELL it says
 * which call that was; without one, how many calls there were.
 *
 * The sync of a folder is told apart from that of a file, and the close of what
 * has just been synced, which is the last word on it, from others. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum how { FAIL, ON, SHORT, BEFORE, AFTER, HALF };

static bool is_ready, counts_memory, has_told;
static int calls, wanted, tell;
static enum how how;
static int synced = -1;

static int number_from(const char *variable)
{
    const char *text = getenv(variable);
    return text ? atoi(text) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    static const char *const words[] = {"fail",   "on",    "short",
                                        "before", "after", "half"};
    const char *word = getenv("FAULT_HOW");
    for (int i = 0; word && i < 6; i++)
        if (!strcmp(word, words[i]))
            how = (enum how)i;
    wanted = number_from("FAULT_AT");
    tell = number_from("FAULT_TELL");
    counts_memory = number_from("FAULT_MEMORY") != 0;
    is_ready = true;
}

__attribute__((destructor)) static void end(void)
{
    if (!has_told && number_from("FAULT_COUNT"))
        dprintf(tell, "%d", calls);
}

static void say_name(const char *name)
{
    char text[64];
    int length = snprintf(text, sizeof text, "%s", name);
    has_told = true;
    if (write(tell, text, (size_t)length) != length)
        _exit(99);
}

/* What is to happen to this call; the number of another is -1. */
static int fate_of(const char *name, bool is_memory)
{
    int number;
    if (!is_ready || is_memory != counts_memory)
        return -1;
    number = __sync_add_and_fetch(&calls, 1);
    if (!wanted || (how == ON ? number < wanted : number != wanted))
        return -1;
    if (number == wanted)
        say_name(name);
    if (how == BEFORE)
        kill(getpid(), SIGKILL);
    return (int)how;
}

static bool fails(int fate, int error)
{
    if (fate != FAIL && fate != ON && fate != SHORT)
        return false;
    errno = error;
    return true;
}

/* Behind the call. */
static void finish(int fate)
{
    int error = errno;
    if (fate == AFTER || fate == HALF)
        kill(getpid(), SIGKILL);
    errno = error;
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

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Around a call that gives `type`, and `bad` with errno where it fails. */
#define FAULTY(type, fate, error, bad, call)                                   \
    {                                                                          \
        int due = fate;                                                        \
        type result;                                                           \
        if (fails(due, error))                                                 \
            return bad;                                                        \
        result = call;                                                         \
        finish(due);                                                           \
        return result;                                                         \
    }

/* NOLINTBEGIN(readability-identifier-naming) */
ssize_t write(int descriptor, const void *bytes, size_t size)
{
    int due = is_regular(descriptor) ? fate_of("write", false) : -1;
    ssize_t result;
    if ((due == SHORT || due == HALF) && size > 1)
        size /= 2;
    else if (fails(due, ENOSPC))
        return -1;
    result = NEXT(write)(descriptor, bytes, size);
    finish(due);
    return result;
}

#define PWRITE(name, offset_type)                                              \
    ssize_t name(int descriptor, const void *bytes, size_t size,               \
                 offset_type offset)                                           \
    {                                                                          \
        int due = fate_of(#name, false);                                       \
        ssize_t result;                                                        \
        if ((due == SHORT || due == HALF) && size > 1)                         \
            size /= 2;                                                         \
        else if (fails(due, ENOSPC))                                           \
            return -1;                                                         \
        result = NEXT(name)(descriptor, bytes, size, offset);                  \
        finish(due);                                                           \
        return result;                                                         \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t pread(int descriptor, void *bytes, size_t size, off_t offset)
    FAULTY(ssize_t, fate_of("pread", false), EIO, -1,
           NEXT(pread)(descriptor, bytes, size, offset))

        ssize_t
    pread64(int descriptor, void *bytes, size_t size, off64_t offset)
        FAULTY(ssize_t, fate_of("pread64", false), EIO, -1,
               NEXT(pread64)(descriptor, bytes, size, offset))

            int fsync(int descriptor)
{
    bool of_folder = is_folder(descriptor);
    int due = fate_of(of_folder ? "fsync of a folder" : "fsync", false);
    int result;
    if (fails(due, EIO))
        return -1;
    synced = of_folder ? synced : descriptor;
    result = NEXT(fsync)(descriptor);
    finish(due);
    return result;
}

/* As on a network: the descriptor is gone all the same. */
int close(int descriptor)
{
    bool is_last = descriptor == synced;
    int due =
        is_regular(descriptor)
            ? fate_of(is_last ? "close of what is synced" : "close", false)
            : -1;
    int result;
    synced = is_last ? -1 : synced;
    result = NEXT(close)(descriptor);
    finish(due);
    return fails(due, EIO) ? -1 : result;
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
        FAULTY(int, fate_of("open", false), EMFILE, -1,                        \
               NEXT(name)(path, flags, mode))                                  \
    }
OPEN(open)
OPEN(open64)

ssize_t read(int descriptor, void *bytes, size_t size) FAULTY(
    ssize_t, is_regular(descriptor) ? fate_of("read", false) : -1, EIO, -1,
    NEXT(read)(descriptor, bytes, size))

    int fdatasync(int descriptor) FAULTY(int, fate_of("fdatasync", false), EIO,
                                         -1, NEXT(fdatasync)(descriptor))

        int ftruncate(int descriptor,
                      off_t size) FAULTY(int, fate_of("ftruncate", false), EIO,
                                         -1, NEXT(ftruncate)(descriptor, size))

            int ftruncate64(int descriptor, off64_t size) FAULTY(
                int, fate_of("ftruncate", false), EIO, -1,
                NEXT(ftruncate64)(descriptor, size))

                int rename(const char *from,
                           const char *to) FAULTY(int, fate_of("rename", false),
                                                  EIO, -1,
                                                  NEXT(rename)(from, to))

                    int link(const char *from,
                             const char *to) FAULTY(int, fate_of("link", false),
                                                    EIO, -1,
                                                    NEXT(link)(from, to))

                        int unlink(const char *path) FAULTY(
                            int, fate_of("unlink", false), EIO, -1,
                            NEXT(unlink)(path))

                            int fchmod(int descriptor, mode_t mode) FAULTY(
                                int, fate_of("fchmod", false), EPERM, -1,
                                NEXT(fchmod)(descriptor, mode))

                                int mkstemp(char *path) FAULTY(
                                    int, fate_of("mkstemp", false), EACCES, -1,
                                    NEXT(mkstemp)(path))

/* Locks only. */
#define FCNTL(name)                                                            \
    int name(int descriptor, int command, ...)                                 \
    {                                                                          \
        bool is_lock = command == F_SETLK || command == F_SETLKW;              \
        va_list arguments;                                                     \
        void *argument;                                                        \
        va_start(arguments, command);                                          \
        argument = va_arg(arguments, void *);                                  \
        va_end(arguments);                                                     \
        FAULTY(int, is_lock ? fate_of("lock", false) : -1, ENOLCK, -1,         \
               NEXT(name)(descriptor, command, argument))                      \
    }
                                    FCNTL(fcntl) FCNTL(fcntl64)

                                        int pthread_create(
                                            pthread_t *thread,
                                            const pthread_attr_t *attributes,
                                            void *(*routine)(void *),
                                            void *argument)
                                            FAULTY(int,
                                                   fate_of("pthread_create",
                                                           false),
                                                   EAGAIN, EAGAIN,
                                                   NEXT(pthread_create)(
                                                       thread, attributes,
                                                       routine, argument))

    /* dlsym allocates itself, so these have names of their own in glibc. */
    extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size) FAULTY(void *, fate_of("malloc", true), ENOMEM, NULL,
                                 __libc_malloc(size))

    void *calloc(size_t count, size_t size)
        FAULTY(void *, fate_of("calloc", true), ENOMEM, NULL,
               __libc_calloc(count, size))

            void *realloc(void *memory, size_t size)
                FAULTY(void *, fate_of("realloc", true), ENOMEM, NULL,
                       __libc_realloc(memory, size))

                    void *reallocarray(void *memory, size_t count, size_t size)
{
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(memory, all);
}
/* NOLINTEND(readability-identifier-naming) */
