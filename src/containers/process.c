#include "containers/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "base/temporary.h"

struct process {
    struct source source; /* first: the interface */
    pid_t child;          /* 0: it has ended */
    int output;           /* to read from */
    int said;             /* its standard error, a temporary file */
    char problem[300];
};

static ptrdiff_t process_read(struct source *source, char *bytes, size_t room)
{
    const struct process *process = (struct process *)source;
    ptrdiff_t length;
    do
        length = read(process->output, bytes, room);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        source->problem = strerror(errno);
    return length;
}

static bool process_rewind(struct source *source, bool is_last)
{
    (void)is_last;
    source->problem = "a program's output cannot be read again";
    return false;
}

/* As it wrote them; true if the server is newer than the program. */
static bool pass_on_messages(const struct process *process)
{
    char bytes[4096];
    bool is_older = false;
    ptrdiff_t length =
        temporary_read(process->said, bytes, sizeof bytes - 1, 0);
    if (length <= 0)
        return false;
    bytes[length] = '\0';
    is_older = strstr(bytes, "server version mismatch") != NULL;
    for (uint64_t at = 0; length > 0;) {
        output_write_all(STDERR_FILENO, bytes, (size_t)length);
        at += (uint64_t)length;
        length = temporary_read(process->said, bytes, sizeof bytes, at);
    }
    return is_older;
}

static bool wait_for(struct process *process, int *status)
{
    pid_t ended;
    do
        ended = waitpid(process->child, status, 0);
    while (ended < 0 && errno == EINTR);
    process->child = 0;
    return ended >= 0 && WIFEXITED(*status) && WEXITSTATUS(*status) == 0;
}

/* Its failure is ours: what it gave may be a part. */
static bool process_finish(struct source *source)
{
    struct process *process = (struct process *)source;
    int status = 0;
    bool done, is_older;
    if (!process->child)
        return !*process->problem;
    done = wait_for(process, &status);
    is_older = pass_on_messages(process);
    if (done)
        return true;
    snprintf(process->problem, sizeof process->problem,
             is_older ? "pg_dump is older than the server: install the "
                        "server's version (postgresql-client-N), and name it "
                        "with --pg-dump=PATH"
                      : "pg_dump has failed (status %d); what it said stands "
                        "above",
             WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    source->problem = process->problem;
    return false;
}

static void process_close(struct source *source)
{
    struct process *process = (struct process *)source;
    int status;
    close(process->output);
    if (process->child) {
        kill(process->child, SIGTERM);
        wait_for(process, &status);
    }
    close(process->said);
    free(process);
}

/* Of its descriptors it gets these alone. */
static int spawn(struct process *process, const char *const argv[],
                 int to_write)
{
    posix_spawn_file_actions_t actions;
    int problem = posix_spawn_file_actions_init(&actions);
    if (problem)
        return problem;
    posix_spawn_file_actions_adddup2(&actions, to_write, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, process->said, STDERR_FILENO);
    problem = posix_spawnp(&process->child, argv[0], &actions, NULL,
                           (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return problem;
}

/* pipe2 is not everywhere. Between both steps nothing is started: there is one
 * thread yet. */
static bool open_pipe(int ends[2])
{
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

struct source *process_open(const char *name, const char *const argv[],
                            struct failure *failure)
{
    struct process *process;
    int ends[2], problem;
    if (!open_pipe(ends)) {
        fail(failure, "a pipe: %s", strerror(errno));
        return NULL;
    }
    process = xmalloc(sizeof *process);
    *process = (struct process){.source = {.name = name,
                                           .read = process_read,
                                           .rewind = process_rewind,
                                           .finish = process_finish,
                                           .close = process_close},
                                .output = ends[0],
                                .said = temporary_open()};
    problem = process->said < 0 ? errno : spawn(process, argv, ends[1]);
    close(ends[1]);
    if (!problem)
        return &process->source;
    process->child = 0;
    fail(failure, "%s: %s", argv[0],
         problem == ENOENT ? "is not there; install PostgreSQL's client "
                             "(postgresql-client), or name it with "
                             "--pg-dump=PATH"
                           : strerror(problem));
    process_close(&process->source);
    return NULL;
}
