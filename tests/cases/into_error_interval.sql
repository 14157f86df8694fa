-- PostgreSQL database dump
INSERT INTO public.u (id, spent) VALUES (1, '1 day 02:00:00.000007');
-- PostgreSQL database dump complete
