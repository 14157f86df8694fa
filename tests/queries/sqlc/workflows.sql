-- What applications do besides: locks on rows, upserts, queues, trees.

-- name: AddAccountBalance :one
UPDATE accounts SET balance = balance + sqlc.arg(amount) WHERE id = sqlc.arg(id) RETURNING *;

-- name: ListEntriesOfOwner :many
SELECT e.id, e.amount, e.created_at, a.currency
FROM entries e
JOIN accounts a ON a.id = e.account_id
WHERE a.owner = $1
ORDER BY e.created_at DESC, e.id DESC
LIMIT $2 OFFSET $3;

-- name: ListTransfersBetween :many
SELECT * FROM transfers
WHERE (from_account_id = $1 OR to_account_id = $2)
  AND created_at >= $3 AND created_at < $4
ORDER BY id;

-- name: GetAccountStatement :many
SELECT e.id, e.amount, sum(e.amount) OVER (ORDER BY e.id) AS running
FROM entries e WHERE e.account_id = $1 ORDER BY e.id;

-- name: OpenAccount :one
INSERT INTO accounts (owner, balance, currency) VALUES ($1, 0, $2)
ON CONFLICT (owner, currency) DO NOTHING
RETURNING *;

-- name: TotalByCurrency :many
SELECT currency, sum(balance)::bigint AS total, count(*) AS n FROM accounts GROUP BY currency HAVING count(*) > 1 ORDER BY total DESC;

-- name: BlockSessions :execrows
UPDATE sessions SET is_blocked = true WHERE user_id = $1 AND NOT is_blocked;

-- name: DeleteExpiredSessions :execrows
DELETE FROM sessions WHERE expires_at < now();

-- name: GetActiveSession :one
SELECT s.*, u.username, u.role FROM sessions s INNER JOIN users u ON u.id = s.user_id
WHERE s.refresh_token = $1 AND s.expires_at > now() AND s.is_blocked = FALSE LIMIT 1;

-- name: GetUserByEmail :one
SELECT * FROM users WHERE lower(email) = lower(sqlc.arg(email)) AND deleted_at IS NULL;

-- name: GetUserByLogin :one
SELECT id, password_hash FROM users WHERE (username = @login OR email = @login) AND is_active;

-- name: UpdateUserProfile :one
UPDATE users
SET full_name = COALESCE(sqlc.narg(full_name), full_name),
    bio = CASE WHEN sqlc.arg(set_bio)::boolean THEN sqlc.narg(bio) ELSE bio END,
    avatar_url = NULLIF(sqlc.arg(avatar_url)::text, ''),
    updated_at = now()
WHERE id = sqlc.arg(id)
RETURNING id, username, full_name, bio, avatar_url, updated_at;

-- name: SoftDeleteUser :exec
UPDATE users SET deleted_at = now(), is_active = false, email = 'deleted+' || id::text || '@example.org' WHERE id = $1;

-- name: TouchUser :exec
UPDATE users SET last_login_at = CURRENT_TIMESTAMP WHERE id = $1;

-- name: SetUserSetting :exec
UPDATE users SET settings = jsonb_set(settings, '{theme}', to_jsonb(sqlc.arg(theme)::text), true) WHERE id = sqlc.arg(id);

-- name: MergeUserSettings :one
UPDATE users SET settings = settings || sqlc.arg(patch)::jsonb, updated_at = now() WHERE id = sqlc.arg(id) RETURNING settings;

-- name: GetUserTheme :one
SELECT settings->>'theme' AS theme FROM users WHERE id = $1;

-- name: ListUsersWithSetting :many
SELECT id FROM users WHERE settings->>'locale' = $1 AND (settings->'flags'->>'beta')::boolean;

-- name: AddUserTag :exec
UPDATE users SET tags = array_append(tags, $2) WHERE id = $1 AND NOT ($2 = ANY(tags));

-- name: RemoveUserTag :exec
UPDATE users SET tags = array_remove(tags, $2) WHERE id = $1;

-- name: ListUsersWithTag :many
SELECT id, username FROM users WHERE $1::text = ANY(tags) ORDER BY username;

-- name: ListUsersWithAllTags :many
SELECT id FROM users WHERE tags @> sqlc.arg(tags)::text[];

-- name: FilterUsers :many
SELECT id, username, email, role, created_at FROM users
WHERE (sqlc.narg('role')::role IS NULL OR role = sqlc.narg('role'))
  AND (sqlc.narg('search')::text IS NULL OR username ILIKE '%' || sqlc.narg('search') || '%' OR email ILIKE '%' || sqlc.narg('search') || '%')
  AND (sqlc.narg('created_after')::timestamptz IS NULL OR created_at > sqlc.narg('created_after'))
  AND deleted_at IS NULL
