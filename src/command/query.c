#include "command/query.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "command/query_job.h"
#include "input/memory_source.h"
#include "containers/open.h"

/* ---- what was said ---- */

/* One statement on the command line needs no sum. */
static void cmd_query_summarise(const struct query_job *job)
{
    uint64_t all = job->unchanged + job->translated + job->refused;
    if (job->options->quiet || job->options->sql)
        return;
    say("%llu statement%s: %llu unchanged, %llu translated, %llu refused",
        (unsigned long long)all, all == 1 ? "" : "s",
        (unsigned long long)job->unchanged, (unsigned long long)job->translated,
        (unsigned long long)job->refused);
}

/* Nothing is committed, so the output keeps its old content. */
static bool query_check_strict(struct query_job *job)
{
    if (!job->options->strict || !(job->refused + job->notes))
        return true;
    job->is_refused = true;
    return fail(&job->failure, "--strict: not everything means the same, so "
                               "nothing is written");
}

/* ---- one input ---- */

/* One statement at a time: a script may be of any length. */
static bool run_script(struct query_job *job)
{
    job->is_behind_comment = false;
    while (script_next(&job->script)) {
        query_add_layout(job);
        if (job->script.length) {
            query_take_statement(job);
            job->is_open_statement =
                !job->script.has_semicolon && !job->is_behind_comment;
        }
        arena_reset(&job->arena);
    }
    return !job->script.failure.happened ||
           fail(&job->failure, "%s", job->script.failure.text);
}

static bool run_source(struct query_job *job, struct source *source)
{
    bool done;
    if (!source)
        return false;
    done = (script_open(&job->script, source, job->options->buffer_size) ||
            fail(&job->failure, "%s", job->script.failure.text)) &&
           run_script(job);
    script_close(&job->script);
    source_close(source);
    return done;
}

/* The next file's statement is one of its own. */
static void end_input(struct query_job *job)
{
    if (job->is_silent || !job->last_byte)
        return;
    if (job->is_open_statement)
        output_add_text(&job->output, "\n;\n");
    else if (job->last_byte != '\n')
        output_add_text(&job->output, "\n");
    job->last_byte = '\n';
    job->is_open_statement = job->is_behind_comment = false;
}

static bool run_file(struct query_job *job, const char *path)
{
    const struct open_options how = {.memory = job->options->memory};
    if (job->n_inputs++ && !job->options->in_place)
        end_input(job);
    return run_source(job, source_open(path, &how, &job->failure));
}

/* What holds a refused statement stays what it is: a comment in its place would
 * be another application. All has been told by now. */
static bool rewrite_file(struct query_job *job, const char *path)
{
    uint64_t refused = job->refused;
    bool done = output_open(&job->output, path, true, &job->failure) &&
                run_file(job, path);
    if (done && job->refused == refused)
        done = output_commit(&job->output, &job->failure);
    else if (done)
        say("%s: stays as it is", path);
    output_abort(&job->output);
    return done;
}

/* ---- files and folders ---- */

typedef bool run_path(struct query_job *job, const char *path);

/* In a folder by its name; what was asked for is read whatever it is. */
static bool is_script(const char *path, const struct stat *file, unsigned level)
{
    size_t length = strlen(path);
    if (level == 0)
        return true;
    return S_ISREG(file->st_mode) && length > 4 &&
           !strcasecmp(path + length - 4, ".sql");
}

/* By two names it is one file, and is rewritten once. */
static bool is_seen(const struct query_job *job, const struct stat *file)
{
    for (size_t i = 0; i < job->n_seen; i++)
        if (job->seen[i].device == file->st_dev &&
            job->seen[i].inode == file->st_ino)
            return true;
    return false;
}

static void remember_file(struct query_job *job, const struct stat *file,
                          const char *path)
{
    grow_array(&job->seen, &job->seen_capacity, job->n_seen + 1,
               sizeof *job->seen);
    job->seen[job->n_seen++] =
        (struct file_seen){file->st_dev, file->st_ino, path};
}

static bool is_output(const struct query_job *job, const struct stat *file)
{
    struct stat output;
    return job->options->output && strcmp(job->options->output, "-") != 0 &&
           stat(job->options->output, &output) == 0 &&
           output.st_dev == file->st_dev && output.st_ino == file->st_ino;
}

static bool run_listed(struct query_job *job, const char *path,
                       const struct stat *file, unsigned level, run_path *run)
{
    /* An empty one has no statement. */
    if (!is_script(path, file, level) ||
        (S_ISREG(file->st_mode) && !file->st_size) ||
        (job->options->in_place && is_seen(job, file)))
        return true;
    if (is_output(job, file))
        return fail(&job->failure, "%s: is read, and the output; name another",
                    path);
    remember_file(job, file, path);
    return run(job, path);
}

static int is_visible(const struct dirent *entry)
{
    return *entry->d_name != '.';
}

static int compare_scripts(const struct dirent **one,
                           const struct dirent **other)
{
    return strcmp((*one)->d_name, (*other)->d_name);
}

/* A check tells all at once, so one bad file does not hide the others. */
static bool pass_over(struct query_job *job, const char *path)
{
    if (!job->is_silent)
        return false;
    query_tell_unread(job, arena_printf(&job->names, "%s", path));
    job->failure = (struct failure){0};
    job->unread++;
    return true;
}

static bool run_tree(struct query_job *job, const char *path, unsigned level,
                     run_path *run);

