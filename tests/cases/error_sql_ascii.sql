--
-- PostgreSQL database dump
--

SET client_encoding = 'SQL_ASCII';
INSERT INTO public.a VALUES ('ok');
INSERT INTO public.a VALUES ('abcé');

--
-- PostgreSQL database dump complete
--

