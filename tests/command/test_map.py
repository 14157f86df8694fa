"""--map: other names for tables and columns, columns to skip and to set."""

import sqlite3

import pytest

from conftest import run, whole

DUMP = """CREATE SCHEMA crm;
CREATE TABLE crm.users (id integer NOT NULL, full_name text, legacy_id integer, plan text);
CREATE TABLE public.audit_a (id integer);
CREATE TABLE public."Posts" (id integer NOT NULL, user_id integer, body text DEFAULT 'x'::text, CONSTRAINT c CHECK ((length(body) > 0)));
COPY crm.users (id, full_name, legacy_id, plan) FROM stdin;
1\tAnn\t77\told
2\tBob\t78\told
\\.
COPY public.audit_a (id) FROM stdin;
1
\\.
INSERT INTO public."Posts" VALUES (1, 1, 'hello'), (2, 1, 'it''s');
ALTER TABLE ONLY crm.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public."Posts" ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES crm.users(id);
CREATE INDEX ix ON crm.users USING btree (full_name);
CREATE VIEW public.v AS SELECT u.id, u.full_name FROM crm.users u;
"""
MAP = """# names
table crm.users -> app_users
column crm.users.full_name -> name
  skip column users.legacy_id
skip table audit_*
set column Users.plan = 'it''s free'

table "Posts" -> posts
column "Posts".body -> text\r
"""
USERS = [(1, "Ann", "it's free"), (2, "Bob", "it's free")]
POSTS = [(1, 1, "hello"), (2, 1, "it's")]
TABLES = "CREATE TABLE app_users (plan TEXT NOT NULL, name TEXT, id INTEGER PRIMARY KEY); CREATE TABLE posts (text TEXT, id INTEGER PRIMARY KEY, user_id INTEGER);"


@pytest.fixture
def mapped(tmp_path):
    def use(text, *options, dump=DUMP, tables=None):
        (tmp_path / "map.txt").write_bytes(text.encode("latin-1"))
        if tables:
            with sqlite3.connect(tmp_path / "app.db") as connection:
                connection.executescript(tables)
            connection.close()
        return run("--map=map.txt", *options, stdin=whole(dump), cwd=tmp_path)

    return use


