-- PostgreSQL database dump
CREATE TABLE public.t (a integer, b text);
ALTER TABLE public.t ALTER a TYPE bigint, ALTER COLUMN b SET DATA TYPE integer USING length(b);
INSERT INTO public.t VALUES (9999999999, 7);
INSERT INTO public.t VALUES (1, 0);
-- PostgreSQL database dump complete
