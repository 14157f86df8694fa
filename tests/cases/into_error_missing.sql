--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1);
INSERT INTO public.b VALUES (1);
INSERT INTO app.c VALUES (1);
INSERT INTO public.b VALUES (2);

--
-- PostgreSQL database dump complete
--

