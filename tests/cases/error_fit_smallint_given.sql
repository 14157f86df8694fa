-- PostgreSQL database dump
CREATE TABLE public.t (a smallint, b integer, c bigint);
INSERT INTO public.t VALUES (-32768, -2147483648, -9223372036854775808), (32767, 2147483647, 9223372036854775807);
INSERT INTO public.t VALUES (-32769, 0, 0);
-- PostgreSQL database dump complete
