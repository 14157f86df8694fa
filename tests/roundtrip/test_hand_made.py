"""Values as people write them: what PostgreSQL makes of a literal is what its
dump of the row becomes; or it is an error, as where PostgreSQL refuses it."""

import itertools
import random
import sqlite3
from decimal import Decimal

import pytest

from conftest import run

NUMBERS = [
    ".5", "5.", "+5", "007", "-0", "-.5", "-0.00", "0", "1e5", "1.5e-3", "1E+2", "-2.5e1", "1e-30", "12345678901234567890.12345",
    "'.5'", "'1e3'", "'007'", "'-0'", "'NaN'", "'1.2.3'", "'abc'", "''", "'5.'", "1.005", "1.004999", "-1.005", "999.994", "999.995",
    "99999", "0.5", "1.5", "2.5", "-0.5", "0.05", "0.994", "0.995", "9.5", "99.5", "1000", "0.00001",
]
TIMES = [
    "'8:30'", "'08:30'", "'8:30:15.250'", "'08:30:15.000001'", "'24:00:00'", "'25:00'", "'08:61'", "'0:00'", "'abc'", "'08:30:15.1234567'",
]
INTERVALS = [
    "'90 minutes'", "'1 day'", "'P1DT2H'", "'1-2'", "'1 year 2 mons 3 days 04:05:06.5'", "'-1 day'", "'1.5 hours'", "'@ 1 hour ago'", "'25:00'", "'x'", "'0'",
]
DATES = ["'2024-1-5'", "'20240105'", "'2024/1/5'", "'2024/1-5'", "'2024-02-30'", "'2024-01-05 10:00'", "'infinity'", "'0044-03-15 BC'", "'x'"]
MOMENTS = ["'2024-01-05'", "'2024-01-05T10:00:00Z'", "'2024-1-5 8:30'", "'2024/01/05 8:30'", "'2024-01-05 10:00:00+02'", "'2024-01-05 10:00:00.120'", "'2024-13-05'"]
CASES = [
    *[(kind, literal) for kind in ("numeric", "numeric(5,2)", "numeric(3)", "numeric(2,2)", "numeric(30,20)") for literal in NUMBERS],
    *[("time", literal) for literal in TIMES],
    *[("interval", literal) for literal in INTERVALS],
    *[("date", literal) for literal in DATES],
    *[(kind, literal) for kind in ("timestamp", "timestamptz") for literal in MOMENTS],
    *[("uuid", literal) for literal in ("'A0EEBC999C0B4EF8BB6D6BB9BD380A11'", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'", "'a0eebc99'")],
    *[("integer", literal) for literal in ("'12'", "+12", "007", "'007'", "'x'", "2147483648")],
    *[("bytea", literal) for literal in ("'\\xDEAD'", "'abc'", "X'DEAD'")],
    *[("bit(4)", literal) for literal in ("B'1010'", "X'a'")],
    *[("text", literal) for literal in ("B'1010'", "'a'", "'a'::varchar", "'007'::integer", "TEXT 'a'", "'2024-1-5'::date", "'a' /* ? */ ::text")],
    *[("timestamp", literal) for literal in ("'2024-01-05 10:00'::date", "DATE '2024-01-05'", "TIMESTAMP '2024-01-05'", "'2024-01-05 10:00:00+02'::timestamptz")],
    *[("timestamptz", literal) for literal in ("'2024-01-05 10:00:00+02'::timestamp", "TIMESTAMPTZ '2024-01-05 10:00:00+02'", "'2024-01-05 10:00:00+02'::pg_catalog.timestamptz")],
    *[("integer", literal) for literal in ("'5'::bigint", "'5'::numeric", "'1.5'::numeric", "int2 '5'")],
    *[("bytea", literal) for literal in ("decode('00ff', 'hex')", "decode ( '' , 'HEX' )", "decode('0', 'hex')", "decode('AP8=', 'base64')")],
    *[("integer[]", literal) for literal in ("'{1, 2}'", "'{ 1 ,2 }'", "'{{1, 2}, {3,\t4}}'", "'{}'", "'{ }'", "'{1,,2}'", "'{1'", "'[2:3]={1, 2}'", "'{NULL, 1}'", "'x'")],
    *[("text[]", literal) for literal in ("'{a, b}'", "'{a ,b}'", "'{a, b c , \"d\" }'", "'{a,\tb}'", "'{\" a\", b\\\\ }'", "'{a\nb, \\, }'", "'{ \"a\" , b}'", "'{null, \"null\"}'",
"'{a,b}'::text[]", "'{a}'::varchar[]", "'{a}'::text")],
    *[(kind, literal) for kind in ("text", "integer", "bytea", "date", "text[]") for literal in ("$$it's$$", "$a$12$a$", "$$$$", "$x$2024-1-5$x$", "$$\\x00$$", "$b${a,$$}$b$")],
    *[("jsonb", literal) for literal in ("""'{"a": 1}'::json""", """json '{"a": 1}'""")],
]


def definition(at, kind):
    return f"CREATE TABLE t{at} (v {kind});\n"


def insert(at, literal):
    return f"INSERT INTO t{at} VALUES ({literal});\n"


def stored(database, at):
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT typeof(v), quote(v) FROM t{at}").fetchall()


@pytest.fixture(scope="module")
def dump(postgres, tmp_path_factory):
    """A table for each case, with its value where PostgreSQL took it."""
    postgres.psql("postgres", "CREATE DATABASE handmade;")
    for at, (kind, literal) in enumerate(CASES):
        taken = f"DO $d$ BEGIN {insert(at, literal)} EXCEPTION WHEN OTHERS THEN NULL; END $d$;\n"
        postgres.psql("handmade", "SET timezone = UTC;\n" + definition(at, kind) + taken)
    path = tmp_path_factory.mktemp("handmade") / "dump.sql"
    path.write_bytes(postgres.dump("handmade", ["--no-data-only"]))
    return path


@pytest.fixture(scope="module", params=["auto", "text"])
def made(dump, request):
    """The same in SQLite, and how numerics are kept there."""
    database, numeric = dump.with_name(request.param), f"--numeric={request.param}"
    result = run("-o", database, numeric, dump)
    assert result.returncode == 0, result.stderr
    return [stored(database, at) for at in range(len(CASES))], numeric


@pytest.mark.parametrize("at", range(len(CASES)), ids=lambda at: " ".join(CASES[at]))
def test_literal(at, made, tmp_path):
    wanted, numeric = made[0][at], made[1]
    kind, literal = CASES[at]
    (tmp_path / "hand.sql").write_text(definition(at, kind) + insert(at, literal))
    result = run("-o", tmp_path / "hand.db", numeric, tmp_path / "hand.sql")
    if result.returncode:
        assert result.stderr.startswith(b"pgdecant: ") and not (tmp_path / "hand.db").exists()
        refused = (b"is not", b"is of another", b"beside the other", b"only encoding", b"no bytea")
        assert not wanted or any(words in result.stderr for words in refused), result.stderr
        return
    assert run("verify", numeric, tmp_path / "hand.sql", tmp_path / "hand.db").returncode == 0
    found = stored(tmp_path / "hand.db", at)
    if kind.startswith("numeric") and "e" in literal.lower() and numeric == "--numeric=auto":
        # Such a column is kept as text at once, with every digit.
        found, wanted = ([Decimal(value.strip("'")) for _, value in rows] for rows in (found, wanted))
    assert found == wanted


def test_what_pg_dump_writes_of_intervals_stays(postgres, tmp_path):
    draw = random.Random(8)
    most = 2**31 - 1

    def field(*greatest):
        return draw.choice([0] + [draw.randint(-limit, limit) for limit in greatest])

    values = ", ".join(
        f"({at}, make_interval(months => {field(30, most)}) + make_interval(days => {field(40, most)}) + '{field(999, 10**11, 10**15, 9 * 10**18)} us'::interval)"
        for at in range(1500)
    )
    postgres.psql("postgres", "CREATE DATABASE intervals;")
    postgres.psql("intervals", f"CREATE TABLE t (id integer, v interval); INSERT INTO t VALUES {values};")
    wanted = postgres.psql("intervals", "COPY t TO stdout;").splitlines()
    (tmp_path / "dump.sql").write_bytes(postgres.dump("intervals", ["--no-data-only"]))
    result = run("-o", tmp_path / "x.db", tmp_path / "dump.sql")
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(tmp_path / "x.db") as connection:
        assert [f"{at}\t{v}" for at, v in connection.execute("SELECT id, v FROM t ORDER BY rowid")] == wanted


@pytest.mark.parametrize("writer", ["pages", "api"])
def test_default_values_beside_rows(writer, tmp_path):
    rows = {"INSERT INTO t VALUES (1, 1);": (1, 1), "INSERT INTO t DEFAULT VALUES;": (5, None), "INSERT INTO t (b) VALUES (7), (DEFAULT);": (5, 7)}
    for order in itertools.permutations(list(rows) * 2, 4):
        (tmp_path / "hand.sql").write_text("CREATE TABLE t (a integer DEFAULT 5, b integer);" + "\n".join(order))
        assert run("-o", tmp_path / "x.db", "--replace", f"--writer={writer}", tmp_path / "hand.sql").returncode == 0
        wanted = [row for statement in order for row in [rows[statement]] + [(5, None)] * ("(DEFAULT)" in statement)]
        with sqlite3.connect(tmp_path / "x.db") as connection:
            assert connection.execute("SELECT * FROM t ORDER BY rowid").fetchall() == wanted, order


def test_bits_go_into_an_applications_columns(tmp_path):
    with sqlite3.connect(tmp_path / "app.db") as connection:
        connection.execute("CREATE TABLE t (a boolean, b integer, c text)")
    (tmp_path / "hand.sql").write_text("CREATE TABLE t (a bit(1), b bit(4), c bit varying);\nINSERT INTO t VALUES (B'1', B'1010', X'a');\n")
    result = run("--into", tmp_path / "app.db", tmp_path / "hand.sql")
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(tmp_path / "app.db") as connection:
        assert connection.execute("SELECT * FROM t").fetchall() == [(1, 1010, "1010")]
