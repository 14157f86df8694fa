-- PostgreSQL database dump
CREATE TABLE public.t (b integer);
INSERT INTO public.t VALUES (-2147483648), (2147483647), (2147483648);
-- PostgreSQL database dump complete