static bool run_folder(struct query_job *job, const char *path, unsigned level,
                       run_path *run)
{
    enum { MOST_LEVELS = 100 };
    struct dirent **entries = NULL;
    bool ends_in_slash = path[strlen(path) - 1] == '/';
    int n = scandir(path, &entries, is_visible, compare_scripts);
    bool done = n >= 0 || fail(&job->failure, "%s: %s", path, strerror(errno));
    if (level == MOST_LEVELS)
        done = fail(&job->failure, "%s: folders too deep in each other", path);
    for (int i = 0; i < n; i++) {
        if (done)
            done = run_tree(job,
                            arena_printf(&job->names, "%s%s%s", path,
                                         ends_in_slash ? "" : "/",
                                         entries[i]->d_name),
                            level + 1, run);
        free(entries[i]);
    }
    free((void *)entries);
    return done;
}

/* Links inside are not followed. Messages name the path as long as the job
 * lives. */
static bool run_tree(struct query_job *job, const char *path, unsigned level,
                     run_path *run)
{
    struct stat file;
    bool done;
    if ((level ? lstat : stat)(path, &file) != 0)
        done = fail(&job->failure, "%s: %s", path,
                    level == 0 && errno == ENOENT && lstat(path, &file) == 0
                        ? "leads to nothing"
                        : strerror(errno));
    else if (S_ISDIR(file.st_mode))
        done = run_folder(job, path, level, run);
    else
        done = run_listed(job, path, &file, level, run);
    return done || pass_over(job, path);
}

static bool run_all(struct query_job *job, run_path *run)
{
    const struct options *options = job->options;
    if (options->sql)
        return run_source(
            job, memory_source_open(options->sql, strlen(options->sql), "SQL"));
    for (size_t i = 0; i < options->n_dumps; i++)
        if (!(strcmp(options->dumps[i], "-")
                  ? run_tree(job, options->dumps[i], 0, run)
                  : run(job, "-") || pass_over(job, "-")))
            return false;
    return true;
}

/* ---- the command ---- */

/* The set has no dumps of its own; it owns the schema that --types-from gives.
 * */
static bool cmd_query_read_types(struct query_job *job)
{
    const struct options *options = job->options;
    struct dump_set_options set = options_of_dumps(job->options);
    struct schema *tables;
    job->query_context =
        (struct query_context){.arrays = options->policies.arrays,
                               .keeps_parentheses = true,
                               .tells_uses = options->verbose,
                               .takes_scripts = true,
                               .dialect = options->policies.dialect};
    if (!options->types_from)
        return true;
    set.n_paths = 0;
    job->dumps = dump_set_open(&set, &job->failure);
    if (!job->dumps || !dump_set_names(job->dumps, options->types_from))
        return false;
    tables = &dump_set_contents(job->dumps)->tables;
    job->tables = schema_lookup(tables);
    job->query_context.tables = &job->tables;
    job->query_context.views = tables->views;
    return true;
}

/* All inputs in their order, as one. */
static bool write_all(struct query_job *job)
{
    const struct options *options = job->options;
    if (!output_open(&job->output, options->output, options->replace,
                     &job->failure) ||
        !run_all(job, run_file))
        return false;
    if (options->sql)
        output_add_text(&job->output, "\n");
    if (!query_check_strict(job) || !output_commit(&job->output, &job->failure))
        return false;
    fatal_status(job->refused ? EXIT_REFUSED : EXIT_DONE);
    return true;
}

/* Nothing is rewritten before everything has been read once, and told. */
static bool rewrite_all(struct query_job *job)
{
    uint64_t unchanged = job->unchanged, translated = job->translated;
    uint64_t refused = job->refused, notes = job->notes;
    bool done = true;
    job->is_silent = false;
    job->is_mute = true;
    size_t n = 0;
    while (n < job->n_seen && rewrite_file(job, job->seen[n].path))
        n++;
    done = n == job->n_seen;
    if (!done && n)
        say("%zu file%s rewritten before that, up to %s", n,
            n == 1 ? " was" : "s were", job->seen[n - 1].path);
    job->unchanged = unchanged;
    job->translated = translated;
    job->refused = refused;
    job->notes = notes;
    return done;
}

static bool cmd_query_run(struct query_job *job)
{
    const struct options *options = job->options;
    if (!cmd_query_read_types(job))
        return false;
    if (!options->check && !options->in_place)
        return write_all(job);
    job->is_silent = true;
    if (!run_all(job, run_file))
        return false;
    if (job->unread)
        return fail(&job->failure, "%llu of the files cannot be read%s",
                    (unsigned long long)job->unread,
                    options->check ? "" : ", so none is rewritten");
    return query_check_strict(job) && (options->check || rewrite_all(job));
}

static void cmd_query_release(struct query_job *job)
{
    output_abort(&job->output);
    dump_set_close(job->dumps);
    catalog_release(&job->nothing);
    arena_release(&job->arena);
    arena_release(&job->names);
    buffer_release(&job->results);
    free(job->seen);
}

enum exit_status cmd_query(struct options *options)
{
    struct query_job job = {.options = options};
    bool done = cmd_query_run(&job);
    bool refused = job.is_refused || (done && job.refused);
    bool is_told = done || job.is_refused || job.unread;
    if (is_told && (options->json || options->sarif))
        refused &= query_print_results(&job);
    else if (is_told)
        cmd_query_summarise(&job);
    if (job.failure.happened)
        say("%s", job.failure.text);
    cmd_query_release(&job);
    return refused                ? EXIT_REFUSED
           : job.failure.happened ? EXIT_FAILED
                                  : EXIT_DONE;
}
