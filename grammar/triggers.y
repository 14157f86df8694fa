/* Triggers and the functions that they call. The build puts this after
 * queries.y. */

statement ::= CREATE TRIGGER trigger.
statement ::= CREATE OR REPLACE TRIGGER trigger.
trigger ::= trigger_head ON qualified(Q) trigger_rows trigger_when EXECUTE function_word qualified(F) LeftParen trigger_arguments(N) RightParen.
    { define_trigger_call(parser, Q, F, N); }
trigger_head ::= trigger_name trigger_events.
trigger_name ::= name(N) BEFORE. { define_trigger(parser, N, TRIGGER_BEFORE); }
trigger_name ::= name(N) AFTER. { define_trigger(parser, N, TRIGGER_AFTER); }
trigger_name ::= name(N) INSTEAD OF. { define_trigger(parser, N, TRIGGER_INSTEAD); }
trigger_events ::= trigger_event.
trigger_events ::= trigger_events OR trigger_event.
trigger_event ::= INSERT. { parser->trigger->events |= EVENT_INSERT; }
trigger_event ::= DELETE. { parser->trigger->events |= EVENT_DELETE; }
trigger_event ::= TRUNCATE. { parser->trigger->events |= EVENT_TRUNCATE; }
trigger_event ::= UPDATE. { parser->trigger->events |= EVENT_UPDATE; }
trigger_event ::= UPDATE OF names(L). { parser->trigger->events |= EVENT_UPDATE; parser->trigger->columns = L; }
trigger_rows ::= trigger_tables.
trigger_rows ::= trigger_tables FOR optional_each ROW. { parser->trigger->for_each_row = true; }
trigger_rows ::= trigger_tables FOR optional_each STATEMENT.
optional_each ::= .
optional_each ::= EACH.
trigger_tables ::= .
trigger_tables ::= REFERENCING transition_tables. { parser->trigger->has_tables = true; }
transition_tables ::= transition_table.
transition_tables ::= transition_tables transition_table.
transition_table ::= name TABLE optional_as name.
trigger_when ::= .
trigger_when ::= WHEN LeftParen expression(E) RightParen. { parser->trigger->when = E; }
function_word ::= FUNCTION.
function_word ::= PROCEDURE.
%type trigger_arguments {bool}
trigger_arguments(N) ::= . { N = false; }
trigger_arguments(N) ::= nodes. { N = true; }

statement ::= CREATE FUNCTION trigger_function.
statement ::= CREATE OR REPLACE FUNCTION trigger_function.
trigger_function ::= function_head function_items.
function_head ::= qualified(Q) LeftParen RightParen RETURNS name. { define_function(parser, Q); }
function_items ::= function_item.
function_items ::= function_items function_item.
function_item ::= LANGUAGE name(N). { parser->function->language = N.text; }
function_item ::= LANGUAGE String(N). { parser->function->language = N.text; }
function_item ::= AS String(S). { parser->function->body = S.text; }
function_item ::= SECURITY name.
function_item ::= SET name TO option_value.
function_item ::= SET name Equal option_value.
function_item ::= VOLATILE.
function_item ::= STABLE.

alter_action ::= DISABLE TRIGGER name(N). { define_disabled(parser, N); }
alter_action ::= DISABLE TRIGGER USER.
alter_action ::= ENABLE TRIGGER name.
alter_action ::= ENABLE ALWAYS TRIGGER name.
alter_action ::= ENABLE REPLICA TRIGGER name.
