-- PostgreSQL database dump
CREATE TABLE public.t (a boolean);
COPY public.t (a) FROM stdin;
maybe
\.
-- PostgreSQL database dump complete
