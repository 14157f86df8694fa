--
-- PostgreSQL database dump
--

SET search_path = public, pg_catalog;
CREATE TABLE t (
    a integer,
    "B c" text
);
COPY t ("B c", a) FROM stdin;
INSERT INTO x VALUES (1);	1
-- no comment	\N
a\tb\\c\x41\101\ntwo	-5
\\.	7
	8
\.

COPY public.t (a) WITH OIDS FROM stdin;
17	9
\.
COPY t FROM stdin;
1	all
\.

--
-- PostgreSQL database dump complete
--

