--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, 'one');
INSERT INTO public.a VALUES (2, 'two');
INSERT INTO public.a VALUES (3, 'three');

--
-- PostgreSQL database dump complete
--

