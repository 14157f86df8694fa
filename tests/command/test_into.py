"""--into with the definitions in another dump: both sides of a column are known."""

import sqlite3

import pytest

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


# ---- forms that the user chooses ----

TYPED = whole(
    "CREATE TABLE public.f (a text[], at timestamp with time zone, ok boolean);\n"
    "COPY public.f (a, at, ok) FROM stdin;\n{x,y}\t2024-01-01 02:30:00.5+02\tt\n\\.\n"
)


def stored(tmp_path, declared, *options):
    """What becomes of the values in columns that are declared so."""
    path = tmp_path / "forms.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE f ({declared})")
    connection.close()
    result = run("--into", path, "--verify", *options, stdin=TYPED)
    if result.returncode:
        return result.stderr
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT a, at, ok FROM f").fetchone()


def test_forms_count_where_the_column_leaves_them_open(tmp_path):
    texts, open_ = "a TEXT, at TEXT, ok TEXT", "a, at, ok"
    assert stored(tmp_path, texts) == ('["x","y"]', "2024-01-01 02:30:00.5+02", "t")
    assert stored(tmp_path, texts, "--arrays=csv", "--booleans=text") == ("x,y", "2024-01-01 02:30:00.5+02", "true")
    assert stored(tmp_path, texts, "--arrays=pg", "--timestamps=offset") == ("{x,y}", "2024-01-01 00:30:00.500000+00:00", "t")
    assert stored(tmp_path, open_, "--timestamps=unix", "--booleans=pg")[1:] == (1704069000.5, "t")


def test_forms_give_way_to_what_the_column_is(tmp_path):
    declared = "a JSON, at DATETIME, ok BOOLEAN"
    assert stored(tmp_path, declared, "--arrays=csv", "--booleans=text") == ('["x","y"]', "2024-01-01 00:30:00.500000", 1)
    assert stored(tmp_path, declared, "--timestamps=keep")[1] == "2024-01-01 02:30:00.5+02"
    assert stored(tmp_path, declared, "--timestamps=offset")[1] == "2024-01-01 00:30:00.500000+00:00"
    assert stored(tmp_path, "a JSON, at INTEGER, ok BOOLEAN", "--timestamps=unix")[1] == 1704069000.5
    assert b"is not an integer, which f.at has to be" in stored(tmp_path, "a JSON, at INTEGER, ok BOOLEAN")


def test_forms_want_to_know_the_types(tmp_path):
    rows = whole("INSERT INTO public.t VALUES (1, '{a,b}', true);\n")
    with sqlite3.connect(tmp_path / "app.db") as connection:
        connection.execute("CREATE TABLE t (id, tags, ok)")
    result = run("--into", tmp_path / "app.db", "--arrays=csv", stdin=rows)
    assert result.returncode == 1 and b"want to know what the values are" in result.stderr
    result = run("--into", tmp_path / "app.db", "--numeric=real", stdin=rows)
    assert result.returncode == 2 and b"--numeric" in result.stderr


# ---- what tools write down of their migrations ----

TOOLS = [
    ("alembic_version", "version_num", "('0b1')"),
    ("django_migrations", "id, app, name, applied", "(1, 'auth', '0001_initial', '2024-01-01 00:00:00+00')"),
    ("migrations", "id, migration, batch", "(1, 'create_users', 1)"),
    ("migrations", "id, timestamp, name", "(1, 1700000000000, 'Init')"),
    ("schema_migrations", "version", "('20240101')"),
    ('"SequelizeMeta"', "name", "('1.js')"),
]


def load_tool(tmp_path, table, columns, row, *options, made=True):
    path = tmp_path / "tool.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        if made:
            connection.execute(f"CREATE TABLE {table} ({columns})")
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join(['0'] * len(columns.split(',')))})")
        connection.execute("CREATE TABLE users (id INTEGER PRIMARY KEY)")
    connection.close()
    dump = whole(f"INSERT INTO public.{table} ({columns}) VALUES {row};\nINSERT INTO public.users (id) VALUES (7);\n")
    result = run("--into", path, "--verify", *options, stdin=dump)
    with sqlite3.connect(path) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return result, {name: len(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}


@pytest.mark.parametrize("table, columns, row", TOOLS)
def test_the_database_keeps_its_own_account_of_migrations(table, columns, row, tmp_path):
    name = table.strip('"')
    result, rows = load_tool(tmp_path, table, columns, row)
    assert result.returncode == 0 and rows == {name: 1, "users": 1}
    assert f"left out: 1 row of {name}: what a database says".encode() in result.stderr
    result, rows = load_tool(tmp_path, table, columns, row, "--bookkeeping=load")
    assert result.returncode == 0 and rows == {name: 2, "users": 1}
    result, rows = load_tool(tmp_path, table, columns, row, made=False)
    assert result.returncode == 0 and rows == {"users": 1}


def test_an_application_may_have_migrations_of_its_own(tmp_path):
    result, rows = load_tool(tmp_path, "migrations", "id, species, batch", "(1, 'swift', 3)")
    assert result.returncode == 0 and rows == {"migrations": 2, "users": 1}
    result, rows = load_tool(tmp_path, "migrations", "id, species, batch", "(1, 'swift', 3)", made=False)
    assert result.returncode == 1 and b"migrations" in result.stderr


# ---- rows that are there already ----


def load_there(tmp_path, declared, there, rows, *options):
    path = tmp_path / "there.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE t ({declared})")
        connection.execute(f"INSERT INTO t VALUES {there}")
    connection.close()
    result = run("--into", path, *options, stdin=whole(rows))
    with sqlite3.connect(path) as connection:
        return result, connection.execute("SELECT * FROM t ORDER BY 1, 2").fetchall()


