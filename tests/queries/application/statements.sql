-- Statements of an application over application/schema.sql, one a line, with the
-- values of their parameters behind them as JSON: a list is an array, "\\x..." is
-- bytea. A change is followed by a look at all tables.

-- Lists in order, and what is around them.
SELECT array_agg(DISTINCT tenant_id ORDER BY tenant_id DESC) FROM accounts;
SELECT array_agg(DISTINCT views) FROM posts WHERE id < 12;
SELECT jsonb_agg(created_at ORDER BY id) FROM accounts;
SELECT json_agg(created_at ORDER BY id) FROM accounts;
SELECT array_agg(DISTINCT status) FROM posts;
SELECT json_agg(DISTINCT created_at) FROM accounts WHERE id < 6;
SELECT coalesce(json_agg(p.title ORDER BY p.id), '[]') FROM posts p WHERE p.id < 5;
SELECT a.id, coalesce(json_agg(json_build_object('id', p.id, 'title', p.title) ORDER BY p.id) FILTER (WHERE p.id IS NOT NULL), '[]'::json) AS posts FROM accounts a LEFT JOIN posts p ON p.account_id = a.id GROUP BY a.id ORDER BY a.id;
SELECT a.id, (SELECT array_agg(DISTINCT p.status ORDER BY p.status) FROM posts p WHERE p.account_id = a.id) FROM accounts a ORDER BY a.id;
SELECT tenant_id, (array_agg(email ORDER BY created_at DESC))[1] FROM accounts GROUP BY tenant_id ORDER BY tenant_id;
SELECT date_trunc('month', created_at) AS m, array_agg(id ORDER BY id) FROM accounts GROUP BY 1 ORDER BY 1;
SELECT jsonb_object_agg(id, email) FROM accounts WHERE id < 4;
SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT id, email FROM accounts WHERE id < 3) x;
SELECT json_agg(k) FROM kv k;

-- Any and all.
SELECT id FROM posts WHERE payload = ANY($1::bytea[]); -- [["\\xc4ca4238a0b923820dcc509a6f75849b"]]
SELECT id FROM posts WHERE payload = ANY($1::bytea[]) ORDER BY id; -- [["\\xc4ca4238a0b923820dcc509a6f75849b"]]
SELECT id FROM posts WHERE payload <> ALL($1::bytea[]) ORDER BY id; -- [["\\xc4ca4238a0b923820dcc509a6f75849b"]]
SELECT id FROM accounts WHERE plan != ALL($1) ORDER BY id; -- [["free"]]
SELECT id FROM accounts WHERE plan != ALL(ARRAY['free','pro']) ORDER BY id;
SELECT id FROM accounts WHERE plan <> ANY(ARRAY['free','pro']) ORDER BY id;
SELECT id FROM accounts WHERE name NOT LIKE ALL(ARRAY['A%', 'b%']) ORDER BY id;
SELECT id FROM accounts WHERE id > ALL(SELECT account_id FROM posts WHERE account_id < 9) ORDER BY id;
SELECT id FROM accounts WHERE credit > ANY(SELECT price FROM events) ORDER BY id;
SELECT id, position > ALL($1::int[]) FROM accounts ORDER BY id; -- [[1, 2]]
SELECT id, position > ANY($1::int[]), position > ALL($2::int[]), position < ANY($3::int[]) FROM accounts ORDER BY id; -- [[1, null], [], null]
SELECT id, 2 = ANY(scores), 2 <> ALL(scores), 3 > ANY(scores) FROM accounts ORDER BY id;
SELECT id FROM accounts WHERE created_at > ALL($1::timestamptz[]) ORDER BY id; -- [["2024-01-10 00:00:00", "2024-01-05 00:00:00"]]
SELECT id FROM posts WHERE status = ANY($1::status[]) ORDER BY id; -- [["open","done"]]
SELECT count(*) FROM posts WHERE title = SOME(ARRAY['Title 1','Title 2']);
SELECT id FROM posts WHERE status = ANY($1::text[]::status[]) ORDER BY id; -- [["open"]]

-- Arrays side by side, and other arrays.
SELECT id FROM posts WHERE payload IN (SELECT unnest($1::bytea[])); -- [["\\xc4ca4238a0b923820dcc509a6f75849b"]]
SELECT array_append(tags, $1) FROM accounts ORDER BY id; -- ["q"]
SELECT v, ord FROM unnest(ARRAY['a','b']) WITH ORDINALITY AS t(v, ord) JOIN (VALUES (1, 'x'), (2, 'y')) AS u(ord, w) USING (ord);
SELECT id FROM posts WHERE id IN (SELECT unnest($1::bigint[])) ORDER BY id; -- [[1,2]]
SELECT unnest($1::int[]) AS a, unnest($2::text[]) AS b; -- [[1,2,3], ["x","y"]]
SELECT * FROM unnest($1::int[], $2::text[]) AS t(a, b) ORDER BY a; -- [[1,2,3], ["x","y","z"]]
SELECT t.a, b, ord FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS t(a, b, ord) ORDER BY ord; -- [[1,2,3], ["x","y"]]
SELECT p.id, d.x FROM posts p JOIN unnest($1::bigint[], $2::text[]) AS d(id, x) USING (id) ORDER BY p.id; -- [[1,2], ["a","b"]]
WITH input AS (SELECT unnest($1::bigint[]) AS id, unnest($2::int[]) AS n) SELECT p.id, input.n FROM posts p JOIN input ON input.id = p.id ORDER BY p.id; -- [[1,2],[5,6]]
SELECT id, unnest(tags) FROM accounts ORDER BY id, 2;
SELECT * FROM ROWS FROM (unnest($1::int[]), unnest($2::text[])) AS t(a, b); -- [[1],["x","y"]]
SELECT unnest($1::int[]), unnest($2::text[]) ORDER BY 1 DESC; -- [[1,2,3], ["x","y","z"]]
SELECT DISTINCT unnest(labels) FROM posts ORDER BY 1;
SELECT settings - '{theme,n}'::text[] FROM accounts ORDER BY id;
SELECT jsonb_array_length(settings->'flags'), jsonb_typeof(settings->'n') FROM accounts ORDER BY id;
SELECT $1::text[]::status[] FROM accounts WHERE id = 1; -- [["open"]]
SELECT scores::text[] FROM accounts ORDER BY id;
SELECT array_length(tags, 1), cardinality(tags), tags[1], array_to_string(tags, ','), array_position(tags, 'b') FROM accounts ORDER BY id;

