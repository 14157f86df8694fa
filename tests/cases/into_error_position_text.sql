-- PostgreSQL database dump
INSERT INTO public.u VALUES (1, false);
-- PostgreSQL database dump complete
