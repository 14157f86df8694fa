-- PostgreSQL database dump
CREATE TABLE public.t (id integer, spent interval);
COPY public.t (id, spent) FROM stdin;
1	3 days
2	1 mon
\.
-- PostgreSQL database dump complete
