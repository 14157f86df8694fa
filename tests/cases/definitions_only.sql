--
-- PostgreSQL database dump
--

CREATE TABLE public.t (
    id integer
);

--
-- PostgreSQL database dump complete
--
