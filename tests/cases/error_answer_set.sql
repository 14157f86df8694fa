SET
SET standard_conforming_strings = off;
INSERT INTO public.t VALUES (1, 'a\\b');
-- PostgreSQL database dump complete
