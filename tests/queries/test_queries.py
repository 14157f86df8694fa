"""Queries of PostgreSQL, run there and, translated, in SQLite over the same
rows: both have to give the same, or the program refuses. None may differ.

Floats agree to 1e-12; without ORDER BY the order is anybody's.
"""

import contextlib
import datetime
import json
import pathlib
import re
import sqlite3

import pytest

from conftest import BUILD, ROOT, run

HERE = pathlib.Path(__file__).resolve().parent
EXTENSION = BUILD / "pgdecant_functions.so"
TABLES = ["users", "orders", "categories", "numbers", "settings"]


def statements(name):
    lines = (HERE / f"{name}.sql").read_text().splitlines()
    return [line.rstrip(";") for line in lines if line and not line.startswith("--")]


APART = {"schema", "changes", "untyped"}  # which are no lists of queries with types
QUERIES = [query for path in sorted(HERE.glob("*.sql")) if path.stem not in APART for query in statements(path.stem)]
CHANGES = statements("changes")


@pytest.fixture(scope="module")
def world(postgres, tmp_path_factory):
    folder = tmp_path_factory.mktemp("queries")
    postgres.psql("postgres", "CREATE DATABASE queries;")
    postgres.psql("queries", (HERE / "schema.sql").read_text())
    dump = postgres.dump("queries", ["--no-data-only"])
    (folder / "dump.sql").write_bytes(dump)
    (folder / "schema.sql").write_bytes(postgres.dump("queries", ["--no-data-only", "--schema-only"]))
    result = run("-q", "-o", folder / "queries.db", folder / "dump.sql")
    assert result.returncode == 0, result.stderr
    return folder


def translate(world, query):
    """The translation by what SQLite has itself, else with the extension."""
    for extension in ("no", "yes"):
        result = run("query", "-v", f"--extension={extension}", "--types-from", world / "schema.sql", query)
        USED.update(line.split(": ", 2)[2].split(": ")[0] + ":" for line in result.stderr.decode().splitlines() if line.count(": ") > 2)
        if result.returncode == 0:
            return result.stdout.decode(), extension, result.stderr.decode()
        assert result.returncode == 3, result.stderr
    return None, None, result.stderr.decode()


def connect(path, extension):
    connection = sqlite3.connect(path)
    if extension == "yes":
        connection.enable_load_extension(True)
        connection.load_extension(str(EXTENSION))
    return connection


# ---- comparing ----


def json_rows(text):
    return json.loads(text, object_pairs_hook=lambda pairs: ("object", pairs))


def plain(value):
    if isinstance(value, tuple) and value and value[0] == "object":
        return {key: plain(item) for key, item in value[1]}
    return [plain(item) for item in value] if isinstance(value, list) else value


def same(want, have):
    want = plain(want)
    if want is None or have is None:
        return want is None and (have is None or have == "null")
    if isinstance(want, bool):
        return have in (int(want), str(want).lower())
    if isinstance(want, (int, float)):
        if isinstance(have, str):
            have = float(have)
        return abs(want - have) <= 1e-12 * max(1, abs(want))
    if isinstance(want, (list, dict)):
        return isinstance(have, str) and json.loads(have) == want
    if isinstance(have, bytes):
        return want == "\\x" + have.hex()
    if isinstance(have, (int, float)):
        return want == str(have)
    return want == have or instant(want) == instant(have) or want == unquoted(have)


def unquoted(text):
    return json.loads(text) if text.startswith('"') else None


