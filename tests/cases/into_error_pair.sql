-- PostgreSQL database dump
CREATE TABLE public.u (id integer, at timestamp with time zone);
COPY public.u (id, at) FROM stdin;
1	\N
2	2024-01-01 00:00:00+00
\.
-- PostgreSQL database dump complete
