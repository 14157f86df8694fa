-- Tables whose values are at the edges of their types, and how an application
-- would have made them in SQLite: tests/roundtrip/test_roundtrip.py reads the
-- second part of each comment as the SQLite type of the column.
CREATE SCHEMA app;
CREATE TYPE public.mood AS ENUM ('sad', 'it''s', 'back\slash', '');
CREATE TYPE public.pair AS (a integer, b text);

CREATE TABLE public.numbers (
    id integer,               -- INTEGER PRIMARY KEY
    small smallint,           -- SMALLINT
    big bigint,               -- BIGINT
    exact numeric,            -- TEXT
    money numeric(12,2),      -- DECIMAL(12,2)
    ratio double precision,   -- REAL
    single real,              -- REAL
    flag boolean,             -- BOOLEAN
    bits bit varying          -- TEXT
);
INSERT INTO public.numbers VALUES
    (1, -32768, -9223372036854775808, 0, 0, 0, 0, true, B''),
    (2, 32767, 9223372036854775807, 1.50, 12345.67, 0.1, 0.1, false, B'1010'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, 0, 0, 12345678901234567890123456789012345678901234567890.123456789, -0.01, 1.7976931348623157e308, 3.4028235e38, true, B'00000001'),
    (5, 1, 9007199254740993, 0.00001, 9999999999.99, 5e-324, 1e-45, true, B'1'),
    (6, 1, 1000000000000000000, -0.000000000000000000000001, 1, 2.2250738585072014e-308, -1.5, true, NULL),
    (7, 1, 1, 100000000000000000000, 1.10, 'Infinity', '-Infinity', true, NULL),
    (8, 1, 1, 99999999999999.99, 1.00, 123456789012345.6, 123456.7, true, NULL),
    (9, 1, 1, 0.1, 0.10, -114.1092765, 16777216, false, NULL),
    (10, 1, 1, 9007199254740993.0, 5, 1e15, 1e10, false, NULL),
    (11, 1, 1, 1e-7, 5, 9.109e-31, 1e-5, false, NULL);
SELECT setseed(0.5);
INSERT INTO public.numbers
SELECT 100 + i, (random() * 65535 - 32768)::int, ((random() - 0.5) * 1.8e19)::numeric::bigint,
       round(((random() - 0.5) * 10 ^ (random() * 30 - 10))::numeric, (random() * 20)::int),
       round(((random() - 0.5) * 1e10)::numeric, 2),
       (random() - 0.5) * 10 ^ (random() * 600 - 300),
       ((random() - 0.5) * 10 ^ (random() * 60 - 30))::real,
       random() < 0.5, NULL
FROM generate_series(1, 2000) AS i;
INSERT INTO public.numbers (id, ratio)
SELECT 10000 + i, round(((random() - 0.5) * 360)::numeric, 7)::double precision
FROM generate_series(1, 3000) AS i;

