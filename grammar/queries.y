/* PostgreSQL's queries: SELECT, VALUES, INSERT, UPDATE, DELETE, and the views
 * made of them. The build puts this between postgres.y and expressions.y.
 *
 * A parenthesis before a query is a terminal of its own, QueryParen: the
 * parser's feeder looks ahead for it, as one token would not be enough. */

statement ::= query_statement(Q). { parser->query = Q; }

%type query_statement {struct pg_query *}
%type query         {struct pg_query *}
%type query_body    {struct pg_query *}
%type query_parens  {struct pg_query *}
%type with          {struct pg_with}
query_statement(S) ::= query(Q). { S = Q; }
query_statement(S) ::= with(W) insert(Q). { S = query_with(parser, Q, W); }
query_statement(S) ::= with(W) update(Q). { S = query_with(parser, Q, W); }
query_statement(S) ::= with(W) delete(Q). { S = query_with(parser, Q, W); }

query_parens(P) ::= QueryParen query_statement(Q) RightParen. { P = Q; }

query(Q) ::= with(W) query_body(B) order_by(O) tails(T). { Q = query_tail(parser, B, W, O, T); }

with(W) ::= . { W = (struct pg_with){NULL, false}; }
with(W) ::= WITH ctes(L). { W = (struct pg_with){L, false}; }
with(W) ::= WITH RECURSIVE ctes(L). { W = (struct pg_with){L, true}; }
%type ctes {struct node_list *}
ctes(L) ::= cte(E). { L = list_add(parser, NULL, E); }
ctes(L) ::= ctes(A) Comma cte(E). { L = list_add(parser, A, E); }
cte(E) ::= name(N) optional_names(C) AS materialized(M) query_parens(Q). { E = query_cte(parser, N, C, M, Q); }
%type materialized {unsigned}
materialized(M) ::= . { M = 0; }
materialized(M) ::= MATERIALIZED. { M = NODE_MATERIALIZED; }
materialized(M) ::= NOT MATERIALIZED. { M = NODE_NOT_MATERIALIZED; }

/* ---- LIMIT and the like, in any order ---- */

%type tails {struct pg_query}
tails(T) ::= . { T = (struct pg_query){.at = 0}; }
tails(T) ::= tails(A) LIMIT expression(E). { T = A; query_limit(parser, &T, E); }
tails(T) ::= tails(A) LIMIT ALL. { T = A; }
tails(T) ::= tails(A) OFFSET expression(E) optional_rows. { T = A; query_offset(parser, &T, E); }
tails(T) ::= tails(A) FETCH first_or_next fetch_count(E) ties(B). { T = A; query_limit(parser, &T, E); T.with_ties = B; }
tails(T) ::= tails(A) FOR(W) lock_strength lock_of lock_wait. { T = A; query_lock(parser, &T, W); }
optional_rows ::= .
optional_rows ::= row_or_rows.
row_or_rows ::= ROW.
row_or_rows ::= ROWS.
first_or_next ::= FIRST.
first_or_next ::= NEXT.
fetch_count(E) ::= row_or_rows. { E = tree_leaf(parser, NODE_NUMBER, (struct pg_word){"1", 0}); }
fetch_count(E) ::= primary(A) row_or_rows. { E = A; }
fetch_count(E) ::= Plus primary(A) row_or_rows. { E = A; }
%type ties {bool}
ties(B) ::= ONLY. { B = false; }
ties(B) ::= WITH TIES. { B = true; }
lock_strength ::= UPDATE.
lock_strength ::= SHARE.
lock_strength ::= NO KEY UPDATE.
lock_strength ::= KEY SHARE.
lock_of ::= .
lock_of ::= OF locked_tables.
locked_tables ::= qualified.
locked_tables ::= locked_tables Comma qualified.
lock_wait ::= .
lock_wait ::= NOWAIT.
lock_wait ::= SKIP LOCKED.

/* ---- SELECT ---- */

