-- PostgreSQL database dump
CREATE TABLE public.t (a text[]);
COPY public.t (a) FROM stdin;
{a,b
\.
-- PostgreSQL database dump complete
