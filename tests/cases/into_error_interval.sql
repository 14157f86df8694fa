-- PostgreSQL database dump
INSERT INTO public.u VALUES (1, '1 day 02:00:00.000007');
-- PostgreSQL database dump complete