query_body(Q) ::= query_parens(P). { Q = query_nested(parser, P); }
query_body(Q) ::= SELECT(W) selected(S) from(F) where(E) group_by(G) having(H) windows(N).
    { Q = query_select(parser, W, (struct pg_query){.is_distinct = S.is_distinct, .distinct_on = S.distinct_on, .targets = S.targets,
      .from = nodes_of(F), .where = E, .group_by = G.group_by, .group_distinct = G.group_distinct, .having = H, .windows = nodes_of(N)}); }
query_body(Q) ::= VALUES(W) value_rows(R). { Q = query_values(parser, W, R); }
query_body(Q) ::= TABLE(W) qualified(T). { Q = query_table(parser, W, T); }
query_body(Q) ::= query_body(A) UNION(W) all(B) query_body(C). { Q = query_set(parser, A, W, B, C); }
query_body(Q) ::= query_body(A) EXCEPT(W) all(B) query_body(C). { Q = query_set(parser, A, W, B, C); }
query_body(Q) ::= query_body(A) INTERSECT(W) all(B) query_body(C). { Q = query_set(parser, A, W, B, C); }

%type all {bool}
all(B) ::= . { B = false; }
all(B) ::= ALL. { B = true; }
all(B) ::= DISTINCT. { B = false; }

%type selected {struct pg_query}
selected(S) ::= targets(T). { S = (struct pg_query){.targets = nodes_of(T)}; }
selected(S) ::= ALL targets(T). { S = (struct pg_query){.targets = nodes_of(T)}; }
selected(S) ::= DISTINCT target_list(T). { S = (struct pg_query){.is_distinct = true, .targets = nodes_of(T)}; }
selected(S) ::= DISTINCT ON LeftParen nodes(L) RightParen target_list(T). { S = (struct pg_query){.is_distinct = true, .distinct_on = nodes_of(L), .targets = nodes_of(T)}; }

%type targets {struct node_list *}
%type target_list {struct node_list *}
targets(L) ::= . { L = NULL; }
targets(L) ::= target_list(A). { L = A; }
target_list(L) ::= target(E). { L = list_add(parser, NULL, E); }
target_list(L) ::= target_list(A) Comma target(E). { L = list_add(parser, A, E); }
target(E) ::= expression(A). { E = tree_target(parser, A, word_none()); }
target(E) ::= expression(A) AS column_label(N). { E = tree_target(parser, A, N); }
target(E) ::= expression(A) name(N). { E = tree_target(parser, A, N); }
target(E) ::= Star(W). { E = tree_target(parser, tree_leaf(parser, NODE_STAR, W), word_none()); }

/* Behind AS any word is a name. */
%token_class reserved ALL|AND|ANY|ARRAY|AS|ASC|ASYMMETRIC|BOTH|CASE|CAST|CHECK|COLLATE|COLUMN|CONSTRAINT|CREATE|CROSS|CURRENT_CATALOG
    |CURRENT_DATE|CURRENT_ROLE|CURRENT_TIME|CURRENT_TIMESTAMP|CURRENT_USER|DEFAULT|DEFERRABLE|DESC|DISTINCT|ELSE|END|EXCEPT|FALSE|FETCH
    |FOR|FOREIGN|FROM|FULL|GROUP|HAVING|ILIKE|IN|INITIALLY|INNER|INTERSECT|INTO|IS|ISNULL|JOIN|LATERAL|LEADING|LEFT|LIKE|LIMIT
    |LOCALTIME|LOCALTIMESTAMP|NATURAL|NOT|NOTNULL|NULL|OFFSET|ON|ONLY|OR|ORDER|OUTER|OVERLAPS|PLACING|PRIMARY|REFERENCES|RETURNING
    |RIGHT|SELECT|SESSION_USER|SIMILAR|SOME|SYMMETRIC|TABLE|THEN|TO|TRAILING|TRUE|UNION|UNIQUE|USER|USING|WHEN|WHERE|WINDOW|WITH
    |COALESCE|GREATEST|LEAST|NULLIF|EXTRACT|OVERLAY|SUBSTRING|TRIM|EXISTS|GROUPING|INTERVAL|TIME|TIMESTAMP|BIT|CHARACTER|CHAR|NCHAR|NATIONAL|VALUES|ROW
    |POSITION|SETOF|CONCURRENTLY.
