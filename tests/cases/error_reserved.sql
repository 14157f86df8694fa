--
-- PostgreSQL database dump
--

INSERT INTO public.sqlite_sequence VALUES ('x', 1);

--
-- PostgreSQL database dump complete
--

