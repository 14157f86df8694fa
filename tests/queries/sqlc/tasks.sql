-- Of the tasks, in its own style.
-- name: CreateTeam :one
INSERT INTO teams (
    name, plan
) VALUES (
    sqlc.arg('name'), sqlc.arg('plan')
)
RETURNING *;

-- name: GetTeam :one
SELECT * FROM teams
WHERE id = sqlc.arg('id')
LIMIT 1;

-- name: ListTeams :many
SELECT * FROM teams
ORDER BY id
LIMIT sqlc.arg('limit')
OFFSET sqlc.arg('offset');

-- name: UpdateTeam :one
UPDATE teams SET
    name = coalesce(sqlc.narg('name'), name), plan = coalesce(sqlc.narg('plan'), plan)
WHERE id = sqlc.arg('id')
RETURNING *;

-- name: DeleteTeam :exec
DELETE FROM teams WHERE id = sqlc.arg('id');

-- name: CountTeams :one
SELECT count(*) FROM teams;

-- name: TeamExists :one
SELECT EXISTS(SELECT 1 FROM teams WHERE id = sqlc.arg('id'));

-- name: SearchTeams :many
SELECT id, name FROM teams
WHERE name ILIKE '%' || sqlc.arg('query') || '%'
ORDER BY name ASC, id
LIMIT sqlc.arg('n');

-- name: ListTeamsByIDs :many
SELECT * FROM teams WHERE id = ANY(sqlc.arg('ids')::int[]);

-- name: GetTeamSlice :many
SELECT id FROM teams WHERE id IN (sqlc.slice('ids'));

-- name: CreateTask :one
INSERT INTO tasks (
    team_id, title, description, status, priority, assignee_id, labels, due_date
) VALUES (
    sqlc.arg('team_id'), sqlc.arg('title'), sqlc.arg('description'), sqlc.arg('status'), sqlc.arg('priority'), sqlc.arg('assignee_id'), sqlc.arg('labels'), sqlc.arg('due_date')
)
RETURNING *;

-- name: GetTask :one
SELECT * FROM tasks
WHERE id = sqlc.arg('id')
LIMIT 1;

-- name: ListTasks :many
SELECT * FROM tasks
ORDER BY position
LIMIT sqlc.arg('limit')
OFFSET sqlc.arg('offset');

-- name: UpdateTask :one
UPDATE tasks SET
    team_id = coalesce(sqlc.narg('team_id'), team_id), title = coalesce(sqlc.narg('title'), title), description = coalesce(sqlc.narg('description'), description), status = coalesce(sqlc.narg('status'), status), priority = coalesce(sqlc.narg('priority'), priority), assignee_id = coalesce(sqlc.narg('assignee_id'), assignee_id), labels = coalesce(sqlc.narg('labels'), labels), due_date = coalesce(sqlc.narg('due_date'), due_date)
WHERE id = sqlc.arg('id')
RETURNING *;

-- name: DeleteTask :exec
DELETE FROM tasks WHERE id = sqlc.arg('id');

-- name: CountTasks :one
SELECT count(*) FROM tasks;

-- name: TaskExists :one
SELECT EXISTS(SELECT 1 FROM tasks WHERE id = sqlc.arg('id'));

-- name: SearchTasks :many
SELECT id, title FROM tasks
WHERE title ILIKE '%' || sqlc.arg('query') || '%'
ORDER BY title ASC, id
LIMIT sqlc.arg('n');

-- name: ListTasksByIDs :many
SELECT * FROM tasks WHERE id = ANY(sqlc.arg('ids')::bigint[]);

-- name: GetTaskSlice :many
SELECT id FROM tasks WHERE id IN (sqlc.slice('ids'));

-- name: CreateJob :one
INSERT INTO jobs (
    queue, payload, run_at, max_attempts
) VALUES (
    sqlc.arg('queue'), sqlc.arg('payload'), sqlc.arg('run_at'), sqlc.arg('max_attempts')
)
RETURNING *;

-- name: GetJob :one
SELECT * FROM jobs
WHERE id = sqlc.arg('id')
LIMIT 1;

-- name: ListJobs :many
SELECT * FROM jobs
ORDER BY run_at
LIMIT sqlc.arg('limit')
OFFSET sqlc.arg('offset');

-- name: UpdateJob :one
UPDATE jobs SET
    queue = coalesce(sqlc.narg('queue'), queue), payload = coalesce(sqlc.narg('payload'), payload), run_at = coalesce(sqlc.narg('run_at'), run_at), max_attempts = coalesce(sqlc.narg('max_attempts'), max_attempts)
WHERE id = sqlc.arg('id')
RETURNING *;

-- name: DeleteJob :exec
DELETE FROM jobs WHERE id = sqlc.arg('id');

-- name: CountJobs :one
SELECT count(*) FROM jobs;

-- name: JobExists :one
SELECT EXISTS(SELECT 1 FROM jobs WHERE id = sqlc.arg('id'));

-- name: SearchJobs :many
SELECT id, queue FROM jobs
WHERE queue ILIKE '%' || sqlc.arg('query') || '%'
ORDER BY queue ASC, id
LIMIT sqlc.arg('n');

-- name: ListJobsByIDs :many
SELECT * FROM jobs WHERE id = ANY(sqlc.arg('ids')::bigint[]);

-- name: GetJobSlice :many
SELECT id FROM jobs WHERE id IN (sqlc.slice('ids'));

-- name: CreateAuditLog :one
INSERT INTO audit_log (
    actor_id, action, entity, entity_id, data
) VALUES (
    sqlc.arg('actor_id'), sqlc.arg('action'), sqlc.arg('entity'), sqlc.arg('entity_id'), sqlc.arg('data')
)
RETURNING *;

-- name: GetAuditLog :one
SELECT * FROM audit_log
WHERE id = sqlc.arg('id')
LIMIT 1;

-- name: ListAuditLogs :many
SELECT * FROM audit_log
ORDER BY id
LIMIT sqlc.arg('limit')
OFFSET sqlc.arg('offset');

-- name: UpdateAuditLog :one
UPDATE audit_log SET
    actor_id = coalesce(sqlc.narg('actor_id'), actor_id), action = coalesce(sqlc.narg('action'), action), entity = coalesce(sqlc.narg('entity'), entity), entity_id = coalesce(sqlc.narg('entity_id'), entity_id), data = coalesce(sqlc.narg('data'), data)
WHERE id = sqlc.arg('id')
RETURNING *;

-- name: DeleteAuditLog :exec
DELETE FROM audit_log WHERE id = sqlc.arg('id');

-- name: CountAuditLogs :one
SELECT count(*) FROM audit_log;

-- name: AuditLogExists :one
SELECT EXISTS(SELECT 1 FROM audit_log WHERE id = sqlc.arg('id'));

-- name: SearchAuditLogs :many
SELECT id, action FROM audit_log
WHERE action ILIKE '%' || sqlc.arg('query') || '%'
ORDER BY action ASC, id
LIMIT sqlc.arg('n');

-- name: ListAuditLogsByIDs :many
SELECT * FROM audit_log WHERE id = ANY(sqlc.arg('ids')::bigint[]);

-- name: GetAuditLogSlice :many
SELECT id FROM audit_log WHERE id IN (sqlc.slice('ids'));
