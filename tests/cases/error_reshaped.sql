--
-- PostgreSQL database dump
--
CREATE TABLE public.t (a integer, b integer);
INSERT INTO public.t (a, b) VALUES (1, 2);
DROP TABLE public.t;
CREATE TABLE public.t (b integer, a integer);
INSERT INTO public.t (b, a) VALUES (3, 4);
INSERT INTO public.t VALUES (5, 6);
--
-- PostgreSQL database dump complete
--
