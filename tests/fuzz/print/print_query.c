#include "print/print_parts.h"

static void add_clause(struct buffer *out, const char *word,
                       const struct pg_nodes *nodes)
{
    if (!nodes->n)
        return;
    buffer_add_text(out, word);
    print_list(out, nodes);
}

static void add_condition(struct buffer *out, const char *word,
                          const struct pg_node *node)
{
    if (!node)
        return;
    buffer_add_text(out, word);
    print_expression(out, node);
}

static void print_select(struct buffer *out, const struct pg_query *query)
{
    buffer_add_text(out, query->is_distinct ? "SELECT DISTINCT " : "SELECT ");
    if (query->distinct_on.n) {
        buffer_add_text(out, "ON (");
        print_list(out, &query->distinct_on);
        buffer_add_text(out, ") ");
    }
    print_list(out, &query->targets);
    add_clause(out, " FROM ", &query->from);
    add_condition(out, " WHERE ", query->where);
    add_clause(out,
               query->group_distinct ? " GROUP BY DISTINCT " : " GROUP BY ",
               &query->group_by);
    add_condition(out, " HAVING ", query->having);
    add_clause(out, " WINDOW ", &query->windows);
}

static void print_values(struct buffer *out, const struct pg_query *query)
{
    buffer_add_text(out, "VALUES ");
    for (uint32_t i = 0; i < query->rows.n; i++) {
        buffer_add_text(out, i ? ", (" : "(");
        print_items(out, query->rows.items[i]);
        buffer_add_byte(out, ')');
    }
}

static void print_set(struct buffer *out, const struct pg_query *query)
{
    buffer_add_byte(out, '(');
    print_query(out, query->left);
    buffer_printf(out, ") %s %s(", query->set_operator,
                  query->is_all ? "ALL " : "");
    print_query(out, query->right);
    buffer_add_byte(out, ')');
}

static void print_conflict(struct buffer *out, const struct pg_query *query)
{
    if (!query->has_conflict)
        return;
    buffer_add_text(out, " ON CONFLICT ");
    if (query->conflict_constraint) {
        buffer_add_text(out, "ON CONSTRAINT ");
        print_name(out, query->conflict_constraint);
    }
    for (uint32_t i = 0; i < query->conflict_keys.n; i++) {
        const struct pg_node *key = query->conflict_keys.items[i];
        bool plain = key->kind == NODE_COLUMN || key->kind == NODE_CALL;
        buffer_printf(out, "%s%s", i ? ", " : "(", plain ? "" : "(");
        print_expression(out, key);
        buffer_add_text(out, plain ? "" : ")");
    }
    buffer_add_text(out, query->conflict_keys.n ? ")" : "");
    add_condition(out, " WHERE ", query->conflict_predicate);
    buffer_add_text(out, query->conflict_updates ? " DO UPDATE SET "
                                                 : " DO NOTHING");
    print_list(out, &query->conflict_assignments);
    add_condition(out, " WHERE ", query->conflict_where);
}

static void print_insert(struct buffer *out, const struct pg_query *query)
{
    buffer_add_text(out, "INSERT INTO ");
    print_expression(out, query->table);
    for (uint32_t i = 0; i < query->columns.n; i++) {
        buffer_add_text(out, i ? ", " : " (");
        print_name(out, query->columns.items[i]->name.name);
    }
    buffer_add_text(out, query->columns.n ? ") " : " ");
    if (query->overriding)
        buffer_printf(out, "OVERRIDING %s VALUE ", query->overriding);
    if (query->source)
        print_query(out, query->source);
    else
        buffer_add_text(out, "DEFAULT VALUES");
    print_conflict(out, query);
    add_clause(out, " RETURNING ", &query->targets);
}

static void print_update(struct buffer *out, const struct pg_query *query)
{
    buffer_add_text(out, "UPDATE ");
    print_expression(out, query->table);
    add_clause(out, " SET ", &query->assignments);
    add_clause(out, " FROM ", &query->from);
    add_condition(out, " WHERE ", query->where);
    add_clause(out, " RETURNING ", &query->targets);
}

static void print_delete(struct buffer *out, const struct pg_query *query)
{
    buffer_add_text(out, "DELETE FROM ");
    print_expression(out, query->table);
    add_clause(out, " USING ", &query->from);
    add_condition(out, " WHERE ", query->where);
    add_clause(out, " RETURNING ", &query->targets);
}

static void print_tail(struct buffer *out, const struct pg_query *query)
{
    add_clause(out, " ORDER BY ", &query->order_by);
    add_condition(out, " OFFSET ", query->offset);
    if (query->limit && query->with_ties) {
        buffer_add_text(out, " FETCH FIRST ");
        print_operand(out, query->limit);
        buffer_add_text(out, " ROWS WITH TIES");
    } else {
        add_condition(out, " LIMIT ", query->limit);
    }
    for (uint32_t i = 0; i < query->locks.n; i++)
        print_expression(out, query->locks.items[i]);
}

void print_query(struct buffer *out, const struct pg_query *query)
{
    if (query->with.n) {
        buffer_add_text(out, query->is_recursive ? "WITH RECURSIVE " : "WITH ");
        print_list(out, &query->with);
        buffer_add_byte(out, ' ');
    }
    switch (query->kind) {
    case QUERY_SELECT: print_select(out, query); break;
    case QUERY_VALUES: print_values(out, query); break;
    case QUERY_SET: print_set(out, query); break;
    case QUERY_INSERT: print_insert(out, query); break;
    case QUERY_UPDATE: print_update(out, query); break;
    case QUERY_DELETE: print_delete(out, query); break;
    }
    print_tail(out, query);
}
