--
-- PostgreSQL database dump
--

SET standard_conforming_strings = on;
INSERT INTO public.s1 VALUES (1, 'it''s', '''', '''''', 'back\slash', 'a\', 6);
INSERT INTO public.s2 VALUES (2, 'line
.shell echo pwned
-- no comment
/* nor this */
go
/
last', 'tab	end', '$$', 'é 李 🎉', ');', ' ON CONFLICT DO NOTHING;
INSERT INTO x VALUES (1);');
INSERT INTO public.s3 VALUES (3, E'a\n\t\\\'b''c\x41\101\u00e9\U0001F389', E'plain', U&'d\0061t\+000061', U&'d!0061t' UESCAPE '!', N'n''n', 'one'
  'two'   -- a comment between the parts
  'three''s', E'a\\' 
'b\\');
INSERT INTO public.s4 VALUES (4, U&'\D83C\DF89', E'\uD83C\uDF89', '\x41', '{"a": "b\n"}', '', 'x');

--
-- PostgreSQL database dump complete
--

