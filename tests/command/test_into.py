"""--into with the definitions in another dump: both sides of a column are known."""

import sqlite3

from conftest import run, whole

DEFINITIONS = whole("CREATE TABLE public.t (id integer NOT NULL, tags text[], ok boolean);\n")
ROWS = whole("INSERT INTO public.t VALUES (1, '{a,b}', true);\n")
COPIED = whole("COPY public.t FROM stdin;\n1\t{a,b}\tt\n\\.\n")


def load(tmp_path, rows, *options):
    (tmp_path / "schema.sql").write_bytes(DEFINITIONS)
    with sqlite3.connect(tmp_path / "app.db") as connection:
        connection.execute("CREATE TABLE t (ok INTEGER, tags JSON, id INTEGER PRIMARY KEY)")
    connection.close()
    return run("--into", tmp_path / "app.db", "--types-from", *options, stdin=rows)


def rows_of(tmp_path):
    with sqlite3.connect(tmp_path / "app.db") as connection:
        return connection.execute("SELECT id, tags, ok FROM t").fetchall()


def test_rows_without_names_find_their_columns(tmp_path):
    for rows in (ROWS, COPIED):
        result = load(tmp_path, rows, tmp_path / "schema.sql", "--verify")
        assert result.returncode == 0 and b"by position" not in result.stderr
        assert rows_of(tmp_path) == [(1, '["a","b"]', 1)]
        (tmp_path / "app.db").unlink()


def test_a_database_has_no_definitions_of_the_dump(tmp_path):
    sqlite3.connect(tmp_path / "other.db").executescript("CREATE TABLE t (id)")
    result = load(tmp_path, ROWS, tmp_path / "other.db")
    assert result.returncode == 1 and b"other.db" in result.stderr
    assert rows_of(tmp_path) == []
