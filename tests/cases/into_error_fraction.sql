-- PostgreSQL database dump
COPY public.u (id, n) FROM stdin;
1	1.5
\.
-- PostgreSQL database dump complete
