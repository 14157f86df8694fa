CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE t (i integer, b bytea, at timestamp, tags text[], doc jsonb, n numeric(5,2), day date, m mood, clock time, span interval, s text);
INSERT INTO t (b, i) VALUES (decode('DEADBEEF','hex'), 1), ( decode ( '00' , 'HEX' ) , 2), ('\x01', 3);
INSERT INTO t (at, day) VALUES (TIMESTAMP '2020-01-01 00:00:00', DATE '2020-1-1'), (timestamp'2020-01-01 08:00+02', '2020-01-01'::date);
INSERT INTO t (m, i) VALUES ('ok'::public.mood, '6'::bigint), ('ok'::"mood", '6'::pg_catalog.int4);
INSERT INTO t (tags, doc) VALUES ('{a,b}'::text[], '{}'::json), ('{a}'::character varying[], jsonb '[]'), ('{}'::varchar[]::text[], '1'::text::jsonb);
INSERT INTO t (s) VALUES ('a'::varchar), (E'a\tb'::text), (N'x'::text), (U&'d\0061'::text), (TEXT 'z'), (NULL::text);
INSERT INTO t (n, clock, span) VALUES (.5, '8:30', '90 minutes'), (1e2, TIME '08:30:00.50', INTERVAL '1 day'), (-1.005, '00:00:00', '1-2');
INSERT INTO t (s, b, tags, i) VALUES ($$it's$$, $x$\x00ff$x$, $a${a,"$$"}$a$::text[], 7), ($$two
lines\n$$, $$$$, NULL, $$8$$), ($tag$a $$ b$tag$::varchar, NULL, NULL, NULL);
