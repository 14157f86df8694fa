--
-- PostgreSQL database dump
--

\restrict shop

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Data for Name: entries; Type: TABLE DATA; Schema: audit; Owner: postgres
--

INSERT INTO audit.entries VALUES ('2025-01-01 00:00:00', 'year closed');
INSERT INTO audit.entries VALUES ('2025-01-02 09:15:30.25', 'prices changed');


--
-- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.customers OVERRIDING SYSTEM VALUE VALUES (1, 'Ann O''Neill', true, '2024-02-29 11:34:56.5+00', '{new,"big spender"}', '\xdeadbeef');
INSERT INTO public.customers OVERRIDING SYSTEM VALUE VALUES (2, 'Bjørn Åse', false, '2024-07-01 06:00:00+00', '{}', NULL);
INSERT INTO public.customers OVERRIDING SYSTEM VALUE VALUES (3, '李小龍', true, '2024-12-31 23:59:59.123456+00', '{vip}', NULL);


--
-- Data for Name: Order; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public."Order" VALUES (1, 1, 12.50, '{"lines": 2}', 'Leave at the door;
ring twice');
INSERT INTO public."Order" VALUES (2, 1, 99999.99, '{"gift": true, "lines": 140}', NULL);
INSERT INTO public."Order" VALUES (3, 3, 0.10, '{"lines": 1}', 'back\slash');


--
-- Name: Order_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public."Order_id_seq"', 3, true);


--
-- Name: customers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.customers_id_seq', 3, true);


--
-- PostgreSQL database dump complete
--

\unrestrict shop

