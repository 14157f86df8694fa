-- PostgreSQL database dump
INSERT INTO public.u (id, spent, lasts) VALUES (1, '1 day 02:00:00.000007', '3 days');
COPY public.u (id, spent, lasts) FROM stdin;
2	-00:00:01	08:00:00
3	12	2024-01-01 00:00:00+00
\.
-- PostgreSQL database dump complete
