-- PostgreSQL database dump
CREATE TABLE public.t (a integer);
INSERT INTO public.t VALUES (1.5);
-- PostgreSQL database dump complete
