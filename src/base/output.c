#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/unfinished.h"

/* mkstemp makes files that only their owner reads, which is right until they
 * are complete; an output is like any other file. */
static void give_usual_permissions(int descriptor)
{
    mode_t mask = umask(0);
    umask(mask);
    (void)!fchmod(descriptor, 0666 & ~mask);
}

/* Beside its final name: renaming does not cross file systems. */
static bool open_temporary(struct output *output, struct failure *failure)
{
    output->descriptor =
        unfinished_make(output->path, &output->temporary_path, failure);
    return output->descriptor >= 0;
}

static const char *kind_of_file(mode_t mode)
{
    return S_ISLNK(mode)    ? "symbolic link"
           : S_ISDIR(mode)  ? "folder"
           : S_ISFIFO(mode) ? "pipe"
           : S_ISSOCK(mode) ? "socket"
                            : "device";
}

/* What has the name now, if anything has. */
static bool look_at_old(struct output *output, struct failure *failure)
{
    struct stat old;
    output->has_old = lstat(output->path, &old) == 0;
    if (!output->has_old)
        return true;
    if (!output->replace)
        return fail(failure,
                    "%s exists already; --replace lets a new file take its "
                    "place once it is complete",
                    output->path);
    if (!S_ISREG(old.st_mode))
        return fail(failure, "%s is a %s; only a plain file is replaced",
                    output->path, kind_of_file(old.st_mode));
    output->mode = old.st_mode & 07777;
    output->owner = old.st_uid;
    output->group = old.st_gid;
    return true;
}

bool output_check_name(const char *path, bool replace, struct failure *failure)
{
    return look_at_old(&(struct output){.path = path, .replace = replace},
                       failure);
}

/* Where others write behind it, too, nothing is taken back. */
static bool is_undoable(int64_t *start)
{
    struct stat status, null;
    *start = 0;
    if (fstat(STDOUT_FILENO, &status) != 0)
        return false;
    if (S_ISCHR(status.st_mode))
        return stat("/dev/null", &null) == 0 && null.st_rdev == status.st_rdev;
    *start = lseek(STDOUT_FILENO, 0, SEEK_CUR);
    return S_ISREG(status.st_mode) && *start >= 0 &&
           !(fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND);
}

bool output_name_can_begin_again(const char *path)
{
    int64_t start;
    return strcmp(path, "-") != 0 || is_undoable(&start);
}

bool output_open(struct output *output, const char *path, bool replace,
                 struct failure *failure)
{
    *output = (struct output){.descriptor = -1, .replace = replace};
    output->buffer = xmalloc(OUTPUT_BUFFER);
    if (strcmp(path, "-") == 0) {
        output->descriptor = STDOUT_FILENO;
        output->is_undoable = is_undoable(&output->start);
        return true;
    }
    output->path = path;
    unfinished_sweep(path);
    return look_at_old(output, failure) && open_temporary(output, failure);
}

/* An offset below 0 is where the last write ended. */
bool output_write_all_at(int descriptor, const char *bytes, size_t size,
                         int64_t offset)
{
    for (size_t done = 0; done < size;) {
        ssize_t written = offset < 0
                              ? write(descriptor, bytes + done, size - done)
                              : pwrite(descriptor, bytes + done, size - done,
                                       offset + (int64_t)done);
        if (written < 0 && errno != EINTR)
            return false;
        done += written < 0 ? 0 : (size_t)written;
    }
    return true;
}

bool output_write_all(int descriptor, const char *bytes, size_t size)
{
    return output_write_all_at(descriptor, bytes, size, -1);
}

/* Writers do not ask each time: the first failure is kept for output_check. */
static void write_out(struct output *output, const char *bytes, size_t size)
{
    output->written += size;
    if (!output->failure.happened &&
        !output_write_all(output->descriptor, bytes, size))
        fail(&output->failure, "cannot write %s: %s",
             output->path ? output->path : "the output", strerror(errno));
}

static void output_flush(struct output *output)
{
    write_out(output, output->buffer, output->used);
    output->used = 0;
}

/* What output_add, inline, has no room for. */
void output_add_slowly(struct output *output, const char *bytes, size_t size)
{
    output_flush(output);
    if (size >= OUTPUT_BUFFER) {
        write_out(output, bytes, size);
        return;
    }
    memcpy(output->buffer, bytes, size);
    output->used = size;
}

