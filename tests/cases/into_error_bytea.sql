--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, '\xzz');

--
-- PostgreSQL database dump complete
--

