-- The database of an application: accounts, what they write, jobs, a log. With
-- columns whose names are words of SQL, times with microseconds, NULLs and ties.
CREATE TYPE status AS ENUM ('draft', 'open', 'done');
CREATE TABLE accounts (
    id bigint PRIMARY KEY,
    tenant_id integer NOT NULL,
    email text NOT NULL UNIQUE,
    name varchar(80),
    password_hash bytea,
    plan text NOT NULL DEFAULT 'free',
    credit numeric(12,2) NOT NULL DEFAULT 0,
    rate numeric(19,4),
    settings jsonb NOT NULL DEFAULT '{}',
    tags text[] NOT NULL DEFAULT '{}',
    scores integer[],
    active boolean NOT NULL DEFAULT true,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamp(3),
    birthday date,
    ttl interval,
    "position" integer,
    "timestamp" timestamptz
);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts,
    slug text NOT NULL,
    title text NOT NULL,
    status status NOT NULL DEFAULT 'draft',
    views integer NOT NULL DEFAULT 0,
    score double precision,
    published_at timestamptz,
    labels text[],
    payload bytea,
    UNIQUE (account_id, slug)
);
CREATE TABLE comments (
    id bigint PRIMARY KEY,
    post_id bigint NOT NULL REFERENCES posts,
    parent_id bigint REFERENCES comments,
    author text,
    content text NOT NULL,
    created_at timestamp NOT NULL,
    spent interval
);
CREATE TABLE jobs (
    id bigint PRIMARY KEY,
    queue text NOT NULL,
    args jsonb NOT NULL DEFAULT '{}',
    state status NOT NULL DEFAULT 'open',
    priority smallint NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    locked_by text,
    locked_at timestamptz
);
CREATE TABLE kv (
    tenant_id integer,
    key text,
    value text,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, key)
);
CREATE UNIQUE INDEX kv_lower ON kv (tenant_id, lower(key));
CREATE TABLE events (
    id bigint PRIMARY KEY,
    "time" timestamptz NOT NULL,
    kind text NOT NULL,
    user_id bigint,
    price numeric(10,2),
    "interval" integer,
    "values" text
);

INSERT INTO accounts
SELECT i, i % 3, 'user' || i || '@example.' || (ARRAY['com', 'org'])[1 + i % 2],
       CASE WHEN i % 7 > 0 THEN (ARRAY['Ann', 'bob', 'Cleo', 'dave'])[1 + i % 4] || ' ' || i END,
       decode(md5(i::text), 'hex'), (ARRAY['free', 'pro', 'team'])[1 + i % 3], i * 3.25, i * 1.5,
       jsonb_build_object('theme', (ARRAY['dark', 'light'])[1 + i % 2], 'n', i,
                          'flags', jsonb_build_array(i % 2 = 0, 'x' || i % 3), 'deep', jsonb_build_object('a', i)),
       CASE i % 4 WHEN 0 THEN '{}'::text[] WHEN 1 THEN ARRAY['a'] WHEN 2 THEN ARRAY['a', 'b'] ELSE ARRAY['c', 'b', 'x y'] END,
       CASE WHEN i % 5 > 0 THEN ARRAY[i, i % 4, 3] END, i % 6 <> 0,
       CASE WHEN i % 9 = 0 THEN '2024-05-01 10:00:00+00'::timestamptz + i * interval '1 hour' END,
       '2024-01-01 00:00:00+00'::timestamptz + i * interval '13 hours 7 minutes 3.25 seconds',
       CASE WHEN i % 3 > 0 THEN '2024-02-01 12:00:00'::timestamp + i * interval '1.5 days' END,
       CASE WHEN i % 4 > 0 THEN date '1980-01-15' + i * 211 END,
       CASE WHEN i % 5 > 0 THEN i * interval '1 day 02:00' END, i % 5,
       CASE WHEN i % 2 = 0 THEN '2024-06-01 00:00:00+00'::timestamptz + i * interval '1 day' END
FROM generate_series(1, 24) AS i;
INSERT INTO posts
SELECT i, 1 + i % 11, 'post-' || i, 'Title ' || i || CASE WHEN i % 5 = 0 THEN ' 100%' ELSE '' END,
       (ARRAY['draft', 'open', 'done']::status[])[1 + i % 3], (i * 37) % 101, i * 1.1,
       CASE WHEN i % 4 > 0 THEN '2024-01-10 08:00:00+00'::timestamptz + i * interval '31 hours' END,
       CASE WHEN i % 4 > 0 THEN ARRAY['l' || i % 3, 'l' || i % 5] END, decode(md5(i::text), 'hex')
FROM generate_series(1, 40) AS i;
INSERT INTO comments
SELECT i, 1 + (i * 7) % 40, CASE WHEN i % 3 = 0 AND i > 3 THEN i - 3 END, (ARRAY['ann', 'bob', 'cleo', NULL])[1 + i % 4],
       'comment ' || i, '2024-02-01 00:00:00'::timestamp + i * interval '5 hours 13 minutes',
       CASE WHEN i % 2 = 0 THEN i * interval '7 minutes' END
FROM generate_series(1, 60) AS i;
INSERT INTO jobs
SELECT i, (ARRAY['mail', 'sync', 'gc'])[1 + i % 3], jsonb_build_object('user', i % 5),
       (ARRAY['draft', 'open', 'done']::status[])[1 + i % 3], i % 4,
       '2024-03-01 00:00:00+00'::timestamptz + i * interval '37 minutes', CASE WHEN i % 4 = 0 THEN 'w' || i % 2 END,
       CASE WHEN i % 4 = 0 THEN '2024-03-01 00:10:00+00'::timestamptz + i * interval '40 minutes' END
FROM generate_series(1, 30) AS i;
INSERT INTO kv SELECT i % 3, 'Key' || i, CASE WHEN i % 4 > 0 THEN 'v' || i END, 1 + i % 3 FROM generate_series(1, 12) AS i;
INSERT INTO events
SELECT i, '2024-01-01 00:00:00+00'::timestamptz + i * interval '5 hours 59 minutes 59.9997 seconds',
       (ARRAY['view', 'click', 'buy'])[1 + i % 3], CASE WHEN i % 5 > 0 THEN i % 7 END, i * 1.05, i % 10, 'v' || i % 3
FROM generate_series(1, 80) AS i;
