--
-- PostgreSQL database dump
--
CREATE TABLE public.t (id integer, at timestamp without time zone);
COPY public.t (id, at) FROM stdin;
1	1684-07-28 00:12:26.000001
2	1684-07-28 00:12:24.000001
3	2255-06-05 23:47:34.000001
4	2255-06-05 23:47:35.000001
5	1500-01-01 00:00:00
6	1969-12-31 23:59:59.999999
7	0001-12-31 23:59:59 BC
8	0002-03-01 00:00:00 BC
9	0401-02-29 12:00:00 BC
10	0402-12-31 00:00:00 BC
\.
--
-- PostgreSQL database dump complete
--
