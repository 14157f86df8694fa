-- PostgreSQL database dump
INSERT INTO public.u VALUES (1, 2);
-- PostgreSQL database dump complete
