--
-- PostgreSQL database dump
--

INSERT INTO public.a (id, y) VALUES (1, 2);

--
-- PostgreSQL database dump complete
--

