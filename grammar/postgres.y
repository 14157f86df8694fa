/* PostgreSQL's statements, for Lemon: what pg_dump writes of a schema, and what
 * people write into such files by hand. Queries are in queries.y, expressions
 * in expressions.y, which the build puts after this file.
 *
 * A terminal in capitals is a keyword, in lower case in the text; the build
 * makes src/postgres/keywords.c's table from these names. Those that
 * may also be names are in the %fallback below. Terminals like Name are the
 * lexer's kinds. Actions call src/postgres/tree.c for expressions and
 * src/postgres/define.c for objects, and hold no logic of their own. */
%name pg_grammar
%token_prefix TOKEN_
%token_type {struct pg_word}
%default_type {const struct pg_node *}
%extra_argument {struct pg_parser *parser}
%stack_size 2000
%include {
#include "postgres/define.h"
#include "postgres/interval.h"
#include "postgres/parser.h"
#include "postgres/query.h"
#include "postgres/tree.h"
}
%syntax_error { (void)yymajor; parser_unexpected(parser, &TOKEN); }
%stack_overflow { parser_fail(parser, 0, "nested too deeply"); }

/* PostgreSQL's precedence, lowest first. */
%left     UNION EXCEPT.
%left     INTERSECT.
%left     JOIN CROSS NATURAL LEFT RIGHT FULL INNER.
%left     OR.
%left     AND.
%right    NOT.
%nonassoc IS ISNULL NOTNULL.
%nonassoc Less Greater Equal LessEqual GreaterEqual NotEqual.
%nonassoc OVERLAPS BETWEEN IN LIKE ILIKE SIMILAR NotLater.
%nonassoc ESCAPE.
%left     Operator OPERATOR.
%left     Plus Minus.
%left     Star Slash Percent.
%left     Caret.
%left     AT.
%left     COLLATE.
%right    Sign.
%left     LeftBracket RightBracket.
%left     LeftParen RightParen.
%left     Cast.
%left     Dot.

%fallback Name
    ACCESS ACTION ADD AFTER ALTER ALWAYS AT ATTACH BEFORE BY CACHE CASCADE
    CASCADED CLUSTER COMMENT COMMIT COMPRESSION CONFLICT CUBE CURRENT
    CYCLE DATA DAY DEFERRED DELETE DISABLE DOMAIN DOUBLE DROP EACH ENABLE
    ENFORCED ENUM ESCAPE EXCLUDE EXECUTE EXTERNAL FILTER FIRST FOLLOWING
    FUNCTION GENERATED GROUPS HOUR IDENTITY IF IMMEDIATE INCLUDE INCREMENT
    INDEX INHERIT INHERITS INSERT INSTEAD KEY LANGUAGE LAST LOCAL LOCKED
    LOGGED MATCH MATERIALIZED MAXVALUE METHOD MINUTE MINVALUE MONTH NAME
    NEXT NO NOTHING NOWAIT OF OIDS OPERATOR OPTION OPTIONS ORDINALITY
    OTHERS OVER OVERRIDING OWNED OWNER PARTIAL PARTITION PERIOD PRECEDING
    PRECISION PRESERVE PROCEDURE RANGE RECURSIVE REFERENCING REFRESH
    RENAME REPEATABLE REPLACE REPLICA RESTART RESTRICT RETURNS ROLLUP ROWS SECOND
    SECURITY SEQUENCE SERVER SET SETS SHARE SIMPLE SKIP STABLE START
    STATEMENT STATISTICS STORAGE STORED SYSTEM TABLESPACE TEMP TEMPORARY
    TIES TRIGGER TRUNCATE TYPE UNBOUNDED UNKNOWN UNLOGGED UPDATE VALID
    VALUE VARYING VIEW VIRTUAL VOLATILE WITHIN WITHOUT YEAR ZONE.

