"""Every operator, function and cast of the tables, with operands of any type,
known and unknown, NULLs and edges among them: what PostgreSQL gives, or a
refusal, or a note. PGDECANT_EXPRESSIONS says how many are drawn."""

import collections
import contextlib
import json
import os
import random
import re
import sqlite3

import pytest

from conftest import BUILD, ROOT, run
from test_queries import connect, json_rows, plain, same

COUNT = int(os.environ.get("PGDECANT_EXPRESSIONS", 1500))
SEED = int(os.environ.get("PGDECANT_SEED", 18))
COLUMNS = {
    "i": "integer", "b": "bigint", "n": "numeric(12,3)", "m": "numeric", "f": "double precision", "t": "text", "c": "char(5)",
    "v": "varchar(20)", "x": "boolean", "d": "date", "ts": "timestamp", "tz": "timestamptz", "tm": "time", "iv": "interval", "j": "jsonb",
    "a": "text[]", "ia": "integer[]", "u": "uuid", "y": "bytea", "e": "mood",
}
ROWS = """
INSERT INTO v VALUES
 (1, 5, 10000000000, 2.500, 7.25, 1.5, 'abc', 'ab', 'x y', true, '2024-02-29', '2024-01-31 23:59:59.9997', '2024-03-01 08:00:00+00', '08:30:00', '1 day 02:00:00', '{"a": 1, "b": [1, null, "x"]}', '{red,NULL,"a b"}', '{3,1,2}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\\x00ff', 'ok'),
 (2, -7, -5, -0.001, -1.5, -2.5, 'Éa%_\\', 'abcde', '12', false, '1970-01-01', '1970-01-01 00:00:00', '2023-12-31 23:00:00.25+00', '23:59:59.5', '-3 mons', '[1, "two", {"k": true}]', '{}', '{}', 'b1eebc99-9c0b-4ef8-bb6d-6bb9bd380a22', '', 'sad'),
 (3, 0, 0, 0, 0, 0, '', '', '', false, '1999-12-31', '2000-02-29 12:00:00', '2000-01-01 00:00:00+00', '00:00:00', '00:00:00', '{"k": 1.50}', '{x}', '{-1}', 'c2eebc99-9c0b-4ef8-bb6d-6bb9bd380a33', '\\x61', 'happy'),
 (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
"""
LITERALS = ["1", "2.5", "-3", "0", "'1'", "'abc'", "'a'", "'2024-01-15'", "'2024-01-15 10:00:00'", "'1 day'", "'{a,b}'", "'{1,2}'", "'{\"a\": 1}'", "'t'", "NULL",
            "'ok'", "''", "date '2024-03-01'", "interval '1 mon'", "ARRAY['red','x']", "ARRAY[1,2]", "'x'::text", "5::bigint", "1.50::numeric(6,2)", "true"]
BOUND = ["1", "2.5", "abc", "2024-01-15", "a", "1 day", '{"a": 1}', "t", "ok", None]


def rows_of(table, kind):
    for line in (ROOT / "grammar" / f"{table}.def").read_text().splitlines():
        if line.startswith(kind + "("):
            yield [word or other for word, other in re.findall(r'"((?:[^"\\]|\\.)*)"|(\w+)', line[len(kind):])]


def operand(rng):
    """SQL, and what is bound if it is a parameter."""
    kind = rng.random()
    if kind < 0.6:
        return rng.choice(list(COLUMNS)), []
    if kind < 0.85:
        return rng.choice(LITERALS), []
    return "$1", [rng.choice(BOUND)]


def two_operands(rng):
    left = operand(rng)
    while True:
        right = operand(rng)
        if not (left[1] and right[1]):
            return left, right


def draw_operator(rng, rows):
    name = rng.choice(rows)
    (left, a), (right, b) = two_operands(rng)
    return f"{left} {name} {right}", a + b


def draw_function(rng, rows):
    name, count = rng.choice(rows)
    arguments, bound = [], []
    for _ in range(count):
        sql, value = operand(rng)
        if bound and value:
            sql, value = rng.choice(list(COLUMNS)), []
        arguments.append(sql)
        bound += value
    return f"{name}({', '.join(arguments)})", bound


def draw_cast(rng, types):
    sql, bound = operand(rng)
    return f"({sql})::{rng.choice(types)}", bound


def is_bound_otherwise(sql):
    """Truth, bytes and times are bound in SQLite's form, not as PostgreSQL's text."""
    return re.search(r"\b[xy]\b|true|boolean|bytea|timestamp|date|interval|time|\b(ts|tz|d|tm|iv)\b", sql)


