--
-- PostgreSQL database dump
--
SET client_encoding = 'GB18030';
CREATE TABLE public.t (id integer, name text);
COPY public.t (id, name) FROM stdin;
1	𠀀𠀁
2	中é𪛖
\.
INSERT INTO public.t VALUES (3, '𠀀ㄠ');
--
-- PostgreSQL database dump complete
--
