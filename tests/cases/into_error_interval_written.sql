-- PostgreSQL database dump
INSERT INTO public.u (id, spent) VALUES (1, '1 hour');
-- PostgreSQL database dump complete
