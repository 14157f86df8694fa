-- PostgreSQL database dump
CREATE TABLE
    cluster (a integer);
ALTER DEFAULT PRIVILEGES
    GRANT INSERT ON TABLES TO someone;
GRANT
    CREATE ON SCHEMA public TO someone;
REVOKE
    GRANT OPTION FOR DELETE ON cluster FROM someone;
CREATE OR REPLACE RULE r AS ON INSERT TO cluster DO INSTEAD
    DELETE FROM other;
CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC
    INSERT INTO cluster VALUES (1);
END;
CREATE VIEW v AS
    SELECT pg_catalog.lower(a::text) AS b
    FROM cluster;
INSERT INTO cluster VALUES (2);
-- PostgreSQL database dump complete