def instant(text):
    """Timestamps with and without T, zone, and zeros at the end."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?(\+00:00)?", text)
    return (match[1], match[2], (match[3] or "").rstrip("0.")) if match else text


def agree(want, have, ordered):
    if len(want) != len(have):
        return False
    if ordered:
        return all(len(a) == len(b) and all(map(same, a, b)) for a, b in zip(want, have))
    left = list(have)
    for row in want:
        match = next((other for other in left if all(map(same, row, other))), None)
        if match is None:
            return False
        left.remove(match)
    return True


# ---- running ----


def in_postgres(postgres, query):
    """Names and values, or None where PostgreSQL itself refuses."""
    sql = f"SET TimeZone = 'UTC'; SELECT coalesce(json_agg(r), '[]') FROM ({query}\n) r;"
    try:
        rows = json_rows(postgres.psql("queries", sql).split("\n", 1)[1])
    except AssertionError:
        return None
    return [[name for name, _ in row[1]] for row in rows[:1]], [[value for _, value in row[1]] for row in rows]


def in_sqlite(world, sql, extension):
    with contextlib.closing(connect(world / "queries.db", extension)) as connection:
        cursor = connection.execute(sql)
        rows = cursor.fetchall()
        names = [column[0] for column in cursor.description]
    return [names] if rows else [], rows


ROWS = re.compile(r"^(FUNCTION|VOLATILE|AGGREGATE|ROWS|DATE_PART|TO_CHAR|OPERATOR|CAST)\((.*)\)$", re.M)
USED = set()


def rows_of_tables():
    """What grammar/ has, as -v tells it: a row without a query fails."""
    for name in ("functions", "operators", "casts"):
        for kind, text in ROWS.findall((ROOT / "grammar" / f"{name}.def").read_text()):
            if kind == "VOLATILE":
                name = re.match(r'"(.*?)"', text)[1]
                if name != "uuid_generate_v4":  # of an extension that is not there
                    yield name + "():"
            elif kind == "TO_CHAR":
                yield "to_char(" + re.match(r'"(.*?)"', text)[1] + "):"
            else:
                first, second = re.match(r'"(.*?)", *"(.*?)"', text).groups()
                yield f"{first}({second}):"


OUTCOMES = {"equal": 0, "refused": 0, "different": 0}


@pytest.mark.parametrize("query", QUERIES)
def test_query(query, world, postgres):
    sql, extension, said = translate(world, query)
    want = in_postgres(postgres, query.replace(" FOR UPDATE", "")) if sql is not None else None
    if sql is None:
        OUTCOMES["refused"] += 1
        assert said.strip()
        return
    OUTCOMES["different"] += 1
    assert want is not None, "PostgreSQL refuses it"
    names, rows = in_sqlite(world, sql, extension)
    assert agree(want[1], rows, "ORDER BY" in query), (sql, want[1], rows)
    assert [name for name in want[0]] == names or "?column?" in sum(want[0], []), (sql, want[0], names)
    OUTCOMES["different"] -= 1
    OUTCOMES["equal"] += 1


def table(postgres, name):
    return f"SELECT coalesce(json_agg(r ORDER BY r::text), '[]') FROM {name} r;\n"


@pytest.mark.parametrize("change", CHANGES)
def test_change(change, world, postgres):
    sql, extension, said = translate(world, change)
    if sql is None:
        OUTCOMES["refused"] += 1
        assert said.strip()
        return
    OUTCOMES["different"] += 1
    returns = "RETURNING" in change
    counted = f"WITH _r AS ({change}) SELECT coalesce(json_agg(_r), '[]') FROM _r" if returns else change
    script = f"BEGIN; SET LOCAL TimeZone = 'UTC';\n{counted};\n" + "".join(table(postgres, name) for name in TABLES) + "ROLLBACK;"
    documents = json_documents(postgres.psql("queries", script))
    with contextlib.closing(connect(world / "queries.db", extension)) as connection:
        compare_change(change, sql, documents, connection)
    OUTCOMES["different"] -= 1
    OUTCOMES["equal"] += 1


def json_documents(text):
    """One after another, between lines of psql's."""
    decoder = json.JSONDecoder(object_pairs_hook=lambda pairs: ("object", pairs))
    documents = []
    while (at := text.find("[")) >= 0:
        document, end = decoder.raw_decode(text, at)
        documents.append(document)
        text = text[end:]
    return documents


def compare_change(change, sql, documents, connection):
    have = connection.execute(sql).fetchall()
    if "RETURNING" in change:
        returned = [[value for _, value in row[1]] for row in documents.pop(0)]
        assert agree(returned, have, False), (sql, returned, have)
    for name, rows in zip(TABLES, documents, strict=True):
        stored = connection.execute(f"SELECT * FROM {name}").fetchall()
        want = [[value for _, value in row[1]] for row in rows]
        if "now()" in change:
            now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
            want = [[now if isinstance(v, str) and v.startswith(now) else v for v in row] for row in want]
            stored = [tuple(now if isinstance(v, str) and v.startswith(now) else v for v in row) for row in stored]
        assert agree(want, stored, False), (sql, name, want, stored)


@pytest.mark.parametrize("type", ["int", "float8", "numeric", "text", "date", "boolean"])
def test_values_of_unknown_type(type):
    """Without a schema a cast is one of SQLite's."""
    result = run("query", "-v", f"SELECT x::{type} FROM t")
    USED.update(re.findall(r": (unknown\(\w+\):)", result.stderr.decode()))
    assert result.returncode == 0


