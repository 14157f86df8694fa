-- Of the chat, in its own style.
-- name: CreateRoom :one
INSERT INTO rooms (
    name, topic, is_private, owner_id, metadata
) VALUES (
    @name, @topic, @is_private, @owner_id, @metadata
)
RETURNING *;

-- name: GetRoom :one
SELECT * FROM rooms
WHERE id = @id
LIMIT 1;

-- name: ListRooms :many
SELECT * FROM rooms
ORDER BY id
LIMIT @limit
OFFSET @offset;

-- name: UpdateRoom :one
UPDATE rooms SET
    name = coalesce(sqlc.narg(name), name), topic = coalesce(sqlc.narg(topic), topic), is_private = coalesce(sqlc.narg(is_private), is_private), owner_id = coalesce(sqlc.narg(owner_id), owner_id), metadata = coalesce(sqlc.narg(metadata), metadata)
WHERE id = @id
RETURNING *;

-- name: DeleteRoom :exec
DELETE FROM rooms WHERE id = @id;

-- name: CountRooms :one
SELECT count(*) FROM rooms;

-- name: RoomExists :one
SELECT EXISTS(SELECT 1 FROM rooms WHERE id = @id);

-- name: SearchRooms :many
SELECT id, name FROM rooms
WHERE name ILIKE '%' || @query || '%'
ORDER BY name ASC, id
LIMIT @n;

-- name: ListRoomsByIDs :many
SELECT * FROM rooms WHERE id = ANY(@ids::bigint[]);

-- name: CreateMember :one
INSERT INTO members (
    room_id, user_id, role
) VALUES (
    @room_id, @user_id, @role
)
RETURNING *;

-- name: GetMember :one
SELECT * FROM members
WHERE room_id = @room_id AND user_id = @user_id
LIMIT 1;

-- name: ListMembers :many
SELECT * FROM members
ORDER BY joined_at
LIMIT @limit
OFFSET @offset;

-- name: UpdateMember :one
UPDATE members SET
    role = coalesce(sqlc.narg(role), role)
WHERE room_id = @room_id AND user_id = @user_id
RETURNING *;

-- name: DeleteMember :exec
DELETE FROM members WHERE room_id = @room_id AND user_id = @user_id;

-- name: CountMembers :one
SELECT count(*) FROM members;

-- name: MemberExists :one
SELECT EXISTS(SELECT 1 FROM members WHERE room_id = @room_id AND user_id = @user_id);

-- name: CreateMessage :one
INSERT INTO messages (
    room_id, sender_id, content, attachments
) VALUES (
    @room_id, @sender_id, @content, @attachments
)
RETURNING *;

-- name: GetMessage :one
SELECT * FROM messages
WHERE id = @id
LIMIT 1;

-- name: ListMessages :many
SELECT * FROM messages
ORDER BY id
LIMIT @limit
OFFSET @offset;

-- name: UpdateMessage :one
UPDATE messages SET
    room_id = coalesce(sqlc.narg(room_id), room_id), sender_id = coalesce(sqlc.narg(sender_id), sender_id), content = coalesce(sqlc.narg(content), content), attachments = coalesce(sqlc.narg(attachments), attachments)
WHERE id = @id
RETURNING *;

-- name: DeleteMessage :exec
DELETE FROM messages WHERE id = @id;

-- name: CountMessages :one
SELECT count(*) FROM messages;

-- name: MessageExists :one
SELECT EXISTS(SELECT 1 FROM messages WHERE id = @id);

-- name: SearchMessages :many
SELECT id, content FROM messages
WHERE content ILIKE '%' || @query || '%'
ORDER BY content ASC, id
LIMIT @n;

-- name: ListMessagesByIDs :many
SELECT * FROM messages WHERE id = ANY(@ids::bigint[]);
