--
-- PostgreSQL database dump
--

INSERT INTO public.a VALUES (1);
\i other.sql

--
-- PostgreSQL database dump complete
--

