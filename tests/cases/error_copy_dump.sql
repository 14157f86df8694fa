--
-- PostgreSQL database dump
--
CREATE TABLE public.b (t text);
COPY public.b (t) FROM stdin;
--
a row, then a comment's line
--
-- PostgreSQL database dump
a row
--
--
-- PostgreSQL database dump
--
CREATE TABLE public.c (id integer NOT NULL);
--
-- PostgreSQL database dump complete
--
