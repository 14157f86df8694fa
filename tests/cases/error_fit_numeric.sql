-- PostgreSQL database dump
CREATE TABLE public.t (a numeric(5,2));
COPY public.t (a) FROM stdin;
1.2.3
\.
-- PostgreSQL database dump complete