ORDER BY
  CASE WHEN sqlc.arg('sort')::text = 'username' THEN username END ASC,
  CASE WHEN sqlc.arg('sort')::text = '-username' THEN username END DESC,
  created_at DESC
LIMIT sqlc.arg('limit') OFFSET sqlc.arg('offset');

-- name: ListUsersPage :many
SELECT *, count(*) OVER () AS total FROM users WHERE (created_at, id) < (@created_at::timestamptz, @id::uuid) ORDER BY created_at DESC, id DESC LIMIT @n;

-- name: PublishPost :one
UPDATE posts SET published = true, published_at = COALESCE(published_at, now()) WHERE id = @id AND author_id = @author_id RETURNING *;

-- name: IncrementViews :exec
UPDATE posts SET views = views + 1 WHERE slug = $1;

-- name: GetPostWithAuthor :one
SELECT sqlc.embed(p), sqlc.embed(u) FROM posts p JOIN users u ON u.id = p.author_id WHERE p.slug = $1;

-- name: ListFeed :many
SELECT p.id, p.title, p.slug, u.username AS author, (SELECT count(*) FROM comments c WHERE c.post_id = p.id) AS comments
FROM posts p
JOIN users u ON u.id = p.author_id
JOIN follows f ON f.followee_id = p.author_id AND f.follower_id = @user_id
WHERE p.published
ORDER BY p.published_at DESC NULLS LAST
LIMIT @n OFFSET @skip;

-- name: ListPostsWithTags :many
SELECT p.id, p.title, array_agg(t.name ORDER BY t.name)::text[] AS tags
FROM posts p
JOIN post_tags pt ON pt.post_id = p.id
JOIN tags t ON t.id = pt.tag_id
GROUP BY p.id, p.title
ORDER BY p.id;

-- name: ListPostsByTag :many
SELECT p.* FROM posts p INNER JOIN post_tags pt ON p.id = pt.post_id INNER JOIN tags t ON t.id = pt.tag_id
WHERE t.name = $1 AND p.published = true ORDER BY p.created_at DESC LIMIT 20;

-- name: UpsertTag :one
INSERT INTO tags (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name RETURNING id;

-- name: GetOrCreateTag :one
WITH new_tag AS (
    INSERT INTO tags (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING id
)
SELECT id FROM new_tag
UNION ALL
SELECT id FROM tags WHERE name = $1
LIMIT 1;

-- name: TagPost :exec
INSERT INTO post_tags (post_id, tag_id)
SELECT @post_id, id FROM tags WHERE name = ANY(@names::text[])
ON CONFLICT DO NOTHING;

-- name: CreateTags :many
INSERT INTO tags (name) SELECT unnest(@names::text[]) ON CONFLICT DO NOTHING RETURNING *;

-- name: UntagPost :exec
DELETE FROM post_tags pt USING tags t WHERE pt.tag_id = t.id AND pt.post_id = $1 AND t.name = $2;

-- name: CommentTree :many
WITH RECURSIVE tree AS (
    SELECT id, parent_id, body, 0 AS depth FROM comments WHERE post_id = $1 AND parent_id IS NULL
    UNION ALL
    SELECT c.id, c.parent_id, c.body, t.depth + 1 FROM comments c JOIN tree t ON c.parent_id = t.id
)
SELECT * FROM tree ORDER BY depth, id;

-- name: LatestCommentOfEachPost :many
SELECT DISTINCT ON (post_id) post_id, id, body, created_at FROM comments ORDER BY post_id, created_at DESC, id DESC;

-- name: Follow :exec
INSERT INTO follows (follower_id, followee_id) VALUES (@follower, @followee) ON CONFLICT (follower_id, followee_id) DO NOTHING;

-- name: MutualFollowers :many
SELECT u.id, u.username FROM users u
WHERE EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $1 AND f.followee_id = u.id)
  AND EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = u.id AND f.followee_id = $1);

-- name: SuggestUsers :many
SELECT f2.followee_id, count(*) AS common FROM follows f1 JOIN follows f2 ON f1.followee_id = f2.follower_id
WHERE f1.follower_id = @id AND f2.followee_id <> @id
  AND f2.followee_id NOT IN (SELECT followee_id FROM follows WHERE follower_id = @id)
GROUP BY f2.followee_id ORDER BY common DESC, 1 LIMIT 10;

-- name: ListRoomsOfUser :many
SELECT r.*, m.role, (SELECT max(id) FROM messages WHERE room_id = r.id)::bigint AS last_message_id
FROM rooms r JOIN members m ON m.room_id = r.id WHERE m.user_id = @user_id ORDER BY last_message_id DESC NULLS LAST;

