-- PostgreSQL database dump
INSERT INTO t VALUES (1);
-- PostgreSQL database dump complete
CREATE TABLE
