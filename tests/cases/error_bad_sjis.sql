--
-- PostgreSQL database dump
--

SET client_encoding = 'SJIS';
INSERT INTO public.a VALUES ('ok', 'xyÅ
');

--
-- PostgreSQL database dump complete
--

