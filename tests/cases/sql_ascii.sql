--
-- PostgreSQL database dump
--

SET client_encoding = 'SQL_ASCII';
INSERT INTO public.a VALUES ('é');

--
-- PostgreSQL database dump complete
--

