--
-- PostgreSQL database dump
--
CREATE TABLE public.t (a text, b text, c text);
COPY public.t (a, b, c) FROM stdin;
007	1e5	010
+1	0x1	1.50
\.
INSERT INTO public.t VALUES ('007', '1e5', '010');
--
-- PostgreSQL database dump complete
--
