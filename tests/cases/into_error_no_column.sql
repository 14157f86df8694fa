-- PostgreSQL database dump
CREATE TABLE public.u (id integer, y integer);
INSERT INTO public.u VALUES (1, 2);
-- PostgreSQL database dump complete
