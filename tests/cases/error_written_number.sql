CREATE TABLE t (at timestamp, n numeric(5,2));
INSERT INTO t (n) VALUES (1234.5);
