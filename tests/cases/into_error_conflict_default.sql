-- PostgreSQL database dump
INSERT INTO public.t VALUES (1, 'a');
INSERT INTO public.t VALUES (2, NULL);
-- PostgreSQL database dump complete
