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
\.
--
-- PostgreSQL database dump complete
--
