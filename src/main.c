#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include "command/cluster.h"
#include "command/convert.h"
#include "command/inspect.h"
#include "command/options.h"
#include "command/query.h"
#include "command/verify.h"
#include "functions/functions.h"
#include "sqlite/trial.h"
#include "sqlite/version.h"

static enum exit_status execute(struct options *options)
{
    switch (options->command) {
    case COMMAND_INSPECT: return cmd_inspect(options);
    case COMMAND_VERIFY: return cmd_verify(options);
    case COMMAND_QUERY: return cmd_query(options);
    case COMMAND_CONVERT: break;
    }
    return cluster_is_wanted(options) ? cmd_cluster(options)
                                      : cmd_convert(options);
}

/* One that is closed would be given to the next file, and what is said would go
 * into it. Opened for the other direction it fails as if it were closed. */
static void occupy_standard_descriptors(void)
{
    static const int flags[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int i = 0; i < 3; i++)
        if (fcntl(i, F_GETFD) < 0 && open("/dev/null", flags[i]) != i)
            _exit(EXIT_FAILED);
}

int main(int argc, char **argv)
{
    struct options options;
    struct failure failure = {0};
    enum exit_status status;
    occupy_standard_descriptors();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write() ... */
    signal(SIGXFSZ, SIG_IGN); /* ... and so is a file grown too large */
    trial_watch_memory();
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD); /* a handle has one thread */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    /* views that call them can be tried, and made into tables */
    sqlite3_auto_extension((void (*)(void))functions_register);
    if (!version_check(&failure)) {
        say("%s", failure.text);
        return EXIT_FAILED;
    }
    if (options_parse(&options, argc, argv, &status))
        status = execute(&options);
    options_release(&options);
    return (int)status;
}
