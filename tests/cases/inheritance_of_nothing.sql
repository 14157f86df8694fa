--
-- PostgreSQL database dump
--

CREATE TABLE public.nothing (
);

CREATE TABLE public.something (
    a integer
)
INHERITS (public.nothing);

COPY public.something (a) FROM stdin;
1
\.

--
-- PostgreSQL database dump complete
--

