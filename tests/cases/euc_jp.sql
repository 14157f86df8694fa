--
-- PostgreSQL database dump
--
SET client_encoding = 'EUC_JP';
CREATE TABLE public.t (id integer, name text);
COPY public.t (id, name) FROM stdin;
1	è∞°∆¸
2	é±À‹
\.
--
-- PostgreSQL database dump complete
--
