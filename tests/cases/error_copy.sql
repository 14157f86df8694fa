--
-- PostgreSQL database dump
--

SET standard_conforming_strings = on;

COPY public.a (id, t) FROM stdin;
1	x
\.

--
-- PostgreSQL database dump complete
--

