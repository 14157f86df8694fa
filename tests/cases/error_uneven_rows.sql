--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1, 2);
INSERT INTO public.a VALUES (1, 2, 3);

--
-- PostgreSQL database dump complete
--

