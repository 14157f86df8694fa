/* Losses: what can happen to a value on its way, a row each in
 * grammar/losses.def. */
#ifndef TYPES_LOSSES_H
#define TYPES_LOSSES_H

#include <stdint.h>

enum loss_kind {
#define LOSS(name, kind, one, many) LOSS_##name,
#include "losses.def"
#undef LOSS
    LOSS_KINDS
};

/* "rounded" */
const char *loss_name(enum loss_kind kind);

/* "number rounded to a double", or many of them. */
const char *loss_text(enum loss_kind kind, uint64_t count);

#endif
