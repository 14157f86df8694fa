-- PostgreSQL database dump
CREATE TABLE public.codes (zip text, id uuid, n numeric);
COPY public.codes (zip, id, n) FROM stdin;
00501	6ba7b810-9dad-11d1-80b4-00c04fd430c8	1.50
A1	\N	7
\.
INSERT INTO public.codes VALUES ('00502', NULL, 1e2);
COPY public.plain FROM stdin;
00501	7
\.
-- PostgreSQL database dump complete
