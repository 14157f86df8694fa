"""Values as people write them: what PostgreSQL makes of a literal is what its
dump of the row becomes; or it is an error, as where PostgreSQL refuses it."""

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
DATES = ["'2024-1-5'", "'20240105'", "'2024-02-30'", "'2024-01-05 10:00'", "'infinity'", "'0044-03-15 BC'", "'x'"]
MOMENTS = ["'2024-01-05'", "'2024-01-05T10:00:00Z'", "'2024-1-5 8:30'", "'2024-01-05 10:00:00+02'", "'2024-01-05 10:00:00.120'", "'2024-13-05'"]
CASES = [
    *[(kind, literal) for kind in ("numeric", "numeric(5,2)", "numeric(3)", "numeric(2,2)", "numeric(30,20)") for literal in NUMBERS],
    *[("time", literal) for literal in TIMES],
    *[("date", literal) for literal in DATES],
    *[(kind, literal) for kind in ("timestamp", "timestamptz") for literal in MOMENTS],
    *[("uuid", literal) for literal in ("'A0EEBC999C0B4EF8BB6D6BB9BD380A11'", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'", "'a0eebc99'")],
    *[("integer", literal) for literal in ("'12'", "+12", "007", "'007'", "'x'", "2147483648")],
    *[("bytea", literal) for literal in ("'\\xDEAD'", "'abc'", "X'DEAD'")],
    *[("bit(4)", literal) for literal in ("B'1010'", "X'a'")],
    *[("text", literal) for literal in ("B'1010'", "'a'")],
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
        assert not wanted or b"is not" in result.stderr, result.stderr
        return
    assert run("verify", numeric, tmp_path / "hand.sql", tmp_path / "hand.db").returncode == 0
    found = stored(tmp_path / "hand.db", at)
    if kind.startswith("numeric") and "e" in literal.lower() and numeric == "--numeric=auto":
        # Such a column is kept as text at once, with every digit.
        found, wanted = ([Decimal(value.strip("'")) for _, value in rows] for rows in (found, wanted))
    assert found == wanted
