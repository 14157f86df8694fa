--
-- PostgreSQL database dump
--

INSERT INTO public.aa VALUES (1);
INSERT INTO public.ab VALUES (1);
INSERT INTO public.b VALUES (1);
INSERT INTO app.ac VALUES (1);

--
-- PostgreSQL database dump complete
--

