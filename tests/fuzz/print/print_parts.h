/* What printing expressions and printing queries share. */
#ifndef PRINT_PRINT_PARTS_H
#define PRINT_PRINT_PARTS_H

#include "print/print.h"

/* Quoted, whatever it is. */
void print_name(struct buffer *out, const char *name);
/* With commas between them. */
void print_list(struct buffer *out, const struct pg_nodes *nodes);
void print_items(struct buffer *out, const struct pg_node *node);
/* In parentheses unless it is simple. */
void print_operand(struct buffer *out, const struct pg_node *node);

#endif
