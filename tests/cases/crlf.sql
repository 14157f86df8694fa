--
-- PostgreSQL database dump
--

SET client_encoding = 'UTF8';
INSERT INTO public.a VALUES (1, 'x');
INSERT INTO public.a VALUES
	(2, 'two
lines'),
	(3, 'z');

--
-- PostgreSQL database dump complete
--

