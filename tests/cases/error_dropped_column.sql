-- PostgreSQL database dump
CREATE TABLE public.t (a text, b text);
ALTER TABLE public.t DROP a, ADD COLUMN c text;
INSERT INTO public.t VALUES ('B', 'C');
-- PostgreSQL database dump complete