%type names         {struct pg_names *}
%type optional_names {struct pg_names *}
%type nodes         {struct node_list *}
%type arguments     {struct node_list *}
%type whens         {struct node_list *}
%type type          {struct pg_type}
%type simple_type   {struct pg_type}
%type modifiers     {struct pg_type}
%type time_zone     {bool}
%type bounds        {int}
%type qualified     {struct pg_name}
%type name          {struct pg_word}
%type label         {struct pg_word}
%type operator      {struct pg_word}
%type any_operator  {struct pg_word}
%type number        {struct pg_word}
%type signed        {struct pg_word}
%type optional_no   {bool}
%type action        {enum pg_action}

statement ::= create_table.
statement ::= create_type.
statement ::= create_domain.
statement ::= create_sequence.
statement ::= create_index.
statement ::= alter_table.
statement ::= alter_domain.
statement ::= alter_sequence.
statement ::= alter_index.
statement ::= comment.

/* ---- names ---- */

name(N) ::= Name(W). { N = W; }

/* Behind a dot or AS any word is a name; the lexer's side sees to it. */
label(N) ::= name(W). { N = W; }

qualified(Q) ::= name(N). { Q = name_resolve(parser, NULL, N.text); }
qualified(Q) ::= name(S) Dot label(N). { Q = name_resolve(parser, S.text, N.text); }
qualified(Q) ::= name Dot label(S) Dot label(N). { Q = name_resolve(parser, S.text, N.text); }

names(L) ::= name(N). { L = names_add(parser, NULL, N.text); }
names(L) ::= names(A) Comma name(N). { L = names_add(parser, A, N.text); }
optional_names(L) ::= . { L = NULL; }
optional_names(L) ::= LeftParen names(A) RightParen. { L = A; }

number(N) ::= Integer(W). { N = W; }
number(N) ::= Number(W). { N = W; }
signed(N) ::= number(W). { N = W; }
signed(N) ::= Plus number(W). { N = W; }
signed(N) ::= Minus number(W). { N = word_negative(parser, W); }

/* ---- types ---- */

type(T) ::= simple_type(S) bounds(B). { T = type_array(S, B); }
type(T) ::= SETOF simple_type(S) bounds(B). { T = type_set(type_array(S, B)); }

bounds(B) ::= . { B = 0; }
bounds(B) ::= bounds(A) LeftBracket RightBracket. { B = A + 1; }
bounds(B) ::= bounds(A) LeftBracket Integer RightBracket. { B = A + 1; }
bounds(B) ::= ARRAY. { B = 1; }

simple_type(T) ::= name(N) modifiers(M). { T = type_named(parser, NULL, N.text, M); }
simple_type(T) ::= name(S) Dot label(N) modifiers(M). { T = type_named(parser, S.text, N.text, M); }
simple_type(T) ::= DOUBLE PRECISION. { T = type_plain("double precision"); }
simple_type(T) ::= character VARYING modifiers(M). { T = type_with("character varying", M); }
simple_type(T) ::= character modifiers(M). { T = type_with("character", M); }
simple_type(T) ::= BIT VARYING modifiers(M). { T = type_with("bit varying", M); }
simple_type(T) ::= BIT modifiers(M). { T = type_with("bit", M); }
simple_type(T) ::= TIMESTAMP modifiers(M) time_zone(Z). { T = type_with(Z ? "timestamp with time zone" : "timestamp without time zone", M); }
simple_type(T) ::= TIME modifiers(M) time_zone(Z). { T = type_with(Z ? "time with time zone" : "time without time zone", M); }
simple_type(T) ::= INTERVAL interval_fields(F) modifiers(M). { T = type_interval(F, M); }

/* In quotes, "char" is another type, of one byte. */
character ::= CHARACTER.
character ::= CHAR.
character ::= NCHAR.
character ::= NATIONAL CHARACTER.
character ::= NATIONAL CHAR.

time_zone(Z) ::= . { Z = false; }
time_zone(Z) ::= WithLater TIME ZONE. { Z = true; }
time_zone(Z) ::= WITHOUT TIME ZONE. { Z = false; }

