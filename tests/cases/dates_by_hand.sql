--
-- PostgreSQL database dump
--

CREATE TABLE public.people (
    name text,
    born timestamp without time zone,
    hired date
);

INSERT INTO public.people VALUES ('Andrew', '1962/2/18', '2002/08/14');
INSERT INTO public.people VALUES ('Nancy', '1958-12-8 7:30', '20020501');

--
-- PostgreSQL database dump complete
--

