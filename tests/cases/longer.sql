-- PostgreSQL database dump
CREATE TABLE t (a character varying(3), b character(3), c character varying(3)[]);
COPY t (a, b, c) FROM stdin;
abc	ab 	{abcd}
äöü	äöü	\N
äöüx	abcd	\N
\.
INSERT INTO t VALUES ('a''b', E'\\''\'', NULL), ('''''''', 'abcd', NULL), ('''''''''', NULL, NULL);
-- PostgreSQL database dump complete
