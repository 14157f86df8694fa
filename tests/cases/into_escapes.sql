--
-- PostgreSQL database dump
--
CREATE TABLE public.e (id integer, t text, b bytea, a text[], h public.hstore);
COPY public.e (id, t, b, a, h) FROM stdin;
1	<\b\f\n\r\t\v\\\N\a\q\1\17\101\xA\x41\x4g\8\'\">	\\x0a5C27ff00	{"a\\"b\\\\c","\\n",NULL,"NULL",""}	"a\\"b"=>"c\\\\d"
9	\Nothing	\N	\N	\N
2	\0101\1778\x7e\xc3\xa9	\\\\a\\000\\012\\377	{}	
\.
INSERT INTO public.e (id, t, b) VALUES (3, E'<\b\f\n\r\t\\\'\"\a\q\1\17\101\xA\x41\x4g\8''\u0041\U0001F600\ud83d\ude00>', '\x0A5c27fF00');
INSERT INTO public.e (id, t, b) VALUES (4, '<\b\n\\\x41''>', '\\a\000\012\377');
INSERT INTO public.e (id, t, b) VALUES (5, U&'\0041\+01F600\\!0041', E'\\x4142');
INSERT INTO public.e (id, t) VALUES (6, U&'!0041\0041!!' UESCAPE '!');
INSERT INTO public.e (id, t) VALUES (7, E'a'
    'b\n'), (8, E'\v');
--
-- PostgreSQL database dump complete
--
