-- PostgreSQL database dump
CREATE TABLE public.t (a date);
INSERT INTO public.t VALUES ('29.02.2024');
-- PostgreSQL database dump complete
