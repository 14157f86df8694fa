CREATE TABLE t (a timestamptz);
SET timezone = 'Europe/Oslo';
INSERT INTO t VALUES ('2024-06-01 10:00:00+02');
INSERT INTO t VALUES ('2024-06-01 10:00:00');
