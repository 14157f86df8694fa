"""A server as the dump: pg_dump is run, and its failure is ours."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

from conftest import PROGRAM


@pytest.fixture(scope="module")
def server(postgres):
    postgres.psql("postgres", "CREATE DATABASE served;")
    postgres.psql("served", "CREATE TABLE t (a integer PRIMARY KEY, b text); INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 5000) AS i;")
    return postgres


def told(*arguments, env):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, env=env)


@pytest.mark.parametrize("address", [["postgres:///served"], ["postgresql:///served?application_name=x"], ["--from=served"], ["--from=dbname=served"], ["--from=postgres:///served"]])
def test_a_server_is_a_dump(address, server, tmp_path):
    result = told(*address, f"--pg-dump={server.bin}/pg_dump", "-o", tmp_path / "s.db", env=server.env)
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(tmp_path / "s.db") as connection:
        assert connection.execute("SELECT count(*), max(b) FROM t").fetchone() == (5000, "row 999")


def test_it_is_the_only_dump(server, tmp_path):
    result = told("--from=served", "other.dump", "-o", tmp_path / "s.db", env=server.env)
    assert result.returncode == 2 and b"name no other" in result.stderr
    program = f"--pg-dump={server.bin}/pg_dump"
    assert told("--from=served", program, "-o", tmp_path / "s.db", env=server.env).returncode == 0
    result = told("verify", "--from=served", program, tmp_path / "s.db", env=server.env)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("address", [["postgres:///no_such"], ["--from=host=/nowhere dbname=x"]])
def test_its_failure_is_ours(address, server, tmp_path):
    result = told(*address, f"--pg-dump={server.bin}/pg_dump", "-o", tmp_path / "s.db", env=server.env)
    assert result.returncode == 1 and b"pg_dump: error:" in result.stderr and b"pg_dump has failed" in result.stderr, result.stderr
    assert not (tmp_path / "s.db").exists()


def test_a_program_that_is_not_there(server, tmp_path):
    result = told("postgres:///served", "--pg-dump=/nowhere/pg_dump", "-o", tmp_path / "s.db", env=server.env)
    assert result.returncode == 1 and b"postgresql-client" in result.stderr


FAKE = f"""#!{sys.executable}
import json, os, sys
json.dump([sys.argv[1:], os.environ.get("PGPASSWORD"), open(f"/proc/{{os.getppid()}}/cmdline").read()], open(os.environ["SEEN"], "w"))
print("pg_dump: error: aborting because of server version mismatch", file=sys.stderr) if "OLD" in os.environ else None
sys.exit(1)
"""


@pytest.mark.parametrize("address, passed", [
    ("postgres://me:p%40ss@db.example/shop?sslmode=require", "postgres://me@db.example/shop?sslmode=require"),
    ("postgresql://db/shop?password=p%40ss&user=me", "postgresql://db/shop?user=me"),
    ("--from=host=db password=p@ss dbname=shop", "host=db  dbname=shop"),
    ("--from=dbname=shop password = 'p@ss'", "dbname=shop "),
    ("--from=postgres://me:p%40ss@db/shop", "postgres://me@db/shop"),
    ("postgres://db/shop?password=first&pass%77ord=p@ss", "postgres://db/shop?"),
])
def test_passwords_are_shown_to_nobody(address, passed, tmp_path):

    (tmp_path / "pg_dump").write_text(FAKE)
    (tmp_path / "pg_dump").chmod(0o755)
    result = told(address, f"--pg-dump={tmp_path}/pg_dump", "-o", tmp_path / "s.db", env={**os.environ, "SEEN": str(tmp_path / "seen")})
    arguments, password, ours = json.loads((tmp_path / "seen").read_text())
    assert password == "p@ss" and arguments == ["-Fc", "-Z0", f"--dbname={passed}"]
    assert "p@ss" not in ours and "p%40ss" not in ours and b"p@ss" not in result.stderr and b"p%40ss" not in result.stderr
    assert result.returncode == 1


def test_an_older_program_says_what_to_install(tmp_path):
    (tmp_path / "pg_dump").write_text(FAKE)
    (tmp_path / "pg_dump").chmod(0o755)
    result = told("postgres://db/shop", f"--pg-dump={tmp_path}/pg_dump", "-o", tmp_path / "s.db", env={**os.environ, "SEEN": str(tmp_path / "seen"), "OLD": "1"})
    assert b"pg_dump is older than the server: install" in result.stderr and b"version mismatch" in result.stderr


def test_half_a_dump_is_none(server, tmp_path):
    """Whatever it gave before it failed."""
    whole = server.dump("served", ["--no-data-only", "-Fc", "-Z0"])
    (tmp_path / "dump").write_bytes(whole)
    (tmp_path / "pg_dump").write_text(f"#!/bin/sh\ncat {tmp_path}/dump\nexit 3\n")
    (tmp_path / "pg_dump").chmod(0o755)
    result = told("postgres://db/shop", f"--pg-dump={tmp_path}/pg_dump", "-o", tmp_path / "s.db", env=dict(os.environ))
    assert result.returncode == 1 and b"pg_dump has failed (status 3)" in result.stderr and not (tmp_path / "s.db").exists()


@pytest.mark.parametrize("secret", ["se?cret", "se#cret", "a:b"])
def test_odd_passwords(secret, tmp_path):
    (tmp_path / "pg_dump").write_text(FAKE)
    (tmp_path / "pg_dump").chmod(0o755)
    told(f"postgres://me:{secret}@db/shop", f"--pg-dump={tmp_path}/pg_dump", "-o", tmp_path / "s.db", env={**os.environ, "SEEN": str(tmp_path / "seen")})
    arguments, password, _ = json.loads((tmp_path / "seen").read_text())
    assert password == secret and arguments[2] == "--dbname=postgres://me@db/shop"


def test_a_key_s_password_is_refused(tmp_path):
    result = told("postgres://db/shop?sslpassword=s3c", "-o", tmp_path / "s.db", env=dict(os.environ))
    assert result.returncode == 1 and b"service file" in result.stderr and b"s3c" not in result.stderr
