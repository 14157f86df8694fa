-- PostgreSQL database dump
SET timezone = 'UTC';
CREATE TABLE public.t (at timestamp with time zone);
COPY public.t (at) FROM stdin;
2024-02-29 00:00:00+00
2023-02-29 00:00:00+00
\.
-- PostgreSQL database dump complete
