--
-- PostgreSQL database dump
--

INSERT INTO public.a (x, y) VALUES (1, 2);
INSERT INTO public.a (x, y) VALUES (1, 2, 3);

--
-- PostgreSQL database dump complete
--

