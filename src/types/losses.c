#include "types/losses.h"

static const struct {
    const char *name, *one, *many;
} losses[] = {
#define LOSS(name, kind, one, many) {kind, one, many},
#include "losses.def"
#undef LOSS
};

const char *loss_name(enum loss_kind kind)
{
    return losses[kind].name;
}

const char *loss_text(enum loss_kind kind, uint64_t count)
{
    return count == 1 ? losses[kind].one : losses[kind].many;
}
