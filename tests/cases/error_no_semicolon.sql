-- PostgreSQL database dump
CREATE TABLE public.t (a integer);
GRANT SELECT ON public.t
    TO someone;
GRANT SELECT ON public.t TO someone
INSERT INTO public.t VALUES (1);
-- PostgreSQL database dump complete
