--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, 'a');
INSERT INTO public.a VALUES (2, 'b');
INSERT INTO public.a VALUES (3, 'a');

--
-- PostgreSQL database dump complete
--

