-- PostgreSQL database dump
CREATE TABLE public.t (a boolean[]);
COPY public.t (a) FROM stdin;
{t,f}
{t,maybe}
\.
-- PostgreSQL database dump complete
