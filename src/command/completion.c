/* Completions for shells, and the manual's options, from the tables. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "command/help.h"

/* ---- what an option takes ---- */

static bool takes_file(const struct option_row *row)
{
    static const char *const names[] = {"FILE", "DATABASE", "PATH"};
    for (size_t i = 0; row->argument && i < COUNT_OF(names); i++)
        if (!strcmp(row->argument, names[i]))
            return true;
    return false;
}

static bool takes_one_word(const struct option_row *row)
{
    return row->words != NULL;
}

static void print_words(const struct option_row *row)
{
    for (size_t i = 0; row->words[i]; i++)
        printf("%s%s", i ? " " : "", row->words[i]);
}

/* A help's lines as one, each of the bytes of `special` behind a backslash. */
static void print_text(const char *help, const char *special)
{
    for (; *help; help++) {
        if (strchr(special, *help))
            putchar('\\');
        putchar(*help == '\n' ? ' ' : *help);
    }
}

/* ---- bash ---- */

static void print_bash_option(const struct option_row *row)
{
    if (!row->argument)
        return;
    if (row->letter)
        printf("    -%c|--%s) ", row->letter, row->name);
    else
        printf("    --%s) ", row->name);
    if (takes_one_word(row)) {
        printf("COMPREPLY=($(compgen -W '");
        print_words(row);
        printf("' -- \"$cur\")); return ;;\n");
    } else if (takes_file(row)) {
        printf("_pgdecant_files \"$cur\"; return ;;\n");
    } else {
        printf("return ;;\n");
    }
}

static void print_bash_options(const struct command_row *command)
{
    printf("    %s) options='",
           command->command == COMMAND_CONVERT ? "*" : command->name);
    for (size_t i = 0; i < n_option_rows; i++)
        if (option_rows[i].commands & command->bit)
            printf("%s--%s%s", i ? " " : "", option_rows[i].name,
                   option_rows[i].argument ? "=" : "");
    printf("' ;;\n");
}

static void print_command_names(size_t from)
{
    for (size_t i = from; i < n_command_rows; i++)
        printf("%s%s", i > from ? " " : "", command_rows[i].name);
}

/* Bash takes the = of --name=word for a word of its own. */
static void print_bash(void)
{
    fputs("# bash completion for pgdecant\n"
          "_pgdecant_files()\n{\n"
          "    mapfile -t COMPREPLY < <(compgen -f -- \"$1\")\n"
          "    compopt -o filenames\n}\n"
          "_pgdecant()\n{\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} "
          "prev=${COMP_WORDS[COMP_CWORD-1]} options\n"
          "    if [[ $cur == = ]]; then\n        cur=\n"
          "    elif [[ $prev == = ]]; then\n"
          "        prev=${COMP_WORDS[COMP_CWORD-2]}\n    fi\n"
          "    COMPREPLY=()\n    case $prev in\n",
          stdout);
    for (size_t i = 0; i < n_option_rows; i++)
        print_bash_option(&option_rows[i]);
    fputs("    esac\n    case ${COMP_WORDS[1]} in\n", stdout);
    for (size_t i = n_command_rows; i-- > 0;)
        print_bash_options(&command_rows[i]);
    fputs("    esac\n    if [[ $cur == -* ]]; then\n"
          "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
          "        [[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace\n"
          "        return\n    fi\n"
          "    if [[ $COMP_CWORD == 2 && ${COMP_WORDS[1]} == help ]]; then\n"
          "        COMPREPLY=($(compgen -W '",
          stdout);
    print_command_names(0);
    fputs("' -- \"$cur\"))\n        return\n    fi\n"
          "    _pgdecant_files \"$cur\"\n"
          "    [[ $COMP_CWORD != 1 ]] || COMPREPLY+=($(compgen -W 'help ",
          stdout);
    print_command_names(1);
    fputs("' -- \"$cur\"))\n}\ncomplete -F _pgdecant pgdecant\n", stdout);
}

/* ---- zsh ---- */

/* A quote would end the word that it is in. */
static void print_zsh_text(const char *text, const char *special)
{
    for (; *text; text++)
        if (*text == '\'')
            printf("'\\''");
        else
            print_text((char[]){*text, '\0'}, special);
}