%type column_label {struct pg_word}
column_label(N) ::= name(W). { N = W; }
column_label(N) ::= reserved(W). { N = W; }

%type from {struct node_list *}
%type from_list {struct node_list *}
from(L) ::= . { L = NULL; }
from(L) ::= FROM from_list(A). { L = A; }
from_list(L) ::= from_item(E). { L = list_add(parser, NULL, E); }
from_list(L) ::= from_list(A) Comma from_item(E). { L = list_add(parser, A, E); }
where(E) ::= . { E = NULL; }
where(E) ::= WHERE expression(A). { E = A; }
where(E) ::= WHERE CurrentLater OF name(N). { E = tree_current(parser, N); }
having(E) ::= . { E = NULL; }
having(E) ::= HAVING expression(A). { E = A; }

%type group_by {struct pg_query}
group_by(G) ::= . { G = (struct pg_query){.at = 0}; }
group_by(G) ::= GROUP BY group_keys(L). { G = (struct pg_query){.group_by = nodes_of(L)}; }
group_by(G) ::= GROUP BY ALL group_keys(L). { G = (struct pg_query){.group_by = nodes_of(L)}; }
group_by(G) ::= GROUP BY DISTINCT group_keys(L). { G = (struct pg_query){.group_by = nodes_of(L), .group_distinct = true}; }
%type group_keys {struct node_list *}
group_keys(L) ::= group_key(E). { L = list_add(parser, NULL, E); }
group_keys(L) ::= group_keys(A) Comma group_key(E). { L = list_add(parser, A, E); }
group_key(E) ::= expression(A). { E = A; }
group_key(E) ::= LeftParen(W) RightParen. { E = tree_grouping(parser, word_as(W, "empty"), NULL); }
group_key(E) ::= ROLLUP(W) LeftParen nodes(L) RightParen. { E = tree_grouping(parser, W, L); }
group_key(E) ::= CUBE(W) LeftParen nodes(L) RightParen. { E = tree_grouping(parser, W, L); }
group_key(E) ::= GROUPING SETS(W) LeftParen group_keys(L) RightParen. { E = tree_grouping(parser, W, L); }

%type windows {struct node_list *}
%type window_list {struct node_list *}
windows(L) ::= . { L = NULL; }
windows(L) ::= WINDOW window_list(A). { L = A; }
window_list(L) ::= window_definition(E). { L = list_add(parser, NULL, E); }
window_list(L) ::= window_list(A) Comma window_definition(E). { L = list_add(parser, A, E); }
window_definition(E) ::= name(N) AS window(W). { E = tree_window(parser, N, W); }

%type value_rows {struct node_list *}
value_rows(L) ::= value_row(E). { L = list_add(parser, NULL, E); }
value_rows(L) ::= value_rows(A) Comma value_row(E). { L = list_add(parser, A, E); }
value_row(E) ::= LeftParen nodes(L) RightParen. { E = tree_items(parser, NODE_ROW, L); }

/* ---- FROM ---- */

%type alias {struct pg_alias}
%type optional_alias {struct pg_alias}
optional_alias(A) ::= . { A = ALIAS_NONE; }
optional_alias(A) ::= alias(B). { A = B; }
alias(A) ::= name(N) optional_names(L). { A = (struct pg_alias){.name = N.text, .columns = L}; }
alias(A) ::= AS name(N) optional_names(L). { A = (struct pg_alias){.name = N.text, .columns = L}; }
%type row_alias {struct pg_alias}
row_alias(A) ::= optional_alias(B). { A = B; }
row_alias(A) ::= AS name(N) LeftParen column_definitions(D) RightParen. { A = (struct pg_alias){.name = N.text, .definitions = D}; }
row_alias(A) ::= name(N) LeftParen column_definitions(D) RightParen. { A = (struct pg_alias){.name = N.text, .definitions = D}; }
row_alias(A) ::= AS LeftParen column_definitions(D) RightParen. { A = (struct pg_alias){.definitions = D}; }
%type column_definitions {struct pg_definitions *}
column_definitions(D) ::= name(N) type(T). { D = definitions_add(parser, NULL, N, T); }
column_definitions(D) ::= column_definitions(A) Comma name(N) type(T). { D = definitions_add(parser, A, N, T); }

