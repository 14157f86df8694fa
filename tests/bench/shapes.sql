-- Other shapes of rows, a schema each, after the sizes that real ones have.
-- :scale is 1 for some 100 MB of each.
SELECT setseed(0.42);
SET TimeZone = 'UTC';

-- TPC-H's lineitem, filled at random.
CREATE SCHEMA lineitem;
CREATE TABLE lineitem.lineitem (
    l_orderkey bigint NOT NULL, l_partkey bigint NOT NULL, l_suppkey bigint NOT NULL, l_linenumber integer NOT NULL,
    l_quantity numeric(15,2) NOT NULL, l_extendedprice numeric(15,2) NOT NULL, l_discount numeric(15,2) NOT NULL,
    l_tax numeric(15,2) NOT NULL, l_returnflag character(1) NOT NULL, l_linestatus character(1) NOT NULL,
    l_shipdate date NOT NULL, l_commitdate date NOT NULL, l_receiptdate date NOT NULL,
    l_shipinstruct character(25) NOT NULL, l_shipmode character(10) NOT NULL, l_comment character varying(44) NOT NULL);
INSERT INTO lineitem.lineitem
SELECT i / 4 + 1, 1 + random() * 200000, 1 + random() * 10000, 1 + i % 7, 1 + (random() * 49)::int, round((900 + random() * 100000)::numeric, 2),
       round((random() / 10)::numeric, 2), round((random() / 12)::numeric, 2), (ARRAY['R', 'A', 'N'])[1 + i % 3], (ARRAY['O', 'F'])[1 + i % 2],
       date '1992-01-01' + (random() * 2500)::int, date '1992-01-01' + (random() * 2500)::int, date '1992-01-01' + (random() * 2500)::int,
       (ARRAY['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'])[1 + i % 4],
       (ARRAY['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'])[1 + i % 7],
       substr('furiously even packages haggle carefully final deposits', 1, 10 + i % 34)
FROM generate_series(1, (700000 * :scale)::int) AS i;

-- A hundred columns, of five types in turns.
CREATE SCHEMA wide;
SELECT 'CREATE TABLE wide.wide (' ||
       string_agg(format('c%s %s', i, (ARRAY['integer', 'text', 'numeric(12,2)', 'boolean', 'timestamp without time zone'])[1 + i % 5]), ', ') || ')'
FROM generate_series(0, 99) AS i \gexec
SELECT 'INSERT INTO wide.wide SELECT ' ||
       string_agg((ARRAY['i', '''word '' || i', 'round(i / 7.0, 2)', 'i % 2 = 0', 'timestamp ''2020-01-01'' + i * interval ''1 second'''])[1 + i % 5], ', ') ||
       format(' FROM generate_series(1, %s) AS i', (85000 * :scale)::int)
FROM generate_series(0, 99) AS i \gexec

-- Long texts in other scripts.
CREATE SCHEMA scripts;
CREATE TABLE scripts.texts (id integer PRIMARY KEY, cyrillic text, chinese text);
INSERT INTO scripts.texts
SELECT i, repeat('Съешь же ещё этих мягких французских булок, да выпей чаю. ', 1 + i % 10), repeat('天地玄黃宇宙洪荒，日月盈昃辰宿列張。', 1 + i % 9)
FROM generate_series(1, (120000 * :scale)::int) AS i;

-- Small rows.
CREATE SCHEMA small;
CREATE TABLE small.pairs (a integer NOT NULL, b integer NOT NULL);
INSERT INTO small.pairs SELECT i, i * 7 % 1000003 FROM generate_series(1, (7000000 * :scale)::int) AS i;

-- Two thousand small tables with an index each.
CREATE SCHEMA many;
SELECT format('CREATE TABLE many.t%s (id integer PRIMARY KEY, name text NOT NULL, at timestamptz); INSERT INTO many.t%s SELECT i, ''name '' || i, ''2020-01-01Z''::timestamptz + i * interval ''1 hour'' FROM generate_series(1, %s) AS i; CREATE INDEX ON many.t%s (name)',
              t, t, (1000 * :scale)::int, t)
FROM generate_series(1, 2000) AS t \gexec
