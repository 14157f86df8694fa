--
-- PostgreSQL database dump
--
SET timezone = 'UTC';
CREATE TABLE public.t (id integer, at timestamp with time zone);
COPY public.t (id, at) FROM stdin;
0	2000-03-01 00:30:00+02
1	1900-03-01 00:30:00+02
2	2100-03-01 00:30:00+02
3	2004-03-01 00:30:00+02
4	2023-03-01 00:30:00+02
5	2000-02-29 23:30:00-02
6	1900-02-28 23:30:00-02
7	2000-12-31 23:30:00-01:30
8	0001-03-01 00:30:00+02 BC
9	0005-03-01 00:30:00+02 BC
10	0101-03-01 00:30:00+02 BC
\.
--
-- PostgreSQL database dump complete
--
