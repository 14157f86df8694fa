--
-- PostgreSQL database dump
--

CREATE TABLE public.t (
    a integer FROBNICATE
);
INSERT INTO public.t VALUES (1);

--
-- PostgreSQL database dump complete
--

