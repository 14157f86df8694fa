--
-- PostgreSQL database dump
--
SET client_encoding = 'GB18030';
INSERT INTO public.t VALUES (3, '中');
--
-- PostgreSQL database dump complete
--
