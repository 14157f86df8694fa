--
-- PostgreSQL database dump
--

SET standard_conforming_strings = on;
INSERT INTO public.t VALUES (1, 1.50, 1.5, 1.50, true, '2024-02-29 10:34:56.5+00', '{1,2,NULL}', '\xdeadbeef', 5, DEFAULT);
INSERT INTO public.t VALUES (-9223372036854775808, 12345678901234567890.12, 362.4706633115564, 12345678901234567890.12, 't', '2024-02-29 05:34:56-05', '{a,"b""c","x\\"y"}', '\336\255\\a''b', 1.50, DEFAULT);
INSERT INTO public.t VALUES (NULL, 'NaN', 'NaN', 'Infinity', false, 'infinity', '{"a": 1}', NULL, 'Infinity', DEFAULT);
INSERT INTO public.t (b, x, i, ts, j, r) VALUES ('', '007', 7, '0044-03-15 07:03:58-04:56:02 BC', '[0:1]={{1},{2}}', '-Infinity');
INSERT INTO public.t (d, ts, j, f, r) VALUES ('007', '2024-12-31 23:30:00-01', '{}', 'f', 3);
INSERT INTO public.t (d, ts, j, f, i) VALUES (0.1, '2024-12-31', '{t,f}', 'off', '12');
INSERT INTO public.users (id, name) VALUES (1, 'Ann
O''Neill');
SELECT pg_catalog.setval('public.users_id_seq', 42, true);

--
-- PostgreSQL database dump complete
--

