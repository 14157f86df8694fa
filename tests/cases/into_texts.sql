-- PostgreSQL database dump
CREATE TABLE public.t (n text, b text, d text);
COPY public.t (n, b, d) FROM stdin;
007	\\x41	1.50
+49123	a\\b	1e3
12	plain	0.5
\.
INSERT INTO public.t VALUES ('007', '\\x41', '1.50');
COPY public.u FROM stdin;
007
-07
+7
70
\.
-- PostgreSQL database dump complete
