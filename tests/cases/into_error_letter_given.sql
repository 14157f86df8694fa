-- PostgreSQL database dump
INSERT INTO public.t (a) VALUES (1);
INSERT INTO public.t (a) VALUES ('t');
-- PostgreSQL database dump complete
