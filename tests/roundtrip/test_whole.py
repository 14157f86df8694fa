"""Whole dumps: a live PostgreSQL with keys, partitions and types of its own is
dumped in every form, made into a database, and compared: values by asking both
sides, keys by trying what has to fail.
"""

import json
import pathlib
import sqlite3

import pytest

from conftest import everything, run, shell

HERE = pathlib.Path(__file__).resolve().parent
FORMS = {
    "copy": [],
    "inserts": ["--inserts"],
    "column_inserts": ["--column-inserts"],
    "rows_per_insert": ["--rows-per-insert=3"],
    "clean": ["--clean", "--if-exists"],
    "quoted": ["--quote-all-identifiers"],
    "verbose": ["--verbose", "--create"],
    "plain": ["--no-owner", "--no-privileges", "--disable-dollar-quoting"],
    "root": ["--load-via-partition-root"],
}
# Fails in PostgreSQL, so it has to fail in SQLite; or works in both.
STATEMENTS = [
    ("duplicate key", "INSERT INTO {parents} (id, code) VALUES (1, 'c')"),
    ("duplicate code", "INSERT INTO {parents} (id, code) VALUES (90, 'a')"),
    ("NULL code", "INSERT INTO {parents} (id, code) VALUES (90, NULL)"),
    ("unknown mood", "INSERT INTO {parents} (id, code, mood) VALUES (90, 'c', 'glad')"),
    ("negative amount", "INSERT INTO {parents} (id, code, amount) VALUES (90, 'c', -1)"),
    ("check of IN and LIKE", "INSERT INTO {parents} (id, code) VALUES (90, 'X_1')"),
    ("check of a date", "INSERT INTO {parents} (id, code, day) VALUES (90, 'c', '1999-01-01')"),
    ("a domain's check", "INSERT INTO {parents} (id, code, score) VALUES (90, 'c', 0)"),
    ("another domain's check", "INSERT INTO {parents} (id, code, note) VALUES (90, 'c', '0123456789')"),
    ("a domain's NOT NULL", "INSERT INTO {parents} (id, code, note) VALUES (90, 'c', NULL)"),
    ("blanks of char(n)", "INSERT INTO {parents} (id, code, fixed) VALUES (90, 'c', 'zz   ')"),
    ("no such parent", "INSERT INTO {children} (parent, place) VALUES (77, 1)"),
    ("no such code", "INSERT INTO {children} (parent, place, code) VALUES (1, 9, 'nosuch')"),
    ("duplicate pair", "INSERT INTO {children} (parent, place) VALUES (1, 1)"),
    ("duplicate index", "INSERT INTO {children} (parent, place, \"a \"\"b\") VALUES (1, 8, 1)"),
    ("no such grandparent", "INSERT INTO {grandchildren} (parent, place) VALUES (1, 99)"),
    ("no such self", "INSERT INTO {grandchildren} (self) VALUES (1)"),
    ("code in use", "DELETE FROM {parents} WHERE code = 'b'"),
    ("duplicate in a partition", "INSERT INTO events VALUES (1, '2022-07-01', 'x')"),
    ("check of a partition", "INSERT INTO events VALUES (100, '2023-07-01', '123456789')"),
    ("inherited check", "INSERT INTO derived VALUES (-1, 'x', 1)"),
    ("NULL is not distinct", "INSERT INTO uniques VALUES (1, NULL)"),
    ("NULLs are not distinct", "INSERT INTO uniques VALUES (NULL, NULL)"),
    ("good parent", "INSERT INTO {parents} (id, code, score, amount, day) VALUES (90, 'x_9', 1, 0, '2020-01-01')"),
    ("good child", "INSERT INTO {children} (parent, place) VALUES (1, 1000)"),
    ("good grandchild", "INSERT INTO {grandchildren} (parent, place, self) VALUES (NULL, 99, 101)"),
    ("good event", "INSERT INTO events VALUES (1, '2023-07-01', '12345678')"),
    ("good unique", "INSERT INTO uniques VALUES (2, NULL)"),
    ("cascade", "DELETE FROM {children} WHERE parent = 1"),
]