def test_arrays_as_lists(world, postgres):
    """--arrays=csv: array_agg gives what the data has, a,b."""
    query = "SELECT array_agg(product) FROM orders WHERE id < 3"
    result = run("query", "-v", "--arrays=csv", "--types-from", world / "schema.sql", query)
    USED.update(re.findall(r": (array_agg as csv\(plain\):)", result.stderr.decode()))
    assert in_sqlite(world, result.stdout.decode(), "no")[1] == [("apple,pear",)]


# ---- what has no type ----


def untyped():
    for line in (HERE / "untyped.sql").read_text().splitlines():
        if not line.startswith("--"):
            query, _, bound = line.partition("; -- ")
            yield query.rstrip(";"), json.loads(bound or "[]")


def prepared(postgres, query, bound):
    literals = ", ".join("'" + str(value).replace("'", "''") + "'" for value in bound)
    call = f"EXECUTE q({literals})" if bound else "EXECUTE q"
    sql = f"SET TimeZone = 'UTC'; PREPARE q AS SELECT coalesce(json_agg(r), '[]') FROM ({query}) r; {call};"
    rows = json_rows(postgres.psql("queries", sql).split("\n", 2)[2])
    return [[value for _, value in row[1]] for row in rows]


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("query, bound", untyped())
def test_untyped(query, bound, typed, world, postgres):
    types = ["--types-from", world / "schema.sql"] if typed else []
    result = run("query", "-v", *types, query)
    USED.update(line.split(": ", 2)[2].split(": ")[0] + ":" for line in result.stderr.decode().splitlines() if line.count(": ") > 2)
    assert result.returncode == 0, result.stderr.decode()
    with contextlib.closing(connect(world / "queries.db", "no")) as database:
        rows = database.execute(result.stdout.decode(), {str(i + 1): value for i, value in enumerate(bound)}).fetchall()
    assert agree(prepared(postgres, query, bound), rows, "ORDER BY" in query), (result.stdout, rows)


def test_a_parameter_beside_an_enum_has_its_order(world, postgres):
    query = "SELECT id FROM users WHERE feeling > $1 OR $2 >= feeling ORDER BY id"
    sql = run("query", "-q", "--types-from", world / "schema.sql", query).stdout.decode()
    with contextlib.closing(connect(world / "queries.db", "no")) as database:
        assert prepared(postgres, query, ["ok", "sad"]) == [list(row) for row in database.execute(sql, {"1": "ok", "2": "sad"})]


@pytest.mark.parametrize("query", ["SELECT a || b FROM t", "SELECT a || $1 FROM t", "SELECT a || '{x}' FROM t", "SELECT a / 2 FROM t", "SELECT (a + b) / 2 FROM t"])
def test_what_is_not_known_is_said(query):
    assert b"(--types-from tells)" in run("query", query).stderr
    assert run("query", "--strict", query).returncode == 3


@pytest.mark.parametrize("query", ["SELECT a || ' ' || b FROM t", "SELECT 'x' || a || $1 || $2 FROM t WHERE b ILIKE '%' || $1 || '%' AND a LIKE 'x' || $1"])
def test_what_can_only_be_a_text_is_not_talked_about(query):
    assert b"(--types-from tells)" not in run("query", query).stderr


def test_a_literal_beside_an_array_is_one(tmp_path):
    (tmp_path / "schema.sql").write_text("-- PostgreSQL database dump\nCREATE TABLE t (tags text[]);\n-- PostgreSQL database dump complete\n")
    types = f"--types-from={tmp_path / 'schema.sql'}"
    assert run("query", "-q", "--extension=yes", types, "SELECT tags || '{new}' FROM t").stdout == b"SELECT array_cat_any(tags, '[\"new\"]') FROM t\n"
    assert run("query", "-q", "--extension=yes", types, "SELECT tags || 'new' FROM t").returncode == 3


def test_outcomes(capsys):
    """Runs last: most are equal, none is different."""
    total = sum(OUTCOMES.values())
    with capsys.disabled():
        print(f"\nqueries: {OUTCOMES['equal']} equal, {OUTCOMES['refused']} refused, {OUTCOMES['different']} different")
    if total < len(QUERIES) + len(CHANGES):
        pytest.skip("not all have run")
    assert OUTCOMES["different"] == 0
    assert OUTCOMES["equal"] >= 0.95 * total and total >= 300
    unused = sorted(set(rows_of_tables()) - USED)
    assert not unused, "no query uses these rows: " + " ".join(unused)
