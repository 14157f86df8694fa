"""Each policy against a live PostgreSQL: what goes in and what comes out, with
the expected values from PostgreSQL's own functions."""

import json
import math
import sqlite3
from decimal import Decimal

import pytest

from conftest import run

TABLE = """
CREATE TABLE p (id int PRIMARY KEY, b boolean DEFAULT true, ts timestamp, tz timestamptz, n numeric, m numeric(20,4), a text[], i int[]);
INSERT INTO p VALUES
 (1, true, '2024-02-29 12:34:56.5', '2024-02-29 12:34:56.5+02', 1.50, 12.3400, '{a,b}', '{1,2}'),
 (2, false, '1969-12-31 23:59:59.000001', '1969-12-31 23:59:59.25-04:56:02', 0, -0.0001, '{"a b","c,d",NULL}', '{NULL,3}'),
 (3, NULL, '9999-12-31 23:59:59.999999', '0001-01-01 00:00:00+00', 123456789012345678901234567890.5, 9999999999999999.9999, '{}', '{{1,2},{3,4}}'),
 (4, true, '2000-01-01', '2023-10-29 02:30:00+02', 0.1, 1, '{"",x}', '[5:6]={7,8}'),
 (5, false, '2000-01-01', '2023-10-29 02:30:00+01', 1e-20, 100, '{"\\\\","\\""}', '{}');
INSERT INTO p (id) VALUES (6);
CREATE INDEX yes ON p (id) WHERE b;
ALTER TABLE p ADD CHECK (b OR NOT b);
"""


@pytest.fixture(scope="module")
def database(postgres):
    postgres.psql("postgres", "CREATE DATABASE policies;")
    postgres.psql("policies", "ALTER DATABASE policies SET timezone TO 'America/New_York';")
    postgres.psql("policies", TABLE)
    return "policies"


@pytest.fixture(scope="module")
def dumps(postgres, database):
    return [postgres.dump(database, ["--no-data-only"]), postgres.dump(database, ["--no-data-only", "--inserts"])]


def ask(postgres, database, expression):
    """One value of each row, as PostgreSQL's JSON sees it."""
    answer = postgres.psql(database, f"SELECT coalesce(json_agg(to_json(({expression})) ORDER BY id)::text, '[]') FROM p;")
    return json.loads(answer, parse_float=Decimal)


def utc(column):
    return (f"regexp_replace(to_char({column}, 'YYYY-MM-DD HH24:MI:SS.US'), '[.]000000$', '')")


def same_number(found, expected):
    if expected is None:
        return found is None
    return Decimal(str(found)) == Decimal(expected)


def nearest_double(found, expected):
    return found is None if expected is None else math.isclose(found, float(Decimal(expected)), rel_tol=1e-15, abs_tol=0)


def same_json(found, expected):
    return found is None if expected is None else json.loads(found) == json.loads(expected)


def same(found, expected):
    return type(found) is type(expected) and found == expected


# The policy, a column, what PostgreSQL says of it, and how the two compare.
POLICIES = [
    ([], "b", "b::int", same),
    (["--booleans=integer"], "b", "b::int", same),
    (["--booleans=text"], "b", "b::text", same),
    (["--booleans=pg"], "b", "left(b::text, 1)", same),
    (["--timestamps=utc"], "ts", utc("ts"), same),
    (["--timestamps=utc"], "tz", utc("tz AT TIME ZONE 'UTC'"), same),
    (["--timestamps=offset"], "ts", utc("ts"), same),
    (["--timestamps=offset"], "tz", utc("tz AT TIME ZONE 'UTC'") + " || '+00:00'", same),
    (["--timestamps=keep"], "ts", "ts::text", same),
    (["--timestamps=keep"], "tz", "tz::text", same),
    (["--timestamps=unix"], "ts", "extract(epoch FROM ts)::text", nearest_double),
    (["--timestamps=unix"], "tz", "extract(epoch FROM tz)::text", nearest_double),
    (["--numeric=auto"], "n", "n::text", same_number),
    (["--numeric=auto"], "m", "m::text", same_number),
    (["--numeric=text"], "n", "n::text", same),
    (["--numeric=text"], "m", "m::text", same),
    (["--numeric=real"], "n", "n::text", nearest_double),
    (["--numeric=real"], "m", "m::text", nearest_double),
    (["--arrays=json"], "a", "to_json(a)::text", same_json),
    (["--arrays=json"], "i", "to_json(i)::text", same_json),
    (["--arrays=pg"], "a", "a::text", same),
    (["--arrays=pg"], "i", "i::text", same),
]


@pytest.mark.parametrize("tables", [[], ["--strict-tables"]])
@pytest.mark.parametrize("policy,column,expression,compare", POLICIES)
def test_a_policy(postgres, database, dumps, tmp_path, policy, column, expression, compare, tables):
    expected = ask(postgres, database, expression)
    for number, dump in enumerate(dumps):
        lite = tmp_path / f"{number}.db"
        result = run(*policy, *tables, "-o", lite, "--verify", stdin=dump)
        assert result.returncode == 0, result.stderr
        with sqlite3.connect(lite) as connection:
            found = [value for (value,) in connection.execute(f"SELECT {column} FROM p ORDER BY id")]
            yes = [value for (value,) in connection.execute("SELECT id FROM p INDEXED BY yes WHERE " + yes_where(policy))]
        assert len(found) == len(expected) == 6
        assert all(map(compare, found, expected)), list(zip(found, expected))
        assert yes == [1, 4, 6]


def yes_where(policy):
    words = {"--booleans=text": "b = 'true'", "--booleans=pg": "b = 't'"}
    return words.get(policy[0] if policy else "", "b")


def test_lists(dumps, tmp_path):
    lite = tmp_path / "x.db"
    result = run("--arrays=csv", "-o", lite, "--verify", stdin=dumps[0])
    with sqlite3.connect(lite) as connection:
        found = connection.execute("SELECT a, i FROM p ORDER BY id").fetchall()
    assert found[0] == ("a,b", "1,2")
    assert json.loads(found[1][0]) == ["a b", "c,d", None] and json.loads(found[2][1]) == [[1, 2], [3, 4]]
    assert b"p.a:" in result.stderr and b"no plain list" in result.stderr


def test_times_of_two_offsets_sort_right(dumps, tmp_path):
    """Rows 4 and 5 are an hour apart, and their clocks say the same."""
    for policy in ("utc", "offset", "unix"):
        lite = tmp_path / f"{policy}.db"
        assert run(f"--timestamps={policy}", "-o", lite, stdin=dumps[0]).returncode == 0
        with sqlite3.connect(lite) as connection:
            order = [row for (row,) in connection.execute("SELECT id FROM p WHERE tz IS NOT NULL ORDER BY tz")]
        assert order == [3, 2, 4, 5, 1], policy
