--
-- PostgreSQL database dump
--

SET client_encoding = 'UTF8';
SET search_path = public, pg_catalog;
INSERT INTO actor VALUES (1, 'a');
SET search_path = "Odd Schema", pg_catalog;
INSERT INTO actor VALUES (2, 'b');
SET search_path = pg_catalog, app;
INSERT INTO actor VALUES (3, 'c');
SELECT pg_catalog.set_config('search_path', '', false);
INSERT INTO public.actor VALUES (4, 'd');
SELECT pg_catalog.setval('actor_id_seq', 4, true);

--
-- PostgreSQL database dump complete
--

