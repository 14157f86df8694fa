-- PostgreSQL database dump
CREATE TABLE public.t (a text);
INSERT INTO public.t VALUES (true);
-- PostgreSQL database dump complete
