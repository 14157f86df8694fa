-- Of the blog, in its own style.
-- name: CreateUser :one
INSERT INTO users (
    username, email, password_hash, full_name, role
) VALUES (
    sqlc.arg(username), sqlc.arg(email), sqlc.arg(password_hash), sqlc.arg(full_name), sqlc.arg(role)
)
RETURNING *;

-- name: GetUser :one
SELECT * FROM users
WHERE id = sqlc.arg(id)
LIMIT 1;

-- name: ListUsers :many
SELECT * FROM users
ORDER BY created_at
LIMIT sqlc.arg(limit)
OFFSET sqlc.arg(offset);

-- name: UpdateUser :one
UPDATE users SET
    username = coalesce(sqlc.narg('username'), username), email = coalesce(sqlc.narg('email'), email), password_hash = coalesce(sqlc.narg('password_hash'), password_hash), full_name = coalesce(sqlc.narg('full_name'), full_name), role = coalesce(sqlc.narg('role'), role)
WHERE id = sqlc.arg(id)
RETURNING *;

-- name: DeleteUser :exec
DELETE FROM users WHERE id = sqlc.arg(id);

-- name: CountUsers :one
SELECT count(*) FROM users;

-- name: UserExists :one
SELECT EXISTS(SELECT 1 FROM users WHERE id = sqlc.arg(id));

-- name: SearchUsers :many
SELECT id, username FROM users
WHERE username ILIKE '%' || sqlc.arg(query) || '%'
ORDER BY username ASC, id
LIMIT sqlc.arg(n);

-- name: ListUsersByIDs :many
SELECT * FROM users WHERE id = ANY(sqlc.arg(ids)::uuid[]);

-- name: GetUserSlice :many
SELECT id FROM users WHERE id IN (sqlc.slice('ids'));

-- name: CreatePost :one
INSERT INTO posts (
    author_id, slug, title, body, published
) VALUES (
    sqlc.arg(author_id), sqlc.arg(slug), sqlc.arg(title), sqlc.arg(body), sqlc.arg(published)
)
RETURNING *;

-- name: GetPost :one
SELECT * FROM posts
WHERE id = sqlc.arg(id)
LIMIT 1;

-- name: ListPosts :many
SELECT * FROM posts
ORDER BY created_at
LIMIT sqlc.arg(limit)
OFFSET sqlc.arg(offset);

-- name: UpdatePost :one
UPDATE posts SET
    author_id = coalesce(sqlc.narg('author_id'), author_id), slug = coalesce(sqlc.narg('slug'), slug), title = coalesce(sqlc.narg('title'), title), body = coalesce(sqlc.narg('body'), body), published = coalesce(sqlc.narg('published'), published)
WHERE id = sqlc.arg(id)
RETURNING *;

-- name: DeletePost :exec
DELETE FROM posts WHERE id = sqlc.arg(id);

-- name: CountPosts :one
SELECT count(*) FROM posts;

-- name: PostExists :one
SELECT EXISTS(SELECT 1 FROM posts WHERE id = sqlc.arg(id));

-- name: SearchPosts :many
SELECT id, title FROM posts
WHERE title ILIKE '%' || sqlc.arg(query) || '%'
ORDER BY title ASC, id
LIMIT sqlc.arg(n);

-- name: ListPostsByIDs :many
SELECT * FROM posts WHERE id = ANY(sqlc.arg(ids)::int[]);

-- name: GetPostSlice :many
SELECT id FROM posts WHERE id IN (sqlc.slice('ids'));

-- name: CreateComment :one
INSERT INTO comments (
    post_id, author_id, parent_id, body
) VALUES (
    sqlc.arg(post_id), sqlc.arg(author_id), sqlc.arg(parent_id), sqlc.arg(body)
)
RETURNING *;

-- name: GetComment :one
SELECT * FROM comments
WHERE id = sqlc.arg(id)
LIMIT 1;

-- name: ListComments :many
SELECT * FROM comments
ORDER BY created_at
LIMIT sqlc.arg(limit)
OFFSET sqlc.arg(offset);

-- name: UpdateComment :one
UPDATE comments SET
    post_id = coalesce(sqlc.narg('post_id'), post_id), author_id = coalesce(sqlc.narg('author_id'), author_id), parent_id = coalesce(sqlc.narg('parent_id'), parent_id), body = coalesce(sqlc.narg('body'), body)
