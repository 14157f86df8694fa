--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (NULL, 'a');

--
-- PostgreSQL database dump complete
--

