-- PostgreSQL database dump
COPY public.u (id, n) FROM stdin;
1	x
\.
-- PostgreSQL database dump complete
