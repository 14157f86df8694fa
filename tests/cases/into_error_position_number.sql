-- PostgreSQL database dump
INSERT INTO public.u VALUES (1, 20240229);
-- PostgreSQL database dump complete
