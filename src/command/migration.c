#include "command/migration.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { USUAL_DIGITS = 4, MOST_DIGITS = 18 };

/* The greatest number, and the most digits, of names such as 0003_users.sql. */
struct numbers {
    long greatest;
    int digits;
};

static void count_name(struct numbers *numbers, const char *name)
{
    size_t digits = strspn(name, "0123456789");
    long number;
    if (!digits || digits > MOST_DIGITS)
        return;
    number = strtol(name, NULL, 10);
    if (number > numbers->greatest)
        numbers->greatest = number;
    if ((int)digits > numbers->digits)
        numbers->digits = (int)digits;
}

static bool count_folder(struct numbers *numbers, const char *folder,
                         struct failure *failure)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    if (!entries)
        return fail(failure, "--migration-dir: cannot read the folder %s: %s",
                    folder, strerror(errno));
    while ((entry = readdir(entries)))
        count_name(numbers, entry->d_name);
    closedir(entries);
    return true;
}

/* backup.sql.gz is backup; what else a name has becomes a line. */
static void add_stem(struct buffer *path, const char *dump)
{
    const char *slash = strrchr(dump, '/');
    const char *name = slash && slash[1] ? slash + 1 : dump;
    size_t length = strcspn(name, ".");
    if (!strcmp(name, "-") || !length) {
        buffer_add_text(path, "dump");
        return;
    }
    for (size_t i = 0; i < length; i++)
        buffer_add_byte(path, isalnum((unsigned char)name[i]) ? name[i] : '_');
}

char *migration_path(const char *folder, const char *dump,
                     struct failure *failure)
{
    struct numbers numbers = {0, USUAL_DIGITS};
    struct buffer path = {0};
    if (!count_folder(&numbers, folder, failure))
        return NULL;
    buffer_printf(&path, "%s/%0*ld_", folder, numbers.digits,
                  numbers.greatest + 1);
    add_stem(&path, dump);
    buffer_add_text(&path, ".sql");
    buffer_add_byte(&path, '\0');
    return path.bytes;
}
