--
-- PostgreSQL database dump
--

SET client_encoding = 'SJIS';
INSERT INTO public.j VALUES (1, '表ソ''x', '能');
INSERT INTO public."表" ("ソ") VALUES ('日本語');

--
-- PostgreSQL database dump complete
--

