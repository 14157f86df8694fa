#include "base/together.h"

#include <pthread.h>

void together_run(void *(*work)(void *user), void *user, size_t threads)
{
    pthread_t others[TOGETHER_MOST];
    size_t n = 0;
    while (n + 1 < threads && n < TOGETHER_MOST &&
           pthread_create(&others[n], NULL, work, user) == 0)
        n++;
    work(user);
    while (n > 0)
        pthread_join(others[--n], NULL);
}
