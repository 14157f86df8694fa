-- What pg_dump passes over begins with words that are names as well.
CREATE TABLE t (id int, owner text);
ALTER TABLE t RENAME COLUMN owner TO holder;
CREATE TABLE cluster (id int primary key);
ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES cluster ON DELETE CASCADE;
ALTER TABLE t ADD COLUMN c int REFERENCES cluster ON DELETE CASCADE;
CREATE SCHEMA enable;
CREATE TABLE enable.trigger (id int);
ALTER TABLE ONLY enable.trigger ADD CONSTRAINT tp PRIMARY KEY (id);
ALTER TABLE public.t OWNER TO me;
ALTER FUNCTION public.f(owner integer, text) OWNER TO me;
ALTER TABLE t ALTER COLUMN id SET STATISTICS 100;
ALTER TABLE IF EXISTS ONLY public.t ALTER id SET STORAGE plain;
ALTER TABLE ONLY public.t CLUSTER ON t_i;
\echo 'it\'s' \\ INSERT INTO t (id) VALUES (1);
\echo 'a\' \\ INSERT INTO t (id) VALUES (9); --'
