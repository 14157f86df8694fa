CREATE TABLE public.t (id integer, b boolean, by bytea);
COPY public.t (id, b, b) FROM stdin;
1	t	\\x00
\.
--
-- PostgreSQL database dump complete
--
