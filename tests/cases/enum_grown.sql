CREATE TYPE mood AS ENUM ('ok', 'happy');
CREATE TABLE t (m mood, l mood[]);
INSERT INTO t VALUES ('ok', '{ok}');
ALTER TYPE public.mood ADD VALUE 'sad' BEFORE 'ok';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine' AFTER 'ok';
ALTER TYPE mood ADD VALUE 'last';
INSERT INTO t VALUES ('sad', NULL), ('fine', NULL), ('last', NULL);
CREATE VIEW v AS SELECT m FROM t ORDER BY m;
