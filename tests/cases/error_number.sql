--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (123abc);

--
-- PostgreSQL database dump complete
--

