-- A script by hand, as people write them: serial, ALTER TABLE, DROP of what the
-- script itself has made, booleans in every word, indexes without names.
DROP TABLE IF EXISTS b, a CASCADE;
BEGIN;
CREATE TABLE IF NOT EXISTS a (
    id SERIAL PRIMARY KEY,
    name VARCHAR(20) NOT NULL UNIQUE,
    ok BOOL DEFAULT 'on',
    CONSTRAINT ck CHECK (char_length(name) > 1)
);
CREATE TABLE b (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    a_id INT REFERENCES a ON DELETE CASCADE,
    "order" INT CHECK ("order" BETWEEN 1 AND 5) DEFAULT 1,
    CONSTRAINT gone CHECK (a_id > 0)
);
CREATE TABLE c (x int);
CREATE INDEX ON b (a_id, "order");
CREATE INDEX ON a (lower(name));
INSERT INTO a (name, ok) VALUES ('one', 'yes'), ('two', 'OFF'), ('three', '1'), ('four', DEFAULT);
INSERT INTO b (a_id) VALUES (1);
ALTER TABLE a ADD COLUMN extra INT DEFAULT 5;
ALTER TABLE a ALTER COLUMN extra DROP NOT NULL, ALTER COLUMN extra DROP DEFAULT;
ALTER TABLE ONLY b DROP CONSTRAINT IF EXISTS gone CASCADE;
ALTER TABLE b DROP CONSTRAINT nosuch;
ALTER TABLE nosuch DROP CONSTRAINT nosuch;
DROP TABLE c;
SELECT setval('a_id_seq', 40);
COMMIT;
-- PostgreSQL database dump complete
