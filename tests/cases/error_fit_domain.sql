-- PostgreSQL database dump
CREATE DOMAIN public.d AS integer;
CREATE TABLE public.t (a public.d);
COPY public.t (a) FROM stdin;
x
\.
-- PostgreSQL database dump complete
