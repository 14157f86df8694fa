--
-- PostgreSQL database dump
--

INSERT INTO public.users (id, "SELECT") VALUES (1, 'a');
INSERT INTO app.t VALUES (1);

--
-- PostgreSQL database dump complete
--

