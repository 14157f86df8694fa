"""Budgets: what a dump's own definitions may cost. Those of a few lines that have
no end are left out, or are an error that says what helps; nothing else is lost
with them."""

import sqlite3
import subprocess

import pytest

from conftest import PROGRAM, run, whole

TABLE = "CREATE TABLE public.t (id integer, name text);\nCOPY public.t (id, name) FROM stdin;\n1\tone\n\\.\n"


def chain(n, columns, condition=""):
    """Views, each of the one before."""
    return "CREATE VIEW public.v0 AS SELECT t.id AS x FROM public.t;\n" + "".join(
        f"CREATE VIEW public.v{i} AS SELECT {columns.format(f'v{i - 1}.x')} AS x FROM public.v{i - 1}{condition.format(f'public.v{i - 1}')};\n" for i in range(1, n))


ENDLESS_VIEWS = {
    "a sum of itself": chain(40, "({0} + {0})"),
    "cases of itself": chain(40, "CASE WHEN ({0} > 5) THEN {0} WHEN ({0} > 6) THEN {0} ELSE {0} END"),
    "itself twice": chain(40, "{0}", " UNION ALL SELECT x FROM {0}"),
    "one upon the other": chain(1000, "{0}"),
}


@pytest.mark.parametrize("name", ENDLESS_VIEWS)
@pytest.mark.parametrize("options", [["-s"], ["-o", "new.db"]], ids=" ".join)
def test_views_without_end_are_left_out(name, options, tmp_path):
    (tmp_path / "d.sql").write_bytes(whole(TABLE + ENDLESS_VIEWS[name]))
    result = run("d.sql", *options, cwd=tmp_path, timeout=30)
    assert result.returncode == 0, result.stderr
    assert b"it takes too much to prepare" in result.stderr or b"views upon views, 200 deep" in result.stderr
    if "-o" in options:
        with sqlite3.connect(tmp_path / "new.db") as connection:
            assert connection.execute("SELECT x FROM v3").fetchall()
            assert connection.execute("SELECT * FROM t").fetchall() == [(1, "one")]


ENDLESS_ROWS = {
    "a series": "SELECT a.a FROM generate_series(1, 1000000000000) a(a)",
    "a recursion": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT (r.n + 1) FROM r) SELECT count(*) AS n FROM r",
    "a product": "SELECT count(*) AS n FROM " + ", ".join(f"generate_series(1, 100) s{i}(a)" for i in range(12)),
    "a long text": "SELECT repeat('x'::text, 1000000000) AS x",
}


@pytest.mark.parametrize("name", ENDLESS_ROWS)
def test_rows_without_end_are_an_error_that_says_what_helps(name, tmp_path):
    view = f"CREATE MATERIALIZED VIEW public.m AS {ENDLESS_ROWS[name]}\n  WITH NO DATA;\nREFRESH MATERIALIZED VIEW public.m;\n"
    (tmp_path / "d.sql").write_bytes(whole(TABLE + view))
    result = run("-q", "d.sql", "-o", "new.db", cwd=tmp_path, timeout=60)
    assert result.returncode == 1 and b"--matviews=view" in result.stderr, result.stderr
    assert not (tmp_path / "new.db").exists()
    assert run("-q", "d.sql", "-o", "new.db", "--matviews=view", cwd=tmp_path).returncode == 0


def test_a_view_of_more_children_than_sqlite_joins(tmp_path):
    children = "".join(f"CREATE TABLE public.c{i} (more integer) INHERITS (public.t);\n" for i in range(501))
    (tmp_path / "d.sql").write_bytes(whole(TABLE + children))
    result = run("d.sql", "-o", "new.db", cwd=tmp_path)
    assert result.returncode == 0 and b"more tables inherit from it than SQLite joins" in result.stderr, result.stderr


@pytest.mark.parametrize("text", ["\x9b31m", "\u202e", "\u200b", "\ufeff", "\u2028", "\x1b[31m", "\x85"])
def test_what_is_hidden_does_not_reach_a_terminal(text, tmp_path):
    name = f"a{text}b"
    (tmp_path / "d.sql").write_bytes(whole(
        f'CREATE TABLE public."{name}" (a integer, CONSTRAINT "{name}" CHECK ((a > 0)));\n'
        f'CREATE FUNCTION public."{name}"() RETURNS integer LANGUAGE c AS $$x$$;\n'
        f'CREATE INDEX "i{name}" ON public."{name}" USING gin (a);\n'))
    assert run("d.sql", "-o", "new.db", "--report=r.txt", "-v", cwd=tmp_path).returncode == 0
    told = [run("inspect", "d.sql", cwd=tmp_path), run("verify", "d.sql", "new.db", cwd=tmp_path), run("d.sql", "-s", "-v", "-o", "x.sql", cwd=tmp_path)]
    for output in [(tmp_path / "r.txt").read_bytes(), *(part for result in told for part in (result.stdout, result.stderr))]:
        assert text not in output.decode()


def test_json_is_valid_whatever_files_are_called(tmp_path):
    name = b"a\xff\x9bm.sql"
    with open(bytes(tmp_path) + b"/" + name, "wb") as file:
        file.write(whole(TABLE))
    arguments = [[b"inspect", name, b"--json"], [name, b"-o", b"new.db", b"--report=r.json"], [b"verify", name, b"new.db", b"--json"]]
    for line in arguments:
        result = run_bytes(line, tmp_path)
        assert result.returncode == 0, result.stderr
        result.stdout.decode()
    (tmp_path / "r.json").read_bytes().decode()


def run_bytes(arguments, folder):
    return subprocess.run([bytes(PROGRAM), *arguments], cwd=folder, capture_output=True)
