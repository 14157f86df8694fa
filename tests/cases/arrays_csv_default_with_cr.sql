CREATE TABLE public.t (id integer, c character(4)[] DEFAULT ARRAY['a
b'::bpchar]);
INSERT INTO public.t VALUES (1, '{x}');
