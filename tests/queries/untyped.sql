-- Run with and without the types of the columns; what stands behind a query are its parameters, as JSON.
SELECT name || ' ' || email FROM users ORDER BY id;
SELECT id FROM users WHERE name ILIKE '%' || $1 || '%' ORDER BY id; -- ["N"]
SELECT id FROM users WHERE email LIKE $1 || '%' OR name LIKE '%' || $2 ORDER BY id; -- ["ann", "b"]
SELECT $1 || 'x', 'x' || $1, $1 || $2, name || $1, $2 || name FROM users ORDER BY id; -- ["a", "b"]
SELECT 3 || $1, name || id, id || '-' || product FROM (SELECT u.name, o.id, o.product FROM users AS u JOIN orders AS o ON o.user_id = u.id) AS x; -- ["a"]
SELECT email || NULL, $1 || NULL || 'x', NULL || $1 || name, coalesce(NULL) || 'x' || name FROM users; -- ["a"]
SELECT length($1), upper($1), replace($1, 'a', $2), left($1, 2), strpos($1, 'b'); -- ["abab", "_"]
SELECT id FROM users WHERE lower(name) = lower($1) ORDER BY id; -- ["ANN"]
SELECT min(name), max(product), sum(quantity) FROM users JOIN orders ON user_id = users.id;
SELECT quantity + $1, quantity - $1, quantity * $1, quantity / $1, quantity % $1 FROM orders ORDER BY id; -- [2]
SELECT n + 1, n - 1, n * 2, n + n FROM numbers;
SELECT to_timestamp($1); -- [1709202896.25]
SELECT to_timestamp($1); -- [1709202896]
SELECT to_timestamp(f * 1000) FROM numbers WHERE f BETWEEN -1000 AND 1000;
SELECT round($1), abs($1); -- [2.5]
SELECT round($1), abs($1); -- [-3.5]
SELECT sum(x) FROM (SELECT quantity AS x FROM orders) AS s;
SELECT data -> $1, data ->> $1 FROM (SELECT profile AS data FROM users WHERE id = 1) AS p; -- ["city"]
SELECT greatest($1, $2), least($1, 'b'), coalesce($1, 'x'), nullif($1, 'a'); -- ["a", "b"]
SELECT CASE WHEN $1 = 'a' THEN $2 || 'x' ELSE $2 END; -- ["a", "b"]
