--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (DEFAULT);
INSERT INTO public.b DEFAULT VALUES;
INSERT INTO public.a VALUES (DEFAULT);
INSERT INTO public.a VALUES (1);
INSERT INTO public.b DEFAULT VALUES;
INSERT INTO public.a VALUES (2);
INSERT INTO public.c (x) VALUES (3);
INSERT INTO public.a VALUES (4);
SET search_path = other;
INSERT INTO a VALUES (5);
SET search_path = third;
INSERT INTO a VALUES (6);

--
-- PostgreSQL database dump complete
--