%type ordinality {unsigned}
ordinality(F) ::= . { F = 0; }
ordinality(F) ::= WithLater ORDINALITY. { F = NODE_ORDINALITY; }

%type relation {struct pg_relation}
relation(R) ::= qualified_plain(Q). { R = (struct pg_relation){Q, 0}; }
relation(R) ::= qualified_plain(Q) Star. { R = (struct pg_relation){Q, 0}; }
relation(R) ::= ONLY qualified_plain(Q). { R = (struct pg_relation){Q, NODE_ONLY}; }
relation(R) ::= ONLY LeftParen qualified_plain(Q) RightParen. { R = (struct pg_relation){Q, NODE_ONLY}; }
%type qualified_plain {struct pg_name}
qualified_plain(Q) ::= name(N). { Q = (struct pg_name){NULL, N.text}; }
qualified_plain(Q) ::= name(S) Dot label(N). { Q = (struct pg_name){S.text, N.text}; }
qualified_plain(Q) ::= name Dot label(S) Dot label(N). { Q = (struct pg_name){S.text, N.text}; }

from_item(E) ::= relation(R) optional_alias(A) sample(S). { E = tree_table(parser, R, A, S); }
from_item(E) ::= query_parens(Q) optional_alias(A). { E = tree_subquery(parser, Q, A, 0); }
from_item(E) ::= LATERAL query_parens(Q) optional_alias(A). { E = tree_subquery(parser, Q, A, NODE_LATERAL); }
from_item(E) ::= call(C) ordinality(O) row_alias(A). { E = tree_function_rows(parser, list_add(parser, NULL, C), A, O); }
from_item(E) ::= LATERAL call(C) ordinality(O) row_alias(A). { E = tree_function_rows(parser, list_add(parser, NULL, C), A, NODE_LATERAL | O); }
from_item(E) ::= ROWS FROM LeftParen calls(L) RightParen ordinality(O) row_alias(A). { E = tree_function_rows(parser, L, A, O); }
from_item(E) ::= LATERAL ROWS FROM LeftParen calls(L) RightParen ordinality(O) row_alias(A). { E = tree_function_rows(parser, L, A, NODE_LATERAL | O); }
from_item(E) ::= join(J). { E = J; }
from_item(E) ::= LeftParen join(J) RightParen optional_alias(A). { E = tree_join_alias(parser, J, A); }
%type calls {struct node_list *}
calls(L) ::= call(E). { L = list_add(parser, NULL, E); }
calls(L) ::= calls(A) Comma call(E). { L = list_add(parser, A, E); }
%type sample {unsigned}
sample(S) ::= . { S = 0; }
sample(S) ::= TABLESAMPLE name LeftParen nodes RightParen repeatable. { S = NODE_SAMPLED; }
repeatable ::= .
repeatable ::= REPEATABLE LeftParen expression RightParen.

