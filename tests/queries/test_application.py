"""Statements as applications write them, with parameters that are bound on both
sides, and changes, after which the tables are compared; and reports."""

import contextlib
import json
import pathlib
import re
import shutil
import sqlite3

import pytest

from conftest import run
from test_queries import USED, agree, connect, json_rows

FOLDER = pathlib.Path(__file__).resolve().parent
HERE = FOLDER / "application"
TABLES = ["accounts", "posts", "comments", "jobs", "kv", "events", "tickets", "seats", "drafts"]


def statements(name="application"):
    for line in (FOLDER / name / "statements.sql").read_text().splitlines():
        if line and not line.startswith("--"):
            statement, _, bound = line.partition("; -- ")
            yield statement.rstrip(";"), json.loads(bound) if bound else []


def make_database(name, postgres, folder):
    postgres.psql("postgres", f"CREATE DATABASE {name};")
    postgres.psql(name, (FOLDER / name / "schema.sql").read_text())
    (folder / "dump.sql").write_bytes(postgres.dump(name, ["--no-data-only"]))
    (folder / "schema.sql").write_bytes(postgres.dump(name, ["--no-data-only", "--schema-only"]))
    assert run("-q", "-o", folder / f"{name}.db", folder / "dump.sql").returncode == 0
    return folder


@pytest.fixture(scope="module")
def application(postgres, tmp_path_factory):
    return make_database("application", postgres, tmp_path_factory.mktemp("application"))


@pytest.fixture(scope="module")
def trade(postgres, tmp_path_factory):
    return make_database("trade", postgres, tmp_path_factory.mktemp("trade"))


# ---- parameters ----


