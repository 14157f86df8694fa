/* Numbers for people: by day and month, shares, ranks, gaps. */

-- name: SignupsByDay :many
SELECT date_trunc('day', created_at)::date AS day, count(*) AS n FROM users WHERE created_at >= now() - interval '30 days' GROUP BY 1 ORDER BY 1;

-- name: RevenueByMonth :many
SELECT to_char(ordered_on, 'YYYY-MM') AS month, sum(total) AS revenue, avg(total) AS mean, count(DISTINCT user_id) AS buyers
FROM orders WHERE state <> 'cart' GROUP BY 1 ORDER BY 1;

-- name: RevenueByYear :many
SELECT extract(year FROM ordered_on)::int AS year, extract(month FROM ordered_on)::int AS month, sum(total) AS revenue FROM orders GROUP BY 1, 2 ORDER BY 1, 2;

-- name: RevenueRollup :many
SELECT state, date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY ROLLUP (state, date_trunc('month', created_at)) ORDER BY state NULLS LAST, month NULLS LAST;

-- name: TopProducts :many
SELECT p.sku, p.name, sum(i.quantity) AS sold, sum(i.quantity * i.unit_price) AS revenue
FROM order_items i JOIN products p ON p.id = i.product_id JOIN orders o ON o.id = i.order_id
WHERE o.state IN ('paid', 'shipped') GROUP BY p.id, p.sku, p.name ORDER BY revenue DESC LIMIT 10;

-- name: ShareOfStates :many
SELECT state, count(*) AS n, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent FROM orders GROUP BY state ORDER BY n DESC;

-- name: MonthOverMonth :many
WITH months AS (
    SELECT date_trunc('month', created_at) AS month, sum(total) AS revenue FROM orders GROUP BY 1
)
SELECT month, revenue, revenue - lag(revenue) OVER (ORDER BY month) AS change FROM months ORDER BY month;

-- name: DaysWithoutOrders :many
SELECT d::date AS day FROM generate_series(sqlc.arg(since)::date, sqlc.arg(until)::date, interval '1 day') AS d
LEFT JOIN orders o ON o.ordered_on = d::date WHERE o.id IS NULL ORDER BY 1;

-- name: SpendOfUsers :many
SELECT u.id, u.username, coalesce(sum(o.total), 0) AS spent, count(o.id) AS orders, max(o.created_at) AS last_order
FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.state <> 'cart'
GROUP BY u.id, u.username HAVING coalesce(sum(o.total), 0) > $1 ORDER BY spent DESC;

-- name: SpendRank :many
SELECT user_id, total, row_number() OVER (PARTITION BY user_id ORDER BY total DESC) AS place, ntile(4) OVER (ORDER BY total) AS quarter FROM orders;

-- name: BestOrderOfEachUser :many
SELECT * FROM (SELECT o.*, rank() OVER (PARTITION BY o.user_id ORDER BY o.total DESC) AS place FROM orders o) ranked WHERE place = 1;

-- name: StockValue :one
SELECT sum(price * stock)::numeric(14,2) AS value, count(*) FILTER (WHERE stock = 0) AS sold_out FROM products;

-- name: PriceBands :many
SELECT CASE WHEN price < 10 THEN 'cheap' WHEN price < 100 THEN 'middle' ELSE 'dear' END AS band, count(*) AS n, min(price), max(price) FROM products GROUP BY band ORDER BY n DESC;

-- name: LowStock :many
SELECT sku, name, stock FROM products WHERE stock <= sqlc.arg(least)::int ORDER BY stock, name;

-- name: UnsoldProducts :many
SELECT id, sku FROM products EXCEPT SELECT p.id, p.sku FROM products p JOIN order_items i ON i.product_id = p.id ORDER BY sku;

-- name: ActiveUsers :one
SELECT count(DISTINCT user_id) FROM (SELECT user_id FROM orders WHERE created_at > $1 UNION SELECT sender_id FROM messages WHERE created_at > $1) AS active;

-- name: RetentionWeeks :many
SELECT date_trunc('week', u.created_at)::date AS cohort, count(DISTINCT u.id) AS users, count(DISTINCT o.user_id) AS buyers
FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY 1 ORDER BY 1;

