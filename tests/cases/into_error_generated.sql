--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, 2);

--
-- PostgreSQL database dump complete
--

