--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES
	(1, 'x'),
	(2, 'y
