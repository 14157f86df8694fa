--
-- PostgreSQL database dump
--

CREATE TABLE public.t (
    a integer
);
INSERT INTO public.u VALUES (1);

--
-- PostgreSQL database dump complete
--

