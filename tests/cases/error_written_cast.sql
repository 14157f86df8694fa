CREATE TABLE t (at timestamp, n numeric(5,2));
INSERT INTO t (at) VALUES ('2024-01-05 10:00'::date);