def expressions(count, seed):
    rng = random.Random(seed)
    operators = sorted({row[0] for row in rows_of("operators", "OPERATOR")})
    # With patterns of any kind, or forms of their own.
    special = {"date_trunc", "overlay", "position", "random", "to_date", "to_timestamp", "format", "greatest", "least", "replace", "substring"}
    functions = sorted({(row[0], len(re.findall(r"\w+", row[1]))) for row in rows_of("functions", "FUNCTION") if row[0] not in special and not row[0].startswith("date_trunc_")})
    types = ["integer", "bigint", "numeric", "numeric(8,2)", "double precision", "text", "boolean", "date", "timestamp", "interval", "jsonb", "text[]", "varchar(3)", "time", "mood", "bytea", "uuid"]
    for _ in range(count):
        kind = rng.random()
        drawn = draw_operator(rng, operators) if kind < 0.5 else draw_function(rng, functions) if kind < 0.85 else draw_cast(rng, types)
        if not (drawn[1] and is_bound_otherwise(drawn[0])):
            yield drawn


@pytest.fixture(scope="module")
def world(postgres, tmp_path_factory):
    folder = tmp_path_factory.mktemp("types")
    postgres.psql("postgres", "CREATE DATABASE types;")
    columns = ", ".join(f"{name} {type}" for name, type in COLUMNS.items())
    postgres.psql("types", f"CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE v (id integer PRIMARY KEY, {columns}); {ROWS}")
    (folder / "dump.sql").write_bytes(postgres.dump("types", ["--no-data-only"]))
    (folder / "schema.sql").write_bytes(postgres.dump("types", ["--no-data-only", "--schema-only"]))
    assert run("-q", "-o", folder / "types.db", folder / "dump.sql").returncode == 0
    return folder


def in_postgres(postgres, drawn):
    """The values, or None where PostgreSQL refuses, in one session for all."""
    lines = ["\\set ON_ERROR_STOP 0", "SET TimeZone = 'UTC';", "SET statement_timeout = '5s';"]
    for i, (sql, bound) in enumerate(drawn):
        values = ", ".join("NULL" if value is None else "'" + value.replace("'", "''") + "'" for value in bound)
        lines.append(f"\\echo -- {i}\nPREPARE q AS SELECT json_agg(r.x ORDER BY r.id) FROM (SELECT id, ({sql}) AS x FROM v) r;\nEXECUTE q{f'({values})' if bound else ''};\nDEALLOCATE q;")
    text = postgres.psql("types", "\n".join(lines))
    parts = re.split(r"^-- (\d+)\n", text, flags=re.M)[1:]
    for rows in parts[1::2]:
        found = re.search(r"^\[.*\]$", rows, flags=re.M | re.S)
        try:
            yield json_rows(found[0]) if found else None
        except json.JSONDecodeError:  # NaN and Infinity are none
            yield None


def translations(world, drawn, extension):
    """SQL, or None if it was refused, and whether there was a note."""
    script = "".join(f"SELECT ({sql}) AS x FROM v ORDER BY id;\n" for sql, _ in drawn)
    result = run("query", f"--extension={extension}", "--types-from", world / "schema.sql", stdin=script.encode())
    noted = {int(line) for line in re.findall(r"standard input:(\d+):\d+: note", result.stderr.decode())}
    statements = [line for line in result.stdout.decode().split("\n") if not line.startswith("-- not translated")]
    for i, line in enumerate(statements[: len(drawn)]):
        yield None if line.startswith("-- ") else line, i + 1 in noted


def is_same(want, have):
    try:
        if isinstance(have, (list, dict)):  # inside of another list
            return plain(want) == have
        if isinstance(want, list) and isinstance(have, str):
            items = json.loads(have)
            return len(items) == len(want) and all(map(is_same, want, items))
        return same(want, have)
    except ValueError:  # a text that is no JSON, or no number
        return False


def ways_to_bind(bound):
    """A driver binds digits as a text or as a number, by the type that PostgreSQL infers."""
    if not bound:
        return [{}]
    number = [float(bound[0])] if bound[0] and re.fullmatch(r"\d+(\.\d+)?", bound[0]) else []
    return [{"1": value} for value in [bound[0], *number, *map(int, number)]]


def outcome(database, want, sql, noted, bound):
    if sql is None:
        return "refused"
    for values in ways_to_bind(bound):
        try:
            have = [row[0] for row in database.execute(sql, values).fetchall()]
        except sqlite3.Error as error:
            return "refused" if "there is no flag" in str(error) else f"breaks: {error}"
        if all(map(is_same, want, have)):
            return "equal"
    return "noted" if noted else f"different: {plain(want)} {have}"


@pytest.mark.parametrize("extension", ["no", "yes"])
def test_expressions_of_any_types(extension, world, postgres):
    drawn = list(expressions(COUNT, SEED))
    counts, wrong = collections.Counter(), []
    with contextlib.closing(connect(world / "types.db", extension)) as database:
        for (sql, bound), want, (translated, noted) in zip(drawn, in_postgres(postgres, drawn), translations(world, drawn, extension)):
            result = "no PostgreSQL" if want is None else outcome(database, want, translated, noted, bound)
            counts[result.split(":")[0]] += 1
            if ":" in result:
                wrong.append(f"{sql} {bound}: {result}\n    {translated}")
    assert not wrong, f"{dict(counts)}\n" + "\n".join(wrong[:200])
    assert counts["equal"] > 0.1 * COUNT
