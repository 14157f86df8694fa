-- PostgreSQL database dump
CREATE TABLE public.t (a real);
INSERT INTO public.t VALUES ('a lot');
-- PostgreSQL database dump complete
