-- PostgreSQL database dump
INSERT INTO public.t VALUES (1, 'b', 'new');
INSERT INTO public.t VALUES (2, 'a', 'new');
INSERT INTO public.t VALUES (3, 'c', 'new');
-- PostgreSQL database dump complete
