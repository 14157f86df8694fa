-- PostgreSQL database dump
CREATE TABLE public.t (a bigint);
COPY public.t (a) FROM stdin;
9223372036854775807
9223372036854775808
\.
-- PostgreSQL database dump complete
