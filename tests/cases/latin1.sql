--
-- PostgreSQL database dump
--

SET client_encoding = 'LATIN1';
INSERT INTO public."é" VALUES (1, 'Bjørn', 'ÿ');
SET client_encoding = 'LATIN1';
INSERT INTO public."é" VALUES (2, 'Åse', 'x');

--
-- PostgreSQL database dump complete
--

