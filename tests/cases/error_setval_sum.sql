CREATE TABLE t (id serial PRIMARY KEY);
SELECT setval('t_id_seq', 10 + 5);