join(J) ::= from_item(A) CROSS JOIN from_item(B). { J = tree_join(parser, A, B, NODE_CROSS, NULL, NULL); }
join(J) ::= from_item(A) JOIN from_item(B) ON expression(E). [JOIN] { J = tree_join(parser, A, B, 0, E, NULL); }
join(J) ::= from_item(A) JOIN from_item(B) USING LeftParen names(L) RightParen. [JOIN] { J = tree_join(parser, A, B, 0, NULL, L); }
join(J) ::= from_item(A) NATURAL JOIN from_item(B). { J = tree_join(parser, A, B, NODE_NATURAL, NULL, NULL); }
join(J) ::= from_item(A) join_kind(K) JOIN from_item(B) ON expression(E). [JOIN] { J = tree_join(parser, A, B, K, E, NULL); }
join(J) ::= from_item(A) join_kind(K) JOIN from_item(B) USING LeftParen names(L) RightParen. [JOIN] { J = tree_join(parser, A, B, K, NULL, L); }
join(J) ::= from_item(A) NATURAL join_kind(K) JOIN from_item(B). { J = tree_join(parser, A, B, K | NODE_NATURAL, NULL, NULL); }
%type join_kind {unsigned}
join_kind(K) ::= INNER. { K = 0; }
join_kind(K) ::= LEFT outer. { K = NODE_LEFT; }
join_kind(K) ::= RIGHT outer. { K = NODE_RIGHT; }
join_kind(K) ::= FULL outer. { K = NODE_LEFT | NODE_RIGHT; }
outer ::= .
outer ::= OUTER.

/* ---- INSERT, UPDATE, DELETE ---- */

%type insert {struct pg_query *}
%type update {struct pg_query *}
%type delete {struct pg_query *}
insert(Q) ::= INSERT(W) INTO qualified_plain(T) insert_alias(A) insert_columns(C) overriding(O) insert_source(S) on_conflict(K) returning(R).
    { Q = query_insert(parser, W, tree_table(parser, (struct pg_relation){T, 0}, A, 0), K, (struct pg_query){.columns = nodes_of(C), .overriding = O, .source = S, .targets = nodes_of(R)}); }
%type insert_alias {struct pg_alias}
insert_alias(A) ::= . { A = ALIAS_NONE; }
insert_alias(A) ::= AS name(N). { A = (struct pg_alias){.name = N.text}; }
%type insert_columns {struct node_list *}
%type insert_column_list {struct node_list *}
insert_columns(L) ::= . { L = NULL; }
insert_columns(L) ::= LeftParen insert_column_list(A) RightParen. { L = A; }
insert_column_list(L) ::= column_name(N). { L = list_add(parser, NULL, tree_column(parser, NULL, N)); }
insert_column_list(L) ::= insert_column_list(A) Comma column_name(N). { L = list_add(parser, A, tree_column(parser, NULL, N)); }
%type overriding {const char *}
overriding(O) ::= . { O = NULL; }
overriding(O) ::= OVERRIDING USER VALUE. { O = "user"; }
overriding(O) ::= OVERRIDING SYSTEM VALUE. { O = "system"; }
%type insert_source {struct pg_query *}
insert_source(Q) ::= query(A). { Q = A; }
insert_source(Q) ::= DEFAULT VALUES. { Q = NULL; }

%type on_conflict {struct pg_query}
on_conflict(K) ::= . { K = (struct pg_query){.at = 0}; }
on_conflict(K) ::= ON CONFLICT conflict_target(T) DO NOTHING. { K = T; K.has_conflict = true; }
on_conflict(K) ::= ON CONFLICT conflict_target(T) DO UPDATE SET assignments(L) where(E). { K = T; K.has_conflict = K.conflict_updates = true; K.conflict_assignments = nodes_of(L); K.conflict_where = E; }
%type conflict_target {struct pg_query}
conflict_target(T) ::= . { T = (struct pg_query){.at = 0}; }
conflict_target(T) ::= LeftParen conflict_keys(L) RightParen where(E). { T = (struct pg_query){.conflict_keys = nodes_of(L), .conflict_predicate = E}; }
conflict_target(T) ::= ON CONSTRAINT name(N). { T = (struct pg_query){.conflict_constraint = N.text}; }
%type conflict_keys {struct node_list *}
conflict_keys(L) ::= conflict_key(E). { L = list_add(parser, NULL, E); }
conflict_keys(L) ::= conflict_keys(A) Comma conflict_key(E). { L = list_add(parser, A, E); }
conflict_key(E) ::= index_key(K) collate operator_class. { E = K; }

