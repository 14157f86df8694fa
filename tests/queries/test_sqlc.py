"""A folder of queries in sqlc's manner goes through as it is: PostgreSQL takes
every statement, none is refused, and SQLite takes every translation."""

import contextlib
import pathlib
import re
import sqlite3

import pytest

from conftest import run
from test_application import make_database, steps
from test_queries import connect

FOLDER = pathlib.Path(__file__).resolve().parent / "sqlc"
MOST_REFUSED = 0


def named(text):
    """Name and statement."""
    return re.findall(r"^-- name: (\w+) :\w+\n(.*?);$", text, flags=re.M | re.S)


def numbered(statement):
    """As sqlc hands it to PostgreSQL; macros count behind the numbers."""
    names = {}
    statement = re.sub(r"sqlc\.slice\('(\w+)'\)", r"sqlc.arg(\1)", statement)
    statement = re.sub(r"sqlc\.embed\((\w+)\)", r"\1.*", statement)
    first = max([int(number) for number in re.findall(r"\$(\d+)", statement)] or [0])
    return re.sub(r"sqlc\.n?arg\('?(\w+)'?\)|(?<![\w@])@(\w+)", lambda m: f"${names.setdefault(m[1] or m[2], first + len(names) + 1)}", statement)


@pytest.fixture(scope="module")
def sqlc(postgres, tmp_path_factory):
    return make_database("sqlc", postgres, tmp_path_factory.mktemp("sqlc"))


def test_postgresql_takes_them(sqlc, postgres):
    everything = [pair for path in sorted(FOLDER.glob("*.sql")) if path.stem != "schema" for pair in named(path.read_text())]
    assert len(everything) >= 300 and len({name for name, _ in everything}) == len(everything)
    postgres.psql("sqlc", "".join(f"PREPARE q AS {numbered(statement)}; DEALLOCATE q;\n" for _, statement in everything))


def test_none_is_refused(sqlc):
    result = run("query", "--check", "-q", "--extension=yes", "--types-from", sqlc / "schema.sql", *(path for path in sorted(FOLDER.glob("*.sql")) if path.stem != "schema"))
    assert result.returncode == 0, result.stderr.decode()


@pytest.mark.parametrize("path", [path for path in sorted(FOLDER.glob("*.sql")) if path.stem != "schema"], ids=lambda path: path.stem)
def test_sqlite_takes_them(path, sqlc, tmp_path):
    """With the comments that sqlc reads where they were, and its macros as they were."""
    result = run("query", "-q", "--extension=yes", "--types-from", sqlc / "schema.sql", path)
    before, after = named(path.read_text()), named(result.stdout.decode())
    assert [name for name, _ in before] == [name for name, _ in after]
    with contextlib.closing(connect(sqlc / "sqlc.db", "yes")) as database:
        for name, sql in after:
            sql = re.sub(r"sqlc\.embed\((\w+)\)", r"\1.*", sql)
            sql = re.sub(r"sqlc\.\w+\('?(\w+)'?\)", r":\1", sql)
            for step in [sql + ";"] if not sql.startswith("SAVEPOINT") else steps(sql):
                try:
                    explains = "" if step.startswith(("SAVEPOINT", "PRAGMA", "CREATE", "DROP", "RELEASE")) else "EXPLAIN "
                    bound = dict.fromkeys(re.findall(r"[:@$](\w+)", step), None)
                    database.execute(explains + step, bound).fetchall()
                except sqlite3.Error as error:
                    raise AssertionError(f"{name}: {error}: {step}") from error
