\connect one

--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1);

--
-- PostgreSQL database dump complete
--

\connect two

--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (2);

--
-- PostgreSQL database dump complete
--

