-- PostgreSQL database dump
CREATE TABLE public.t (a timestamp with time zone);
COPY public.t (a) FROM stdin;
yesterday
\.
-- PostgreSQL database dump complete
