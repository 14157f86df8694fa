-- PostgreSQL database dump
CREATE TYPE public.pair AS (yes boolean, n integer);
CREATE TABLE public.t (a boolean[], b public.pair);
INSERT INTO public.t VALUES ('{t,f,TRUE,off,1,0,yes,NULL}', '(on,1)');
-- PostgreSQL database dump complete
