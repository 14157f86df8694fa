"""A database that others have locked is waited for, and then it is said who has it."""

import sqlite3
import subprocess
import sys

import pytest

from conftest import run, whole

DUMP = whole("COPY public.t (id) FROM stdin;\n1\n2\n\\.\n")
MODES = ["delete", "wal"]
WRITER = "BEGIN IMMEDIATE; INSERT INTO t VALUES (7);"
EXCLUSIVE = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;"
READER = "BEGIN; SELECT count(*) FROM t;"


@pytest.fixture(params=MODES)
def database(request, tmp_path):
    path = tmp_path / "app.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(f"PRAGMA journal_mode = {request.param}; CREATE TABLE t (id INTEGER PRIMARY KEY);")
    connection.close()
    return path, request.param


class Other:
    """Another program that has run SQL, and waits, or goes away after some seconds."""

    def __init__(self, path, sql, seconds=None):
        code = f"""
import sqlite3, sys, time
connection = sqlite3.connect({str(path)!r}, isolation_level=None)
for statement in {sql!r}.split(';'):
    connection.execute(statement).fetchall()
print('ready', flush=True)
{"sys.stdin.read()" if seconds is None else f"time.sleep({seconds})"}
"""
        self.process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdout.readline()

    def __enter__(self):
        return self.process

    def __exit__(self, *_):
        self.process.communicate(b"")


def rows(path):
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute("SELECT id FROM t ORDER BY id")]
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    return found


@pytest.mark.parametrize("sql", [WRITER, EXCLUSIVE])
def test_who_writes_is_named(database, sql):
    path, _ = database
    with Other(path, sql) as other:
        result = run("--into", path, "--timeout=1", stdin=DUMP)
        assert result.returncode == 1
        assert f"is in use by process {other.pid} (waited for 1 second)".encode() in result.stderr
    assert rows(path) == []


def test_who_only_reads_is_not_named(database):
    path, _ = database
    with Other(path, READER), Other(path, WRITER) as other, Other(path, READER):
        result = run("--into", path, "--timeout=1", stdin=DUMP)
        assert f"is in use by process {other.pid} ".encode() in result.stderr


@pytest.mark.parametrize("sql", [WRITER, EXCLUSIVE, READER])
def test_what_ends_in_time_is_waited_for(database, sql):
    path, _ = database
    with Other(path, sql, 0.5):
        result = run("-q", "--into", path, stdin=DUMP)
    assert (result.returncode, result.stderr) == (0, b"")
    assert rows(path) == [1, 2]


def test_a_reader_holds_up_the_end_only_without_a_log(database):
    path, mode = database
    with Other(path, READER) as other:
        result = run("--into", path, "--timeout=1", stdin=DUMP)
        if mode == "wal":
            assert result.returncode == 0
        else:
            assert result.returncode == 1
            assert f"app.db is in use by process {other.pid} (waited for 1 second), so nothing is loaded".encode() in result.stderr
    assert rows(path) == ([1, 2] if mode == "wal" else [])


def test_a_database_to_be_replaced_is_waited_for_as_long(database):
    path, _ = database
    dump = whole("CREATE TABLE public.t (id integer);\n")
    with Other(path, EXCLUSIVE) as other:
        result = run("-o", path, "--replace", "--timeout=1", stdin=dump)
        assert f"is in use by process {other.pid} (waited for 1 second), so it is not replaced".encode() in result.stderr
    with Other(path, EXCLUSIVE, 0.5):
        assert run("-o", path, "--replace", stdin=dump).returncode == 0


def test_proving_waits_too(database):
    path, _ = database
    with Other(path, EXCLUSIVE) as other:
        result = run("verify", "--timeout=1", "-", path, stdin=DUMP)
        assert result.returncode == 1 and f"process {other.pid}".encode() in result.stderr
