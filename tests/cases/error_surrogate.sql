--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, E'\ud83c');

--
-- PostgreSQL database dump complete
--