SELECT to_hex(id), to_hex(tenant_id) FROM accounts ORDER BY id;
SELECT tags || '{x,y}', tags || $1, 'q'::text || tags FROM accounts ORDER BY id; -- [["n", "m"]]
SELECT age('2024-06-01', birthday), date_bin('1 hour', '2024-01-01 10:30:00', '2024-01-01'::timestamp) FROM accounts ORDER BY id;
SELECT date_trunc('day', created_at) || ': ' || string_agg(email, ',' ORDER BY id) FROM accounts GROUP BY date_trunc('day', created_at) ORDER BY 1;
SELECT $1::text::timestamptz, $1::text::timestamp, $2::text::timestamptz, $2::text::timestamp; -- ["2024-02-28 23:30:00-03:30", "2024-05-01 08:00:00.1234567+02"]
SELECT ('2024-12-31' || ' ' || '24:00:00')::timestamp, (plan::text || '2024-01-01')::text LIKE '%2024%' FROM accounts ORDER BY id;
SELECT (date_trunc('month', created_at) + interval '1 month - 1 day')::date, created_at + interval '- 1 day + 04:05' FROM accounts ORDER BY id;
SELECT interval '+  2 days -  1 hour', ('1 day - ' || '2 hours')::interval, interval '- 1-2';
SELECT a.id, p.title FROM accounts a, LATERAL (SELECT title FROM posts WHERE account_id = a.id ORDER BY id LIMIT 1) p ORDER BY a.id;
SELECT a.id, p.title, n.n FROM kv, accounts a, LATERAL (SELECT title FROM posts WHERE account_id = a.id AND views > 50 ORDER BY id LIMIT 1) p, LATERAL (SELECT count(*) AS n FROM posts WHERE account_id = a.id) n, jobs WHERE n.n > 1 ORDER BY a.id;
UPDATE accounts a SET email = p.title FROM posts t, LATERAL (SELECT title FROM posts ORDER BY id LIMIT 1) p WHERE t.account_id = a.id AND a.id = 2;
SELECT a.id, s.n FROM accounts a CROSS JOIN LATERAL (VALUES (a.id * 2)) s(n) ORDER BY 1;
SELECT a.id, s.n, s.column2 FROM accounts a CROSS JOIN LATERAL (VALUES (a.id * 2, upper(a.email))) s(n) WHERE s.n > 4 ORDER BY 1;
SELECT s.* FROM accounts a, LATERAL (VALUES (a.id, a.email, a.created_at)) s(n) ORDER BY 1;
SELECT a.id, s.x FROM accounts a, LATERAL (SELECT count(*), max(views) FROM posts p WHERE p.account_id = a.id) s(x, y) ORDER BY s.y DESC, a.id;
SELECT a.id, s.t FROM accounts a LEFT JOIN LATERAL (SELECT p.title AS old FROM posts p WHERE p.account_id = a.id ORDER BY old DESC LIMIT 1) s(t) ON true ORDER BY a.id;
SELECT a.id, n FROM accounts a, LATERAL (VALUES (a.id), (a.id + 1)) s(n) ORDER BY 1, 2;
SELECT a.id, v.k, v.val FROM accounts a CROSS JOIN LATERAL (VALUES ('email', a.email), ('plan', a.plan::text)) AS v(k, val) ORDER BY a.id, v.k;
SELECT v.k, sum(v.n), count(*) FROM posts CROSS JOIN LATERAL (VALUES ('views', views::numeric), ('score', score), ('none', NULL)) v(k, n) WHERE v.k <> 'x' GROUP BY v.k ORDER BY v.k;
SELECT v.* FROM posts p LEFT JOIN LATERAL (VALUES (p.id, 1.5), (NULL, 2)) v ON true ORDER BY v.column1, 2;
SELECT id, t FROM accounts, LATERAL (VALUES (created_at), (updated_at)) v(t) WHERE t IS NOT NULL ORDER BY id, t;
SELECT a.id, v.a FROM accounts a JOIN LATERAL (VALUES (a.id, true), (a.tenant_id, false)) v(a, b) ON v.b ORDER BY 1, 2;
SELECT v.b || 'x' FROM accounts a JOIN LATERAL (VALUES (a.id, true), (a.tenant_id, false)) v(a, b) ON true ORDER BY a.id, v.b;
SELECT a.id, to_jsonb(v) FROM accounts a, LATERAL (VALUES (1, a.active), (2, NULL)) v(i, f) ORDER BY a.id, v.i;
SELECT DISTINCT v.i FROM accounts a, LATERAL (VALUES (1), (2), (2)) v(i) ORDER BY 1 DESC;
SELECT a.id, v.n, w.m FROM accounts a, LATERAL (VALUES (a.id), (a.id + 1)) v(n), LATERAL (VALUES (v.n * 2), (0)) w(m) ORDER BY 1, 2, 3;
SELECT a.id, v.n, w.m FROM accounts a, LATERAL (VALUES (a.id), (a.id + 1)) v(n), LATERAL (SELECT max(views) AS m FROM posts p WHERE p.account_id = v.n) w ORDER BY 1, 2, 3;
SELECT a.id, (SELECT string_agg(v.k || '=' || v.val, ',' ORDER BY v.k) FROM (VALUES ('a', a.email), ('b', 'x')) v(k, val)) FROM accounts a ORDER BY a.id;
SELECT row_number() OVER (PARTITION BY a.id ORDER BY v.n), v.n FROM accounts a, LATERAL (VALUES (a.id), (a.id + 1)) v(n) ORDER BY v.n, 1;
SELECT id, date_trunc('day', created_at) AT TIME ZONE 'Europe/Berlin' FROM accounts ORDER BY id;
SELECT date_trunc('month', DATE '2024-03-05') || '', to_jsonb(date_trunc('day', created_at)) FROM accounts ORDER BY id;
SELECT id, (date_trunc('day', created_at) + interval '1 day') || 'x' FROM accounts ORDER BY id;
SELECT array_position(scores, '3'), array_append(scores, '9'), array_remove(scores, '3') FROM accounts ORDER BY id;

SELECT generate_series('2024-01-01'::timestamp, '2024-01-05', '1 day')::date AS day;
SELECT generate_series('2024-01-01'::timestamp, '2024-01-05', '1 day')::date AS day ORDER BY day DESC;
SELECT id, upper(unnest(tags)) AS tag FROM accounts ORDER BY id, tag;
SELECT DISTINCT lower(unnest(labels)) AS l FROM posts ORDER BY l;
SELECT id FROM posts WHERE id IN (SELECT unnest($1::text[])::bigint) ORDER BY id; -- [["1", "2"]]
SELECT generate_series(1, 3) * 10 AS n;
SELECT 'x' || unnest(ARRAY['a','b']), 1 AS one;
SELECT unnest(tags) FROM accounts WHERE id = 3 ORDER BY 1;
SELECT id, unnest(tags) AS t FROM accounts ORDER BY t, id LIMIT 5;

