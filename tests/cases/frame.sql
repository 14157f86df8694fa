--
-- PostgreSQL database dump
--

\restrict 92jTZd3I

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET row_security = off;

CREATE DATABASE ref WITH TEMPLATE = template0 ENCODING = 'UTF8';
ALTER DATABASE ref OWNER TO postgres;

\unrestrict 92jTZd3I
\connect ref
\restrict 92jTZd3I

SET SESSION AUTHORIZATION DEFAULT;
BEGIN;

--
-- Data for Name: a; Type: TABLE DATA; Schema: public; Owner: x'; INSERT INTO evil VALUES (1); --
--

ALTER TABLE public.a DISABLE TRIGGER ALL;

INSERT INTO public.a VALUES (1);


ALTER TABLE public.a ENABLE TRIGGER ALL;
COMMIT;

-- \restrict kept as a comment by some tool
SELECT pg_catalog.lo_create('700001');
ALTER LARGE OBJECT 700001 OWNER TO postgres;
BEGIN;

SELECT pg_catalog.lo_open('700001', 131072);
SELECT pg_catalog.lowrite(0, '\x00270a5cff');
SELECT pg_catalog.lo_close(0);

COMMIT;
COMMENT ON TABLE public.a IS 'text
--
-- PostgreSQL database dump complete
--
';

SELECT pg_catalog.setval('public.a_id_seq', 42, true);
SELECT pg_catalog.setval('public."Odd_Id_seq"', 1, false);
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('old', 'id'), 7, true);
SELECT pg_catalog.setval('public.down_id_seq', -5, true);
SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '180003'::integer,
	'relname', 'st'
);
/* a comment /* nested */ with ; in it */
;

--
-- PostgreSQL database dump complete
--

\unrestrict 92jTZd3I

