-- PostgreSQL database dump
CREATE TABLE public.t (a smallint);
COPY public.t (a) FROM stdin;
32767
-32768
32768
\.
-- PostgreSQL database dump complete
