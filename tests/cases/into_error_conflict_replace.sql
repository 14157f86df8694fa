-- PostgreSQL database dump
INSERT INTO public.t VALUES (2, 'a', 'x');
INSERT INTO public.t VALUES (1, 'c', 'z');
-- PostgreSQL database dump complete
