-- PostgreSQL database dump
CREATE TABLE public.t (a date);
COPY public.t (a) FROM stdin;
2024-02-29
2023-02-29
\.
-- PostgreSQL database dump complete
