CREATE TABLE t (at timestamp, n numeric(5,2));
INSERT INTO t (at) VALUES (now());
