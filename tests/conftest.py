"""What the tests share: the program, and how to run it."""

import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / os.environ.get("BUILD", "build")
PROGRAM = pathlib.Path(os.environ.get("PGDECANT", BUILD / "pgdecant")).absolute()

HEADER = b"--\n-- PostgreSQL database dump\n--\n\n"
TRAILER = b"\n--\n-- PostgreSQL database dump complete\n--\n\n"


def whole(text):
    """The text with the lines around it that pg_dump writes."""
    return HEADER + (text.encode() if isinstance(text, str) else text) + TRAILER


def run(*arguments, stdin=b"", cwd=None, env=None, timeout=120, program=PROGRAM, **more):
    """Runs the program; the result has returncode, stdout and stderr."""
    return subprocess.run(
        [str(program), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        timeout=timeout,
        **more,
    )


def shell(database, sql, *options):
    """Runs SQL in the sqlite3 shell, as users do."""
    result = subprocess.run(
        ["sqlite3", *options, str(database)], input=sql, capture_output=True
    )
    assert result.returncode == 0 and not result.stderr, result.stderr.decode()
    return result.stdout.decode()


def contents(database):
    """Every value of every table as text, with its storage class."""
    lines = []
    with sqlite3.connect(database) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        for (table,) in tables:
            lines.append(f"table {table}")
            quoted = '"' + table.replace('"', '""') + '"'
            order = "ORDER BY tbl, idx" if table == "sqlite_stat1" else ""
            for row in connection.execute(f"SELECT * FROM {quoted} {order}"):
                lines.append("  " + " | ".join(map(repr, row)))
    return "\n".join(lines) + "\n"


def everything(database):
    """What made the database, and what it holds. Indexes go by name: writers of
    databases make them in an order of their own."""
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        made = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
            "ORDER BY type = 'index', CASE type WHEN 'index' THEN name END, name = 'sqlite_stat1', rowid"
        ).fetchall()
    return "".join(f"{sql};\n" for (sql,) in made) + contents(database)


def without_time(text):
    return re.sub(rb"in \d+\.\d\d s", b"in N s", text)


@pytest.fixture(scope="session")
def program():
    assert PROGRAM.exists(), f"{PROGRAM} is not built"
    return PROGRAM


class Postgres:
    """A server of one's own, and what its tools say."""

    def __init__(self, folder):
        self.folder = folder
        script = f". {ROOT}/tests/postgres.sh && postgres_start {folder} {os.getpid()} && echo \"$PGBIN\""
        started = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
        assert started.returncode == 0, started.stderr
        self.bin = pathlib.Path(started.stdout.strip().splitlines()[-1])
        self.env = {**os.environ, "PGHOST": folder, "PGUSER": "postgres"}

    def stop(self):
        script = f". {ROOT}/tests/postgres.sh && postgres_stop {self.folder}"
        subprocess.run(["bash", "-c", script], check=True)

    def psql(self, database, sql):
        result = subprocess.run(
            [self.bin / "psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", database],
            input=sql, capture_output=True, text=True, env=self.env,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def dump(self, database, options, settings=""):
        data_only = [] if "--no-data-only" in options else ["--data-only"]
        options = [option for option in options if option != "--no-data-only"]
        result = subprocess.run(
            [self.bin / "pg_dump", *data_only, *options, database],
            capture_output=True, env={**self.env, "PGOPTIONS": settings},
        )
        assert result.returncode == 0, result.stderr
        return result.stdout


def from_npm(*packages):
    """The folder with what make deps-test has installed of npm's packages."""
    folder = BUILD / "npm"
    for package in packages:
        if not (folder / "node_modules" / package).exists():
            pytest.skip(f"npm has not brought {package}: make deps-test installs it where it can be had")
    return folder


@pytest.fixture(scope="session")
def postgres():
    folder = tempfile.mkdtemp(prefix="pgdecant-", dir=short_folder())
    server = Postgres(folder)
    yield server
    server.stop()


def short_folder():
    """The path of a socket has room for some hundred bytes."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"


def pytest_configure():
    """A run that is told to stop takes its servers and folders with it."""
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