%type interval_fields {unsigned}
%type interval_field {unsigned}
interval_fields(F) ::= . { F = 0; }
interval_fields(F) ::= interval_field(A). { F = A; }
interval_fields(F) ::= interval_field(A) TO interval_field(B). { F = type_fields(parser, A, B); }
interval_field(F) ::= YEAR. { F = INTERVAL_YEAR; }
interval_field(F) ::= MONTH. { F = INTERVAL_MONTH; }
interval_field(F) ::= DAY. { F = INTERVAL_DAY; }
interval_field(F) ::= HOUR. { F = INTERVAL_HOUR; }
interval_field(F) ::= MINUTE. { F = INTERVAL_MINUTE; }
interval_field(F) ::= SECOND. { F = INTERVAL_SECOND; }

modifiers(M) ::= . { M = type_plain(""); }
modifiers(M) ::= LeftParen nodes(L) RightParen. { M = type_modifiers(parser, L); }

/* ---- CREATE TABLE ---- */

create_table ::= create_table_head table_body table_options.

create_table_head ::= CREATE table_kind(K) TABLE if_not_exists qualified(Q). { define_table(parser, Q, K); }
create_table_head ::= CREATE FOREIGN TABLE if_not_exists qualified(Q). { define_table(parser, Q, TABLE_FOREIGN); }

%type table_kind {enum pg_table_kind}
table_kind(K) ::= . { K = TABLE_ORDINARY; }
table_kind(K) ::= UNLOGGED. { K = TABLE_UNLOGGED; }
table_kind(K) ::= TEMP. { K = TABLE_TEMPORARY; }
table_kind(K) ::= TEMPORARY. { K = TABLE_TEMPORARY; }

if_not_exists ::= .
if_not_exists ::= IF NOT EXISTS.
if_exists ::= .
if_exists ::= IF EXISTS.

table_body ::= LeftParen RightParen.
table_body ::= LeftParen table_elements RightParen.
table_body ::= OF qualified(Q). { define_of_type(parser, Q); }
table_body ::= OF qualified(Q) typed_begin table_elements RightParen. { define_of_type(parser, Q); }
table_body ::= PARTITION OF qualified(Q) partition_bound. { define_partition(parser, Q); }
table_body ::= PARTITION OF qualified(Q) typed_begin table_elements RightParen partition_bound. { define_partition(parser, Q); }
typed_begin ::= LeftParen.

table_elements ::= table_element.
table_elements ::= table_elements Comma table_element.
table_element ::= column_head column_constraints.
table_element ::= constraint_name table_constraint constraint_options.

column_head ::= column_name(N) type(T). { define_column(parser, N, T, true); }
column_head ::= name(N) WITH OPTIONS. { define_column(parser, N, type_plain(""), false); }
column_head ::= name(N). { define_column(parser, N, type_plain(""), false); }

/* Words of types may name columns, too. */
%type column_name {struct pg_word}
column_name(N) ::= name(W). { N = W; }
column_name(N) ::= column_word(W). { N = W; }

/* Words with a grammar of their own that may be columns all the same. */
%type column_word {struct pg_word}
column_word(N) ::= TIMESTAMP(W). { N = W; }
column_word(N) ::= TIME(W). { N = W; }
column_word(N) ::= INTERVAL(W). { N = W; }
column_word(N) ::= BIT(W). { N = W; }
column_word(N) ::= CHARACTER(W). { N = W; }
column_word(N) ::= CHAR(W). { N = W; }
column_word(N) ::= NCHAR(W). { N = W; }
column_word(N) ::= NATIONAL(W). { N = W; }
column_word(N) ::= VALUES(W). { N = W; }
column_word(N) ::= ROW(W). { N = W; }
column_word(N) ::= POSITION(W). { N = W; }

column_constraints ::= .
column_constraints ::= column_constraints constraint_name column_constraint.
column_constraints ::= column_constraints attribute.
column_constraints ::= column_constraints OPTIONS LeftParen options RightParen.

constraint_name ::= . { define_constraint_name(parser, NULL); }
constraint_name ::= CONSTRAINT name(N). { define_constraint_name(parser, N.text); }

