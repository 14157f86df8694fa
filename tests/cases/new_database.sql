--
-- PostgreSQL database dump
--

CREATE TABLE public.a (id integer);
INSERT INTO public.a VALUES (1);

--
-- PostgreSQL database dump complete
--

