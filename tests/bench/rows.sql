-- The table that the bench dumps: ten columns of the usual types, with quotes,
-- line breaks, backslashes and letters outside ASCII in some of the values.
-- :rows is how many.
CREATE TABLE bench (
    id bigint NOT NULL,
    name text,
    email character varying(100),
    active boolean NOT NULL,
    amount numeric(12,2),
    score double precision,
    created_at timestamp with time zone NOT NULL,
    token uuid,
    tags jsonb,
    note text
);

SELECT setseed(0.42);
SET TimeZone = 'UTC';
INSERT INTO bench
SELECT i,
       (ARRAY['Ann Lee', 'Bjørn Åse', 'O''Neill', 'Zoë "Z" Day', '李小龍'])[1 + i % 5] || ' ' || i,
       'user' || i || '@example.org',
       i % 3 = 0,
       round((random() * 100000)::numeric, 2),
       random() * 1000,
       timestamptz '2020-01-01 00:00:00+00' + i * interval '1.371 seconds',
       md5(i::text)::uuid,
       jsonb_build_object('n', i % 100, 'k', 'value ' || i % 17, 'ok', i % 2 = 0),
       CASE WHEN i % 10 = 0 THEN NULL
            WHEN i % 7 = 0 THEN E'two\nlines, it''s said; back\\slash'
            ELSE repeat('lorem ipsum dolor ', 1 + i % 4) END
FROM generate_series(1, :rows) AS i;
