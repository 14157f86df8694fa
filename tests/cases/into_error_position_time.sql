-- PostgreSQL database dump
INSERT INTO public.u VALUES (1, true);
-- PostgreSQL database dump complete
