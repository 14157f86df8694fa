CREATE TABLE t (id serial PRIMARY KEY);
SELECT setval('t_id_seq', (SELECT max(n) FROM other));
