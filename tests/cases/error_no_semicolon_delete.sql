-- PostgreSQL database dump
CREATE TABLE public.t (a integer);
SET a = b
DELETE FROM public.t;
-- PostgreSQL database dump complete