column_constraint ::= NotNull optional_no_inherit. { define_not_null(parser); }
column_constraint ::= NULL.
column_constraint ::= DEFAULT limited(E). { define_default(parser, E); }
column_constraint ::= CHECK LeftParen expression(E) RightParen optional_no_inherit. { define_column_check(parser, E); }
column_constraint ::= PRIMARY KEY index_options. { define_column_key(parser, CONSTRAINT_PRIMARY_KEY); }
column_constraint ::= UNIQUE nulls_distinct(D) index_options. { define_column_key(parser, CONSTRAINT_UNIQUE); define_nulls_distinct(parser, D); }
column_constraint ::= references(C). { define_column_reference(parser, C); }
column_constraint ::= GENERATED ALWAYS AS LeftParen expression(E) RightParen stored(S). { define_generated(parser, E, S); }
column_constraint ::= GENERATED ALWAYS AS IDENTITY identity_options. { define_identity(parser, IDENTITY_ALWAYS); }
column_constraint ::= GENERATED BY DEFAULT AS IDENTITY identity_options. { define_identity(parser, IDENTITY_BY_DEFAULT); }
column_constraint ::= COLLATE qualified(C). { define_collation(parser, C); }
column_constraint ::= STORAGE name.
column_constraint ::= COMPRESSION name.

%type stored {bool}
stored(S) ::= . { S = false; }
stored(S) ::= STORED. { S = true; }
stored(S) ::= VIRTUAL. { S = false; }

optional_no_inherit ::= .
optional_no_inherit ::= NO INHERIT.

%type nulls_distinct {bool}
nulls_distinct(D) ::= . { D = true; }
nulls_distinct(D) ::= NULLS DISTINCT. { D = true; }
nulls_distinct(D) ::= NULLS NOT DISTINCT. { D = false; }

/* ---- constraints of a table ---- */

table_constraint ::= CHECK LeftParen expression(E) RightParen. { define_check(parser, E); }
table_constraint ::= PRIMARY KEY LeftParen key_columns(L) RightParen include(I) index_options. { define_key(parser, CONSTRAINT_PRIMARY_KEY, L, I); }
table_constraint ::= UNIQUE nulls_distinct(D) LeftParen key_columns(L) RightParen include(I) index_options. { define_key(parser, CONSTRAINT_UNIQUE, L, I); define_nulls_distinct(parser, D); }
table_constraint ::= PRIMARY KEY USING INDEX name(N). { define_key_from_index(parser, CONSTRAINT_PRIMARY_KEY, N); }
table_constraint ::= UNIQUE USING INDEX name(N). { define_key_from_index(parser, CONSTRAINT_UNIQUE, N); }
table_constraint ::= FOREIGN KEY LeftParen key_columns(L) RightParen references(C). { define_foreign_key(parser, L, C); }
table_constraint ::= EXCLUDE index_method LeftParen exclude_keys RightParen include index_options optional_where. { define_exclude(parser); }
table_constraint ::= NotNull name(N). { define_not_null_of(parser, N); }

exclude_keys ::= exclude_key.
exclude_keys ::= exclude_keys Comma exclude_key.
exclude_key ::= index_key collate operator_class direction nulls WITH any_or_math.
any_or_math ::= operator.
any_or_math ::= OPERATOR LeftParen operator RightParen.
any_or_math ::= OPERATOR LeftParen name Dot operator RightParen.

%type key_columns {struct pg_names *}
key_columns(L) ::= names(A). { L = A; }
key_columns(L) ::= names(A) WITHOUT OVERLAPS. { L = A; define_temporal(parser); }
key_columns(L) ::= names(A) Comma PERIOD name(N). { L = names_add(parser, A, N.text); define_temporal(parser); }

%type include {struct pg_names *}
include(L) ::= . { L = NULL; }
include(L) ::= INCLUDE LeftParen names(A) RightParen. { L = A; }

%type references {struct pg_constraint *}
references(C) ::= REFERENCES qualified(Q) parent_columns(L). { C = define_reference(parser, Q, L); }
references(C) ::= references(A) MATCH FULL. { C = A; C->match_full = true; }
references(C) ::= references(A) MATCH SIMPLE. { C = A; }
references(C) ::= references(A) MATCH PARTIAL. { C = A; }
references(C) ::= references(A) ON DELETE action(B) optional_names(L). { C = A; define_on_delete(C, B, L); }
references(C) ::= references(A) ON UPDATE action(B). { C = A; C->on_update = B; }

