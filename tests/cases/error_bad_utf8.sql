--
-- PostgreSQL database dump
--

SET client_encoding = 'UTF8';
INSERT INTO public.a VALUES ('ok', 'xyé');

--
-- PostgreSQL database dump complete
--