def as_array(values):
    elements = ("NULL" if value is None else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return "{" + ",".join(elements) + "}"


def in_postgres(value):
    text = as_array(value) if isinstance(value, list) else str(value)
    return "NULL" if value is None else "'" + text.replace("'", "''") + "'"


def in_sqlite(value):
    if isinstance(value, str) and value.startswith("\\x"):
        return bytes.fromhex(value[2:])
    return json.dumps(value) if isinstance(value, list) else value


# ---- running ----


def is_change(statement):
    return re.match(r"(WITH .*AS \( *|WITH .*\) )?(INSERT INTO|UPDATE|DELETE FROM)", statement)


def call(statement, bound):
    return f"PREPARE q AS {statement}; EXECUTE q{'(' + ', '.join(map(in_postgres, bound)) + ')' if bound else ''};"


def rows_there(postgres, statement, bound, name="application"):
    sql = f"SET TimeZone = 'UTC'; {call(f'SELECT coalesce(json_agg(_row), $pg$[]$pg$) FROM ({statement}) _row', bound)}"
    rows = json_rows(postgres.psql(name, sql).split("\n", 2)[2])
    return [[value for _, value in row[1]] for row in rows]


def tables_there(postgres, statement, bound):
    looks = "".join(f"SELECT '-- {table}'; SELECT coalesce(json_agg({table}), '[]') FROM {table};" for table in TABLES)
    text = postgres.psql("application", f"ALTER SEQUENCE tickets_id_seq RESTART WITH 3; SET TimeZone = 'UTC'; BEGIN; {call(statement, bound)} {looks} ROLLBACK;")
    head, *parts = re.split(r"^-- (\w+)\n", text, flags=re.M)
    printed = [line for line in head.splitlines() if not re.fullmatch(r"(ALTER SEQUENCE|SET|BEGIN|PREPARE|(INSERT 0|UPDATE|DELETE) \d+)", line)]
    return {table: [[value for _, value in row[1]] for row in json_rows(rows.split("\nROLLBACK")[0])] for table, rows in zip(parts[::2], parts[1::2])}, printed


def returned_there(postgres, statement, bound):
    """What a change by itself returns."""
    sql = f"ALTER SEQUENCE tickets_id_seq RESTART WITH 3; SET TimeZone = 'UTC'; BEGIN; {call(f'WITH _r AS ({statement}) SELECT coalesce(json_agg(_r), $pg$[]$pg$) FROM _r', bound)}"
    rows = json_rows(postgres.psql("application", sql + " ROLLBACK;").split("PREPARE\n", 1)[1].rsplit("ROLLBACK", 1)[0])
    return [[value for _, value in row[1]] for row in rows]


def translate(folder, statement):
    """By what SQLite has itself, else with the extension."""
    for extension in ("no", "yes"):
        result = run("query", "-v", f"--extension={extension}", "--types-from", folder / "schema.sql", statement)
        USED.update(line.split(": ", 2)[2].split(": ")[0] + ":" for line in result.stderr.decode().splitlines() if line.count(": ") > 2)
        if result.returncode == 0:
            break
    assert result.returncode == 0, result.stderr
    return result.stdout.decode(), extension


def values(bound):
    return {str(i + 1): in_sqlite(value) for i, value in enumerate(bound)}


@pytest.mark.parametrize("statement, bound", [pair for pair in statements() if not is_change(pair[0])])
def test_a_query(statement, bound, application, postgres):
    sql, extension = translate(application, statement)
    with contextlib.closing(connect(application / "application.db", extension)) as database:
        rows = database.execute(sql, values(bound)).fetchall()
    # An ORDER BY inside of a call or window is not that of the rows.
    ordered = re.search(r" ORDER BY (?!.*\))", statement)
    assert agree(rows_there(postgres, statement, bound), rows, ordered), (sql, rows)


@pytest.mark.parametrize("statement", [statement for statement, _ in statements("trade")])
def test_a_question_of_trade(statement, trade, postgres):
    """All of them without the extension."""
    result = run("query", "-q", "--types-from", trade / "schema.sql", statement)
    with contextlib.closing(connect(trade / "trade.db", "no")) as database:
        rows = database.execute(result.stdout.decode()).fetchall()
    assert result.returncode == 0 and rows
    assert agree(rows_there(postgres, statement, [], "trade"), rows, "ORDER BY" in statement), (result.stdout, rows)


def steps(sql):
    """The statements of a script; a trigger's own semicolons end none."""
    step = ""
    for line in (sql.rstrip(";\n") + ";").splitlines(keepends=True):
        step += line
        if sqlite3.complete_statement(step):
            yield step
            step = ""
    assert not step


def execute(database, sql, bound):
    """The rows of the one step that gives any."""
    rows = []
    for step in steps(sql):
        rows += database.execute(step, values(bound)).fetchall()
    return rows


def as_printed(rows):
    return ["|".join("" if value is None else str(value) for value in row) for row in rows]


@pytest.mark.parametrize("statement, bound", [pair for pair in statements() if is_change(pair[0])])
def test_a_change(statement, bound, application, postgres, tmp_path):
    sql, extension = translate(application, statement)
    shutil.copy(application / "application.db", tmp_path / "changed.db")
    with contextlib.closing(connect(tmp_path / "changed.db", extension)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        schema = database.execute("SELECT * FROM sqlite_schema").fetchall()
        returned = execute(database, sql, bound)
        tables, printed = tables_there(postgres, statement, bound)
        for table, rows in tables.items():
            assert agree(rows, database.execute(f"SELECT * FROM {table}").fetchall(), False), (sql, table)
        if sql.startswith("SAVEPOINT"):
            assert as_printed(returned) == printed
            assert not database.execute("SELECT * FROM sqlite_temp_schema").fetchall()
            assert schema == database.execute("SELECT * FROM sqlite_schema").fetchall()
        elif " RETURNING " in statement and not statement.startswith("WITH"):
            assert agree(returned_there(postgres, statement, bound), returned, False), (sql, returned)


@pytest.mark.parametrize("statement, reason", [
    ("UPDATE jobs SET locked_by = 'x' WHERE id = 1 RETURNING xmax", "there is no column xmax"),
    ("SELECT 1 FROM accounts HAVING max(id) > 3", "HAVING without GROUP BY"),
    ("UPDATE events SET \"time\" = ttl FROM accounts", "cast"),
    ("SELECT jsonb_path_query(settings, '$.a') FROM accounts", "jsonb_path_query"),
    ("WITH d AS (DELETE FROM jobs RETURNING id) SELECT (SELECT count(*) FROM jobs), id FROM d", "jobs is read after a change in the WITH"),
    ("WITH d AS (UPDATE jobs SET priority = 1 RETURNING id) SELECT j.* FROM jobs j JOIN d ON d.id = j.id", "jobs is read after a change in the WITH"),
    ("WITH d AS (DELETE FROM posts WHERE id > 850 RETURNING id) SELECT count(*) FROM drafts, d", "drafts is read after a change in the WITH"),
    ("WITH d AS (DELETE FROM jobs WHERE random() < 0.5 RETURNING id) SELECT count(*) FROM d", "random values in a DELETE of a WITH"),
    ("WITH u AS (UPDATE posts SET views = 1 FROM accounts a WHERE a.id = account_id RETURNING *) SELECT count(*) FROM u", "RETURNING * of an UPDATE with FROM"),
    ("UPDATE posts SET views = 1 FROM accounts a WHERE a.id = account_id RETURNING *", "RETURNING * beside FROM"),
    ("DELETE FROM jobs USING accounts a WHERE a.id = jobs.id RETURNING *", "RETURNING * beside FROM"),
    ("DELETE FROM jobs RETURNING (SELECT count(*) FROM jobs)", "a subquery over the table that is changed"),
    ("WITH u AS (UPDATE jobs SET priority = 3 RETURNING (SELECT max(priority) FROM jobs) AS m) SELECT max(m), count(*) FROM u", "jobs is read after a change"),
    ("SELECT sum(rate) OVER (ORDER BY rate RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM accounts", "a RANGE of numerics"),
    ("UPDATE tickets SET id = DEFAULT", "DEFAULT of a column that counts"),
    ("UPDATE accounts SET email = DEFAULT, nothing = DEFAULT", "there is no column nothing"),
    ("WITH d AS (DELETE FROM jobs RETURNING id), e AS (UPDATE jobs SET priority = 2) SELECT count(*) FROM d", "jobs is read after a change in the WITH"),
    ("SELECT * FROM (WITH d AS (DELETE FROM jobs RETURNING id) SELECT id FROM d) x", "top level"),
    ("SELECT * FROM accounts a, LATERAL (SELECT DISTINCT views FROM posts WHERE account_id = a.id LIMIT 2) x", "LATERAL"),
    ("SELECT * FROM accounts a, LATERAL (SELECT p.id FROM posts p LEFT JOIN comments c ON c.post_id = p.id WHERE p.account_id = a.id) x", "LATERAL"),
    ("SELECT * FROM accounts a, LATERAL (SELECT p.id FROM posts p, comments c WHERE c.post_id = p.id AND p.account_id = a.id) x", "LATERAL"),
    ("SELECT * FROM accounts a, LATERAL (SELECT id, row_number() OVER (ORDER BY id) FROM posts WHERE account_id = a.id) x", "LATERAL"),
    ("SELECT * FROM accounts a, LATERAL (SELECT id + a.id FROM posts WHERE account_id = a.id) x", "LATERAL"),
    ("UPDATE jobs SET locked_by = a.email FROM accounts a WHERE a.id = jobs.id AND locked_by IS NULL RETURNING a.email", "the condition asks for what is SET"),
    ("DELETE FROM posts USING drafts d WHERE d.post_id = posts.id RETURNING posts.id, d.id", "a subquery over the table that is changed"),
    ("DELETE FROM posts WHERE id > 850 RETURNING (SELECT count(*) FROM drafts d WHERE d.post_id = posts.id)", "a subquery over the table that is changed"),
    ("WITH k AS (SELECT id, priority FROM jobs) UPDATE jobs j SET priority = (SELECT k.priority + 1 FROM k WHERE k.id = j.id - 1)", "a subquery over the table that is changed"),
    ("WITH k AS (SELECT id, priority FROM jobs) UPDATE jobs j SET priority = 9 FROM k WHERE k.id = j.id - 1 RETURNING j.id, k.priority", "a subquery over the table that is changed"),
    ("UPDATE jobs SET state = 'done' WHERE id = 3 RETURNING (SELECT n FROM job_counts c WHERE c.queue = jobs.queue)", "a subquery over the table that is changed"),
    ("UPDATE jobs j SET state = 'done' RETURNING (SELECT count(*) FROM kv jobs WHERE jobs.tenant_id = j.id)", "called as the changed one"),
    ("SELECT count(*) OVER (ORDER BY birthday RANGE BETWEEN '1 month' PRECEDING AND CURRENT ROW) FROM accounts", "only days and whole seconds"),
    ("SELECT date_trunc('day', updated_at, 'Europe/Oslo') FROM accounts", "no timestamp with time zone"),
    ("SELECT a.id, (SELECT p.id FROM posts p ORDER BY abs(p.views - a.id) LIMIT 1) FROM accounts a", "does not see it there"),
    ("SELECT a.id, (SELECT count(*) FROM posts p WHERE p.account_id = a.id GROUP BY a.id) FROM accounts a", "does not see it there"),
    ("SELECT a.id, (SELECT p.id FROM posts p ORDER BY p.id LIMIT 1 OFFSET a.id) FROM accounts a", "does not see it there"),
    ("SELECT name LIKE 'a%' ESCAPE 'é' FROM accounts", "ESCAPE by what is no ASCII character"),
    ("SELECT name LIKE 'a%' ESCAPE NULL FROM accounts", "ESCAPE by what is no ASCII character"),
    ("SELECT date_trunc('hour', created_at, 'Europe/Oslo') FROM accounts", "to less than days"),
    ("SELECT id FROM accounts GROUP BY 2", "there is no column 2 in the list"),
    ("SELECT FROM accounts GROUP BY ROLLUP (1, id) ORDER BY 1", "there is no column 1 in the list"),
    ("SELECT id FROM accounts UNION SELECT 1 ORDER BY 3", "there is no column 3 in the list"),
    ("SELECT name LIKE $1 ESCAPE $2 FROM accounts", "ESCAPE by what is no ASCII character"),
    ("SELECT 1 FROM accounts a JOIN LATERAL (SELECT p.id FROM posts p JOIN LATERAL (SELECT count(*) AS n FROM comments c WHERE c.post_id = p.id) y ON true WHERE p.account_id = a.id LIMIT 1) z ON true", "LATERAL inside of LATERAL"),
    ("SELECT (((rate > ANY (ARRAY[1, 2])) > ANY (ARRAY[true, false]))) FROM accounts", "a list of values beside"),
    ("SELECT to_char(spent, 'HH24') FROM comments", "to_char() of an interval"),
    ("SELECT p.id, p.title FROM accounts a, LATERAL (SELECT id, title FROM posts ORDER BY random() LIMIT 1) p", "random values in LATERAL"),
    ("SELECT s.r FROM accounts a, LATERAL (VALUES (gen_random_uuid()), (NULL)) s(r)", "random values in LATERAL"),
])
def test_what_is_refused(statement, reason, application):
    result = run("query", "--extension=yes", "--types-from", application / "schema.sql", statement)
    assert result.returncode == 3 and reason in result.stderr.decode(), result.stderr


@pytest.mark.parametrize("statement, note", [
    ("UPDATE posts p SET views = s.price FROM seats s WHERE p.id < 9 RETURNING s.code", "another of them than SET has taken"),
    ("SELECT lag(created_at, 1, $1) OVER (ORDER BY id) FROM accounts", "bound as it is stored"),
    ("SELECT id FROM accounts WHERE birthday = $1", "a date has to be bound"),
    ("SELECT count(*) OVER (ORDER BY credit RANGE BETWEEN 0.1 PRECEDING AND CURRENT ROW) FROM accounts", "numeric is reckoned with as a double"),
    ("UPDATE drafts SET body = 'x' RETURNING body", "before the table's triggers change it"),
    ("INSERT INTO drafts VALUES (99, 1, 'x') RETURNING body", "before the table's triggers change it"),
    ("SELECT id FROM accounts WHERE created_at > $1", "bound as it is stored"),
    ("SELECT id FROM accounts WHERE created_at = ANY ($1)", "bound as it is stored"),
    ("SELECT greatest(created_at, $1::timestamptz) FROM accounts", "bound as it is stored"),
    ("INSERT INTO events (id, \"time\", kind) VALUES (900, $1, 'x')", "bound as it is stored"),
    ("SELECT time '10:00' < $1", "a time of the day has to be bound"),
    ("UPDATE accounts SET ttl = $1", "an interval has to be bound"),
    ("SELECT json_object_agg(key, value ORDER BY key) FROM kv", "members of an object are not sorted"),
    ("UPDATE accounts SET updated_at = $1", "a time with fewer digits"),
    ("UPDATE accounts SET rate = $1", "numeric(p,s)"),
    ("UPDATE accounts SET rate = credit / 7", "the digits that it has"),
    ("SELECT DISTINCT rate * 1.0, rate FROM accounts", "double"),
    ("SELECT 1 FROM accounts GROUP BY tenant_id HAVING array_length(array_agg(DISTINCT plan), 1) > 0", "in the order in which they are met"),
])
def test_what_is_said(statement, note, application):
    result = run("query", "--types-from", application / "schema.sql", statement)
    assert result.returncode == 0 and note in result.stderr.decode(), result.stderr


def test_columns_of_lateral_are_of_one_row(application, tmp_path):
    """Each index alone would answer for its column, in another order."""
    sql, extension = translate(application, "SELECT p.views, p.slug FROM accounts a, LATERAL (SELECT views, slug FROM posts WHERE status = 'done' LIMIT 1) p")
    shutil.copy(application / "application.db", tmp_path / "indexed.db")
    with contextlib.closing(connect(tmp_path / "indexed.db", extension)) as database:
        database.executescript("CREATE INDEX up ON posts (status, views); CREATE INDEX down ON posts (status, slug DESC)")
        rows = database.execute(sql).fetchall()
        assert rows and set(rows) <= set(database.execute("SELECT views, slug FROM posts"))


def test_an_index_is_found_with_the_extension(application):
    statement = "INSERT INTO kv (tenant_id, key) VALUES (1, 'KEY1') ON CONFLICT (tenant_id, lower(key)) DO NOTHING"
    sql = run("query", "-q", "--extension=yes", "--types-from", application / "schema.sql", statement).stdout.decode()
    with contextlib.closing(connect(application / "application.db", "yes")) as database:
        assert database.execute(sql).rowcount == 0


def test_statements_of_many_parts(application):
    for statement in (
        "SELECT " + " || ',' || ".join(["email"] * 100) + " FROM accounts",
        "SELECT " + " + ".join(["id"] * 400) + " FROM accounts",
        " UNION ALL ".join(f"SELECT {i}" for i in range(300)),
        "INSERT INTO kv (tenant_id, key) VALUES " + ", ".join(f"({i}, 'k{i}')" for i in range(20000)),
    ):
        result = run("query", "-q", "--types-from", application / "schema.sql", stdin=statement.encode() + b";")
        assert result.returncode == 0, result.stderr
        with contextlib.closing(connect(application / "application.db", "no")) as database:
            database.execute(result.stdout.decode())


def test_an_offset_where_the_zone_is_not_known(application):
    """SQLite declares both kinds of timestamps alike."""
    for types in ["--types-from", application / "application.db"], []:
        result = run("query", *types, "SELECT id FROM accounts WHERE created_at > '2024-03-31 02:30:00+02'")
        assert result.returncode == 0 and b"an offset from UTC" in result.stderr, result.stderr
    result = run("query", "--types-from", application / "schema.sql", "SELECT id FROM accounts WHERE created_at > '2024-03-31 02:30:00+02'")
    assert b"'2024-03-31 00:30:00'" in result.stdout and b"offset" not in result.stderr


def test_queries_that_double_are_not_looked_through(application):
    """2^30 ways lead to the table; what may read it is refused."""
    doubled = ", ".join(f"q{i} AS (SELECT a.id FROM q{i - 1} a, q{i - 1} b)" for i in range(1, 30))
    result = run("query", "--types-from", application / "schema.sql", f"WITH q0 AS (SELECT id FROM tickets), {doubled} UPDATE jobs SET priority = (SELECT max(id) FROM q29)")
    assert result.returncode == 3 and b"a subquery over the table that is changed" in result.stderr, result.stderr


def test_infinity_passes_through(application):
    with contextlib.closing(connect(application / "application.db", "yes")) as database:
        assert database.execute("SELECT to_timestamptz_text('Infinity'), to_timestamp_text('-infinity'), time_in_zone('Europe/Oslo', 'infinity')").fetchone() == ("infinity", "-infinity", "infinity")


@pytest.mark.parametrize("bound", ["2024-01-01T15:07:03.25+02:00", "2024-01-01 13:07:03.25+00", "2024-01-01 13:07:03.250000", "2024-01-01 13:07:03.25Z"])
def test_a_time_in_another_form(bound, application):
    """Only the extension reads what is bound."""
    result = run("query", "-q", "--extension=yes", "--types-from", application / "schema.sql", "SELECT id FROM accounts WHERE created_at = $1")
    with contextlib.closing(connect(application / "application.db", "yes")) as database:
        assert database.execute(result.stdout.decode(), {"1": bound}).fetchall() == [(1,)], result.stdout