%type parent_columns {struct pg_names *}
parent_columns(L) ::= . { L = NULL; }
parent_columns(L) ::= LeftParen key_columns(A) RightParen. { L = A; }

action(A) ::= NO ACTION. { A = ACTION_NONE; }
action(A) ::= RESTRICT. { A = ACTION_RESTRICT; }
action(A) ::= CASCADE. { A = ACTION_CASCADE; }
action(A) ::= SET NULL. { A = ACTION_SET_NULL; }
action(A) ::= SET DEFAULT. { A = ACTION_SET_DEFAULT; }

constraint_options ::= .
constraint_options ::= constraint_options attribute.
constraint_options ::= constraint_options NOT VALID. { define_not_valid(parser); }
constraint_options ::= constraint_options NO INHERIT. { define_no_inherit(parser); }

attribute ::= DEFERRABLE. { define_deferrable(parser, true); }
attribute ::= NOT DEFERRABLE. { define_deferrable(parser, false); }
attribute ::= INITIALLY DEFERRED. { define_deferred(parser); }
attribute ::= INITIALLY IMMEDIATE.
attribute ::= ENFORCED.
attribute ::= NOT ENFORCED. { define_not_enforced(parser); }

index_options ::= .
index_options ::= index_options WITH LeftParen options RightParen.
index_options ::= index_options USING INDEX TABLESPACE name.

/* ---- options of tables ---- */

table_options ::= .
table_options ::= table_options table_option.
table_option ::= INHERITS LeftParen parents RightParen.
table_option ::= PARTITION BY name LeftParen partition_keys RightParen. { define_partitioned(parser); }
table_option ::= PARTITION BY RANGE LeftParen partition_keys RightParen. { define_partitioned(parser); }
table_option ::= USING name.
table_option ::= WITH LeftParen options RightParen.
table_option ::= WITH OIDS.
table_option ::= WITHOUT OIDS.
table_option ::= TABLESPACE name.
table_option ::= ON COMMIT DROP.
table_option ::= ON COMMIT PRESERVE ROWS.
table_option ::= SERVER name.
table_option ::= OPTIONS LeftParen options RightParen.

parents ::= qualified(Q). { define_parent(parser, Q); }
parents ::= parents Comma qualified(Q). { define_parent(parser, Q); }

partition_keys ::= partition_key.
partition_keys ::= partition_keys Comma partition_key.
partition_key ::= index_key collate operator_class.

partition_bound ::= DEFAULT.
partition_bound ::= FOR VALUES FROM LeftParen nodes RightParen TO LeftParen nodes RightParen.
partition_bound ::= FOR VALUES IN LeftParen nodes RightParen.
partition_bound ::= FOR VALUES WITH LeftParen hash_bounds RightParen.
hash_bounds ::= name number.
hash_bounds ::= hash_bounds Comma name number.

options ::= option.
options ::= options Comma option.
option ::= option_name.
option ::= option_name option_value.
option ::= option_name Equal option_value.
option ::= option_name Dot label Equal option_value.
option_name ::= name.
option_name ::= TABLE.
option_name ::= USER.
option_value ::= String.
option_value ::= signed.
option_value ::= name.
option_value ::= TRUE.
option_value ::= FALSE.
option_value ::= ON.
option_value ::= NULL.
option_value ::= DEFAULT.

/* ---- indexes ---- */

create_index ::= index_head LeftParen index_keys RightParen index_include index_nulls index_with index_where.
index_head ::= CREATE unique(U) INDEX concurrently if_not_exists index_name(N) ON only(O) qualified(T) index_method(M). { define_index(parser, N, T, M, U, O); }
index_include ::= include(L). { define_index_included(parser, L); }
index_nulls ::= nulls_distinct(D). { define_index_nulls(parser, !D); }
index_where ::= .
index_where ::= WHERE expression(E). { define_index_predicate(parser, E); }

