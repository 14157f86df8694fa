-- PostgreSQL database dump
CREATE TABLE p (a integer, b text) PARTITION BY HASH (a);
CREATE TABLE p1 (b text, a integer);
ALTER TABLE ONLY p ATTACH PARTITION p1 FOR VALUES WITH (modulus 1, remainder 0);
-- load via partition root p
INSERT INTO p VALUES ('1', 2);
-- PostgreSQL database dump complete
