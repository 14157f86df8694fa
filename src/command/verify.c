#include "command/verify.h"

#include <stdio.h>

#include "report/lines.h"
#include "report/verification.h"
#include "types/client.h"

struct proof {
    struct options *options;
    struct failure failure;
    bool looks_at_all; /* at every row before any is compared */
    struct dump_set *dumps;
    struct verification verification;
    sqlite3 *database;
    struct lite_schema schema;
};

/* Of a conversion with --data-only, rows are all there is to compare. */
static unsigned ignored_definitions(const struct options *options)
{
    return options->data_only ? ~0u : options->ignored;
}

/* Where a client is known, or --map says how an application's tables are
 * called, those are its own, unless they are what -o makes. */
static bool is_applications(const struct proof *proof)
{
    const struct contents *contents = dump_set_contents(proof->dumps);
    return (contents->plans.client || proof->options->selection.mapping ||
            client_of_database(&proof->schema, proof->options->client)) &&
           !dump_set_makes(proof->dumps, &proof->schema);
}

/* The first rows are taken for all, as for a conversion; if they are not, all
 * is done once more. */
static enum survey_extent survey_extent(const struct proof *proof)
{
    return proof->looks_at_all || !dump_set_may_sample(proof->dumps)
               ? SURVEY_DEFINITIONS
               : SURVEY_SAMPLE;
}

/* A dump of rows alone takes its columns from the database that it is compared
 * with, and so does one for the tables of an application. */
static bool cmd_verify_read_types(struct proof *proof)
{
    const struct options *options = proof->options;
    if (options->types_from)
        return dump_set_types(proof->dumps, options->types_from);
    return dump_set_survey(proof->dumps, survey_extent(proof)) &&
           ((dump_set_contents(proof->dumps)->defines_tables &&
             !is_applications(proof)) ||
            dump_set_tables_of(proof->dumps, options->database));
}

static bool cmd_verify_open_database(struct proof *proof)
{
    proof->database = lite_open_to_prove(
        proof->options->database, proof->options->timeout, &proof->failure);
    return proof->database &&
           lite_schema_read(&proof->schema, proof->database, &proof->failure);
}

static bool cmd_verify_show(struct proof *proof)
{
    struct buffer json = {0};
    if (proof->options->json) {
        verification_add_json(&json, &proof->verification);
        fwrite(json.bytes, 1, json.size, stdout);
        buffer_release(&json);
    } else {
        verification_print(&proof->verification, !proof->options->quiet,
                           print_line);
    }
    return (fflush(stdout) == 0 && !ferror(stdout)) ||
           fail(&proof->failure, "cannot write the output");
}

static bool cmd_verify_run(struct proof *proof)
{
    const struct dump_set_options options = options_of_dumps(proof->options);
    proof->dumps = dump_set_open(&options, &proof->failure);
    return proof->dumps && cmd_verify_open_database(proof) &&
           cmd_verify_read_types(proof) &&
           verification_run(&proof->verification, proof->dumps, proof->database,
                            &proof->schema, ignored_definitions(proof->options),
                            &proof->failure) &&
           dump_set_check_selection(proof->dumps) && cmd_verify_show(proof);
}

static void proof_release(struct proof *proof)
{
    verification_release(&proof->verification);
    lite_schema_release(&proof->schema);
    sqlite3_close(proof->database);
    dump_set_close(proof->dumps);
}

/* With hope, and once more without where that is disappointed. */
static bool prove(struct proof *proof)
{
    struct options *options = proof->options;
    if (cmd_verify_run(proof))
        return true;
    if (!proof->dumps || !dump_set_assumption_failed(proof->dumps))
        return false;
    dump_set_restore_position(proof->dumps);
    proof_release(proof);
    *proof = (struct proof){.options = options, .looks_at_all = true};
    return cmd_verify_run(proof);
}

/* Status 3, not 1: it was able to look, and found a difference. */
enum exit_status cmd_verify(struct options *options)
{
    struct proof proof = {.options = options};
    bool done = prove(&proof);
    bool good = done && verification_is_good(&proof.verification);
    if (proof.dumps)
        dump_set_end_progress(proof.dumps);
    if (!done)
        say("%s", proof.failure.text);
    proof_release(&proof);
    return !done ? EXIT_FAILED : good ? EXIT_DONE : EXIT_REFUSED;
}
