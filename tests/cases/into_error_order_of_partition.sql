-- PostgreSQL database dump
CREATE TABLE public.p (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE public.q (b integer, a integer);
ALTER TABLE ONLY public.p ATTACH PARTITION public.q FOR VALUES IN (1);
INSERT INTO public.p VALUES (1, 2);
-- PostgreSQL database dump complete
