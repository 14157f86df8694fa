-- PostgreSQL database dump
CREATE TABLE public.t (a double precision);
CREATE VIEW public.endless AS
 WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT (x_1.n + 1) FROM x x_1) SELECT x.n FROM x;
CREATE VIEW public.long AS SELECT s.s FROM generate_series(1, 1000000000) s(s);
CREATE VIEW public.wide AS SELECT round(round(round(round(round(round(round(round(round(round(t.a)))))))))) AS r FROM public.t;
-- PostgreSQL database dump complete