def rows(path, query):
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("writer", ["pages", "api"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_new_database_has_the_names_of_the_map(mapped, tmp_path, writer, jobs):
    result = mapped(MAP, "-o", "new.db", f"--writer={writer}", "--verify", f"--jobs={jobs}")
    assert result.returncode == 0 and b"every value the same" in result.stderr, result.stderr
    path = tmp_path / "new.db"
    assert rows(path, "SELECT id, name, plan FROM app_users ORDER BY id") == USERS
    assert rows(path, "SELECT id, user_id, text FROM posts ORDER BY id") == POSTS
    assert rows(path, "SELECT id, full_name FROM v ORDER BY id") == [(1, "Ann"), (2, "Bob")]
    assert rows(path, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'audit%' OR sql LIKE '%legacy_id%'") == [(0,)]


def test_sql_is_the_same(mapped, tmp_path):
    script = mapped(MAP).stdout.decode()
    with sqlite3.connect(tmp_path / "sql.db") as connection:
        connection.executescript(script)
        assert connection.execute("SELECT id, name, plan FROM app_users ORDER BY id").fetchall() == USERS
        assert connection.execute("SELECT id, user_id, text FROM posts ORDER BY id").fetchall() == POSTS


def test_rows_go_into_tables_of_other_names(mapped, tmp_path):
    result = mapped(MAP, "--into", "app.db", "--verify", "-v", tables=TABLES)
    assert result.returncode == 0 and b"every value the same" in result.stderr, result.stderr
    assert rows(tmp_path / "app.db", "SELECT id, name, plan FROM app_users ORDER BY id") == USERS
    assert rows(tmp_path / "app.db", "SELECT id, user_id, text FROM posts ORDER BY id") == POSTS
    assert b"--map: skip column users.legacy_id: 2 rows" in result.stderr
    proof = run("verify", "--map=map.txt", "-", "app.db", stdin=whole(DUMP), cwd=tmp_path)
    assert proof.returncode == 0 and b"every value the same" in proof.stdout


def test_rows_alone_have_other_names_in_sql(mapped):
    dump = "INSERT INTO public.t (a, b) VALUES (1, 2);\n"
    result = mapped("table t -> u\ncolumn t.a -> c\nskip column t.b\nset column t.d = null\nset column t.e = true\n", dump=dump)
    assert b"INSERT INTO u(c, d, e) VALUES\n(1, NULL, 1);" in result.stdout


def test_columns_that_one_side_has_are_named_at_once(mapped, tmp_path):
    dump = DUMP.replace("full_name", '"Full ""Name"')
    tables = "CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT, age INT NOT NULL, kind INT NOT NULL DEFAULT 1); CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER, body TEXT, at TEXT NOT NULL);"
    result = mapped("table crm.users -> users\nskip table audit_a\n", "--into", "app.db", dump=dump, tables=tables)
    assert result.returncode == 1
    for line in ('skip column crm.users."Full ""Name"', "skip column crm.users.legacy_id", "set column crm.users.age = VALUE", 'set column public."Posts".at = VALUE'):
        assert line.encode() in result.stderr, (line, result.stderr)
    assert b"kind" not in result.stderr and rows(tmp_path / "app.db", "SELECT * FROM users") == []


def test_rows_of_partitions_are_those_of_the_table(mapped, tmp_path):
    dump = """CREATE TABLE public.p (a integer, b integer, c integer) PARTITION BY RANGE (a);
CREATE TABLE public.p1 (c integer, b integer, a integer);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (9);
COPY public.p1 (c, b, a) FROM stdin;
3\t2\t1
\\.
"""
    result = mapped("table p -> q\nskip column p.b\ncolumn p.c -> d\nset column p.a = 7\n", "-o", "new.db", "--verify", dump=dump)
    assert result.returncode == 0, result.stderr
    assert rows(tmp_path / "new.db", "SELECT a, d FROM q") == [(7, 3)]


@pytest.mark.parametrize(
    "line, said",
    [
        ("table x -> y", "nothing has this name: table x -> y"),
        ("table crm.users -> a.b", "has no schema"),
        ("table crm.users", "-> and the new name"),
        ("column users -> x", "a column is wanted"),
        ("column crm.users.a.b -> c", "a name is wanted"),
        ("column users.full_name -> a b", "more than one line takes"),
        ('column users."full_name -> a', "a name is wanted"),
        ("set column users.plan = free", "is wanted behind ="),
        ("set column users.plan = 'fr", "is wanted behind ="),
        ("set column users.plan = 1 2", "more than one line takes"),
        ("set column t.\xff = 1", "no text in UTF-8"),
        ("skip users", "skip table or skip column"),
        ("skip column users.nothing", "nothing has this name"),
        ("tables users -> a", "begins with table, column, skip or set"),
        ("skip table", "a table is wanted"),
        ("skip table /(/", "the pattern"),
        ("table users -> app_users;", "more than one line takes"),
    ],
)
def test_a_wrong_line_is_an_error_with_its_place(mapped, line, said):
    result = mapped("# first\n" + line + "\n")
    assert result.returncode in (1, 2) and result.stderr.startswith(b"pgdecant: ")
    assert said.encode() in result.stderr and (b"map.txt:2: " in result.stderr or "pattern" in said)


def test_two_lines_for_one_thing_are_a_mistake(mapped):
    for text in ("table p -> q\ntable p -> r\n", "column p.a -> b\nskip column p.a\n", "set column p.a = 1\nset column p.a = 2\n"):
        assert b"map.txt:2: line 1 says already" in mapped(text).stderr


def test_a_text_does_not_go_where_numbers_are(mapped):
    result = mapped("set column users.id = 'x'\n")
    assert result.returncode == 1 and b"holds numbers" in result.stderr
    result = mapped("set column users.nothing = 1\n")
    assert result.returncode == 1 and b"map.txt:1: the table crm_users has no column 'nothing' to set" in result.stderr


def test_two_values_for_one_column_are_refused(mapped):
    tables = "CREATE TABLE t (c INTEGER);"
    result = mapped("column t.a -> c\ncolumn t.b -> C\n", "--into", "app.db", dump="INSERT INTO public.t (a, b) VALUES (1, 2);\n", tables=tables)
    assert result.returncode == 1 and b"two values" in result.stderr


def test_constants_are_stored_as_values_are(mapped, tmp_path):
    dump = """CREATE TABLE public.t (id integer, n numeric(10,2), f double precision, big numeric, at timestamp with time zone, u uuid, b bytea);
COPY public.t (id) FROM stdin;
1
\\.
"""
    lines = "set column t.n = 12.50\nset column t.f = -1.5e3\nset column t.big = 12345678901234567890\nset column t.at = '2024-02-29 10:00:00.5+02'\nset column t.u = '6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b'\nset column t.b = '\\xdead'\n"
    for options, at, u in ((["--for=none"], "2024-02-29 08:00:00.500000", "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b"), (["--for=sqlalchemy", "--writer=api"], "2024-02-29 08:00:00.500000", "6b5fa1e58c1a4d599d7c0a6e7f1d2c3b"), (["--for=drizzle"], 1709193600500, "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b")):
        result = mapped(lines, "-o", "new.db", "--replace", "--verify", *options, dump=dump)
        assert result.returncode == 0, result.stderr
        found = rows(tmp_path / "new.db", "SELECT * FROM t")[0]
        assert (found[0], found[1], found[2], float(found[3]), *found[4:]) == (1, 12.5, -1500.0, 12345678901234567890.0, at, u, b"\xde\xad")


def test_rows_that_name_no_columns_have_none_to_map(mapped):
    dump = "INSERT INTO public.t (id, b) VALUES (1, 2);\nINSERT INTO public.t VALUES (4, 'p', 'q');\n"
    for line in ("skip column t.b", "column t.b -> x", "set column t.b = 9"):
        result = mapped(line + "\n", dump=dump)
        assert result.returncode == 1 and b"nothing names the columns of this row" in result.stderr
    defaults = "CREATE TABLE public.t (a integer, b integer);\nINSERT INTO public.t DEFAULT VALUES;\n"
    assert mapped("set column t.b = 9\n", dump=defaults).returncode == 1


def test_a_line_about_a_partition_is_a_mistake(mapped):
    dump = """CREATE TABLE public.p (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE public.p1 (a integer, b integer);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (9);
COPY public.p1 (a, b) FROM stdin;
1\t2
\\.
"""
    for line in ("skip column p1.b", "column p1.b -> x", "set column p1.b = 9"):
        result = mapped(line + "\n", "-o", "new.db", dump=dump)
        assert result.returncode == 1 and b"nothing has this name" in result.stderr


def test_using_means_the_columns_of_the_dump(mapped):
    dump = """CREATE TABLE public.a (id integer, x integer, y integer);
CREATE TABLE public.b (id integer, x integer);
CREATE VIEW public.v AS SELECT count(*) AS c FROM (public.a JOIN public.b USING (x));
"""
    assert b"CREATE VIEW v" in mapped("column a.y -> z\n", dump=dump).stdout
    result = mapped("column a.x -> y\ncolumn a.y -> x\n", "-v", dump=dump)
    assert b"FROM (a JOIN b ON a.y = b.x)" in result.stdout


def test_a_renamed_column_is_not_set(mapped):
    for text in ("column t.a -> b\nset column t.b = 1\n", "set column t.b = 1\ncolumn t.a -> b\n"):
        assert b"map.txt:2: line 1 gives this column a value already" in mapped(text).stderr


def test_a_constant_is_a_value_of_its_column(mapped, tmp_path):
    dump = "CREATE TABLE public.t (id integer, ok boolean, at timestamp without time zone);\nCOPY public.t (id) FROM stdin;\n1\n\\.\n"
    for line in ("set column t.ok = 'free'", "set column t.at = 'someday'"):
        result = mapped(line + "\n", "-o", "new.db", dump=dump)
        assert result.returncode == 1 and b"this is no value of" in result.stderr
    for line, expected in (("set column t.ok = 'yes'", (1, 1, None)), ("set column t.at = '2024-01-01 10:00:00'", (1, None, "2024-01-01 10:00:00"))):
        assert mapped(line + "\n", "-o", "new.db", "--replace", dump=dump).returncode == 0
        assert rows(tmp_path / "new.db", "SELECT * FROM t") == [expected]


def test_a_table_that_is_misspelt_is_the_first_to_be_said(mapped):
    result = mapped("table user -> app_users\n", "--into", "app.db", tables="CREATE TABLE app_users (id INTEGER);", dump="CREATE TABLE public.users (id integer);\nCOPY public.users (id) FROM stdin;\n1\n\\.\n")
    assert result.returncode == 1 and b"map.txt:1: nothing has this name: table user -> app_users" in result.stderr


def test_what_was_loaded_under_other_names_is_verified(mapped, tmp_path):
    """Also of a client's dump in a database that is nobody's."""
    dump = "CREATE TABLE public.alembic_version (version_num text);\nCREATE TABLE public.users (id integer, at timestamp without time zone);\nCOPY public.users (id, at) FROM stdin;\n1\t2024-01-01 00:00:00\n\\.\n"
    lines = "table users -> app_users\nset column users.plan = 'free'\n"
    result = mapped(lines, "--into", "app.db", tables="CREATE TABLE app_users (at DATETIME, plan TEXT NOT NULL, id INTEGER);", dump=dump)
    assert result.returncode == 0, result.stderr
    assert rows(tmp_path / "app.db", "SELECT * FROM app_users") == [("2024-01-01 00:00:00", "free", 1)]
    proof = run("verify", "--map=map.txt", "-", "app.db", stdin=whole(dump), cwd=tmp_path)
    assert proof.returncode == 0 and b"every value the same" in proof.stdout, proof.stdout + proof.stderr


DEFAULTS = """CREATE TABLE public.t (a integer DEFAULT 7, b text DEFAULT 'zz'::text);
INSERT INTO public.t VALUES (1, 'x');
INSERT INTO public.t DEFAULT VALUES;
INSERT INTO public.t VALUES (2, 'y');
"""


@pytest.mark.parametrize("line,b", [("table t -> u", "zz"), ("set column t.b = 'q'", "q"), ("column t.b -> c", "zz")])
@pytest.mark.parametrize("writer", ["auto", "api", "shell"])
def test_a_row_of_defaults_stays_one(tmp_path, line, b, writer):
    (tmp_path / "map").write_text(line + "\n")
    database = tmp_path / "new.db"
    options = ["-q", f"--map={tmp_path / 'map'}", "-"]
    if writer == "shell":
        result = run(*options, stdin=whole(DEFAULTS))
        sqlite3.connect(database).executescript(result.stdout.decode())
    else:
        result = run(*options, f"--writer={writer}", "-o", database, stdin=whole(DEFAULTS))
    assert result.returncode == 0, result.stderr.decode()
    table = "u" if "-> u" in line else "t"
    wanted = [(1, b if b == "q" else "x"), (7, b), (2, b if b == "q" else "y")]
    assert sqlite3.connect(database).execute(f"SELECT * FROM {table}").fetchall() == wanted
