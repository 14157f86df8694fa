-- PostgreSQL database dump
CREATE TABLE public.t (a integer[]);
COPY public.t (a) FROM stdin;
{1,b}
\.
-- PostgreSQL database dump complete