-- name: UnreadCounts :many
SELECT m.room_id, count(msg.id) AS unread
FROM members m LEFT JOIN messages msg ON msg.room_id = m.room_id AND msg.id > m.last_read_id AND msg.sender_id <> m.user_id
WHERE m.user_id = $1 GROUP BY m.room_id;

-- name: MarkRead :exec
UPDATE members SET last_read_id = greatest(last_read_id, @message_id) WHERE room_id = @room_id AND user_id = @user_id;

-- name: ListMessagesBefore :many
SELECT * FROM (
    SELECT * FROM messages WHERE room_id = @room_id AND (sqlc.narg(before)::bigint IS NULL OR id < sqlc.narg(before)) ORDER BY id DESC LIMIT @n
) page ORDER BY id;

-- name: EditMessage :one
UPDATE messages SET content = @content, edited_at = now() WHERE id = @id AND sender_id = @sender_id AND created_at > now() - interval '15 minutes' RETURNING *;

-- name: LastMessageOfRooms :many
SELECT r.id, r.name, last.content, last.created_at
FROM rooms r LEFT JOIN LATERAL (SELECT content, created_at FROM messages WHERE room_id = r.id ORDER BY id DESC LIMIT 1) last ON true
ORDER BY r.id;

-- name: AddMembers :copyfrom
INSERT INTO members (room_id, user_id, role) VALUES ($1, $2, $3);

-- name: PromoteMember :exec
UPDATE members SET role = 'admin' WHERE room_id = $1 AND user_id = $2 AND role = 'member'::role;

-- name: MessagesWithAttachment :many
SELECT id FROM messages WHERE jsonb_array_length(attachments) > 0 AND attachments->0->>'type' = $1;

-- name: RoomMetadata :one
SELECT metadata #>> '{limits,members}' AS most FROM rooms WHERE id = $1;

-- name: ReserveStock :one
UPDATE products SET stock = stock - @quantity WHERE id = @id AND stock >= @quantity RETURNING stock;

-- name: ListProductsInPriceRange :many
SELECT * FROM products WHERE price BETWEEN $1 AND $2 AND stock > 0 ORDER BY price, name LIMIT $3;

-- name: ListCheapest :many
SELECT id, name, price, rank() OVER (ORDER BY price) AS place FROM products ORDER BY price FETCH FIRST 5 ROWS ONLY;

-- name: ProductsWithAttribute :many
SELECT sku FROM products WHERE attributes ? $1;

-- name: ProductsLike :many
SELECT sku, name FROM products WHERE name ILIKE sqlc.arg(pattern) OR coalesce(description, '') ILIKE sqlc.arg(pattern);

-- name: BulkUpdatePrices :exec
UPDATE products SET price = data.price FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@prices::numeric[]) AS price) AS data WHERE products.id = data.id;

-- name: RoundPrices :exec
UPDATE products SET price = round(price * (1 + $1::numeric / 100), 2);

-- name: GetCart :one
SELECT * FROM orders WHERE user_id = $1 AND state = 'cart' ORDER BY created_at DESC LIMIT 1;

-- name: AddToCart :one
INSERT INTO order_items AS i (order_id, product_id, quantity, unit_price)
SELECT @order_id, p.id, @quantity, p.price FROM products p WHERE p.id = @product_id
ON CONFLICT (order_id, product_id) DO UPDATE SET quantity = i.quantity + excluded.quantity
RETURNING *;

-- name: RecalculateTotal :one
UPDATE orders SET total = (SELECT coalesce(sum(quantity * unit_price), 0) FROM order_items WHERE order_id = orders.id), updated_at = now()
WHERE id = $1 RETURNING total;

-- name: GetOrderWithItems :many
SELECT o.id, o.state, i.quantity, i.unit_price, p.name, i.quantity * i.unit_price AS line_total
FROM orders o LEFT JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.id = i.product_id WHERE o.id = $1;

-- name: PayOrder :execrows
UPDATE orders SET state = 'paid', ordered_on = CURRENT_DATE WHERE id = $1 AND state = 'cart';

-- name: DeleteEmptyCarts :exec
DELETE FROM orders o WHERE o.state = 'cart' AND NOT EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id) AND o.created_at < now() - interval '7 days';

-- name: ArchiveReturned :execrows
WITH gone AS (
    DELETE FROM orders WHERE state = 'returned' AND updated_at < $1 RETURNING id, user_id, total
)
INSERT INTO audit_log (actor_id, action, entity, entity_id, data)
SELECT user_id, 'archived', 'order', id::text, jsonb_build_object('total', total) FROM gone;