WHERE id = sqlc.arg(id)
RETURNING *;

-- name: DeleteComment :exec
DELETE FROM comments WHERE id = sqlc.arg(id);

-- name: CountComments :one
SELECT count(*) FROM comments;

-- name: CommentExists :one
SELECT EXISTS(SELECT 1 FROM comments WHERE id = sqlc.arg(id));

-- name: SearchComments :many
SELECT id, body FROM comments
WHERE body ILIKE '%' || sqlc.arg(query) || '%'
ORDER BY body ASC, id
LIMIT sqlc.arg(n);

-- name: ListCommentsByIDs :many
SELECT * FROM comments WHERE id = ANY(sqlc.arg(ids)::int[]);

-- name: GetCommentSlice :many
SELECT id FROM comments WHERE id IN (sqlc.slice('ids'));

-- name: CreateTag :one
INSERT INTO tags (
    name
) VALUES (
    sqlc.arg(name)
)
RETURNING *;

-- name: GetTag :one
SELECT * FROM tags
WHERE id = sqlc.arg(id)
LIMIT 1;

-- name: ListTags :many
SELECT * FROM tags
ORDER BY name
LIMIT sqlc.arg(limit)
OFFSET sqlc.arg(offset);

-- name: UpdateTag :one
UPDATE tags SET
    name = coalesce(sqlc.narg('name'), name)
WHERE id = sqlc.arg(id)
RETURNING *;

-- name: DeleteTag :exec
DELETE FROM tags WHERE id = sqlc.arg(id);

-- name: CountTags :one
SELECT count(*) FROM tags;

-- name: TagExists :one
SELECT EXISTS(SELECT 1 FROM tags WHERE id = sqlc.arg(id));

-- name: SearchTags :many
SELECT id, name FROM tags
WHERE name ILIKE '%' || sqlc.arg(query) || '%'
ORDER BY name ASC, id
LIMIT sqlc.arg(n);

-- name: ListTagsByIDs :many
SELECT * FROM tags WHERE id = ANY(sqlc.arg(ids)::int[]);

-- name: GetTagSlice :many
SELECT id FROM tags WHERE id IN (sqlc.slice('ids'));

-- name: CreatePostTag :one
INSERT INTO post_tags (
    post_id, tag_id
) VALUES (
    sqlc.arg(post_id), sqlc.arg(tag_id)
)
RETURNING *;

-- name: GetPostTag :one
SELECT * FROM post_tags
WHERE post_id = sqlc.arg(post_id) AND tag_id = sqlc.arg(tag_id)
LIMIT 1;

-- name: ListPostTags :many
SELECT * FROM post_tags
ORDER BY post_id
LIMIT sqlc.arg(limit)
OFFSET sqlc.arg(offset);

-- name: DeletePostTag :exec
DELETE FROM post_tags WHERE post_id = sqlc.arg(post_id) AND tag_id = sqlc.arg(tag_id);

-- name: CountPostTags :one
SELECT count(*) FROM post_tags;

-- name: PostTagExists :one
SELECT EXISTS(SELECT 1 FROM post_tags WHERE post_id = sqlc.arg(post_id) AND tag_id = sqlc.arg(tag_id));

-- name: CreateFollow :one
INSERT INTO follows (
    follower_id, followee_id
) VALUES (
    sqlc.arg(follower_id), sqlc.arg(followee_id)
)
RETURNING *;

-- name: GetFollow :one
SELECT * FROM follows
WHERE follower_id = sqlc.arg(follower_id) AND followee_id = sqlc.arg(followee_id)
LIMIT 1;

-- name: ListFollows :many
SELECT * FROM follows
ORDER BY created_at
LIMIT sqlc.arg(limit)
OFFSET sqlc.arg(offset);

-- name: DeleteFollow :exec
DELETE FROM follows WHERE follower_id = sqlc.arg(follower_id) AND followee_id = sqlc.arg(followee_id);

-- name: CountFollows :one
SELECT count(*) FROM follows;

-- name: FollowExists :one
SELECT EXISTS(SELECT 1 FROM follows WHERE follower_id = sqlc.arg(follower_id) AND followee_id = sqlc.arg(followee_id));