@pytest.fixture(scope="session")
def whole(postgres):
    postgres.psql("postgres", "CREATE DATABASE whole;")
    postgres.psql("whole", (HERE / "whole.sql").read_text())
    return "whole"


@pytest.fixture(scope="session")
def databases(postgres, whole, tmp_path_factory):
    """Of each form of the dump: the database, and that which the SQL makes."""
    made = {}
    for form, options in FORMS.items():
        folder = tmp_path_factory.mktemp(form)
        dump = postgres.dump(whole, ["--no-data-only", *options])
        result = run("-o", folder / "made.db", "--report", folder / "report.json", stdin=dump)
        assert result.returncode == 0, result.stderr
        text = run("-q", stdin=dump)
        assert text.returncode == 0, text.stderr
        shell(folder / "shell.db", text.stdout + b"ANALYZE;", "-bail")
        made[form] = folder / "made.db"
        assert everything(folder / "shell.db") == everything(folder / "made.db")
    return made


def test_every_form_makes_the_same_database(databases):
    first = everything(databases["inserts"])
    for form, path in databases.items():
        assert everything(path) == first, form


# ---- values ----

COLUMNS = """
SELECT json_agg(json_build_array(n.nspname, c.relname, c.relkind, a.attname,
           CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod)
                WHEN t.typtype = 'e' THEN 'enum' WHEN t.typtype = 'c' THEN 'composite'
                ELSE format_type(a.atttypid, NULL) END) ORDER BY c.oid, a.attnum)
FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
JOIN pg_type t ON t.oid = atttypid
WHERE attnum > 0 AND relkind IN ('r', 'p') AND NOT relispartition AND nspname IN ('public', 'app');
"""


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def asked(column, kind):
    """What PostgreSQL is asked for, as JSON."""
    column = quoted(column)
    if kind == "bytea":
        return f"encode({column}, 'hex')"
    if kind.startswith("timestamp"):
        micro = f"CASE WHEN (extract(microseconds FROM {column})::int % 1000000) = 0 THEN '' ELSE '.US' END"
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS' || {micro})"
    if kind.endswith("[]") or kind == "composite":
        return f"to_json({column})"
    if kind == "boolean":
        return f"{column}::text"
    # the type's output function, which a cast to text is not for every type
    return f"CASE WHEN num_nulls({column}) = 1 THEN NULL ELSE format('%s', {column}) END"


def is_json(kind):
    return kind.endswith("[]") or kind == "composite"


def wanted(value, kind, declared):
    """The same as SQLite should hold it."""
    if value is None or is_json(kind):
        return value
    if kind == "bytea":
        return bytes.fromhex(value)
    if kind == "boolean":
        return int(value == "true")
    if kind in ("smallint", "integer", "bigint", "oid"):
        return int(value)
    if (kind in ("real", "double precision") or declared.startswith("decimal")) and value != "NaN":
        return float(value)
    return value


def found(value, kind, declared):
    if value is not None and is_json(kind):
        return json.loads(value)
    return float(value) if isinstance(value, int) and declared.startswith("decimal") else value


def pg_rows(postgres, database, schema, table, kind, columns):
    asks = ", ".join(asked(name, kind) for name, kind in columns)
    only = "" if kind == "p" else "ONLY"
    rows = postgres.psql(
        database, f"SET TimeZone = 'UTC'; SELECT json_build_array({asks}) FROM {only} {quoted(schema)}.{quoted(table)};"
    )
    return [json.loads(row) for row in rows.split("\n") if row.startswith("[")]


def check_table(postgres, database, connection, schema, table, kind, columns):
    name = table if schema == "public" else f"{schema}_{table}"
    declared = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_xinfo({quoted(name)})")}
    names = ", ".join(quoted(name) for name, _ in columns) or "1"
    want = [
        [wanted(value, kind, declared[column]) for value, (column, kind) in zip(row, columns)]
        for row in pg_rows(postgres, database, schema, table, kind, columns)
    ]
    have = [
        [found(value, kind, declared[column]) for value, (column, kind) in zip(row, columns)]
        for row in connection.execute(f"SELECT {names} FROM {quoted(name)}")
    ]
    assert sorted(map(repr, have)) == sorted(map(repr, want)), name
    return len(have)


