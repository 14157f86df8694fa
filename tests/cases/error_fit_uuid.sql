-- PostgreSQL database dump
CREATE TABLE public.t (a uuid);
COPY public.t (a) FROM stdin;
zz
\.
-- PostgreSQL database dump complete
