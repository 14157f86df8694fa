-- Of the bank, in its own style.
-- name: CreateAccount :one
INSERT INTO accounts (
    owner, balance, currency
) VALUES (
    $1, $2, $3
)
RETURNING *;

-- name: GetAccount :one
SELECT * FROM accounts
WHERE id = $1
LIMIT 1;

-- name: GetAccountForUpdate :one
SELECT * FROM accounts
WHERE id = $1 LIMIT 1
FOR NO KEY UPDATE;

-- name: ListAccounts :many
SELECT * FROM accounts
ORDER BY id
LIMIT $1
OFFSET $2;

-- name: UpdateAccount :one
UPDATE accounts
SET currency = $2
WHERE id = $1
RETURNING *;

-- name: DeleteAccount :exec
DELETE FROM accounts WHERE id = $1;

-- name: CountAccounts :one
SELECT count(*) FROM accounts;

-- name: AccountExists :one
SELECT EXISTS(SELECT 1 FROM accounts WHERE id = $1);

-- name: SearchAccounts :many
SELECT id, owner FROM accounts
WHERE owner ILIKE '%' || $1 || '%'
ORDER BY owner ASC, id
LIMIT $2;

-- name: ListAccountsByIDs :many
SELECT * FROM accounts WHERE id = ANY($1::bigint[]);

-- name: CreateEntry :one
INSERT INTO entries (
    account_id, amount
) VALUES (
    $1, $2
)
RETURNING *;

-- name: GetEntry :one
SELECT * FROM entries
WHERE id = $1
LIMIT 1;

-- name: GetEntryForUpdate :one
SELECT * FROM entries
WHERE id = $1 LIMIT 1
FOR NO KEY UPDATE;

-- name: ListEntrys :many
SELECT * FROM entries
ORDER BY id
LIMIT $1
OFFSET $2;

-- name: UpdateEntry :one
UPDATE entries
SET amount = $2
WHERE id = $1
RETURNING *;

-- name: DeleteEntry :exec
DELETE FROM entries WHERE id = $1;

-- name: CountEntrys :one
SELECT count(*) FROM entries;

-- name: EntryExists :one
SELECT EXISTS(SELECT 1 FROM entries WHERE id = $1);

-- name: ListEntrysByIDs :many
SELECT * FROM entries WHERE id = ANY($1::bigint[]);

-- name: CreateTransfer :one
INSERT INTO transfers (
    from_account_id, to_account_id, amount
) VALUES (
    $1, $2, $3
)
RETURNING *;

-- name: GetTransfer :one
SELECT * FROM transfers
WHERE id = $1
LIMIT 1;

-- name: GetTransferForUpdate :one
SELECT * FROM transfers
WHERE id = $1 LIMIT 1
FOR NO KEY UPDATE;

-- name: ListTransfers :many
SELECT * FROM transfers
ORDER BY id
LIMIT $1
OFFSET $2;

-- name: UpdateTransfer :one
UPDATE transfers
SET amount = $2
WHERE id = $1
RETURNING *;

-- name: DeleteTransfer :exec
DELETE FROM transfers WHERE id = $1;

-- name: CountTransfers :one
SELECT count(*) FROM transfers;

-- name: TransferExists :one
SELECT EXISTS(SELECT 1 FROM transfers WHERE id = $1);

-- name: ListTransfersByIDs :many
SELECT * FROM transfers WHERE id = ANY($1::bigint[]);

-- name: CreateSession :one
INSERT INTO sessions (
    id, user_id, refresh_token, user_agent, client_ip, is_blocked, expires_at
) VALUES (
    $1, $2, $3, $4, $5, $6, $7
)
RETURNING *;

-- name: GetSession :one
SELECT * FROM sessions
WHERE id = $1
LIMIT 1;

-- name: GetSessionForUpdate :one
SELECT * FROM sessions
WHERE id = $1 LIMIT 1
FOR NO KEY UPDATE;

-- name: ListSessions :many
SELECT * FROM sessions
ORDER BY created_at
LIMIT $1
OFFSET $2;

-- name: UpdateSession :one
UPDATE sessions
SET expires_at = $2
WHERE id = $1
RETURNING *;

-- name: DeleteSession :exec
DELETE FROM sessions WHERE id = $1;

-- name: CountSessions :one
SELECT count(*) FROM sessions;

-- name: SessionExists :one
SELECT EXISTS(SELECT 1 FROM sessions WHERE id = $1);

-- name: SearchSessions :many
SELECT id, user_agent FROM sessions
WHERE user_agent ILIKE '%' || $1 || '%'
ORDER BY user_agent ASC, id
LIMIT $2;

-- name: ListSessionsByIDs :many
SELECT * FROM sessions WHERE id = ANY($1::uuid[]);
