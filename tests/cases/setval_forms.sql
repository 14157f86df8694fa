CREATE TABLE t (id serial PRIMARY KEY);
CREATE TABLE u (id serial PRIMARY KEY);
INSERT INTO t VALUES (3);
SELECT pg_catalog.setval('public.t_id_seq', 7, true);
SELECT setval('T_ID_SEQ'::regclass, 9, 'f');
SELECT setval(pg_get_serial_sequence('u', 'id'), COALESCE((SELECT MAX(id) + 1 FROM u), 1), false);
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.u', 'id'), 5);
