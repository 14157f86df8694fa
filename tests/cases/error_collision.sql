--
-- PostgreSQL database dump
--

INSERT INTO public.app_t VALUES (1);
INSERT INTO app.t VALUES (2);

--
-- PostgreSQL database dump complete
--