%type returning {struct node_list *}
returning(L) ::= . { L = NULL; }
returning(L) ::= RETURNING target_list(A). { L = A; }

update(Q) ::= UPDATE(W) relation(R) updated(U). { Q = query_update(parser, W, tree_table(parser, R, ALIAS_NONE, 0), U); }
update(Q) ::= UPDATE(W) relation(R) alias(A) updated(U). { Q = query_update(parser, W, tree_table(parser, R, A, 0), U); }
%type updated {struct pg_query}
updated(U) ::= SET assignments(L) from(F) where(E) returning(T). { U = (struct pg_query){.assignments = nodes_of(L), .from = nodes_of(F), .where = E, .targets = nodes_of(T)}; }
delete(Q) ::= DELETE(W) FROM relation(R) optional_alias(A) using(F) where(E) returning(T).
    { Q = query_delete(parser, W, tree_table(parser, R, A, 0), (struct pg_query){.from = nodes_of(F), .where = E, .targets = nodes_of(T)}); }
%type using {struct node_list *}
using(L) ::= . { L = NULL; }
using(L) ::= USING from_list(A). { L = A; }

%type assignments {struct node_list *}
assignments(L) ::= assignment(E). { L = list_add(parser, NULL, E); }
assignments(L) ::= assignments(A) Comma assignment(E). { L = list_add(parser, A, E); }
assignment(E) ::= assigned(A) Equal expression(B). { E = tree_assign(parser, list_add(parser, NULL, A), B); }
assignment(E) ::= LeftParen assigned_list(L) RightParen Equal expression(B). { E = tree_assign(parser, L, B); }
assigned(E) ::= column_name(N). { E = tree_column(parser, NULL, N); }
assigned(E) ::= column_name(N) LeftBracket expression(A) RightBracket. { E = tree_subscript(parser, tree_column(parser, NULL, N), A); }
assigned(E) ::= column_name(N) Dot label(F). { E = tree_field(parser, tree_column(parser, NULL, N), F); }
%type assigned_list {struct node_list *}
assigned_list(L) ::= assigned(E). { L = list_add(parser, NULL, E); }
assigned_list(L) ::= assigned_list(A) Comma assigned(E). { L = list_add(parser, A, E); }

/* ---- views ---- */

statement ::= CREATE table_kind recursive VIEW if_not_exists qualified(N) optional_names(L) view_options AS query(Q) check_option. { define_view(parser, N, L, Q, VIEW_PLAIN); }
statement ::= CREATE OR REPLACE table_kind recursive VIEW if_not_exists qualified(N) optional_names(L) view_options AS query(Q) check_option. { define_view(parser, N, L, Q, VIEW_PLAIN); }
statement ::= CREATE MATERIALIZED VIEW if_not_exists qualified(N) optional_names(L) view_using view_options view_tablespace AS query(Q) with_data(D). { define_view(parser, N, L, Q, VIEW_MATERIALIZED); if (D) define_refresh(parser, N); }
statement ::= REFRESH MATERIALIZED VIEW concurrently qualified(N) with_data. { define_refresh(parser, N); }
recursive ::= .
recursive ::= RECURSIVE.
view_options ::= .
view_options ::= WITH LeftParen options RightParen.
view_using ::= .
view_using ::= USING name.
view_tablespace ::= .
view_tablespace ::= TABLESPACE name.
check_option ::= .
check_option ::= WITH CHECK OPTION.
check_option ::= WITH LOCAL CHECK OPTION.
check_option ::= WITH CASCADED CHECK OPTION.
%type with_data { bool }
with_data(D) ::= . { D = true; }
with_data(D) ::= WITH DATA. { D = true; }
with_data(D) ::= WITH NO DATA. { D = false; }

statement ::= COMMENT ON VIEW qualified(Q) IS comment_text(S). { comment_on_view(parser, Q, S); }
statement ::= COMMENT ON MATERIALIZED VIEW qualified(Q) IS comment_text(S). { comment_on_view(parser, Q, S); }
