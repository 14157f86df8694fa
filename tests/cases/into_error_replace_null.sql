--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, NULL);

--
-- PostgreSQL database dump complete
--

