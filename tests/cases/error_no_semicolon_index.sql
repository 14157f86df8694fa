-- PostgreSQL database dump
CREATE TABLE public.t (a integer);
CREATE INDEX i ON public.t (a)
INSERT INTO public.t VALUES (1);
-- PostgreSQL database dump complete
