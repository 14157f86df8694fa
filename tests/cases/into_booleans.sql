-- PostgreSQL database dump
COPY public.t (id, a, b, c, d, e) FROM stdin;
1	t	f	t	f	t
2	1	0	1	0	1.5
\.
INSERT INTO public.t VALUES (3, true, false, true, 0, false);
-- PostgreSQL database dump complete
