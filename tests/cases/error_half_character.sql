--
-- PostgreSQL database dump
--
INSERT INTO public.t VALUES (1);
--
-- PostgreSQL database dump complete
--
-- Ã