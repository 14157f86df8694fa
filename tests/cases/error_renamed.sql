--
-- PostgreSQL database dump
--
CREATE TABLE public.a (x integer);
CREATE TABLE public.b (x integer);
CREATE TABLE public.c (x integer);
ALTER TABLE public.a RENAME TO d;
ALTER TABLE public.b RENAME TO a;
ALTER TABLE public.c DROP COLUMN IF EXISTS y;
INSERT INTO public.a VALUES (1);
--
-- PostgreSQL database dump complete
--