-- name: OrderAsJSON :one
SELECT json_build_object('id', o.id, 'state', o.state, 'items', coalesce(json_agg(json_build_object('sku', p.sku, 'n', i.quantity) ORDER BY p.sku) FILTER (WHERE p.id IS NOT NULL), '[]'::json)) AS document
FROM orders o LEFT JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.id = i.product_id WHERE o.id = $1 GROUP BY o.id;

-- name: CompleteTask :one
UPDATE tasks SET status = 'done', completed_at = now(), updated_at = now() WHERE id = $1 RETURNING id, completed_at;

-- name: ListOverdueTasks :many
SELECT id, title, due_date, CURRENT_DATE - due_date AS days_late FROM tasks WHERE due_date < CURRENT_DATE AND completed_at IS NULL ORDER BY due_date;

-- name: ListTasksDueWithin :many
SELECT id, title FROM tasks WHERE due_date BETWEEN CURRENT_DATE AND CURRENT_DATE + sqlc.arg(days)::int AND status <> 'done';

-- name: MoveTask :exec
UPDATE tasks SET position = position + CASE WHEN @up::boolean THEN -1 ELSE 1 END WHERE team_id = @team_id AND position >= @from_position AND position <= @to_position;

-- name: NextPosition :one
SELECT (COALESCE(MAX(position), 0) + 1)::int FROM tasks WHERE team_id = $1;

-- name: TasksByLabel :many
SELECT label, count(*) FROM tasks, unnest(labels) AS label WHERE team_id = $1 GROUP BY label ORDER BY 2 DESC, 1;

-- name: TaskSummary :one
SELECT count(*) AS total,
       count(*) FILTER (WHERE status = 'done') AS done,
       count(*) FILTER (WHERE due_date < CURRENT_DATE AND status <> 'done') AS late,
       sum(CASE WHEN priority > 2 THEN 1 ELSE 0 END) AS urgent
FROM tasks WHERE team_id = $1;

-- name: AssignTasks :execrows
UPDATE tasks SET assignee_id = sqlc.narg(assignee_id) WHERE id IN (SELECT id FROM tasks WHERE team_id = sqlc.arg(team_id) AND assignee_id IS NULL ORDER BY priority DESC, id LIMIT sqlc.arg(n));

-- name: EnqueueJob :one
INSERT INTO jobs (queue, payload, run_at) VALUES ($1, $2, now() + make_interval(secs => $3)) RETURNING id;

-- name: ClaimJob :one
UPDATE jobs SET locked_at = now(), locked_by = $1, attempts = attempts + 1
WHERE id = (
    SELECT id FROM jobs
    WHERE queue = $2 AND run_at <= now() AND locked_at IS NULL AND finished_at IS NULL AND attempts < max_attempts
    ORDER BY run_at, id
    FOR UPDATE SKIP LOCKED
    LIMIT 1
)
RETURNING *;

-- name: ClaimJobs :many
WITH picked AS (
    SELECT id FROM jobs WHERE queue = $1 AND locked_at IS NULL AND run_at <= now() ORDER BY run_at LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE jobs SET locked_at = now(), locked_by = $3 FROM picked WHERE jobs.id = picked.id RETURNING jobs.id, jobs.payload;

-- name: FinishJob :exec
UPDATE jobs SET finished_at = now(), locked_at = NULL, locked_by = NULL, last_error = NULL WHERE id = $1;

-- name: RetryJob :exec
UPDATE jobs SET locked_at = NULL, locked_by = NULL, last_error = @error::text, run_at = now() + interval '1 second' * (attempts * attempts) WHERE id = @id;

-- name: ReleaseStuckJobs :execrows
UPDATE jobs SET locked_at = NULL, locked_by = NULL WHERE locked_at < NOW() - INTERVAL '5 minutes' AND finished_at IS NULL;

-- name: DeleteOldJobs :execrows
DELETE FROM jobs WHERE finished_at IS NOT NULL AND finished_at < now() - ($1::int * interval '1 day');

-- name: Log :exec
INSERT INTO audit_log (actor_id, action, entity, entity_id, data) VALUES (sqlc.narg(actor_id), @action, @entity, @entity_id, @data);

-- name: LogMany :exec
INSERT INTO audit_log (action, entity, entity_id) SELECT @action::text, e, i FROM unnest(@entities::text[], @ids::text[]) AS t(e, i);

-- name: HistoryOf :many
SELECT l.id, l.action, l.created_at, u.username FROM audit_log l LEFT OUTER JOIN users u ON u.id = l.actor_id
WHERE l.entity = $1 AND l.entity_id = $2 ORDER BY l.id DESC;
