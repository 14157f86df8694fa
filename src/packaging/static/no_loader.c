/* For the static program alone (make static, by the linker's --wrap): it loads
 * no libraries, so glibc's loader, which warns of itself, stays out of it.
 * SQLite asks for these. */
#include <stddef.h>

void *__wrap_dlopen(const char *path, int flags);
void *__wrap_dlsym(void *library, const char *name);
int __wrap_dlclose(void *library);
char *__wrap_dlerror(void);

void *__wrap_dlopen(const char *path, int flags)
{
    (void)path;
    (void)flags;
    return NULL;
}

void *__wrap_dlsym(void *library, const char *name)
{
    (void)library;
    (void)name;
    return NULL;
}

int __wrap_dlclose(void *library)
{
    (void)library;
    return -1;
}

char *__wrap_dlerror(void)
{
    static char text[] = "a static program loads no libraries";
    return text;
}