void output_add_text(struct output *output, const char *text)
{
    output_add(output, text, strlen(text));
}

uint64_t output_position(const struct output *output)
{
    return output->written + output->used;
}

bool output_check(const struct output *output, struct failure *failure)
{
    return !output->failure.happened ||
           fail(failure, "%s", output->failure.text);
}

static int open_folder(const char *path)
{
    char *copy = xstrndup(path, strlen(path));
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    return folder;
}

/* The name lies in the folder, which has to reach the disk, too. Where that is
 * not supported or not permitted, we do without. Closes the folder. */
static bool sync_folder(int folder, int problem)
{
    bool synced = folder >= 0 && fsync(folder) == 0;
    problem = folder >= 0 ? errno : problem;
    if (folder >= 0)
        close(folder);
    errno = problem;
    return synced || problem == EINVAL || problem == EACCES;
}

/* A link fails if the name has been taken meanwhile, a rename does not; some
 * file systems know no links. */
static bool give_name(struct output *output)
{
    if (output->replace)
        return rename(output->temporary_path, output->path) == 0;
    if (link(output->temporary_path, output->path) != 0)
        return errno != EEXIST && access(output->path, F_OK) != 0 &&
               rename(output->temporary_path, output->path) == 0;
    if (unlink(output->temporary_path) != 0)
        say("%s is complete, but %s cannot be removed: %s", output->path,
            output->temporary_path, strerror(errno));
    return true;
}

/* The new file is whose the old one was, and as secret. */
static bool give_owner(struct output *output, struct failure *failure)
{
    struct stat own;
    if (!output->has_old) {
        give_usual_permissions(output->descriptor);
        return true;
    }
    if (fstat(output->descriptor, &own) == 0 &&
        ((own.st_uid == output->owner && own.st_gid == output->group) ||
         fchown(output->descriptor, output->owner, output->group) == 0) &&
        fchmod(output->descriptor, output->mode) == 0)
        return true;
    return fail(failure,
                "cannot give the new %s the owner and the permissions of the "
                "old one: %s",
                output->path, strerror(errno));
}

static bool commit_file(struct output *output, struct failure *failure)
{
    int descriptor = output->descriptor, folder, problem;
    /* Once more: while it was written another file may have taken the name. */
    if (!look_at_old(output, failure) || !give_owner(output, failure))
        return false;
    output->descriptor = -1;
    folder = open_folder(output->path);
    problem = errno;
    if (fsync(descriptor) != 0 || close(descriptor) != 0 ||
        !give_name(output)) {
        fail(failure, "cannot complete %s: %s", output->path, strerror(errno));
        if (folder >= 0)
            close(folder);
        return false;
    }
    unfinished_forget(output->temporary_path);
    if (!sync_folder(folder, problem))
        say("%s is complete, but its folder cannot be synced (%s): if the "
            "machine fails now the name may be lost",
            output->path, strerror(errno));
    return true;
}

bool output_commit(struct output *output, struct failure *failure)
{
    output_flush(output);
    if (!output_check(output, failure))
        return false;
    if (output->path)
        return commit_file(output, failure);
    /* A full disk may show as late as here. */
    if (close(STDOUT_FILENO) != 0)
        return fail(failure, "cannot write the output: %s", strerror(errno));
    return true;
}

/* The end of the file is that of what was written here. */
static bool is_alone(const struct output *output)
{
    struct stat status;
    return fstat(STDOUT_FILENO, &status) == 0 &&
           (!S_ISREG(status.st_mode) ||
            status.st_size == output->start + (off_t)output->written);
}

bool output_can_begin_again(const struct output *output)
{
    return output->path || output->written == 0 ||
           (output->is_undoable && is_alone(output));
}

void output_undo(struct output *output)
{
    if (output->path || !output->is_undoable || !output->written)
        return;
    /* A device takes neither, and needs neither. */
    if (lseek(STDOUT_FILENO, output->start, SEEK_SET) == output->start)
        (void)!ftruncate(STDOUT_FILENO, output->start);
    output->written = 0;
}

/* Also after a commit: then there is nothing to remove. */
void output_abort(struct output *output)
{
    if (output->path && output->descriptor >= 0)
        close(output->descriptor);
    unfinished_remove(output->temporary_path);
    free(output->temporary_path);
    free(output->buffer);
    *output = (struct output){.descriptor = -1};
}
