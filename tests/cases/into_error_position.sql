-- PostgreSQL database dump
INSERT INTO public.u VALUES (1, 'ann@example.org', true, 'x');
-- PostgreSQL database dump complete
