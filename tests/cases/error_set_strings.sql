-- PostgreSQL database dump
SET standard_conforming_strings = o;
INSERT INTO public.t VALUES (1, 'a\\b');
-- PostgreSQL database dump complete