def check_tables(postgres, database, path):
    """Returns how many rows each table has."""
    counts = {}
    columns = {}
    for schema, table, table_kind, column, kind in json.loads(postgres.psql(database, COLUMNS)):
        columns.setdefault((schema, table, table_kind), []).append((column, kind))
    with sqlite3.connect(path) as connection:
        for (schema, table, kind), listed in columns.items():
            counts[table] = check_table(postgres, database, connection, schema, table, kind, listed)
    return counts


@pytest.mark.parametrize("form", FORMS)
def test_every_value_is_there(form, postgres, databases):
    assert all(check_tables(postgres, "whole", databases[form]).values())


@pytest.fixture(scope="session")
def edges(postgres):
    postgres.psql("postgres", "CREATE DATABASE whole_edges;")
    postgres.psql("whole_edges", (HERE / "edges.sql").read_text())
    return "whole_edges"


@pytest.mark.parametrize("way", ["o", "shell"])
@pytest.mark.parametrize("form", ["copy", "inserts", "rows_per_insert"])
def test_edges_come_through(form, way, postgres, edges, tmp_path):
    dump, made = postgres.dump(edges, ["--no-data-only", *FORMS[form]]), tmp_path / "made.db"
    result = run("-q", *(["-o", made] if way == "o" else []), stdin=dump)
    assert result.returncode == 0, result.stderr
    if way == "shell":
        shell(made, result.stdout, "-bail")
    check_tables(postgres, edges, made)


# ---- keys ----


def works_in_postgres(postgres, sql):
    names = {"parents": "public.parents", "children": "app.children", "grandchildren": "app.grandchildren"}
    try:
        postgres.psql("whole", f"BEGIN; {sql.format(**names)}; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK;")
        return True
    except AssertionError:
        return False


def works_in_sqlite(path, sql):
    names = {"parents": "parents", "children": "app_children", "grandchildren": "app_grandchildren"}
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN")
    try:
        connection.execute(sql.format(**names))
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return not broken
    except sqlite3.IntegrityError:
        return False
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.parametrize("name,sql", STATEMENTS, ids=[name for name, _ in STATEMENTS])
def test_keys_are_enforced(name, sql, postgres, databases):
    expected = works_in_postgres(postgres, sql)
    assert expected == name.startswith(("good", "cascade"))
    assert works_in_sqlite(databases["copy"], sql) == expected


def test_the_next_ids(databases):
    connection = sqlite3.connect(databases["copy"])
    assert connection.execute("INSERT INTO parents (code) VALUES ('c')").lastrowid == 5
    assert connection.execute("INSERT INTO app_grandchildren DEFAULT VALUES").lastrowid == 501
    code, made, day, active, tags, numbers, note = connection.execute(
        "SELECT code, made, day, active, tags, numbers, note FROM parents WHERE id = 5").fetchone()
    assert (active, tags, numbers, note) == (1, "[]", "[1,2]", "x")
    assert made.startswith("20") and len(made) == 19 and len(day) == 10
    connection.close()


def test_foreign_keys_hold(databases):
    with sqlite3.connect(databases["copy"]) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        sql = dict(connection.execute("SELECT name, sql FROM sqlite_master"))
    assert "the 'parents' * /" in sql["parents"]


def test_types_from_a_schema_dump(postgres, whole, databases, tmp_path):
    schema, data = tmp_path / "schema.sql", postgres.dump(whole, [])
    schema.write_bytes(postgres.dump(whole, ["--no-data-only", "--schema-only"]))
    result = run("-q", "--types-from", schema, stdin=data)
    assert result.returncode == 0, result.stderr
    assert b"CREATE TABLE" not in result.stdout
    made = run("-q", "-s", schema)
    assert made.returncode == 0, made.stderr
    shell(tmp_path / "two.db", made.stdout, "-bail")
    shell(tmp_path / "two.db", result.stdout, "-bail")
    with sqlite3.connect(tmp_path / "two.db") as two, sqlite3.connect(databases["copy"]) as one:
        query = "SELECT id, code, made, tags, home FROM parents"
        assert one.execute(query).fetchall() == two.execute(query).fetchall()
