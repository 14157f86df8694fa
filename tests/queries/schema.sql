-- The database that the queries ask: small, with NULLs, ties and odd values.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE users (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email varchar(100),
    age integer,
    height double precision,
    balance numeric(10,2),
    score numeric,
    active boolean NOT NULL DEFAULT true,
    verified boolean,
    feeling mood,
    born date,
    created_at timestamp NOT NULL,
    seen_at timestamptz,
    tags text[],
    points integer[],
    profile jsonb,
    code char(5),
    token uuid,
    raw bytea,
    wait interval,
    at_time time
);
CREATE TABLE orders (
    id integer PRIMARY KEY,
    user_id integer REFERENCES users,
    product text NOT NULL,
    quantity integer NOT NULL,
    price numeric(8,2) NOT NULL,
    paid boolean,
    ordered_at timestamp NOT NULL
);
CREATE TABLE categories (id integer PRIMARY KEY, parent_id integer, name text NOT NULL);
CREATE TABLE numbers (n integer, f double precision, d numeric(12,3), b bigint, t text);
CREATE TABLE settings (key text PRIMARY KEY, value text, changed date DEFAULT '2024-01-01');

INSERT INTO users VALUES
 (1, 'Ann', 'ann@example.com', 31, 1.75, 100.50, 7.25, true, true, 'happy', '1993-02-28', '2024-01-15 10:30:00', '2024-03-01 08:00:00+00', '{red,blue}', '{3,1,2}', '{"city": "Oslo", "langs": ["no", "en"], "n": 5, "ok": true, "deep": {"a": {"b": 1}}}', 'ab', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\x00ff10', '1 day 02:00:00', '08:30:00'),
 (2, 'bob', NULL, 25, 1.8, 0.00, 3, true, false, 'sad', '1999-12-31', '2024-01-31 23:59:59.5', '2024-03-01 09:30:00.25+00', '{}', NULL, '{"city": "Rome", "langs": [], "n": 1.50, "ok": false, "x": null}', 'xyz', NULL, NULL, '-00:30:00', '23:59:59'),
 (3, 'Cleo', 'cleo@test.org', NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, '2024-02-29 12:00:00', NULL, NULL, '{5}', NULL, NULL, NULL, '', NULL, NULL),
 (4, 'dave', 'DAVE@EXAMPLE.COM', 42, 1.65, -20.25, 7.25, true, true, 'ok', '1981-06-15', '2023-12-31 00:00:00', '2023-12-31 23:00:00+00', '{red,NULL,"a b"}', '{7,7,8}', '[1, "two", null]', 'abcde', 'b1eebc99-9c0b-4ef8-bb6d-6bb9bd380a22', '\x61', '3 mons', '00:00:00'),
 (5, 'Éve', 'eve_x%y@example.com', 31, 1.75, 99999.99, 0, false, NULL, 'ok', '2000-02-29', '2024-03-10 07:08:09.123456', '2024-03-10 07:08:09.123456+00', '{green}', '{-1,0,1}', '{"city": "Oslo", "n": -3}', 'É', NULL, NULL, '04:05:06.789', '12:00:00.5'),
 (6, '', '', 0, 0, 10, -1.5, false, false, 'sad', '1970-01-01', '1970-01-01 00:00:00', '1970-01-01 00:00:00+00', '{x}', '{}', '"text"', '', NULL, NULL, '00:00:00', '06:00:00');
INSERT INTO orders VALUES
 (1, 1, 'apple', 3, 1.50, true, '2024-01-20 09:00:00'),
 (2, 1, 'pear', 1, 2.25, true, '2024-02-03 10:15:00'),
 (3, 2, 'apple', 10, 1.40, false, '2024-02-03 18:45:30'),
 (4, 4, 'fig', 2, 0.99, NULL, '2024-02-29 00:00:00'),
 (5, 4, 'apple', 1, 1.55, true, '2024-03-05 12:00:00'),
 (6, NULL, 'plum', 5, 3.00, false, '2024-03-06 08:30:00'),
 (7, 5, 'pear', 4, 2.10, true, '2024-03-31 23:59:59'),
 (8, 1, 'fig', 7, 1.05, false, '2024-04-01 00:00:01');
INSERT INTO categories VALUES (1, NULL, 'all'), (2, 1, 'food'), (3, 1, 'tools'), (4, 2, 'fruit'), (5, 2, 'bread'), (6, 4, 'apples');
INSERT INTO numbers VALUES (1, 1.5, 1.250, 10000000000, 'one'), (-7, -2.5, -0.001, -5, 'two'), (0, 0, 0, 0, NULL), (NULL, NULL, NULL, NULL, ''), (10, 3.5, 123456.789, 7, 'TEN'), (3, 0.5, 2.5, 3, 'abc abc');
INSERT INTO settings VALUES ('theme', 'dark', '2024-01-01'), ('lang', NULL, '2024-02-01'), ('size', '10', NULL);
