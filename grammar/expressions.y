/* PostgreSQL's expressions: the second half of postgres.y, which has the
 * precedence of operators and what may be a name. Special forms become what
 * PostgreSQL itself makes of them; see src/postgres/syntax.h. */

/* ---- expressions ---- */

%type expression {const struct pg_node *}

nodes(L) ::= expression(E). { L = list_add(parser, NULL, E); }
nodes(L) ::= nodes(A) Comma expression(E). { L = list_add(parser, A, E); }

expression(E) ::= primary(A). { E = A; }
expression(E) ::= expression(A) Cast type(T). { E = tree_cast(parser, A, T); }
expression(E) ::= expression(A) COLLATE qualified(C). { E = tree_collate(parser, A, C); }
expression(E) ::= expression(A) AT TIME ZONE expression(B). [AT] { E = tree_call2(parser, "timezone", B, A); }
expression(E) ::= expression(A) AT LOCAL. [AT] { E = tree_call1(parser, "timezone", A); }
expression(E) ::= Plus(W) expression(A). [Sign] { E = tree_prefix(parser, W, A); }
expression(E) ::= Minus(W) expression(A). [Sign] { E = tree_prefix(parser, W, A); }
expression(E) ::= expression(A) Plus(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Minus(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Star(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Slash(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Percent(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Caret(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Less(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Greater(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) Equal(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) LessEqual(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) GreaterEqual(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) NotEqual(W) expression(B). { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) any_operator(W) expression(B). [Operator] { E = tree_operator(parser, A, W, B); }
expression(E) ::= any_operator(W) expression(A). [Operator] { E = tree_prefix(parser, W, A); }
expression(E) ::= expression(A) AND expression(B). { E = tree_chain(parser, NODE_AND, A, B); }
expression(E) ::= expression(A) OR expression(B). { E = tree_chain(parser, NODE_OR, A, B); }
expression(E) ::= NOT(W) expression(A). { E = tree_not(parser, A, W); }
expression(E) ::= NotLater(W) expression(A). [NOT] { E = tree_not(parser, A, W); }
expression(E) ::= expression(A) IS NULL. [IS] { E = tree_is(parser, A, "null", NULL); }
expression(E) ::= expression(A) IS truth(T). [IS] { E = tree_is(parser, A, T.text, NULL); }
expression(E) ::= expression(A) IS NotNull. [IS] { E = tree_is(parser, A, "not null", NULL); }
expression(E) ::= expression(A) IS NOT truth(T). [IS] { E = tree_is_not(parser, A, T.text); }
expression(E) ::= expression(A) ISNULL. { E = tree_is(parser, A, "null", NULL); }
expression(E) ::= expression(A) NOTNULL. { E = tree_is(parser, A, "not null", NULL); }
expression(E) ::= expression(A) IS DISTINCT FROM expression(B). [IS] { E = tree_is(parser, A, "distinct from", B); }
expression(E) ::= expression(A) IS NOT DISTINCT FROM expression(B). [IS] { E = tree_is(parser, A, "not distinct from", B); }
expression(E) ::= expression(A) BETWEEN symmetric(S) limited(B) AND expression(C). [BETWEEN] { E = tree_between(parser, A, B, C, S); }
expression(E) ::= expression(A) NotLater BETWEEN symmetric(S) limited(B) AND expression(C). [NotLater] { E = tree_between(parser, A, B, C, S | NODE_NEGATED); }
expression(E) ::= expression(A) IN LeftParen nodes(L) RightParen. { E = tree_in(parser, A, L, false); }
expression(E) ::= expression(A) NotLater IN LeftParen nodes(L) RightParen. [NotLater] { E = tree_in(parser, A, L, true); }
expression(E) ::= expression(A) IN query_parens(Q). { E = tree_in_query(parser, A, Q, false); }
expression(E) ::= expression(A) NotLater IN query_parens(Q). [NotLater] { E = tree_in_query(parser, A, Q, true); }
expression(E) ::= expression(A) OVERLAPS expression(B). { E = tree_call2(parser, "overlaps", A, B); }
expression(E) ::= expression(A) like(W) expression(B). [LIKE] { E = tree_operator(parser, A, W, B); }
expression(E) ::= expression(A) like(W) expression(B) ESCAPE expression(C). [LIKE] { E = tree_operator(parser, A, W, tree_call2(parser, "like_escape", B, C)); }
expression(E) ::= expression(A) NotLater SIMILAR TO expression(B). [NotLater] { E = tree_similar(parser, A, B, true); }
expression(E) ::= expression(A) SIMILAR TO expression(B). [SIMILAR] { E = tree_similar(parser, A, B, false); }
expression(E) ::= expression(A) compared(W) quantifier(Q) LeftParen expression(B) RightParen. [Operator] { E = tree_quantified(parser, Q, A, W, B); }
expression(E) ::= expression(A) compared(W) quantifier(K) query_parens(Q). [Operator] { E = tree_quantified(parser, K, A, W, tree_query(parser, NODE_QUERY, Q)); }

%type symmetric {unsigned}
symmetric(S) ::= . { S = 0; }
symmetric(S) ::= ASYMMETRIC. { S = 0; }
symmetric(S) ::= SYMMETRIC. { S = NODE_SYMMETRIC; }

%type truth {struct pg_word}
truth(T) ::= TRUE(W). { T = W; }
truth(T) ::= FALSE(W). { T = W; }
truth(T) ::= UNKNOWN(W). { T = W; }

/* LIKE is an operator: ~~ */
%type like {struct pg_word}
like(O) ::= LIKE(W). { O = word_as(W, "~~"); }
like(O) ::= ILIKE(W). { O = word_as(W, "~~*"); }
like(O) ::= NotLater LIKE(W). { O = word_as(W, "!~~"); }
like(O) ::= NotLater ILIKE(W). { O = word_as(W, "!~~*"); }

%type compared {struct pg_word}
compared(O) ::= Less(W). { O = W; }
compared(O) ::= Greater(W). { O = W; }
compared(O) ::= Equal(W). { O = W; }
compared(O) ::= LessEqual(W). { O = W; }
compared(O) ::= GreaterEqual(W). { O = W; }
compared(O) ::= NotEqual(W). { O = W; }
compared(O) ::= any_operator(W). { O = W; }
compared(O) ::= like(W). { O = W; }

%type quantifier {enum pg_node_kind}
quantifier(Q) ::= ANY. { Q = NODE_ANY; }
quantifier(Q) ::= SOME. { Q = NODE_ANY; }
quantifier(Q) ::= ALL. { Q = NODE_ALL; }

any_operator(O) ::= Operator(W). { O = W; }
any_operator(O) ::= OPERATOR LeftParen operator(W) RightParen. { O = W; }
any_operator(O) ::= OPERATOR LeftParen name Dot operator(W) RightParen. { O = W; }
operator(O) ::= Operator(W). { O = W; }
operator(O) ::= Plus(W). { O = W; }
operator(O) ::= Minus(W). { O = W; }
operator(O) ::= Star(W). { O = W; }
operator(O) ::= Slash(W). { O = W; }
operator(O) ::= Percent(W). { O = W; }
operator(O) ::= Caret(W). { O = W; }
operator(O) ::= Less(W). { O = W; }
operator(O) ::= Greater(W). { O = W; }
operator(O) ::= Equal(W). { O = W; }
operator(O) ::= LessEqual(W). { O = W; }
operator(O) ::= GreaterEqual(W). { O = W; }
operator(O) ::= NotEqual(W). { O = W; }

/* What may stand where words after an expression have a meaning of their own:
 * DEFAULT ... NOT NULL, BETWEEN ... AND. */
limited(E) ::= primary(A). { E = A; }
limited(E) ::= limited(A) Cast type(T). { E = tree_cast(parser, A, T); }
limited(E) ::= Plus(W) limited(A). [Sign] { E = tree_prefix(parser, W, A); }
limited(E) ::= Minus(W) limited(A). [Sign] { E = tree_prefix(parser, W, A); }
limited(E) ::= limited(A) Plus(W) limited(B). { E = tree_operator(parser, A, W, B); }
limited(E) ::= limited(A) Minus(W) limited(B). { E = tree_operator(parser, A, W, B); }
limited(E) ::= limited(A) Star(W) limited(B). { E = tree_operator(parser, A, W, B); }
limited(E) ::= limited(A) Slash(W) limited(B). { E = tree_operator(parser, A, W, B); }
limited(E) ::= limited(A) Percent(W) limited(B). { E = tree_operator(parser, A, W, B); }
limited(E) ::= limited(A) Caret(W) limited(B). { E = tree_operator(parser, A, W, B); }
limited(E) ::= limited(A) any_operator(W) limited(B). [Operator] { E = tree_operator(parser, A, W, B); }
limited(E) ::= any_operator(W) limited(A). [Operator] { E = tree_prefix(parser, W, A); }

/* ---- primaries ---- */

primary(E) ::= NULL(W). { E = tree_leaf(parser, NODE_NULL, W); }
primary(E) ::= TRUE(W). { E = tree_leaf(parser, NODE_TRUE, W); }
primary(E) ::= FALSE(W). { E = tree_leaf(parser, NODE_FALSE, W); }
primary(E) ::= DEFAULT(W). { E = tree_leaf(parser, NODE_DEFAULT, W); }
primary(E) ::= number(W). { E = tree_leaf(parser, NODE_NUMBER, W); }
primary(E) ::= String(W). { E = tree_leaf(parser, NODE_STRING, W); }
primary(E) ::= Bits(W). { E = tree_leaf(parser, NODE_BITS, W); }
primary(E) ::= Parameter(W). { E = tree_leaf(parser, NODE_PARAMETER, W); }
primary(E) ::= query_parens(Q). { E = tree_query(parser, NODE_QUERY, Q); }
primary(E) ::= EXISTS query_parens(Q). { E = tree_query(parser, NODE_EXISTS, Q); }
primary(E) ::= ARRAY query_parens(Q). { E = tree_query(parser, NODE_ARRAY_OF, Q); }
primary(E) ::= LeftParen expression(A) RightParen. { E = tree_grouped(parser, A); }
primary(E) ::= LeftParen expression(A) Comma nodes(L) RightParen. { E = tree_items(parser, NODE_ROW, list_before(parser, A, L)); }
primary(E) ::= column(A). { E = A; }
primary(E) ::= call(A) within_group(L) filter(F) over(W). { E = tree_over(parser, A, (struct pg_call){.within_group = nodes_of(L), .filter = F, .window = W}); }
primary(E) ::= primary(A) LeftBracket expression(B) RightBracket. { E = tree_subscript(parser, A, B); }
primary(E) ::= primary(A) LeftBracket bound(B) Colon bound(C) RightBracket. { E = tree_slice(parser, A, B, C); }
primary(E) ::= LeftParen expression(A) RightParen Dot label(N). { E = tree_field(parser, A, N); }
primary(E) ::= LeftParen expression(A) RightParen Dot Star(N). { E = tree_field(parser, A, N); }
primary(E) ::= CASE optional_expression(A) whens(L) else(B) END. { E = tree_case(parser, A, L, B); }
primary(E) ::= CAST LeftParen expression(A) AS type(T) RightParen. { E = tree_cast(parser, A, T); }
primary(E) ::= ROW LeftParen RightParen. { E = tree_items(parser, NODE_ROW, NULL); }
primary(E) ::= ROW LeftParen nodes(L) RightParen. { E = tree_items(parser, NODE_ROW, L); }
primary(E) ::= ARRAY elements(A). { E = A; }
primary(E) ::= name(N) String(S). { E = tree_typed(parser, N, S); }
primary(E) ::= INTERVAL String(S) interval_fields(F) modifiers(M). { E = tree_cast(parser, tree_leaf(parser, NODE_STRING, S), type_interval(F, M)); }
primary(E) ::= INTERVAL LeftParen nodes(L) RightParen String(S). { E = tree_cast(parser, tree_leaf(parser, NODE_STRING, S), type_interval(0, type_modifiers(parser, L))); }
primary(E) ::= TIMESTAMP(N) String(S). { E = tree_typed(parser, N, S); }
primary(E) ::= TIMESTAMP WithLater(N) TIME ZONE String(S). { E = tree_typed(parser, word_as(N, "timestamp with time zone"), S); }
primary(E) ::= TIMESTAMP WITHOUT(N) TIME ZONE String(S). { E = tree_typed(parser, word_as(N, "timestamp without time zone"), S); }
primary(E) ::= TIME(N) String(S). { E = tree_typed(parser, N, S); }
primary(E) ::= BIT(N) String(S). { E = tree_typed(parser, N, S); }

optional_expression(E) ::= . { E = NULL; }
optional_expression(E) ::= expression(A). { E = A; }
bound(E) ::= . { E = NULL; }
bound(E) ::= expression(A). { E = A; }
else(E) ::= . { E = NULL; }
else(E) ::= ELSE expression(A). { E = A; }
whens(L) ::= WHEN expression(A) THEN expression(B). { L = list_add(parser, list_add(parser, NULL, A), B); }
whens(L) ::= whens(M) WHEN expression(A) THEN expression(B). { L = list_add(parser, list_add(parser, M, A), B); }

elements(E) ::= LeftBracket RightBracket. { E = tree_items(parser, NODE_ARRAY, NULL); }
elements(E) ::= LeftBracket nodes(L) RightBracket. { E = tree_items(parser, NODE_ARRAY, L); }
elements(E) ::= LeftBracket rows(L) RightBracket. { E = tree_items(parser, NODE_ARRAY, L); }
%type rows {struct node_list *}
rows(L) ::= elements(E). { L = list_add(parser, NULL, E); }
rows(L) ::= rows(A) Comma elements(E). { L = list_add(parser, A, E); }

column(E) ::= name(N). { E = tree_column(parser, NULL, N); }
column(E) ::= column_word(N). { E = tree_column(parser, NULL, N); }
column(E) ::= name(T) Dot label(N). { E = tree_column(parser, T.text, N); }
column(E) ::= name Dot label(T) Dot label(N). { E = tree_column(parser, T.text, N); }
column(E) ::= name(T) Dot Star(N). { E = tree_column(parser, T.text, N); }
column(E) ::= name Dot label(T) Dot Star(N). { E = tree_column(parser, T.text, N); }

/* ---- calls ---- */

%type function {struct pg_word}
%type function_name {struct pg_name}
function_name(Q) ::= name(N). { Q = (struct pg_name){NULL, N.text}; }
function_name(Q) ::= name(S) Dot label(N). { Q = (struct pg_name){S.text, N.text}; }
function_name(Q) ::= LEFT(N). { Q = (struct pg_name){NULL, N.text}; }
function_name(Q) ::= RIGHT(N). { Q = (struct pg_name){NULL, N.text}; }

call(E) ::= function_name(F) LeftParen arguments(L) RightParen. { E = tree_call(parser, F, L, 0); }
call(E) ::= function_name(F) LeftParen arguments(L) ORDER BY sort_keys(K) RightParen. { E = tree_ordered(parser, tree_call(parser, F, L, 0), K); }
call(E) ::= function_name(F) LeftParen DISTINCT arguments(L) RightParen. { E = tree_call(parser, F, L, NODE_DISTINCT); }
call(E) ::= function_name(F) LeftParen DISTINCT arguments(L) ORDER BY sort_keys(K) RightParen. { E = tree_ordered(parser, tree_call(parser, F, L, NODE_DISTINCT), K); }
call(E) ::= function_name(F) LeftParen ALL arguments(L) RightParen. { E = tree_call(parser, F, L, 0); }
call(E) ::= function_name(F) LeftParen Star(W) RightParen. { E = tree_call(parser, F, list_add(parser, NULL, tree_leaf(parser, NODE_STAR, W)), 0); }
call(E) ::= function_name(F) LeftParen VARIADIC arguments(L) RightParen. { E = tree_call(parser, F, L, NODE_VARIADIC); }
call(E) ::= function_name(F) LeftParen arguments(L) Comma VARIADIC argument(A) RightParen. { E = tree_call(parser, F, list_add(parser, L, A), NODE_VARIADIC); }
call(E) ::= function_name(F) LeftParen RightParen. { E = tree_call(parser, F, NULL, 0); }
call(E) ::= form(F) LeftParen nodes(L) RightParen. { E = tree_call(parser, (struct pg_name){NULL, F.text}, L, 0); }
call(E) ::= value(W). { E = tree_value(parser, W, NULL); }
call(E) ::= CURRENT_SCHEMA(W). { E = tree_value(parser, W, NULL); }
call(E) ::= CURRENT_SCHEMA(W) LeftParen RightParen. { E = tree_value(parser, W, NULL); }
call(E) ::= value(W) LeftParen Integer(N) RightParen. { E = tree_value(parser, W, N.text); }
call(E) ::= EXTRACT LeftParen name(N) FROM expression(A) RightParen. { E = tree_extract(parser, N, A); }
call(E) ::= EXTRACT LeftParen date_part(N) FROM expression(A) RightParen. { E = tree_extract(parser, N, A); }
call(E) ::= EXTRACT LeftParen String(N) FROM expression(A) RightParen. { E = tree_extract(parser, N, A); }
call(E) ::= POSITION LeftParen limited(A) IN limited(B) RightParen. { E = tree_call2(parser, "position", A, B); }
call(E) ::= SUBSTRING LeftParen nodes(L) RightParen. { E = tree_call(parser, (struct pg_name){NULL, "substring"}, L, 0); }
call(E) ::= SUBSTRING LeftParen expression(A) FROM expression(B) RightParen. { E = tree_call2(parser, "substring", A, B); }
call(E) ::= SUBSTRING LeftParen expression(A) FROM expression(B) FOR expression(C) RightParen. { E = tree_call3(parser, "substring", A, B, C); }
call(E) ::= SUBSTRING LeftParen expression(A) FOR expression(C) RightParen. { E = tree_call3(parser, "substring", A, tree_leaf(parser, NODE_NUMBER, (struct pg_word){"1", 0}), C); }
call(E) ::= SUBSTRING LeftParen expression(A) SIMILAR expression(B) ESCAPE expression(C) RightParen. { E = tree_call3(parser, "substring", A, B, C); }
call(E) ::= OVERLAY LeftParen expression(A) PLACING expression(B) FROM expression(C) RightParen. { E = tree_call3(parser, "overlay", A, B, C); }
call(E) ::= OVERLAY LeftParen expression(A) PLACING expression(B) FROM expression(C) FOR expression(D) RightParen. { E = tree_call(parser, (struct pg_name){NULL, "overlay"}, list_add(parser, list_add(parser, list_add(parser, list_add(parser, NULL, A), B), C), D), 0); }
call(E) ::= OVERLAY LeftParen nodes(L) RightParen. { E = tree_call(parser, (struct pg_name){NULL, "overlay"}, L, 0); }
call(E) ::= TRIM LeftParen trim_side(S) FROM expression(A) RightParen. { E = tree_call1(parser, S.text, A); }
call(E) ::= TRIM LeftParen trim_side(S) expression(B) FROM expression(A) RightParen. { E = tree_call2(parser, S.text, A, B); }
call(E) ::= TRIM LeftParen trim_side(S) expression(A) RightParen. { E = tree_call1(parser, S.text, A); }
call(E) ::= TRIM LeftParen expression(A) RightParen. { E = tree_call1(parser, "btrim", A); }
call(E) ::= TRIM LeftParen expression(A) Comma expression(B) RightParen. { E = tree_call2(parser, "btrim", A, B); }
call(E) ::= TRIM LeftParen expression(B) FROM expression(A) RightParen. { E = tree_call2(parser, "btrim", A, B); }

%type trim_side {struct pg_word}
trim_side(S) ::= BOTH(W). { S = word_as(W, "btrim"); }
trim_side(S) ::= LEADING(W). { S = word_as(W, "ltrim"); }
trim_side(S) ::= TRAILING(W). { S = word_as(W, "rtrim"); }

%type date_part {struct pg_word}
date_part(N) ::= YEAR(W). { N = W; }
date_part(N) ::= MONTH(W). { N = W; }
date_part(N) ::= DAY(W). { N = W; }
date_part(N) ::= HOUR(W). { N = W; }
date_part(N) ::= MINUTE(W). { N = W; }
date_part(N) ::= SECOND(W). { N = W; }

/* Words that call like functions but are none. */
%type form {struct pg_word}
form(F) ::= COALESCE(W). { F = W; }
form(F) ::= NULLIF(W). { F = W; }
form(F) ::= GREATEST(W). { F = W; }
form(F) ::= LEAST(W). { F = W; }
form(F) ::= GROUPING(W). { F = W; }

%type value {struct pg_word}
value(F) ::= CURRENT_DATE(W). { F = W; }
value(F) ::= CURRENT_TIME(W). { F = W; }
value(F) ::= CURRENT_TIMESTAMP(W). { F = W; }
value(F) ::= LOCALTIME(W). { F = W; }
value(F) ::= LOCALTIMESTAMP(W). { F = W; }
value(F) ::= CURRENT_USER(W). { F = W; }
value(F) ::= CURRENT_ROLE(W). { F = W; }
value(F) ::= SESSION_USER(W). { F = W; }
value(F) ::= USER(W). { F = W; }
value(F) ::= CURRENT_CATALOG(W). { F = W; }

arguments(L) ::= argument(E). { L = list_add(parser, NULL, E); }
arguments(L) ::= arguments(A) Comma argument(E). { L = list_add(parser, A, E); }
argument(E) ::= expression(A). { E = A; }
argument(E) ::= name(N) Arrow expression(A). { E = tree_named(parser, N, A); }
argument(E) ::= name(N) Assign expression(A). { E = tree_named(parser, N, A); }

%type within_group {struct node_list *}
within_group(L) ::= . { L = NULL; }
within_group(L) ::= WITHIN GROUP LeftParen ORDER BY sort_keys(K) RightParen. { L = K; }
filter(E) ::= . { E = NULL; }
filter(E) ::= FILTER LeftParen WHERE expression(A) RightParen. { E = A; }
%type over {struct pg_window *}
over(W) ::= . { W = NULL; }
over(W) ::= OVER name(N). { W = window_named(parser, N); }
over(W) ::= OVER window(A). { W = A; }

%type window {struct pg_window *}
%type window_rest {struct pg_window *}
%type window_order {struct pg_window *}
%type frame {struct pg_window *}
window(W) ::= LeftParen window_rest(R) RightParen. { W = R; }
window(W) ::= LeftParen name(N) window_rest(R) RightParen. { W = R; W->base = N.text; }
window_rest(W) ::= window_order(A). { W = A; }
window_rest(W) ::= PARTITION BY nodes(L) window_order(A). { W = A; W->partition_by = nodes_of(L); }
window_order(W) ::= frame(A). { W = A; }
window_order(W) ::= ORDER BY sort_keys(L) frame(A). { W = A; W->order_by = nodes_of(L); }
frame(F) ::= . { F = window_make(parser, word_none(), EDGE_NONE, EDGE_NONE, NULL); }
frame(F) ::= frame_unit(U) edge(A) exclusion(X). { F = window_make(parser, U, A, EDGE_NONE, X); }
frame(F) ::= frame_unit(U) BETWEEN edge(A) AND edge(B) exclusion(X). { F = window_make(parser, U, A, B, X); }
%type frame_unit {struct pg_word}
frame_unit(U) ::= ROWS(W). { U = W; }
frame_unit(U) ::= RANGE(W). { U = W; }
frame_unit(U) ::= GROUPS(W). { U = W; }
/* Without an end a frame ends at the current row. */
%include {
#define EDGE_NONE (struct pg_edge){EDGE_CURRENT, NULL}
}
%type edge {struct pg_edge}
edge(E) ::= UNBOUNDED PRECEDING. { E = (struct pg_edge){EDGE_UNBOUNDED_PRECEDING, NULL}; }
edge(E) ::= UNBOUNDED FOLLOWING. { E = (struct pg_edge){EDGE_UNBOUNDED_FOLLOWING, NULL}; }
edge(E) ::= CURRENT ROW. { E = (struct pg_edge){EDGE_CURRENT, NULL}; }
edge(E) ::= expression(A) PRECEDING. { E = (struct pg_edge){EDGE_PRECEDING, A}; }
edge(E) ::= expression(A) FOLLOWING. { E = (struct pg_edge){EDGE_FOLLOWING, A}; }
%type exclusion {const char *}
exclusion(X) ::= . { X = NULL; }
exclusion(X) ::= EXCLUDE CURRENT ROW. { X = "current row"; }
exclusion(X) ::= EXCLUDE GROUP. { X = "group"; }
exclusion(X) ::= EXCLUDE TIES. { X = "ties"; }
exclusion(X) ::= EXCLUDE NO OTHERS. { X = NULL; }

%type sort_keys {struct node_list *}
%type order_by {struct node_list *}
order_by(L) ::= . { L = NULL; }
order_by(L) ::= ORDER BY sort_keys(A). { L = A; }
sort_keys(L) ::= sort_key(E). { L = list_add(parser, NULL, E); }
sort_keys(L) ::= sort_keys(A) Comma sort_key(E). { L = list_add(parser, A, E); }
sort_key(E) ::= expression(A) direction(D) nulls(N). { E = tree_sort(parser, A, D, N, word_none()); }
sort_key(E) ::= expression(A) USING any_or_plain(W) nulls(N). { E = tree_sort(parser, A, false, N, W); }
%type any_or_plain {struct pg_word}
any_or_plain(O) ::= operator(W). { O = W; }
any_or_plain(O) ::= OPERATOR LeftParen operator(W) RightParen. { O = W; }
any_or_plain(O) ::= OPERATOR LeftParen name Dot operator(W) RightParen. { O = W; }
