"""Defaults: what SQLite puts into a column is what PostgreSQL would have put
there, or the report says that the default is left out."""

import json
import sqlite3

import pytest

from conftest import run

# Types, and defaults of theirs and of other types.
DEFAULTS = {
    "text": ["'a'", "''", "true", "false", "1", "-5", "1.50", "1e3", "(1 = 1)", "NOT true", "'x'::name", "'x'::\"char\"", "'abc'::varchar(2)", "'ab'::char(4)",
             "'{1, 2}'::int[]", "'{\"a\":1}'::jsonb", "'2024-1-5'::date", "'2024-01-05 10:00'::timestamp", "'2024-01-05 10:00+02'::timestamptz", "'1 day'::interval",
             "'\\x41'::bytea", "0.1::real", "1.0::float8", "5::numeric(10,2)", "'1'::numeric(3,1)", "2::bigint", "NULL::int", "B'101'", "'10.0.0.1'::inet",
             "coalesce(NULL::boolean, true)", "greatest(1.50, 1)", "nullif(true, false)", "ARRAY[true]", "CASE WHEN true THEN true ELSE false END", "'a' || 'b'", "'it''s'"],
    "varchar(5)": ["'abc'", "false", "'abcdef'::varchar(5)", "'abc      '", "12", "'1'::char(3)"],
    "char(4)": ["'a'", "'abcd'", "'abcd   '", "7", "true::text"],
    "boolean": ["true", "'f'", "'yes'::text::boolean", "1::boolean", "(1.0 = 1)"],
    "integer": ["7", "'7'", "'7'::bigint", "5.5", "5.5::float8", "true::int", "'8'::smallint", "'6'::numeric"],
    "numeric(5,1)": ["1.2", "1.25", "'1'", "2::bigint"],
    "double precision": ["0.1", "0.1::real", "'1'::int", "'1e300'", "1", "'0.5'::numeric"],
    "real": ["0.1", "'0.25'", "0.123456789::float8", "1"],
    "date": ["'2024-1-5'", "'2024-01-05 23:00'::timestamp", "'2024-01-05 23:00+00'::timestamptz", "'2024-01-05 23:00'::text::date"],
    "timestamp": ["'2024-01-05'", "'2024-01-05'::date", "'2024-01-05 10:00+02'::timestamptz", "'2024-01-05 10:00:00.25'"],
    "timestamp(0)": ["'2024-01-05 10:00:00'", "'2024-01-05 10:00:00.6'", "'2024-01-05 10:00:00.6'::timestamp"],
    "timestamptz": ["'2024-01-05 10:00+02'", "'2024-01-05'::date", "'2024-01-05 10:00'::timestamp"],
    "time": ["'10:00'", "'2024-01-05 10:00'::timestamp", "'10:00'::interval"],
    "interval": ["'1 day'", "'10:00'::time"],
    "json": ["'{\"b\":1}'", "'{\"b\":1}'::jsonb", "'{}'::jsonb"],
    "jsonb": ["'{\"b\":1}'", "'{\"b\":1}'::json", "'{}'::json", "'[]'::json"],
    "uuid": ["'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::text::uuid"],
    "bytea": ["'\\x41'", "'abc'::text::bytea"],
    "inet": ["'10.0.0.1'", "'10.0.0.0/8'::cidr"],
    "text[]": ["'{a,b}'", "ARRAY['a','b']", "'{1,2}'::int[]", "ARRAY[]::text[]", "ARRAY['a'::varchar]"],
    "integer[]": ["'{1,2}'", "ARRAY[1,2]", "'{1.5}'::numeric[]"],
    "bit varying(8)": ["B'1010'"],
}
CASES = [(kind, default) for kind, defaults in DEFAULTS.items() for default in defaults]


@pytest.fixture(scope="module")
def found(postgres, tmp_path_factory):
    """For each case what SQLite and PostgreSQL have put in, and the report."""
    folder = tmp_path_factory.mktemp("defaults")
    postgres.psql("postgres", "CREATE DATABASE defaults;")
    postgres.psql("defaults", "SET timezone = UTC;" + "".join(f"CREATE TABLE t{at} (id int, v {kind} DEFAULT ({default}));\n" for at, (kind, default) in enumerate(CASES)))
    (folder / "empty.sql").write_bytes(postgres.dump("defaults", ["--no-data-only"]))
    for at in range(len(CASES)):
        try:
            postgres.psql("defaults", f"SET timezone = UTC; INSERT INTO t{at} (id) VALUES (1);")
        except AssertionError:
            pass # a value that the column does not take
    (folder / "full.sql").write_bytes(postgres.dump("defaults", ["--no-data-only"]))
    for name in ("empty", "full"):
        result = run("-q", f"{name}.sql", "-o", f"{name}.db", f"--report={name}.json", cwd=folder)
        assert result.returncode == 0, result.stderr
    connection = sqlite3.connect(folder / "empty.db")
    connection.execute("ATTACH ? AS other", (str(folder / "full.db"),))
    report = json.loads((folder / "empty.json").read_text())
    return connection, {entry["name"] for entry in report["entries"] if entry["object"] == "default"}


@pytest.mark.parametrize("at", range(len(CASES)), ids=lambda at: " ".join(CASES[at]))
def test_default(at, found):
    connection, left_out = found
    theirs = connection.execute(f"SELECT v, typeof(v) FROM other.t{at}").fetchall()
    if not theirs or f"public.t{at}.v" in left_out:
        return
    connection.execute(f"INSERT INTO t{at}(id) VALUES (1)")
    assert connection.execute(f"SELECT v, typeof(v) FROM t{at}").fetchall() == theirs, CASES[at]


def test_most_are_there(found):
    assert len(found[1]) < len(CASES) / 2