-- name: MessagesPerHour :many
SELECT extract(hour FROM created_at)::int AS hour, count(*) FROM messages WHERE room_id = $1 GROUP BY 1 ORDER BY 1;

-- name: BusiestRooms :many
SELECT r.name, count(m.id) AS n FROM rooms r JOIN messages m ON m.room_id = r.id WHERE m.created_at >= CURRENT_DATE - 7 GROUP BY r.id, r.name ORDER BY n DESC, r.name LIMIT 5;

-- name: SilentMembers :many
SELECT m.user_id FROM members m WHERE m.room_id = $1 AND NOT EXISTS (SELECT FROM messages x WHERE x.room_id = m.room_id AND x.sender_id = m.user_id);

-- name: AverageTimeToComplete :one
SELECT (extract(epoch FROM avg(completed_at - created_at)) / 3600)::double precision AS hours FROM tasks WHERE completed_at IS NOT NULL;

-- name: TasksPerAssignee :many
SELECT coalesce(u.username, 'nobody') AS who, count(*) AS n, string_agg(t.title, ', ' ORDER BY t.id) AS titles
FROM tasks t LEFT JOIN users u ON u.id = t.assignee_id WHERE t.status != 'done' GROUP BY u.username ORDER BY n DESC, who;

-- name: TaskAges :many
SELECT id, (CURRENT_DATE - created_at::date) AS days FROM tasks ORDER BY days DESC, id LIMIT 10;

-- name: EstimateTotals :many
SELECT team_id, sum(estimate) AS total FROM tasks GROUP BY team_id ORDER BY team_id;

-- name: PostStats :one
SELECT count(*)::int AS posts, coalesce(avg(rating), 0)::float8 AS rating, coalesce(sum(views), 0)::bigint AS views FROM posts WHERE author_id = $1;

-- name: TrendingPosts :many
SELECT p.id, p.title, p.views / greatest(extract(day FROM now() - p.published_at), 1) AS per_day FROM posts p WHERE p.published ORDER BY per_day DESC LIMIT 10;

-- name: SlugTaken :one
SELECT EXISTS (SELECT 1 FROM posts WHERE slug = sqlc.arg(slug) AND id <> coalesce(sqlc.narg(id), 0)) AS taken;

-- name: SimilarSlugs :many
SELECT slug FROM posts WHERE slug LIKE sqlc.arg(prefix)::text || '-%' OR slug = sqlc.arg(prefix) ORDER BY length(slug) DESC, slug DESC;

-- name: WordsInTitles :many
SELECT lower(word) AS word, count(*) FROM posts, regexp_split_to_table(title, '\s+') AS word GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC, 1;

-- name: InitialsOfUsers :many
SELECT username, upper(left(full_name, 1)) || coalesce('. ' || upper(substring(split_part(full_name, ' ', 2) from 1 for 1)), '') AS initials FROM users WHERE full_name IS NOT NULL;

-- name: EmailDomains :many
SELECT split_part(email, '@', 2) AS domain, count(*) AS n FROM users GROUP BY domain ORDER BY n DESC, domain;

-- name: FlagCounts :many
SELECT f.key, count(*) AS n FROM users u, jsonb_each_text(u.settings) AS f WHERE f.value = 'true' GROUP BY f.key ORDER BY 1;

-- name: LargestTransfers :many
SELECT t.id, a.owner AS sender, b.owner AS receiver, t.amount FROM transfers t
JOIN accounts a ON t.from_account_id = a.id JOIN accounts b ON t.to_account_id = b.id
WHERE a.currency = b.currency ORDER BY t.amount DESC, t.id LIMIT $1;

-- name: BalanceCheck :many
SELECT a.id, a.balance, coalesce(sum(e.amount), 0)::bigint AS entries FROM accounts a LEFT JOIN entries e ON e.account_id = a.id GROUP BY a.id, a.balance HAVING a.balance <> coalesce(sum(e.amount), 0);

-- name: Dashboard :one
SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM posts WHERE published) AS posts, (SELECT sum(total) FROM orders WHERE state = 'paid') AS revenue, (SELECT count(*) FROM tasks WHERE status = 'todo') AS open_tasks;
