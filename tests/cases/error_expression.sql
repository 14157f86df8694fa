--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, 'x');
INSERT INTO public.a VALUES (2, now());

--
-- PostgreSQL database dump complete
--

