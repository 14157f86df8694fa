--
-- PostgreSQL database dump
--
CREATE TABLE public.t (id integer, name text);
COPY public.t (id, name) FROM stdin;
1	one
2	\N
3	tab\there\r
4	
\.
INSERT INTO public.t VALUES (5, 'five');
--
-- PostgreSQL database dump complete
--