%type unique {bool}
unique(U) ::= . { U = false; }
unique(U) ::= UNIQUE. { U = true; }
concurrently ::= .
concurrently ::= CONCURRENTLY.
%type index_name {struct pg_word}
index_name(N) ::= . { N = word_none(); }
index_name(N) ::= name(W). { N = W; }
%type only {bool}
only(O) ::= . { O = false; }
only(O) ::= ONLY. { O = true; }
%type index_method {const char *}
index_method(M) ::= . { M = "btree"; }
index_method(M) ::= USING name(N). { M = N.text; }
index_with ::= index_options.
index_with ::= index_options TABLESPACE name.
optional_where ::= .
optional_where ::= WHERE LeftParen expression RightParen.

index_keys ::= index_element.
index_keys ::= index_keys Comma index_element.
index_element ::= index_key(K) collate(C) operator_class(O) direction(D) nulls(N). { define_index_key(parser, K, C, O, D, N); }

%type index_key {const struct pg_node *}
index_key(K) ::= name(N). { K = tree_column(parser, NULL, N); }
index_key(K) ::= call(A). { K = A; }
index_key(K) ::= LeftParen expression(A) RightParen. { K = tree_grouped(parser, A); }
%type collate {struct pg_name}
collate(C) ::= . { C = (struct pg_name){NULL, NULL}; }
collate(C) ::= COLLATE qualified(Q). { C = Q; }
%type operator_class {struct pg_name}
operator_class(C) ::= . { C = (struct pg_name){NULL, NULL}; }
operator_class(C) ::= qualified(Q). { C = Q; }
operator_class(C) ::= qualified(Q) LeftParen options RightParen. { C = Q; }
%type direction {bool}
direction(D) ::= . { D = false; }
direction(D) ::= ASC. { D = false; }
direction(D) ::= DESC. { D = true; }
%type nulls {int}
nulls(N) ::= . { N = 0; }
nulls(N) ::= NULLS FIRST. { N = 1; }
nulls(N) ::= NULLS LAST. { N = 2; }

alter_index ::= ALTER INDEX if_exists qualified(A) ATTACH PARTITION qualified(B). { define_index_attached(parser, A, B); }

/* ---- ALTER TABLE ---- */

alter_table ::= alter_table_head alter_actions.
alter_table_head ::= ALTER TABLE if_exists only qualified(Q). { alter_table(parser, Q); }
alter_table_head ::= ALTER FOREIGN TABLE if_exists only qualified(Q). { alter_table(parser, Q); }
alter_actions ::= alter_action.
alter_actions ::= alter_actions Comma alter_action.

alter_action ::= ADD constraint_name table_constraint constraint_options.
alter_action ::= ADD COLUMN if_not_exists column_head column_constraints.
alter_action ::= DROP CONSTRAINT if_exists name(N) drop_behavior. { alter_drop_constraint(parser, N); }
alter_action ::= alter_column SET DEFAULT expression(E). { define_default(parser, E); }
alter_action ::= alter_column DROP DEFAULT. { define_default(parser, NULL); }
alter_action ::= alter_column SET NotNull. { define_not_null(parser); }
alter_action ::= alter_column DROP NotNull. { alter_nullable(parser); }
alter_action ::= alter_column ADD GENERATED ALWAYS AS IDENTITY identity_options. { define_identity(parser, IDENTITY_ALWAYS); }
alter_action ::= alter_column ADD GENERATED BY DEFAULT AS IDENTITY identity_options. { define_identity(parser, IDENTITY_BY_DEFAULT); }
alter_action ::= alter_column SET STATISTICS signed.
alter_action ::= alter_column SET STORAGE name.
alter_action ::= alter_column SET STORAGE EXTERNAL.
alter_action ::= alter_column SET COMPRESSION name.
alter_action ::= alter_column SET LeftParen options RightParen.
alter_action ::= alter_column OPTIONS LeftParen options RightParen.
alter_action ::= ATTACH PARTITION qualified(Q) partition_bound. { alter_attach(parser, Q); }
alter_action ::= INHERIT qualified(Q). { define_parent(parser, Q); }
alter_action ::= OF qualified(Q). { define_of_type(parser, Q); }
alter_action ::= OWNER TO name.
alter_action ::= RENAME TO name(N). { alter_rename(parser, N.text); }
alter_action ::= RENAME COLUMN name TO name. { alter_shape(parser); }
alter_action ::= RENAME name TO name. { alter_shape(parser); }
alter_action ::= DROP COLUMN if_exists name drop_behavior. { alter_shape(parser); }
alter_action ::= DROP name drop_behavior. { alter_shape(parser); }
alter_action ::= alter_column TYPE type(T) alter_using. { alter_type(parser, T); }
alter_action ::= alter_column SET DATA TYPE type(T) alter_using. { alter_type(parser, T); }
alter_using ::= .
alter_using ::= USING expression.
alter_action ::= ENABLE ROW name SECURITY.
alter_action ::= DISABLE ROW name SECURITY.
alter_action ::= CLUSTER ON name.
alter_action ::= SET WITHOUT CLUSTER.
alter_action ::= SET LeftParen options RightParen.
alter_action ::= SET TABLESPACE name.
alter_action ::= SET ACCESS METHOD name.
alter_action ::= SET WITHOUT OIDS.
alter_action ::= SET UNLOGGED.
alter_action ::= SET LOGGED.
alter_action ::= REPLICA IDENTITY name.
alter_action ::= REPLICA IDENTITY FULL.
alter_action ::= REPLICA IDENTITY NOTHING.
alter_action ::= REPLICA IDENTITY DEFAULT.
alter_action ::= REPLICA IDENTITY USING INDEX name.

