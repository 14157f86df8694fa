-- PostgreSQL database dump
CREATE TABLE public.t (a integer);
GRANT SELECT ON public.t TO a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u /* v */ INSERT INTO public.t VALUES (1);
-- PostgreSQL database dump complete