-- JSON, records, whole rows.
SELECT to_jsonb(nullif(active, true)) FROM accounts ORDER BY id;
SELECT json_build_object('at', created_at, 'd', birthday, 'u', updated_at) FROM accounts ORDER BY id;
SELECT to_jsonb(created_at) FROM accounts ORDER BY id;
SELECT to_jsonb(created_at), to_jsonb(updated_at), json_build_array(created_at, updated_at, birthday, ttl) FROM accounts ORDER BY id;
SELECT row_to_json(x) FROM (SELECT id, created_at FROM accounts) x ORDER BY id;
SELECT jsonb_set(settings, '{theme}', '"blue"') FROM accounts ORDER BY id;
SELECT jsonb_set(settings, '{deep,a}', '5') FROM accounts ORDER BY id;
SELECT jsonb_set(settings, '{nope,x}', '5') FROM accounts ORDER BY id;
SELECT jsonb_set(settings, '{new}', '5', false) FROM accounts ORDER BY id;
SELECT jsonb_set(settings, '{flags,0}', 'null') FROM accounts ORDER BY id;
SELECT jsonb_set(settings, ARRAY['theme'], '1') FROM accounts ORDER BY id;
SELECT jsonb_insert(settings, '{flags,0}', '"first"') FROM accounts ORDER BY id;
SELECT settings - 'theme' FROM accounts ORDER BY id;
SELECT settings - ARRAY['theme','n'] FROM accounts ORDER BY id;
SELECT settings #- '{deep,a}' FROM accounts ORDER BY id;
SELECT (settings->'flags') - 0 FROM accounts ORDER BY id;
SELECT id FROM accounts WHERE settings ?| ARRAY['theme','zzz'] ORDER BY id;
SELECT id FROM accounts WHERE settings ?& ARRAY['theme','n'] ORDER BY id;
SELECT id FROM accounts WHERE settings ? 'theme' ORDER BY id;
SELECT * FROM jsonb_to_recordset('[{"a":1,"b":"x"},{"a":2,"b":null}]') AS t(a int, b text);
SELECT x.a, x.b FROM jsonb_to_recordset($1::jsonb) AS x(a int, b text) ORDER BY 1; -- ["[{\"a\":3,\"b\":\"q\"},{\"b\":\"r\"}]"]
SELECT * FROM jsonb_to_record('{"a":1,"b":"x","c":true}') AS t(a int, b text, c boolean);
SELECT * FROM json_to_recordset('[{"at":"2024-01-01T10:00:00Z","n":1.5,"j":{"k":1}}]') AS t(at text, n numeric, j jsonb);
SELECT settings->'flags'->0, settings->'flags'->>1, settings#>>'{deep,a}', settings#>'{flags,0}' FROM accounts ORDER BY id;
SELECT (settings->>'n')::int + 1, (settings->'n')::int, settings @> '{"theme":"dark"}' FROM accounts ORDER BY id;
SELECT row_to_json(a) FROM (SELECT id, created_at, active, tags FROM accounts) a WHERE id < 4 ORDER BY id;
SELECT jsonb_build_object('id', id, 'user', jsonb_build_object('tags', tags)) FROM accounts ORDER BY id;
SELECT jsonb_strip_nulls(jsonb_build_object('a', name, 'b', id)) FROM accounts ORDER BY id;

SELECT settings #- ARRAY['deep','a'] FROM accounts ORDER BY id;
SELECT settings #> ARRAY['deep','a'], settings #>> ARRAY['flags','1'], settings #>> '{flags,0}' FROM accounts ORDER BY id;
SELECT id, e.key, e.value FROM accounts, json_each(settings::json) AS e WHERE id < 4 ORDER BY id, e.key;
SELECT id, e.key, e.value FROM accounts, json_each_text(settings::json) AS e WHERE id < 4 AND e.key IN ('n', 'theme') ORDER BY id, e.key;
SELECT json_object_agg(id, email), jsonb_object_agg(id, plan) FROM accounts WHERE id < 4;
SELECT jsonb_insert(settings, '{flags,0}', '"x"', true) FROM accounts ORDER BY id;
SELECT jsonb_set(settings, ARRAY['new'], '1', false), jsonb_set(settings, ARRAY['flags','-1'], '1') FROM accounts ORDER BY id;
SELECT settings - 'nope' - 'n', (settings -> 'flags') - 1, (settings -> 'flags') - 'x1' FROM accounts ORDER BY id;
SELECT avg(spent), min(spent), max(spent) FROM comments;
SELECT ttl / 2, 2.5 * ttl, ttl * -1 FROM accounts ORDER BY id;
SELECT max(status), min(status), max(status) FILTER (WHERE id < 3) FROM posts;
SELECT id, key, value FROM accounts, jsonb_each(settings) WHERE id < 4 ORDER BY id, key;
SELECT id, e.key, e.value FROM accounts, jsonb_each_text(settings) AS e WHERE id < 4 AND e.key IN ('n', 'theme') ORDER BY id, e.key;
SELECT count(k), count(k.*) FROM kv k;

