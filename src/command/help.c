#include "command/help.h"

#include <archive.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "command/version.h"
#include "containers/toc.h"

static const char *const group_names[OPTION_GROUPS] = {
    [GROUP_OUTPUT] = "Where it goes",      [GROUP_SELECTION] = "What is taken",
    [GROUP_FORMS] = "In which form",       [GROUP_DUMPS] = "The dump",
    [GROUP_QUERIES] = "Queries and views", [GROUP_PROOF] = "Proof",
    [GROUP_MACHINE] = "The machine",       [GROUP_MESSAGES] = "Messages"};

const char *help_group_name(enum option_group group)
{
    return group_names[group];
}

static const char STATUS[] =
    "Exit status: 0 done; 1 failed, nothing was written; 2 wrong usage; 3 "
    "refused\nby --strict, by verify, or some of a query.\n";

void help_print_short(void)
{
    fputs("pgdecant pours PostgreSQL dumps into SQLite.\n\n"
          "  pgdecant backup.sql -o new.db      a new database\n"
          "  pgdecant backup.sql >new.sql       SQL for the sqlite3 shell\n"
          "  pgdecant --into app.db rows.sql    rows into tables that are "
          "there\n\n",
          stdout);
    for (size_t i = 0; i < n_command_rows; i++)
        printf("  pgdecant %-10s%s\n", i ? command_rows[i].name : "",
               command_rows[i].summary);
    fputs("\nEach has its own help: pgdecant help COMMAND. pgdecant --help "
          "shows all options,\nman pgdecant the whole manual.\n",
          stdout);
}

/* Further lines of a help stand under the first. */
static void print_help_row(const struct option_row *row)
{
    char left[64];
    const char *line = row->help;
    snprintf(left, sizeof left, "%s%c%s --%s%s%s", row->letter ? "-" : " ",
             row->letter ? row->letter : ' ', row->letter ? "," : " ",
             row->name, row->argument ? "=" : "",
             row->argument ? row->argument : "");
    while (line) {
        size_t length = strcspn(line, "\n");
        printf("  %-28s %.*s\n", left, (int)length, line);
        line = line[length] ? line + length + 1 : NULL;
        *left = '\0';
    }
}

static void print_group(enum option_group group, unsigned commands)
{
    bool is_begun = false;
    for (size_t i = 0; i < n_option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        if (row->group != group || !(row->commands & commands))
            continue;
        if (!is_begun)
            printf("\n%s:\n", group_names[group]);
        is_begun = true;
        print_help_row(row);
    }
}

static void print_commands(void)
{
    for (size_t i = 0; i < n_command_rows; i++)
        printf("%s%s\n", i ? "       " : "Usage: ", command_rows[i].usage);
    printf("%s\nCommands:\n", command_rows[0].text);
    for (size_t i = 1; i < n_command_rows; i++)
        printf("  %-8s %s\n", command_rows[i].name, command_rows[i].summary);
}

void help_print(const struct command_row *command)
{
    if (command)
        printf("Usage: %s\n%s", command->usage, command->text);
    else
        print_commands();
    for (int group = 0; group < OPTION_GROUPS; group++)
        print_group((enum option_group)group,
                    command ? command->bit : (unsigned)FOR_ALL);
    printf("\n%s", STATUS);
}

void help_print_version(void)
{
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    printf("pgdecant %s\n", PGDECANT_VERSION);
    printf("SQLite %s, PCRE2 %s, %s\n", sqlite3_libversion(), pcre2,
           archive_version_details());
    printf("archives of pg_dump: 1.%d to 1.%d\n", (int)TOC_OLDEST,
           (int)TOC_NEWEST);
}