@pytest.mark.parametrize("options", [[], ["--verify"], ["--verify", "--jobs=1"]])
def test_a_row_with_the_same_values_is_no_conflict(options, tmp_path):
    declared = "id INTEGER PRIMARY KEY, name TEXT UNIQUE, score NUMERIC, note DEFAULT 'x'"
    there = "(1, 'a', 12.5, 'mine'), (2, NULL, NULL, 'x'), (9, 'z', 0, 'x')"
    rows = "".join(f"INSERT INTO public.t (id, name, score) VALUES ({i}, {v});\n" for i, v in [(2, "NULL, NULL"), (3, "'c', 7")])
    rows += "COPY public.t (id, name, score) FROM stdin;\n1\ta\t12.50\n" + "".join(f"{i}\tn{i}\t0\n" for i in range(100, 300)) + "\\.\n"
    result, found = load_there(tmp_path, declared, there, rows, *options)
    assert result.returncode == 0, result.stderr
    assert found[:4] == [(1, "a", 12.5, "mine"), (2, None, None, "x"), (3, "c", 7, "x"), (9, "z", 0, "x")] and len(found) == 204
    assert b"2 rows were already there with the same values" in result.stderr


@pytest.mark.parametrize("declared, there, row", [
    ("id INTEGER PRIMARY KEY, name TEXT", "(1, 'a')", "(1, 'b')"),
    ("id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE", "(1, 'a')", "(1, 'A')"),
    ("id TEXT PRIMARY KEY, name", "('1', NULL)", "('1', '')"),
    ("id INTEGER, name TEXT UNIQUE", "(1, 'a')", "(2, 'a')"),
    ("id INTEGER, name TEXT UNIQUE", "(1, 'a')", "(1, 'a'), (1, 'a')"),
    ("id INTEGER, name TEXT UNIQUE", "(1, 'a')", "(1, 'b'), (1, 'b')"),
    ("id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'a')", "(2, 'b')", "(1, 'a')"),
])
@pytest.mark.parametrize("options", [[], ["--verify"]])
def test_a_row_with_other_values_is_one(declared, there, row, options, tmp_path):
    result, found = load_there(tmp_path, declared, there, f"INSERT INTO public.t (id, name) VALUES {row};\n", *options)
    assert result.returncode == 1 and b"cannot load this row into t" in result.stderr
    assert (b"--on-conflict" in result.stderr) == ("CHECK" not in declared)
    assert len(found) == 1


def test_a_table_without_rowids_takes_no_row_twice(tmp_path):
    path = tmp_path / "there.db"
    with sqlite3.connect(path) as connection:
        connection.executescript("CREATE TABLE t (id TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('a')")
    connection.close()
    result = run("--into", path, stdin=whole("INSERT INTO public.t (id) VALUES ('a');\n"))
    assert result.returncode == 1 and b"UNIQUE constraint failed" in result.stderr


def test_columns_may_have_the_names_of_rowids(tmp_path):
    path = tmp_path / "there.db"
    with sqlite3.connect(path) as connection:
        connection.executescript('CREATE TABLE t (rowid TEXT UNIQUE, "_rowid_" TEXT); INSERT INTO t VALUES (7, 8)')
    connection.close()
    dump = whole("INSERT INTO public.t (rowid, _rowid_) VALUES ('7', '8'), ('8', '7');\n")
    result = run("--into", path, "--verify", stdin=dump)
    assert result.returncode == 0 and b"1 row was already there" in result.stderr


@pytest.mark.parametrize("declared", ["id INTEGER PRIMARY KEY, name TEXT UNIQUE", "id INT NOT NULL PRIMARY KEY, name TEXT UNIQUE", "id INTEGER PRIMARY KEY, name TEXT UNIQUE) WITHOUT ROWID; CREATE TABLE other (id"])
def test_rows_that_take_the_place_of_others_are_counted(declared, tmp_path):
    path = tmp_path / "there.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(f"CREATE TABLE t ({declared}); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c'), (200, 'z')")
    connection.close()
    rows = "".join(f"{i}\t{name}\n" for i, name in [(1, "A"), (5, "b"), (9, "c"), (3, "d"), (9, "e"), *((i, f"n{i}") for i in range(100, 300))])
    result = run("--into", path, "--on-conflict=replace", "-v", stdin=whole(f"COPY public.t (id, name) FROM stdin;\n{rows}\\.\n"))
    with sqlite3.connect(path) as connection:
        found = dict(connection.execute("SELECT id, name FROM t"))
    assert result.returncode == 0, result.stderr
    assert found == {1: "A", 5: "b", 3: "d", 9: "e", **{i: f"n{i}" for i in range(100, 300)}}
    assert b"t: 205 rows, 5 replaced another" in result.stderr
    assert b"5 rows took the place of others with their keys" in result.stderr and b"t: line 6 on: 5 rows" in result.stderr, result.stderr


def test_in_a_new_database_two_equal_rows_are_a_conflict(tmp_path):
    rows = whole("CREATE TABLE public.t (id integer);\nCOPY public.t (id) FROM stdin;\n1\n1\n\\.\nALTER TABLE ONLY public.t ADD CONSTRAINT p PRIMARY KEY (id);\n")
    for writer in ("pages", "api"):
        result = run("-o", tmp_path / "new.db", f"--writer={writer}", stdin=rows)
        assert result.returncode == 1 and b"UNIQUE constraint failed" in result.stderr and b"--on-conflict" not in result.stderr