-- Times, intervals and zones.
SELECT created_at + INTERVAL '3' MONTH FROM accounts ORDER BY id;
SELECT to_timestamp($1); -- [1700000000.25]
SELECT date_trunc('quarter', deleted_at) FROM accounts ORDER BY id;
SELECT date_trunc('week', "time"), extract(epoch FROM "time"), extract(doy FROM "time"), "time" - interval '1 hour' FROM events ORDER BY id;
SELECT date_trunc('week', "time"), extract(epoch FROM "time"), extract(doy FROM "time"), "time" - interval '1 hour', "time" + interval '1 month 2 days' FROM events ORDER BY id;
SELECT "time"::date, date("time"), to_char("time", 'YYYY-MM-DD HH24:MI:SS'), extract(second from "time"), date_trunc('minute', "time") FROM events ORDER BY id;
SELECT id, position, timestamp FROM accounts WHERE position > 2 AND timestamp IS NOT NULL ORDER BY position, timestamp;
SELECT time, interval, values FROM events WHERE time > '2024-01-10' AND interval + 1 > 2 ORDER BY time DESC, interval LIMIT 5;
SELECT max(time), min(timestamp) FROM events, accounts;
SELECT count(*) FILTER (WHERE time < timestamp '2024-01-05 00:00:00') FROM events;
SELECT e.time, coalesce(interval, 0) AS interval FROM events e ORDER BY e.time LIMIT 3;
SELECT (time), values || 'x' FROM events ORDER BY 1 LIMIT 2;
SELECT time::date AS d, count(*) FROM events GROUP BY time::date ORDER BY d LIMIT 3;
SELECT 3 * interval '1 day', interval '1 hour' * 1.5, interval '1 day' / 2, interval '2 days' - interval '1 hour' FROM accounts WHERE id = 1;
SELECT created_at + id * interval '1 day' FROM accounts ORDER BY id;
SELECT created_at + $1 * interval '1 hour' FROM accounts ORDER BY id; -- [2]
SELECT created_at - (id || ' days')::interval FROM accounts ORDER BY id;
SELECT sum(spent), min(spent), max(spent), avg(spent) FROM comments;
SELECT post_id, sum(spent) FROM comments GROUP BY post_id ORDER BY sum(spent) DESC NULLS LAST, post_id LIMIT 5;
SELECT id FROM comments WHERE spent IS NOT NULL ORDER BY spent DESC LIMIT 3;
SELECT id FROM comments WHERE spent > interval '1 hour' ORDER BY id;
SELECT id, ttl * 2, ttl / 3, -ttl FROM accounts ORDER BY id;
SELECT extract(epoch FROM ttl), extract(hour FROM ttl), extract(day from ttl) FROM accounts ORDER BY id;
SELECT make_interval(secs => 10), make_interval(days => 3, hours => 2), make_interval(mins => $1); -- [5]
SELECT created_at + make_interval(days => id::int) FROM accounts ORDER BY id;
SELECT date_bin('15 minutes', created_at, '2024-01-01') FROM accounts ORDER BY id;
SELECT date_bin(interval '1 hour', created_at, timestamptz '2024-01-01 00:00:00+00') FROM accounts ORDER BY id;
SELECT created_at AT TIME ZONE 'Europe/Oslo' FROM accounts ORDER BY id;
SELECT updated_at AT TIME ZONE 'America/New_York' FROM accounts ORDER BY id;
SELECT date_trunc('day', created_at AT TIME ZONE 'Europe/Oslo') FROM accounts ORDER BY id;
SELECT created_at AT TIME ZONE 'UTC' FROM accounts ORDER BY id;
SELECT age(created_at, '2023-01-01'::timestamptz) FROM accounts ORDER BY id;
SELECT justify_hours(spent * 10) FROM comments ORDER BY id;
SELECT id, spent::text FROM comments ORDER BY id;
SELECT "time" AT TIME ZONE 'America/New_York', ("time" AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Oslo' FROM events ORDER BY id;
SELECT date_trunc('month', created_at AT TIME ZONE $1) AT TIME ZONE $1 FROM accounts ORDER BY id; -- ["America/Sao_Paulo"]
SELECT id FROM jobs ORDER BY run_at LIMIT 3 FOR UPDATE SKIP LOCKED;
SELECT date_trunc('week', created_at)::date AS w, count(*) FROM accounts GROUP BY 1 ORDER BY 1;
SELECT d::date FROM generate_series('2024-01-01'::date, '2024-01-05'::date, '1 day') AS d;
SELECT id FROM accounts WHERE birthday + interval '30 years' < date '2015-01-01' ORDER BY id;
SELECT extract(year FROM age(date '2024-06-01', birthday)) FROM accounts ORDER BY id;
SELECT id FROM accounts WHERE created_at::date = $1; -- ["2024-01-05"]
SELECT to_timestamp($1) AT TIME ZONE 'UTC'; -- [1700000000]

-- Joins and queries in queries.
SELECT sum(id) / 3, count(*) * 100 / sum(id), sum("interval") / 7, sum(id + 1) / 2, sum("interval" * 2) / 7 FROM events WHERE id < 5;
SELECT kind, count(*) * 100 / sum(count(*)) OVER () AS share FROM events GROUP BY kind ORDER BY kind;
SELECT kind, sum("interval"), sum(id), coalesce(sum("interval"), 0) FROM events GROUP BY ROLLUP (kind) ORDER BY kind;
SELECT kind, sum("interval") / 2 AS a, sum(id) / 2 AS b FROM events GROUP BY CUBE (kind) ORDER BY kind;
SELECT kind FROM events GROUP BY ROLLUP (kind) ORDER BY kind;
WITH RECURSIVE d(day) AS (SELECT date '2024-01-01' UNION ALL SELECT day + 1 FROM d WHERE day < '2024-01-05') SELECT day FROM d;
WITH RECURSIVE t AS (SELECT id, parent_id, ARRAY[id] AS path FROM comments WHERE parent_id IS NULL UNION ALL SELECT c.id, c.parent_id, t.path || c.id FROM comments c JOIN t ON c.parent_id = t.id WHERE NOT c.id = ANY(t.path)) SELECT id, path FROM t ORDER BY path LIMIT 20;
WITH RECURSIVE s(n, v) AS (SELECT 1, 7::numeric UNION ALL SELECT n + 1, v / 2 FROM s WHERE n < 4) SELECT * FROM s;
WITH RECURSIVE m(at) AS (SELECT timestamp '2024-01-31 00:00' UNION ALL SELECT at + interval '1 day' FROM m WHERE at < '2024-02-03') SELECT at FROM m;
SELECT id FROM posts WHERE (status, id) > ('draft', 30) ORDER BY id;
SELECT id FROM posts WHERE (status, id) > ($1, $2) ORDER BY id; -- ["draft", 30]
SELECT id FROM accounts WHERE (created_at, id) < ('2024-01-05T00:00:00Z', 50) ORDER BY id;
SELECT id FROM accounts WHERE (id, created_at) IN ((2, '2024-01-02T02:14:06.5Z')) ORDER BY id;
SELECT id FROM accounts WHERE (plan, active) = ('pro', 't') ORDER BY id;
SELECT id FROM accounts WHERE (plan, active) <> ('pro', 't') ORDER BY id;
SELECT id FROM accounts WHERE (birthday, id) >= ('1985-1-1', 3) ORDER BY id;
SELECT id FROM posts WHERE (payload, id) = ('\xc4ca4238a0b923820dcc509a6f75849b', 1) ORDER BY id;
SELECT id FROM comments WHERE (spent, id) > ('1 hour', 5) ORDER BY id;
SELECT id FROM posts WHERE (views, id) > (SELECT views, id FROM posts WHERE id = 3) AND (views, id) < (SELECT 90, 10) AND (views, id) >= (SELECT 10, 1) AND (views, id) <= (SELECT 80, 1) ORDER BY id;
SELECT id FROM accounts WHERE ttl BETWEEN interval '1 day' AND interval '100 hours' ORDER BY id;
SELECT id FROM accounts WHERE ttl <> '26 hours' ORDER BY id;
SELECT id FROM accounts WHERE ttl IN ('1 day 2 hours', interval '78 hours') OR rate IN (6, 7.5) ORDER BY id;
SELECT id FROM accounts WHERE rate NOT IN (6, 7.5) ORDER BY id;
SELECT greatest(status::text, 'open'), greatest(views, 10), least(views, 50) FROM posts ORDER BY id;
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY title), percentile_disc(0.5) WITHIN GROUP (ORDER BY published_at), percentile_disc(0.5) WITHIN GROUP (ORDER BY views) FROM posts;
SELECT id FROM accounts WHERE tags = $1::text[] OR tags = $2 ORDER BY id; -- [["a", "b"], ["a"]]
SELECT extract(epoch FROM "time" - lag("time") OVER (ORDER BY "time")) FROM events ORDER BY id;
WITH RECURSIVE t AS (SELECT id, parent_id FROM comments WHERE id = 30 UNION (SELECT c.id, c.parent_id FROM comments c JOIN t ON c.id = t.parent_id ORDER BY c.id)) SELECT id FROM t ORDER BY id;
WITH accounts AS (SELECT id FROM accounts WHERE id < 4) SELECT id FROM accounts ORDER BY id;
WITH b AS (SELECT id FROM comments), comments AS (SELECT id FROM posts WHERE id < 3) SELECT (SELECT count(*) FROM b), (SELECT count(*) FROM comments);
SELECT CASE WHEN position = 1 THEN 'one' ELSE values END FROM accounts a JOIN events e ON e.id = a.id ORDER BY a.id LIMIT 3;
SELECT * FROM (SELECT 1 AS a, 2 AS b) x NATURAL JOIN (SELECT 1 AS a, 3 AS c) y;
SELECT * FROM (SELECT 1 AS a, 2 AS b) x JOIN (SELECT 1 AS a, 3 AS c) y USING (a) JOIN (SELECT 3 AS c, 4 AS d) z USING (c);
SELECT * FROM (SELECT 1 AS a, 2 AS b) x JOIN (SELECT 1 AS a, 3 AS c) y USING (a) LEFT JOIN (SELECT 1 AS a, 4 AS d) z USING (a);
SELECT a, b, c, d FROM (SELECT 1 AS a, 2 AS b) x NATURAL LEFT JOIN (SELECT 9 AS a, 3 AS c) y NATURAL JOIN (SELECT 1 AS a, 4 AS d) z;
SELECT id, title, content FROM posts JOIN comments USING (id) WHERE id < 4 ORDER BY id;
SELECT a, b, c FROM (VALUES (1,2),(3,4)) x(a,b) NATURAL FULL JOIN (VALUES (1,5),(7,8)) y(a,c) ORDER BY a;
SELECT count(*) FROM accounts NATURAL JOIN kv;
SELECT count(c.*), a.id FROM accounts a LEFT JOIN posts c ON c.account_id = a.id GROUP BY a.id ORDER BY a.id;
SELECT a.id, x.title, x.views FROM accounts a LEFT JOIN LATERAL (SELECT p.title, p.views FROM posts p WHERE p.account_id = a.id ORDER BY p.views DESC LIMIT 1) x ON true ORDER BY a.id;
SELECT a.id, x.title FROM accounts a JOIN LATERAL (SELECT p.title FROM posts p WHERE p.account_id = a.id ORDER BY p.views DESC LIMIT 1) x ON true ORDER BY a.id;
SELECT a.id, x.n, x.m FROM accounts a CROSS JOIN LATERAL (SELECT count(*) AS n, max(p.views) AS m FROM posts p WHERE p.account_id = a.id) x ORDER BY a.id;
SELECT a.id, x.n FROM accounts a, LATERAL (SELECT count(*) AS n FROM posts p WHERE p.account_id = a.id) x WHERE x.n > 3 ORDER BY a.id;
SELECT a.id, x.* FROM accounts a LEFT JOIN LATERAL (SELECT id AS pid, title FROM posts WHERE account_id = a.id ORDER BY pid DESC LIMIT 1) x ON true ORDER BY a.id;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY views) FROM posts;
SELECT a.plan, b.n FROM (SELECT plan, count(*) AS n FROM accounts GROUP BY plan) b JOIN accounts a USING (plan) WHERE a.id < 4 ORDER BY a.id;

