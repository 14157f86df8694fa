-- PostgreSQL database dump
INSERT INTO public.up VALUES (7);
INSERT INTO public.down VALUES (8);
SELECT pg_catalog.setval('public.up_id_seq', 70, true);
SELECT pg_catalog.setval('public.down_id_seq', 80, true);
-- PostgreSQL database dump complete
