--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2;

--
-- PostgreSQL database dump complete
--

