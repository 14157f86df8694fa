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
    assert f"left out: 1 row of {name}, where".encode() in result.stderr
    result, rows = load_tool(tmp_path, table, columns, row, "--bookkeeping=load")
    assert result.returncode == 0 and rows == {name: 2, "users": 1}
    result, rows = load_tool(tmp_path, table, columns, row, made=False)
    assert result.returncode == 0 and rows == {"users": 1}


def test_an_application_may_have_migrations_of_its_own(tmp_path):
    result, rows = load_tool(tmp_path, "migrations", "id, species, batch", "(1, 'swift', 3)")
    assert result.returncode == 0 and rows == {"migrations": 2, "users": 1}
    result, rows = load_tool(tmp_path, "migrations", "id, species, batch", "(1, 'swift', 3)", made=False)
    assert result.returncode == 1 and b"migrations" in result.stderr
