--
-- PostgreSQL database dump
--

INSERT INTO public.t ("A", a) VALUES (1, 2);

--
-- PostgreSQL database dump complete
--