CREATE TABLE public.texts (
    id integer,               -- INTEGER PRIMARY KEY
    t text,                   -- TEXT
    v character varying(40),  -- VARCHAR(40)
    c character(6),           -- CHAR(6)
    m public.mood,            -- TEXT
    p public.pair,            -- TEXT
    u uuid,                   -- CHAR(36)
    n inet,                   -- TEXT
    x xml,                    -- TEXT
    r int4range,              -- TEXT
    i interval                -- TEXT
);
INSERT INTO public.texts VALUES
    (1, '', '', '', '', '(,)', '00000000-0000-0000-0000-000000000000', '::1', '<a/>', 'empty', '0'),
    (2, 'it''s "q" $$ ; -- /* */', 'back\slash', 'ab', 'it''s', '(1,"x""y\\")', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '10.0.0.0/8', '<a b="c''d">x</a>', '[1,6)', '1 year 2 mons 3 days 04:05:06.789'),
    (3, E'line\nline\r\nline\rtab\t\\ \x01\x7f', E'\r\n', E'a\nb', 'back\slash', NULL, NULL, NULL, NULL, NULL, NULL),
    (4, E'\n.shell echo no\n-- x\n', 'NULL', 'NULL', 'sad', NULL, NULL, NULL, NULL, NULL, NULL),
    (5, 'é 李 🎉 ÿ', '007', '1e5', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (6, E'INSERT INTO public.t VALUES (1);\nCOMMIT;\n\\.\n', ''');', '--', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (7, repeat(E'x''y\r\n', 3000), '\N', '\x41', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (8, repeat('é', 200000), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (9, 'NaN', 'Infinity', '-1.50', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.texts (id, t)
SELECT 100 + i, (SELECT string_agg(chr((random() * 300)::int + 1), '') FROM generate_series(1, 1 + i % 60))
FROM generate_series(1, 500) AS i;

CREATE TABLE public.blobs (
    id integer,               -- INTEGER PRIMARY KEY
    b bytea                   -- BLOB
);
INSERT INTO public.blobs VALUES (1, ''), (2, NULL), (3, '\x00'), (4, '\xdeadbeef'), (5, E'\\\\x41'),
    (6, 'plain'), (7, E'it''s \\\\ \\000\\377');
INSERT INTO public.blobs
SELECT 100 + i, decode(string_agg(lpad(to_hex((random() * 255)::int), 2, '0'), ''), 'hex')
FROM generate_series(1, 200) AS i, generate_series(1, 50) AS j GROUP BY i;

CREATE TABLE public.times (
    id integer,               -- INTEGER PRIMARY KEY
    tz timestamp with time zone,    -- DATETIME
    ts timestamp without time zone, -- TIMESTAMP
    d date,                   -- DATE
    t time without time zone  -- TIME
);
INSERT INTO public.times VALUES
    (1, '2024-02-29 12:34:56.5+00', '2024-02-29 12:34:56.123456', '2024-02-29', '24:00:00'),
    (2, '1883-11-18 12:00:00+00', '0001-01-01 00:00:00', '9999-12-31', '00:00:00'),
    (3, '2024-03-10 06:59:59.999999+00', '1999-12-31 23:59:59', '1970-01-01', '12:34:56.789'),
    (4, NULL, NULL, NULL, NULL),
    (5, '2024-12-31 23:59:59+00', '2000-01-01 00:00:00', '2000-02-29', '23:59:59.999999');
INSERT INTO public.times (id, tz, ts)
SELECT 100 + i, timestamptz '1800-01-01' + random() * interval '400 years', timestamp '0100-01-01' + random() * interval '9000 years'
FROM generate_series(1, 1000) AS i;

CREATE TABLE public.documents (
    id integer,               -- INTEGER PRIMARY KEY
    j json,                   -- JSON
    b jsonb,                  -- JSON
    ints integer[],           -- JSON
    words text[],             -- JSON
    grid text[][]             -- JSON
);
INSERT INTO public.documents VALUES
    (1, '{"a" : 1,  "a":2, "b":"it''s \"q\" \\ \u00e9 \n"}', '{"b": [true, null]}', '{1,-2,NULL}', '{a,"it''s","q\"uote","back\\slash",",","{}","",NULL,"NULL"," sp "}', '{{a,b},{c,d}}'),
    (2, '[]', '[1.10, "x"]', '{2147483647}', '{x}', '{{x}}'),
    (3, 'null', '"text"', NULL, NULL, NULL);

CREATE TABLE public.generated (
    id integer,               -- INTEGER PRIMARY KEY
    twice integer GENERATED ALWAYS AS (id * 2) STORED, -- INT AS (id * 2) STORED
    t text                    -- TEXT
);
INSERT INTO public.generated VALUES (1, DEFAULT, 'x'), (2, DEFAULT, NULL);

CREATE TABLE public.counted (
    id integer GENERATED ALWAYS AS IDENTITY, -- INTEGER PRIMARY KEY AUTOINCREMENT
    t text                    -- TEXT
);
INSERT INTO public.counted (t) VALUES ('a'), ('b'), ('c');
DELETE FROM public.counted WHERE t = 'c';

CREATE TABLE app."Order" (
    "Select" integer,         -- INTEGER
    "a ""b""" text,           -- TEXT
    "new
line" text                    -- TEXT
);
INSERT INTO app."Order" VALUES (1, 'x', 'y');
