-- A database with everything that a schema can carry over: keys of all kinds,
-- partitions, inheritance, types of its own, defaults, checks, sequences.
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'it''s ok', 'back\slash');
CREATE TYPE app.address AS (street text, zip varchar(10), tags text[]);
CREATE DOMAIN app.positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN app.short AS text NOT NULL DEFAULT 'x' CHECK (length(VALUE) < 10);

CREATE TABLE public.parents (
    id serial PRIMARY KEY,
    code varchar(10) NOT NULL UNIQUE,
    mood app.mood DEFAULT 'it''s ok',
    amount numeric(10,2) CHECK (amount >= 0),
    exact numeric,
    few numeric,
    made timestamptz NOT NULL DEFAULT now(),
    day date DEFAULT CURRENT_DATE,
    active boolean DEFAULT true NOT NULL,
    data jsonb DEFAULT '{}'::jsonb,
    bare json,
    bytes bytea,
    tags text[] DEFAULT '{}'::text[],
    numbers integer[] DEFAULT ARRAY[1, 2],
    home app.address,
    homes app.address[],
    score app.positive,
    note app.short,
    ratio double precision,
    fixed char(5),
    CONSTRAINT kinds CHECK (code IN ('a', 'b', 'c') OR code LIKE 'x\_%' OR code ~~ 'y%'),
    CONSTRAINT dates CHECK (day > '2000-01-01'::date AND (made < 'infinity'::timestamptz OR made IS NULL)),
    CONSTRAINT filled CHECK (fixed <> 'zz' OR fixed IS NULL)
);
INSERT INTO public.parents (code, mood, amount, exact, few, made, day, data, bare, bytes, tags, home, homes, score, note, ratio, fixed) VALUES
    ('a', 'sad', 12.50, 12345678901234567890.123, 1.5, '2024-02-29 12:34:56.5+02', '2024-02-29', '{"a": [1, "x"]}', '12', '\x00ff', '{a,"b c",NULL,"q\"uote"}', '(x,"1 2","{a,b}")', '{"(y,,{})"}', 5, 'short', 0.1, 'ab'),
    ('b', 'back\slash', 0, 1, 0.25, '1999-12-31 23:59:59+00', '2001-01-01', '[]', '"text"', '', '{}', NULL, NULL, NULL, '', 'Infinity', NULL),
    ('x_1', NULL, NULL, NULL, NULL, '2024-06-01 00:00:00.000001+00', NULL, NULL, NULL, NULL, NULL, '(,,)', '{}', 1, E'tab\t\\n', -114.1092765, 'abcde'),
    ('y', NULL, 99999999.99, 0.000000000000000001, -7, now(), '2024-01-01', 'null', '[1.50]', '\xdead', '{}', NULL, NULL, NULL, 'z', 5e-324, '');
DELETE FROM public.parents WHERE code = 'y';

CREATE TABLE app.children (
    parent integer NOT NULL REFERENCES public.parents ON DELETE CASCADE ON UPDATE CASCADE,
    place bigint NOT NULL,
    code varchar(10) REFERENCES public.parents (code) DEFERRABLE INITIALLY DEFERRED,
    twice bigint GENERATED ALWAYS AS (place * 2) STORED,
    label text GENERATED ALWAYS AS (coalesce(code, '-') || '!') STORED,
    "Select" text,
    "a ""b" integer,
    PRIMARY KEY (parent, place)
);
INSERT INTO app.children VALUES (1, 1, 'a', DEFAULT, DEFAULT, 'x', 1), (1, 2, NULL, DEFAULT, DEFAULT, NULL, NULL), (3, 1, 'b', DEFAULT, DEFAULT, 'y', 2);
CREATE INDEX children_code ON app.children (code DESC, lower("Select")) WHERE code IS NOT NULL;
CREATE UNIQUE INDEX children_ab ON app.children ("a ""b");

CREATE TABLE app.grandchildren (
    id integer GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
    parent integer, place bigint,
    self integer REFERENCES app.grandchildren,
    FOREIGN KEY (parent, place) REFERENCES app.children ON DELETE SET NULL
);
INSERT INTO app.grandchildren (parent, place, self) VALUES (1, 1, NULL), (1, 2, 100), (NULL, 5, 100);
SELECT setval('app.grandchildren_id_seq', 500);

CREATE TABLE public.events (
    id bigint NOT NULL, at date NOT NULL, what text DEFAULT 'none',
    CONSTRAINT what_short CHECK (char_length(what) <= 8)
) PARTITION BY RANGE (at);
CREATE TABLE public.events_2023 PARTITION OF public.events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE public.events_2024 (what text DEFAULT 'none', at date NOT NULL, id bigint NOT NULL, CONSTRAINT what_short CHECK (char_length(what) <= 8));
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') ;
CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
ALTER TABLE public.events ADD PRIMARY KEY (id, at);
CREATE INDEX ON public.events (what);
INSERT INTO public.events SELECT i, '2022-06-01'::date + i * 30, 'e' || i FROM generate_series(1, 60) i;

CREATE TABLE public.base (a integer NOT NULL, b text DEFAULT 'b', CHECK (a > 0));
CREATE TABLE public.derived (c integer) INHERITS (public.base);
INSERT INTO public.base VALUES (1, 'one');
INSERT INTO public.derived VALUES (2, 'two', 3);

CREATE TABLE public."Order" ("group" integer PRIMARY KEY, "Group2" text, "ünï" text);
INSERT INTO public."Order" VALUES (5, 'x', 'ÿ');
CREATE TABLE public.nothing ();
INSERT INTO public.nothing DEFAULT VALUES;
CREATE TABLE public.uniques (a integer, b integer, UNIQUE NULLS NOT DISTINCT (a, b));
INSERT INTO public.uniques VALUES (1, NULL), (NULL, NULL), (NULL, 1), (0, NULL);
COMMENT ON TABLE public.parents IS 'the ''parents'' */ -- ;
second line';
COMMENT ON COLUMN public.parents.code IS 'a /* code';