-- Changes.
INSERT INTO kv (tenant_id, key) SELECT 5, 'k' || generate_series(1, 3);
INSERT INTO accounts (id, tenant_id, email, rate, created_at) VALUES (99, 1, 'x', 7.12345, '2024-01-01'), (98, 1, 'y', 9.99995, '2024-01-01');
WITH d AS (DELETE FROM jobs WHERE state = 'done' RETURNING id, queue) SELECT * FROM d;
WITH i AS (INSERT INTO kv (tenant_id, key, value) VALUES (9, $1, 'v') RETURNING *) SELECT key, i.value AS v FROM i; -- ["new"]
WITH u AS (UPDATE posts SET views = views + 1 WHERE id < 4 RETURNING id, views * 2 AS twice) SELECT twice, id FROM u;
UPDATE events SET price = $1 WHERE id = 1; -- [2.555]
INSERT INTO kv (tenant_id, key, value) SELECT unnest($1::int[]), unnest($2::text[]), unnest($3::text[]); -- [[7,8], ["k","l"], ["v", null]]
INSERT INTO kv (tenant_id, key, value) SELECT $1, unnest($2::text[]), unnest($3::text[]) RETURNING key; -- [7, ["k","l"], ["v", null]]
INSERT INTO kv (tenant_id, key, value) SELECT * FROM unnest($1::int[], $2::text[], $3::text[]) ON CONFLICT (tenant_id, key) DO UPDATE SET value = excluded.value; -- [[1,8], ["Key1","l"], ["v", null]]
UPDATE kv SET value = u.v FROM (SELECT unnest($1::text[]) AS k, unnest($2::text[]) AS v) u WHERE kv.key = u.k; -- [["Key1","Key2"], ["A","B"]]
UPDATE posts SET views = data.views FROM unnest($1::bigint[], $2::int[]) AS data(id, views) WHERE posts.id = data.id; -- [[1,2,3],[10,20,30]]
DELETE FROM kv WHERE (tenant_id, key) IN (SELECT unnest($1::int[]), unnest($2::text[])); -- [[1,2], ["Key1","Key2"]]
DELETE FROM kv USING unnest($1::int[], $2::text[]) AS d(t, k) WHERE kv.tenant_id = d.t AND kv.key = d.k; -- [[1,2], ["Key1","Key2"]]
INSERT INTO kv (tenant_id, key) SELECT unnest($1::int[]), unnest($2::text[]) ON CONFLICT DO NOTHING; -- [[1,2], ["Key1","zz"]]
UPDATE accounts SET settings = jsonb_set(settings, '{theme}', '"x"') WHERE id = 2;
UPDATE accounts SET settings = settings || '{"z": 1}'::jsonb WHERE id = 2;
UPDATE accounts SET settings = settings - 'theme' WHERE id = 3 RETURNING settings;
UPDATE jobs SET state = 'open', locked_by = $1 WHERE id = (SELECT id FROM jobs WHERE state = 'draft' ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id; -- ["w"]
INSERT INTO kv (tenant_id, key, value) SELECT tenant_id, 'copy-' || key, value FROM kv WHERE tenant_id = 1 ON CONFLICT DO NOTHING;
UPDATE accounts SET tags = array_append(tags, $1) WHERE NOT ($1 = ANY(tags)); -- ["z"]
UPDATE accounts SET tags = array_remove(tags, 'a'), settings = jsonb_set(settings, '{n}', to_jsonb((settings->>'n')::int + 1)) WHERE id < 5;

-- The rest.
SELECT email || ' ' || $1 FROM accounts WHERE id = 3; -- ["x"]
SELECT replace(rate::text, '.0000', '') FROM accounts ORDER BY id;
SELECT tags || '{new}' FROM accounts ORDER BY id;
SELECT tags || 'new'::text FROM accounts ORDER BY id;
SELECT id FROM accounts ORDER BY id LIMIT $1; -- [null]
SELECT id FROM accounts ORDER BY id LIMIT $1 OFFSET $2; -- [3, 2]
SELECT count(*) FROM accounts HAVING count(*) > 3;
SELECT id || a || b || c || d || e || f || g || h || i || j || k || l || m || n || o || p || q || r FROM (SELECT 1 AS id, 'a' AS a,'b' AS b,'c' AS c,'d' AS d,'e' AS e,'f' AS f,'g' AS g,'h' AS h,'i' AS i,'j' AS j,'k' AS k,'l' AS l,'m' AS m,'n' AS n,'o' AS o,'p' AS p,'q' AS q,'r' AS r) x;
SELECT extract(epoch FROM (locked_at - run_at)) FROM jobs ORDER BY id;
SELECT 'x' || credit || rate || active || birthday || created_at FROM accounts ORDER BY id;
SELECT position('a' in email), substring(email from 2 for 3) FROM accounts ORDER BY position, id LIMIT 4;
SELECT count(k) FROM kv k;
SELECT tags::text, scores::text FROM accounts ORDER BY id;
SELECT current_schema();
SELECT id FROM accounts ORDER BY tags, id;
SELECT id FROM accounts ORDER BY scores DESC NULLS LAST, id;
SELECT payload < '\x80'::bytea FROM posts ORDER BY id;
SELECT a.id, (SELECT count(*) FROM posts p WHERE p.account_id = a.id) FROM accounts a ORDER BY a.id;
SELECT DISTINCT ON (account_id) account_id, title FROM posts ORDER BY account_id, views DESC;
SELECT coalesce(nullif(trim(name), ''), email) FROM accounts ORDER BY id;
SELECT id, views, lag(views) OVER w, sum(views) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM posts WINDOW w AS (ORDER BY id) ORDER BY id;
SELECT generate_series(1, 3) AS n;
SELECT to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS') , to_char(credit, 'FM999,990.00') FROM accounts ORDER BY id;
SELECT id FROM posts WHERE (account_id, slug) IN (($1, $2), ($3, $4)); -- [2, "post-1", 3, "post-2"]
SELECT id FROM posts WHERE (published_at, id) < ($1, $2) ORDER BY published_at DESC, id DESC LIMIT 3; -- ["2024-02-01 00:00:00", 100]
SELECT regexp_replace(email, '@.*$', ''), split_part(email, '@', 2), md5(email), left(email, 4), initcap(plan), lpad(id::text, 5, '0') FROM accounts ORDER BY id;
SELECT email FROM accounts WHERE email ~* '^USER1' AND email !~ '2' ORDER BY id;
SELECT encode(password_hash, 'hex'), encode(sha256(email::bytea), 'hex'), encode(password_hash, 'base64') FROM accounts ORDER BY id;
SELECT count(DISTINCT (plan, active)), bool_or(active), every(active) FROM accounts;
SELECT exists(SELECT 1 FROM posts WHERE account_id = $1) AS "exists", $2::int + 1; -- [1, 4]
SELECT id, rank() OVER (PARTITION BY account_id ORDER BY views DESC) AS r, first_value(title) OVER (PARTITION BY account_id ORDER BY views DESC, id) FROM posts ORDER BY id;
-- changes in WITH, as scripts
WITH d AS (DELETE FROM jobs WHERE id < $1 RETURNING id) SELECT count(*) FROM d; -- [4]
WITH d AS (DELETE FROM jobs RETURNING *) SELECT id, queue FROM d ORDER BY id DESC LIMIT 3;
WITH d AS (DELETE FROM jobs j USING accounts a WHERE a.id = j.id AND a.active RETURNING j.id, a.email) SELECT id, email FROM d ORDER BY 1;
WITH picked AS (SELECT id FROM jobs WHERE state = 'open' ORDER BY priority DESC, id LIMIT 2 FOR UPDATE SKIP LOCKED), u AS (UPDATE jobs SET locked_by = $1, state = 'draft' FROM picked WHERE jobs.id = picked.id RETURNING jobs.*) SELECT u.id, u.queue, u.locked_by, picked.id FROM u JOIN picked USING (id) ORDER BY u.id; -- ["w"]
WITH i(k) AS (INSERT INTO kv (tenant_id, key, value) VALUES (77, $1, 'x') ON CONFLICT (tenant_id, lower(key)) DO NOTHING RETURNING key) SELECT k, 1 FROM i UNION ALL SELECT key, 2 FROM kv WHERE key = $1 AND tenant_id = 77 LIMIT 1; -- ["new"]
WITH i AS (INSERT INTO accounts (id, tenant_id, email, created_at) VALUES (900, 1, $1, '2024-01-01') RETURNING id), p AS (INSERT INTO posts (id, account_id, slug, title) SELECT 900 + n, i.id, 's' || n, 'first' FROM i, generate_series(1, 3) n RETURNING id, account_id) SELECT p.id, p.account_id FROM p ORDER BY p.id; -- ["n@x.org"]
WITH moved AS (DELETE FROM jobs WHERE state = 'done' RETURNING id, queue, args) INSERT INTO events (id, kind, "values", "time") SELECT id + 5000, queue, queue || '!', '2024-05-05' FROM moved;
WITH i AS (INSERT INTO posts (id, account_id, slug, title) VALUES (801, 1, 'b', 'B'), (800, 1, 'a', 'A') RETURNING id, slug), l AS (UPDATE accounts SET "position" = (SELECT count(*) FROM i) WHERE id = 1) SELECT slug FROM i;
WITH u AS (UPDATE kv SET value = 'changed' WHERE key = 'a' RETURNING tenant_id), total AS (SELECT count(*) AS n FROM u) INSERT INTO jobs (id, queue, run_at, priority) SELECT 700, 'report', '2024-01-01', n FROM total RETURNING id, priority;
WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 3), i AS (INSERT INTO kv (tenant_id, key) SELECT n, 'r' || n FROM s RETURNING tenant_id) SELECT sum(tenant_id), count(*) FROM i, s WHERE s.n = i.tenant_id;
WITH d AS (DELETE FROM comments WHERE id IN (SELECT c.id FROM comments c LEFT JOIN comments r ON r.parent_id = c.id WHERE r.id IS NULL) RETURNING id, post_id) SELECT post_id, count(*) FROM d GROUP BY post_id ORDER BY 2 DESC, 1 LIMIT 5;
WITH gone AS (DELETE FROM jobs WHERE id = 1), u AS (UPDATE posts SET views = views + 1 WHERE id = 1 RETURNING views) SELECT views + 1 FROM u WHERE EXISTS (SELECT 1 FROM u WHERE views > 0);
-- DEFAULT
INSERT INTO tickets (id, title, price, labels) VALUES (DEFAULT, DEFAULT, 2, DEFAULT), (DEFAULT, $1, DEFAULT, ARRAY['x']), (50, 'c', DEFAULT, DEFAULT); -- ["b"]
UPDATE tickets SET title = DEFAULT, price = DEFAULT, labels = DEFAULT, note = DEFAULT, is_open = DEFAULT WHERE id = 1;
UPDATE tickets SET (title, price) = (DEFAULT, 7) WHERE id = 2;
INSERT INTO tickets VALUES (1, 'again', 3) ON CONFLICT (id) DO UPDATE SET price = DEFAULT, title = excluded.title || '!';
SELECT id, credit - 0.25 FROM accounts ORDER BY id;
SELECT id, status FROM posts UNION SELECT id, state FROM jobs ORDER BY status DESC, id;
SELECT status, count(*) FROM posts GROUP BY ROLLUP (status) ORDER BY status NULLS FIRST;
SELECT status AS s, account_id, count(*) FROM posts GROUP BY GROUPING SETS ((status, account_id), ()) ORDER BY s, account_id;
SELECT DISTINCT status FROM posts UNION ALL SELECT 'draft' ORDER BY 1;
SELECT rate FROM accounts UNION ALL SELECT rate FROM accounts ORDER BY rate;
-- changes in WITH: what an attacker found
WITH i AS (INSERT INTO kv (tenant_id, key) VALUES (61, 'q') RETURNING *) SELECT * FROM i;
WITH u AS (UPDATE kv SET version = version + 1 WHERE tenant_id = 1 RETURNING kv.*, version + 1) SELECT count("?column?"), max("?column?") FROM u;
WITH kv AS (SELECT 1 AS tenant_id), d AS (DELETE FROM kv WHERE tenant_id = 1 RETURNING key) SELECT count(*), (SELECT tenant_id FROM kv) FROM d;
WITH jobs AS (DELETE FROM jobs WHERE id = 1 RETURNING id), k AS (DELETE FROM events WHERE id = 2) SELECT count(*) FROM jobs;
WITH i AS (INSERT INTO tickets (title) VALUES ('cte')) INSERT INTO tickets (title) VALUES ('main') RETURNING id;
WITH i AS (INSERT INTO tickets (title) VALUES ('one') RETURNING id), j AS (INSERT INTO tickets (title) VALUES ('two') RETURNING id) SELECT i.id, j.id FROM i, j;
WITH d AS (DELETE FROM seats USING jobs j WHERE j.id = 1 RETURNING code) SELECT count(*) FROM d;
WITH u AS (UPDATE seats SET code = code || 'x' RETURNING code) SELECT count(*) FROM u;
WITH i AS (INSERT INTO comments (id, post_id, content, created_at) VALUES (970, 970, 'x', '2024-01-01') RETURNING id), p AS (INSERT INTO posts (id, account_id, slug, title) VALUES (970, 1, 'late', 'L')) SELECT id FROM i;
WITH gone AS (DELETE FROM jobs WHERE id = 3) SELECT count(*) FROM jobs;
DELETE FROM seats USING jobs j WHERE j.id = 1;
INSERT INTO tickets VALUES (DEFAULT);
INSERT INTO tickets (title, price) VALUES (DEFAULT, DEFAULT), (DEFAULT, DEFAULT);
INSERT INTO seats VALUES ('z', 3, 10) ON CONFLICT (code) DO UPDATE SET price = 2.5;
INSERT INTO seats (code, price) VALUES ('y', 7), ('x', 7.00005), ('w', 1 + 1);
UPDATE seats SET price = 3 WHERE code = 'a';
SELECT account_id, status, count(*) FROM posts GROUP BY GROUPING SETS ((account_id), (status)) ORDER BY account_id, status;
SELECT id FROM jobs WHERE id<$1 ORDER BY id; -- [4]
SELECT id, nullif(rate, 15.0), nullif(15.0, rate) FROM accounts ORDER BY id;
-- RETURNING what stands in FROM, and subqueries of the row
DELETE FROM comments c USING posts p WHERE p.id = c.post_id AND p.views >= 0 AND c.id > 57 RETURNING c.id, content, p.title, status, p.views + c.id AS both;
DELETE FROM jobs USING accounts WHERE accounts.id = jobs.id AND active RETURNING jobs.id, accounts.email;
UPDATE posts p SET views = p.views + a.id FROM accounts a WHERE a.id = p.account_id AND p.id < 12 RETURNING p.id, views, a.email AS mail, upper(a.name) || p.slug;
UPDATE posts SET score = 1 FROM accounts a JOIN kv ON kv.tenant_id = a.id WHERE a.id = account_id AND kv.key = 'Key1' RETURNING posts.id, kv.value, a.email;
UPDATE seats SET price = n.price FROM (VALUES ('a', 3), ('b', 4)) AS n(code, price) WHERE n.code = seats.code RETURNING seats.code, n.price;
UPDATE accounts SET name = 'x' WHERE id < 4 RETURNING (SELECT count(*) FROM posts p WHERE p.account_id = accounts.id) AS n, id;
UPDATE accounts a SET name = 'x' WHERE id < 4 RETURNING (SELECT max(p.id) FROM posts p WHERE p.account_id = a.id) AS last, a.id;
UPDATE kv k SET version = 7 WHERE k.version = 2 RETURNING k.*, upper(k.value) AS loud;
INSERT INTO kv AS k (tenant_id, key) VALUES (9, 'Key9') ON CONFLICT (tenant_id, key) DO UPDATE SET version = k.version + 1 RETURNING k.*;
DELETE FROM jobs USING accounts a WHERE a.id = jobs.id RETURNING jobs.*, a.plan;
DELETE FROM jobs j WHERE j.id < 5 RETURNING EXISTS (SELECT 1 FROM accounts a WHERE a.id = j.id AND a.active) AS is_active, j.id;
DELETE FROM events WHERE ctid IN (SELECT ctid FROM events WHERE kind = 'view' ORDER BY "time" LIMIT 5);
DELETE FROM seats s WHERE s.ctid = (SELECT t.ctid FROM seats t ORDER BY t.code DESC LIMIT 1);
-- LATERAL of several rows
SELECT a.id, p.id, p.title FROM accounts a CROSS JOIN LATERAL (SELECT p.id, p.title FROM posts p WHERE p.account_id = a.id ORDER BY p.views DESC, p.id LIMIT 2) p ORDER BY a.id, p.id;
SELECT a.id, p.* FROM accounts a LEFT JOIN LATERAL (SELECT * FROM posts WHERE account_id = a.id AND views > 50 ORDER BY id DESC LIMIT $1) AS p ON true ORDER BY a.id, p.id; -- [2]
SELECT a.id, x.n, x.title FROM accounts a, LATERAL (SELECT id, title FROM posts WHERE account_id = a.id) x(n) WHERE a.id < 5 ORDER BY 1, 2;
SELECT * FROM kv, LATERAL (SELECT code, price FROM seats s WHERE s.price > kv.version ORDER BY s.price OFFSET 1) AS s(c) ORDER BY kv.tenant_id, kv.key, s.c;
SELECT a.id, p.id, c.id FROM accounts a JOIN LATERAL (SELECT id FROM posts WHERE account_id = a.id ORDER BY id LIMIT 2) p ON true JOIN LATERAL (SELECT id FROM comments WHERE post_id = p.id ORDER BY id DESC LIMIT 3) c ON c.id > a.id ORDER BY 1, 2, 3;
SELECT a.id, x.title, x.author, x.c FROM accounts a LEFT JOIN LATERAL (SELECT p.title, c.author, c.id AS c FROM posts p JOIN comments c ON c.post_id = p.id WHERE p.account_id = a.id AND c.id > $1 ORDER BY c.id DESC LIMIT 3) x ON true ORDER BY a.id, x.c; -- [5]
SELECT a.id, x.* FROM accounts a, LATERAL (SELECT c.id AS c, c.parent_id, r.content FROM comments c JOIN comments r ON r.id = c.parent_id JOIN posts p ON p.id = c.post_id WHERE p.account_id = a.id) x ORDER BY a.id, x.c;
-- spans of time
SELECT id, (created_at, deleted_at) OVERLAPS ('2024-01-10', '2024-03-01'), (created_at, interval '2 days') OVERLAPS ('2024-01-12'::timestamptz, '2024-01-08'::timestamptz), (birthday, NULL::date) OVERLAPS (birthday, birthday + 1) FROM accounts ORDER BY id;
SELECT a.id, b.id FROM accounts a JOIN accounts b ON a.id < b.id AND (a.created_at, a.created_at + interval '1 day') OVERLAPS (b.created_at, b.created_at + interval '1 day') ORDER BY 1, 2;
SELECT (time '10:00', time '12:00') OVERLAPS (time '12:00', time '13:00'), (time '13:00', time '12:00') OVERLAPS (time '12:30', interval '5 minutes'), (NULL::date, date '2024-01-01') OVERLAPS (date '2024-01-01', NULL), (date '2024-01-01', date '2024-01-01') OVERLAPS (date '2024-01-01', date '2024-01-03'), (timestamp '2024-01-01', timestamp '2024-01-02') OVERLAPS (timestamp '2024-01-02', timestamp '2024-01-03'), (date '2024-01-05', NULL) OVERLAPS (date '2024-01-01', date '2024-01-03'), (date '2024-01-05', NULL) OVERLAPS (date '2024-01-01', date '2024-01-09');
SELECT id, count(*) OVER (PARTITION BY kind ORDER BY "time" RANGE BETWEEN interval '1 day' PRECEDING AND CURRENT ROW), sum("interval") OVER (ORDER BY "time" DESC RANGE BETWEEN '12 hours' PRECEDING AND '36:00:01' FOLLOWING) FROM events ORDER BY id;
SELECT id, count(*) OVER w, min(id) OVER w FROM accounts WINDOW w AS (ORDER BY birthday NULLS FIRST RANGE BETWEEN '700 days' PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY id;
SELECT id, count(*) OVER (ORDER BY birthday RANGE BETWEEN '300 days' PRECEDING AND '10 days' FOLLOWING EXCLUDE CURRENT ROW) FROM accounts ORDER BY id;
SELECT id, date_trunc('day', created_at, 'America/New_York'), date_trunc('month', created_at, 'UTC') FROM accounts ORDER BY id;
SELECT id FROM posts WHERE title LIKE '%' || $1 || '%' ESCAPE '!' ORDER BY id; -- ["0!%"]
SELECT id FROM posts WHERE title NOT ILIKE $1 ESCAPE '#' ORDER BY id; -- ["%1#%%"]
SELECT name LIKE $1 ESCAPE '\', name LIKE $2 ESCAPE '%' FROM accounts ORDER BY id; -- ["Ann\\_%", "_nn%%"]
-- times and intervals that are bound, and members of objects
SELECT id FROM accounts WHERE created_at > $1 AND created_at <= $2::timestamptz AND coalesce(updated_at, $3) < $4 ORDER BY id; -- ["2024-01-03 00:00:00", "2024-02-01 00:00:00", "2024-01-01 00:00:00", "2025-01-01 00:00:00"]
SELECT tenant_id, jsonb_object_agg(key, value ORDER BY key DESC) AS o FROM kv GROUP BY tenant_id ORDER BY tenant_id;
SELECT json_object_agg(key, version ORDER BY key) FROM kv WHERE tenant_id = $1; -- [1]
SELECT count(*) FROM (SELECT FROM posts GROUP BY ROLLUP (status)) x;
SELECT d, count(*) OVER (ORDER BY d RANGE BETWEEN '1 day' PRECEDING AND '00:00:01' FOLLOWING) FROM (VALUES (timestamp '2024-01-01 00:00:00'), ('2024-01-02 00:00:00'), ('2024-01-02 00:00:01'), ('2024-01-03 00:00:01'), ('2024-01-03 00:00:02.5')) v(d) ORDER BY d;
SELECT 'Ann' LIKE $1 ESCAPE '%', 'Ann%' LIKE $1 ESCAPE '%'; -- ["_nn%%"]
-- conditions over the table that is changed: all rows are looked at before
UPDATE comments c SET content = 'x' WHERE EXISTS (SELECT 1 FROM comments p WHERE p.id = c.parent_id AND p.content <> 'x');
UPDATE jobs j SET priority = 99 WHERE NOT EXISTS (SELECT 1 FROM jobs k WHERE k.queue = j.queue AND k.priority = 99);
WITH k AS (SELECT id, parent_id, content FROM comments) UPDATE comments c SET content = 'y' WHERE (SELECT k.content FROM k WHERE k.id = c.parent_id) <> 'y' RETURNING id;
UPDATE jobs SET locked_by = 'z' WHERE (SELECT n FROM job_counts c WHERE c.queue = jobs.queue) > 5 AND NOT EXISTS (SELECT 1 FROM jobs k WHERE k.queue = jobs.queue AND k.locked_by = 'z');
UPDATE seats SET price = 1 WHERE price > (SELECT min(s.price) FROM seats s WHERE s.code <> seats.code);
DELETE FROM posts p WHERE p.id > 850 RETURNING p.id, (SELECT count(*) FROM accounts a WHERE a.id = p.account_id) AS n;
UPDATE posts p SET views = (SELECT count(*) FROM comments c WHERE c.post_id = p.id) RETURNING id, (SELECT count(*) FROM comments c WHERE c.post_id = p.id) AS n;
SELECT id, lag(created_at, 1, $1) OVER (ORDER BY id), lead(birthday, 2, '2024-01-01') OVER (ORDER BY id) FROM accounts ORDER BY id; -- ["2024-01-01 00:00:00"]
SELECT id, date_bin('15 minutes', created_at, $1) FROM accounts ORDER BY id; -- ["2024-01-01 00:07:00"]