drop_behavior ::= .
drop_behavior ::= CASCADE.
drop_behavior ::= RESTRICT.

alter_column ::= ALTER COLUMN name(N). { alter_column(parser, N); }
alter_column ::= ALTER name(N). { alter_column(parser, N); }

/* ---- types and domains ---- */

create_type ::= type_head(T) AS ENUM LeftParen RightParen. { T->kind = TYPE_ENUM; }
create_type ::= type_head(T) AS ENUM LeftParen labels RightParen. { T->kind = TYPE_ENUM; }
create_type ::= type_head(T) AS LeftParen RightParen. { T->kind = TYPE_COMPOSITE; }
create_type ::= type_head(T) AS LeftParen attributes RightParen. { T->kind = TYPE_COMPOSITE; }
create_type ::= type_head(T) AS RANGE LeftParen definitions RightParen. { T->kind = TYPE_RANGE; }
create_type ::= type_head(T) LeftParen definitions RightParen. { T->kind = TYPE_BASE; }
create_type ::= type_head(T). { T->kind = TYPE_BASE; }
%type type_head {struct pg_type_definition *}
statement ::= ALTER TYPE qualified(Q) ADD VALUE if_not_exists String(S). { define_label_beside(parser, Q, S, NULL, false); }
statement ::= ALTER TYPE qualified(Q) ADD VALUE if_not_exists String(S) BEFORE String(A). { define_label_beside(parser, Q, S, A.text, false); }
statement ::= ALTER TYPE qualified(Q) ADD VALUE if_not_exists String(S) AFTER String(A). { define_label_beside(parser, Q, S, A.text, true); }
type_head(T) ::= CREATE TYPE qualified(Q). { T = define_type(parser, Q); }
labels ::= String(S). { define_label(parser, S); }
labels ::= labels Comma String(S). { define_label(parser, S); }
attributes ::= attribute_of_type.
attributes ::= attributes Comma attribute_of_type.
attribute_of_type ::= name(N) type(T) collate. { define_attribute(parser, N, T); }
definitions ::= definition.
definitions ::= definitions Comma definition.
definition ::= name.
definition ::= name Equal definition_value.
definition ::= DEFAULT Equal definition_value.
definition_value ::= type.
definition_value ::= DOUBLE.
definition_value ::= String.
definition_value ::= signed.
definition_value ::= TRUE.
definition_value ::= FALSE.

create_domain ::= CREATE DOMAIN domain_head domain_constraints.
domain_head ::= qualified(Q) optional_as type(T). { define_domain(parser, Q, T); }
optional_as ::= .
optional_as ::= AS.
domain_constraints ::= .
domain_constraints ::= domain_constraints constraint_name domain_constraint.
domain_constraint ::= NotNull. { define_domain_not_null(parser); }
domain_constraint ::= NULL.
domain_constraint ::= DEFAULT limited(E). { define_domain_default(parser, E); }
domain_constraint ::= CHECK LeftParen expression(E) RightParen. { define_domain_check(parser, E, false); }
domain_constraint ::= COLLATE qualified(C). { define_domain_collation(parser, C); }