static void print_zsh_option(const struct option_row *row)
{
    printf("  ");
    if (row->letter)
        printf("'(-%c --%s)'{-%c%s,--%s%s}'", row->letter, row->name,
               row->letter, row->argument ? "+" : "", row->name,
               row->argument ? "=" : "");
    else
        printf("'--%s%s", row->name, row->argument ? "=" : "");
    printf("[");
    print_zsh_text(row->help, "[]:");
    printf("]");
    if (row->argument)
        printf(":%s:", row->argument);
    if (takes_one_word(row)) {
        printf("(");
        print_words(row);
        printf(")");
    } else if (takes_file(row)) {
        printf("_files");
    }
    printf("' \\\n");
}

static void print_zsh_commands(void)
{
    fputs("_pgdecant_first()\n{\n  local -a commands=('help:show help'",
          stdout);
    for (size_t i = 1; i < n_command_rows; i++) {
        printf(" '%s:", command_rows[i].name);
        print_zsh_text(command_rows[i].summary, "");
        printf("'");
    }
    fputs(")\n  _describe command commands\n  _files\n}\n"
          "_pgdecant_next()\n{\n"
          "  if [[ $words[2] == help ]]; then\n    compadd ",
          stdout);
    print_command_names(0);
    fputs("\n  else\n    _files\n  fi\n}\n", stdout);
}

static void print_zsh(void)
{
    fputs("#compdef pgdecant\n", stdout);
    print_zsh_commands();
    fputs("_arguments -s \\\n", stdout);
    for (size_t i = 0; i < n_option_rows; i++)
        print_zsh_option(&option_rows[i]);
    fputs("  '1: :_pgdecant_first' \\\n  '*: :_pgdecant_next'\n", stdout);
}

/* ---- fish ---- */

static void print_fish_option(const struct option_row *row)
{
    printf("complete -c pgdecant -l %s", row->name);
    if (row->letter)
        printf(" -s %c", row->letter);
    if (takes_one_word(row)) {
        printf(" -x -a '");
        print_words(row);
        printf("'");
    } else if (row->argument) {
        printf(takes_file(row) ? " -r" : " -x");
    }
    printf(" -d '");
    print_text(row->help, "'\\");
    printf("'\n");
}

static void print_fish(void)
{
    printf("# fish completion for pgdecant\n");
    for (size_t i = 0; i < n_option_rows; i++)
        print_fish_option(&option_rows[i]);
    printf("complete -c pgdecant -n __fish_use_subcommand -a help -d "
           "'show help'\n");
    printf("complete -c pgdecant -n '__fish_seen_subcommand_from help' -f -a "
           "'");
    print_command_names(0);
    printf("'\n");
    for (size_t i = 1; i < n_command_rows; i++) {
        printf("complete -c pgdecant -n __fish_use_subcommand -a %s -d '",
               command_rows[i].name);
        print_text(command_rows[i].summary, "'\\");
        printf("'\n");
    }
}

/* ---- the manual ---- */

/* A line that begins with a dot would be a request. */
static void print_roff(const char *text)
{
    if (*text == '.' || *text == '\'')
        printf("\\&");
    for (; *text; text++)
        if (*text == '\\')
            printf("\\e");
        else if (*text == '-')
            printf("\\-");
        else
            putchar(*text);
}

static void print_man_option(const struct option_row *row)
{
    printf(".TP\n");
    if (row->letter)
        printf("\\fB\\-%c\\fR, ", row->letter);
    printf("\\fB");
    print_roff("--");
    print_roff(row->name);
    printf("\\fR");
    if (row->argument)
        printf("=\\fI%s\\fR", row->argument);
    printf("\n");
    print_roff(row->help);
    printf("\n");
}

static void print_man(void)
{
    for (int group = 0; group < OPTION_GROUPS; group++) {
        printf(".SS %s\n", help_group_name((enum option_group)group));
        for (size_t i = 0; i < n_option_rows; i++)
            if (option_rows[i].group == (enum option_group)group)
                print_man_option(&option_rows[i]);
    }
}

bool help_generate(const char *what)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } kinds[] = {{"bash", print_bash},
                 {"zsh", print_zsh},
                 {"fish", print_fish},
                 {"man", print_man}};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (!strcmp(kinds[i].name, what)) {
            kinds[i].print();
            return true;
        }
    return false;
}
