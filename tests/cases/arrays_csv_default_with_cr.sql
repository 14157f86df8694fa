CREATE TABLE public.t (id integer, c text[] DEFAULT ARRAY['a
b'::text]);
INSERT INTO public.t VALUES (1, '{x}');