alter_domain ::= alter_domain_head ADD constraint_name CHECK LeftParen expression(E) RightParen not_valid(V). { define_domain_check(parser, E, V); }
alter_domain_head ::= ALTER DOMAIN qualified(Q). { alter_domain(parser, Q); }
%type not_valid {bool}
not_valid(V) ::= . { V = false; }
not_valid(V) ::= NOT VALID. { V = true; }

/* ---- sequences ---- */

create_sequence ::= sequence_head sequence_options.
sequence_head ::= CREATE sequence_kind SEQUENCE if_not_exists qualified(Q). { define_sequence(parser, Q); }
sequence_kind ::= .
sequence_kind ::= UNLOGGED.
sequence_kind ::= TEMP.
sequence_kind ::= TEMPORARY.
alter_sequence ::= alter_sequence_head sequence_options.
alter_sequence_head ::= ALTER SEQUENCE if_exists qualified(Q). { alter_sequence(parser, Q); }
identity_options ::= .
identity_options ::= LeftParen sequence_options RightParen.
sequence_options ::= .
sequence_options ::= sequence_options sequence_option.
sequence_option ::= AS type.
sequence_option ::= START signed(N). { define_sequence_start(parser, N); }
sequence_option ::= START WITH signed(N). { define_sequence_start(parser, N); }
sequence_option ::= INCREMENT signed(N). { define_sequence_increment(parser, N); }
sequence_option ::= INCREMENT BY signed(N). { define_sequence_increment(parser, N); }
sequence_option ::= MINVALUE signed.
sequence_option ::= MAXVALUE signed.
sequence_option ::= NO MINVALUE.
sequence_option ::= NO MAXVALUE.
sequence_option ::= NO CYCLE.
sequence_option ::= CACHE signed.
sequence_option ::= CYCLE.
sequence_option ::= SEQUENCE NAME qualified(Q). { define_identity_sequence(parser, Q); }
sequence_option ::= LOGGED.
sequence_option ::= UNLOGGED.
sequence_option ::= RESTART.
sequence_option ::= RESTART WITH signed(N). { define_sequence_start(parser, N); }
sequence_option ::= OWNED BY NONE.
sequence_option ::= OWNED BY name(T) Dot label(C). { define_owner(parser, word_none(), T, C); }
sequence_option ::= OWNED BY name(S) Dot label(T) Dot label(C). { define_owner(parser, S, T, C); }

/* ---- COMMENT ON ---- */

comment ::= COMMENT ON TABLE qualified(Q) IS comment_text(S). { comment_on_table(parser, Q, S); }
comment ::= COMMENT ON FOREIGN TABLE qualified(Q) IS comment_text(S). { comment_on_table(parser, Q, S); }
comment ::= COMMENT ON COLUMN name(T) Dot label(C) IS comment_text(S). { comment_on_column(parser, word_none(), T, C, S); }
comment ::= COMMENT ON COLUMN name(N) Dot label(T) Dot label(C) IS comment_text(S). { comment_on_column(parser, N, T, C, S); }
comment ::= COMMENT ON INDEX qualified(Q) IS comment_text(S). { comment_on_index(parser, Q, S); }
comment ::= COMMENT ON CONSTRAINT name(N) ON qualified(Q) IS comment_text(S). { comment_on_constraint(parser, N, Q, S); }
comment ::= COMMENT ON CONSTRAINT name ON DOMAIN qualified IS comment_text.
comment ::= COMMENT ON TYPE qualified(Q) IS comment_text(S). { comment_on_type(parser, Q, S); }
comment ::= COMMENT ON DOMAIN qualified(Q) IS comment_text(S). { comment_on_type(parser, Q, S); }
%type comment_text {struct pg_word}
comment_text(S) ::= String(W). { S = W; }
comment_text(S) ::= NULL. { S = word_none(); }
