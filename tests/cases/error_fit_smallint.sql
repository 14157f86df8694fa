-- PostgreSQL database dump
CREATE TABLE public.t (a smallint);
INSERT INTO public.t VALUES (70000);
-- PostgreSQL database dump complete
