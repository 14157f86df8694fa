--
-- PostgreSQL database dump
--

SET client_encoding = 'MULE_INTERNAL';
INSERT INTO public.a VALUES (1);

--
-- PostgreSQL database dump complete
--

