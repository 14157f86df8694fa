"""verify finds every way in which a database can differ from a dump, and finds
nothing where there is nothing."""

import json
import re
import sqlite3
import struct

import pytest

from conftest import ROOT, run, shell, whole

SHOP = ROOT / "samples" / "shop.whole.sql"

TABLES = """
CREATE TABLE public.words (id integer NOT NULL, body text, ratio double precision, at timestamp with time zone, bytes bytea);
CREATE TABLE public.more (id integer NOT NULL, body text, ratio double precision, at timestamp with time zone, bytes bytea);
CREATE TABLE public.loose (body text);
CREATE TABLE public.empty (id integer NOT NULL);
"""
COPY = r"""
COPY public.words (id, body, ratio, at, bytes) FROM stdin;
1	one	0.1	2024-02-29 12:00:00.123456+01	\\x00ff
2	\N	1e300	2024-02-29 12:00:00+01	\N
3		-0	infinity	\\x
\.
COPY public.more (id, body, ratio, at, bytes) FROM stdin;
10	ten	0.30000000000000004	0001-01-01 00:00:00+00 BC	\\x41
\.
COPY public.loose (body) FROM stdin;
same
same
other
\.
"""
INSERTS = r"""
INSERT INTO public.words VALUES (1, 'one', 0.1, '2024-02-29 12:00:00.123456+01', '\x00ff');
INSERT INTO public.words VALUES (2, NULL, 1e300, '2024-02-29 12:00:00+01', NULL);
INSERT INTO public.words VALUES (3, '', -0, 'infinity', '\x');
INSERT INTO public.more VALUES (10, 'ten', 0.30000000000000004, '0001-01-01 00:00:00+00 BC', '\x41');
INSERT INTO public.loose VALUES ('same');
INSERT INTO public.loose VALUES ('same');
INSERT INTO public.loose VALUES ('other');
"""
KEYS = """
ALTER TABLE ONLY public.words ADD CONSTRAINT words_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.more ADD CONSTRAINT more_pkey PRIMARY KEY (id);
"""
DUMPS = {
    "copy": whole(TABLES + COPY + KEYS),
    "insert": whole(TABLES + INSERTS + KEYS),
    "rows as copy": whole(COPY),
    "rows as insert": whole(INSERTS),
}


def ulp(value):
    return struct.unpack("<d", struct.pack("<q", struct.unpack("<q", struct.pack("<d", value))[0] + 1))[0]


# What is done to the database, what verify says of it, and what is in the line
# of the dump that it names.
DIFFERENCES = {
    "a changed byte in a text": ("UPDATE words SET body = 'onE' WHERE id = 1", "changed: id 1: body is 'one' at LINE, 'onE' in the database", "one"),
    "a NULL turned to ''": ("UPDATE words SET body = '' WHERE id = 2", "changed: id 2: body is NULL at LINE, '' in the database", "1e300"),
    "a '' turned to NULL": ("UPDATE words SET body = NULL WHERE id = 3", "changed: id 3: body is '' at LINE, NULL in the database", "-0"),
    "a lost microsecond": ("UPDATE words SET at = '2024-02-29 11:00:00.123455' WHERE id = 1", "changed: id 1: at is '2024-02-29 11:00:00.123456' at LINE, '2024-02-29 11:00:00.123455' in the database", "one"),
    "a float one ulp away": (f"UPDATE words SET ratio = {ulp(0.1)!r} WHERE id = 1", "changed: id 1: ratio is 0.10000000000000001 at LINE, 0.10000000000000002 in the database", "one"),
    "a row swapped between tables": ("INSERT INTO more SELECT * FROM words WHERE id = 2; DELETE FROM words WHERE id = 2", "missing: id 2, at LINE", "1e300"),
    "a duplicate": ("INSERT INTO loose VALUES ('same')", "extra: body 'same'", None),
    "a row that should be there twice": ("DELETE FROM loose WHERE rowid = 1", "missing: body 'same', at LINE", "same"),
    "a lost line feed": ("UPDATE words SET body = 'one' || char(10, 7) || 'two' WHERE id = 1", "changed: id 1: body is 'one' at LINE, 'one'||char(10)||char(7)||'two' in the database", "one"),
    "a double that is whole": ("UPDATE words SET ratio = 1e308 WHERE id = 1", "changed: id 1: ratio is 0.10000000000000001 at LINE, 1e+308 in the database", "one"),
    "a missing last row": ("DELETE FROM loose WHERE body = 'other'", "missing: body 'other', at LINE", "other"),
    "a blob as text": ("UPDATE more SET bytes = 'A'", "changed: id 10: bytes is x'41' at LINE, 'A' in the database", "ten"),
    "a text as blob": ("UPDATE more SET body = x'74656e'", "changed: id 10: body is 'ten' at LINE, x'74656e' in the database", "ten"),
    "an extra row": ("INSERT INTO words (id) VALUES (7)", "extra: id 7", None),
    "two values exchanged": ("UPDATE words SET body = at, at = body WHERE id = 1", "changed: id 1: at is '2024-02-29 11:00:00.123456' at LINE, 'one' in the database", "one"),
}


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    path = tmp_path_factory.mktemp("verify") / "x.db"
    result = run("-", "-o", path, "--verify", stdin=DUMPS["copy"])
    assert result.returncode == 0 and b"verified: 4 tables, 7 rows" in result.stderr, result.stderr
    return path.read_bytes()


@pytest.fixture(params=DUMPS)
def dump(request, tmp_path):
    path = tmp_path / "dump.sql"
    path.write_bytes(DUMPS[request.param])
    return path


@pytest.fixture
def database(converted, tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(converted)
    return path


def change(database, sql):
    with sqlite3.connect(database) as connection:
        connection.executescript(sql)
    connection.close()


def test_what_is_the_same_is_the_same(dump, database):
    for arguments, stdin in (([dump], b""), (["-"], dump.read_bytes())):
        result = run("verify", *arguments, database, stdin=stdin)
        assert result.returncode == 0 and not result.stderr, result.stdout + result.stderr
        assert b"words: 3 rows, the same\n" in result.stdout and b"every value the same\n" in result.stdout


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_found(name, dump, database):
    sql, expected, marker = DIFFERENCES[name]
    change(database, sql)
    result = run("verify", dump, database)
    assert result.returncode == 3, result.stdout
    pattern = "  " + re.escape(expected).replace("LINE", re.escape(str(dump)) + r":(\d+)")
    found = list(filter(None, (re.fullmatch(pattern, line) for line in result.stdout.decode().splitlines())))
    assert found, result.stdout.decode()
    assert marker is None or marker in dump.read_text().splitlines()[int(found[0][1]) - 1]
    answer = json.loads(run("verify", "--json", dump, database).stdout)
    assert not answer["same"] and any(table["differences"] for table in answer["tables"])


def test_1_is_not_the_text_1(tmp_path):
    dump, database = tmp_path / "d.sql", tmp_path / "x.db"
    dump.write_bytes(whole("CREATE TABLE t (id integer, v integer);\nCOPY t (id, v) FROM stdin;\n1\t1\n\\.\n"))
    change(database, "CREATE TABLE t (id INTEGER, v TEXT); INSERT INTO t VALUES (1, '1')")
    result = run("verify", dump, database)
    assert result.returncode == 3 and b"missing: id 1, v 1," in result.stdout and b"extra: id 1, v '1'" in result.stdout
    change(database, "DROP TABLE t; CREATE TABLE t (id, v); INSERT INTO t VALUES (1.0, 1)")
    assert run("verify", "--ignore=columns", dump, database).returncode == 0


def test_an_integer_is_no_text_of_its_bytes(tmp_path):
    """Nor a double the integer of its bits."""
    dump, database = tmp_path / "d.sql", tmp_path / "x.db"
    dump.write_bytes(whole("CREATE TABLE t (v text);\nCOPY t (v) FROM stdin;\nAAAAAAAA\n\\.\n"))
    change(database, f"CREATE TABLE t (v); INSERT INTO t VALUES ({0x4141414141414141})")
    assert run("verify", "--ignore=columns", dump, database).returncode == 3
    dump.write_bytes(whole("CREATE TABLE t (v bigint);\nCOPY t (v) FROM stdin;\n4591870180066957722\n\\.\n"))
    change(database, "DELETE FROM t; INSERT INTO t VALUES (0.1)")
    assert run("verify", "--ignore=columns", dump, database).returncode == 3


def test_a_table_and_a_column_that_are_not_there(dump, database):
    change(database, "DROP TABLE loose")
    result = run("verify", dump, database)
    assert result.returncode == 3 and b"loose: 3 rows in the dump, but the database has no such table" in result.stdout
    assert "loose" in str(json.loads(run("verify", "--json", dump, database).stdout))


def test_a_column_that_is_not_there(tmp_path, database):
    dump = tmp_path / "dump.sql"
    dump.write_bytes(DUMPS["copy"])
    change(database, "ALTER TABLE words DROP COLUMN ratio; ALTER TABLE words ADD COLUMN other")
    result = run("verify", dump, database)
    assert result.returncode == 3
    assert b"the database has no column ratio" in result.stdout and b"1 column of the database is not in the dump" in result.stdout
    assert b"missing" not in result.stdout


def test_columns_that_rows_leave_out_are_not_compared(tmp_path, database):
    dump = tmp_path / "rows.sql"
    dump.write_bytes(whole("INSERT INTO more (id, body) VALUES (10, 'ten');\n"))
    result = run("verify", dump, database)
    assert result.returncode == 0 and b"ratio: not compared" in result.stdout, result.stdout


def test_many_differences_are_found_in_bounded_memory(tmp_path):
    dump, database = tmp_path / "d.sql", tmp_path / "x.db"
    rows = "".join(f"{i}\t{'x' * 50}{i}\n" for i in range(200000))
    dump.write_bytes(whole(f"CREATE TABLE t (id integer, v text);\nCOPY t (id, v) FROM stdin;\n{rows}\\.\nALTER TABLE ONLY t ADD CONSTRAINT p PRIMARY KEY (id);\n"))
    run(dump, "-o", database)
    change(database, "UPDATE t SET v = v || 'y'; DELETE FROM t WHERE id = 199999")
    result = run("verify", dump, database)
    lines = result.stdout.decode().splitlines()
    assert result.returncode == 3 and len(lines) < 20 and "there are more differences" in result.stdout.decode()
    assert lines[1].startswith("  changed: id ") and "y' in the database" in lines[1]
    change(database, "UPDATE t SET v = rtrim(v, 'y')")
    result = run("verify", dump, database)
    assert b"  missing: id 199999, at" in result.stdout and b"more" not in result.stdout, result.stdout


def test_broken_keys_and_files_are_told(tmp_path):
    database = tmp_path / "x.db"
    assert run(SHOP, "-o", database, "--verify").returncode == 0
    table, column, parent = shell(
        database, b"SELECT m.name, f.\"from\", f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f LIMIT 1"
    ).strip().split("|")
    change(database, f"PRAGMA foreign_keys = 0; DELETE FROM {parent}")
    result = run("verify", SHOP, database)
    assert result.returncode == 3 and f"foreign_key_check: keys that refer to nothing: {table} to {parent}" in result.stdout.decode()
    raw = bytearray(database.read_bytes())
    raw[4096 * 3 : 4096 * 4] = bytes(4096)
    database.write_bytes(raw)
    result = run("verify", SHOP, database)
    assert result.returncode in (1, 3) and (b"integrity_check: " in result.stdout or b"cannot" in result.stderr)


LINKED = b"""CREATE TABLE p (id integer NOT NULL);
CREATE TABLE c (id integer NOT NULL, p integer);
CREATE TABLE e (id integer);
COPY p (id) FROM stdin;
1
\\.
COPY c (id, p) FROM stdin;
1\t1
2\t7
\\.
ALTER TABLE ONLY p ADD CONSTRAINT pp PRIMARY KEY (id);
ALTER TABLE ONLY c ADD CONSTRAINT cp FOREIGN KEY (p) REFERENCES p(id) NOT VALID;
"""


def test_a_key_alone_makes_the_difference(tmp_path):
    """The dump's own row refers to nothing: all values are the same."""
    dump, database = tmp_path / "d.sql", tmp_path / "x.db"
    dump.write_bytes(whole(LINKED.decode()))
    assert run(dump, "-o", database).returncode == 0
    result = run("verify", dump, database)
    assert result.returncode == 3 and b"foreign_key_check: keys that refer to nothing: c to p (1)\n" in result.stdout
    assert b"NOT verified: the values that were compared are the same" in result.stdout and b"integrity_check: ok\n" in result.stdout
    assert run(dump, "-o", tmp_path / "y.db", "--verify").returncode == 3 and not (tmp_path / "y.db").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_read_is_not_the_same(jobs, tmp_path):
    """A table without rows, whose page is damaged: no row differs."""
    dump, database = tmp_path / "d.sql", tmp_path / "x.db"
    dump.write_bytes(whole(LINKED.decode()))
    assert run(dump, "-o", database).returncode == 0
    page = int(shell(database, b"SELECT rootpage FROM sqlite_master WHERE name = 'e'"))
    raw = bytearray(database.read_bytes())
    raw[4096 * (page - 1) : 4096 * page] = bytes(4096)
    database.write_bytes(raw)
    result = run("verify", f"--jobs={jobs}", dump, database)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"cannot read the table e of the database: database disk image is malformed" in result.stderr


def test_databases_made_by_others_under_the_same_policies(tmp_path):
    dump, database = tmp_path / "d.sql", tmp_path / "x.db"
    dump.write_bytes(whole("CREATE TABLE t (id integer, a integer[], at timestamp with time zone, n numeric);\nCOPY t (id, a, at, n) FROM stdin;\n1\t{1,2}\t2020-01-01 00:00:00+00\t1.50\n\\.\n"))
    change(database, "CREATE TABLE t (id, a, at, n); INSERT INTO t VALUES (1, '{1,2}', 1577836800, 1.5)")
    assert run("verify", dump, database).returncode == 3
    options = ["--arrays=pg", "--timestamps=unix", "--numeric=real"]
    assert run("verify", *options, "--ignore=columns", dump, database).returncode == 0


def test_rows_that_are_added_are_verified_in_their_transaction(dump, database):
    if b"CREATE TABLE" in dump.read_bytes():
        pytest.skip("rows only")
    change(database, "UPDATE words SET id = id + 100; UPDATE more SET id = id + 100")
    result = run(dump, "--into", database, "--verify")
    assert result.returncode == 0 and b"every value the same" in result.stderr, result.stderr
    # A key of the table's own that would replace rows.
    change(database, "CREATE TABLE l (body TEXT UNIQUE ON CONFLICT REPLACE); DROP TABLE loose; ALTER TABLE l RENAME TO loose; DELETE FROM words; DELETE FROM more")
    result = run(dump, "--into", database, "--verify")
    assert result.returncode == 1 and b"UNIQUE constraint failed: loose.body" in result.stderr, result.stderr
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM words").fetchone() == (0,)


@pytest.mark.parametrize("arguments", [["verify"], ["verify", "x"], ["verify", "x", "y", "-o", "z"], ["x", "--verify"],
                                       ["x", "--verify", "-o", "z.sql"], ["x", "--into", "y", "--verify", "--on-conflict=skip"],
                                       ["verify", "x", "y", "--strict"], ["verify", "--verify", "x", "y"]])
def test_wrong_usage(arguments):
    assert run(*arguments).returncode == 2


def test_no_database_is_an_error(dump, tmp_path):
    result = run("verify", dump, tmp_path / "none.db")
    assert result.returncode == 1 and b"none.db" in result.stderr and not (tmp_path / "none.db").exists()


def test_what_was_not_compared_is_said(tmp_path):
    dump, database = tmp_path / "d.sql", tmp_path / "x.db"
    dump.write_bytes(whole("CREATE TABLE t (a integer, b text DEFAULT 'x');\nINSERT INTO t VALUES (1, 'secret');\nINSERT INTO t VALUES (2, DEFAULT);\n"))
    made = run(dump, "-o", database, "--verify")
    change(database, "CREATE TABLE other (x)")
    again = run("verify", dump, database)
    quiet = run("verify", "-q", dump, database)
    for said in (made.stderr, again.stdout, quiet.stdout):
        assert b"t.b: not compared" in said and b"every value compared the same; 1 column not compared" in said
    assert b"other: not compared, only the database has it" in again.stdout
    answer = json.loads(run("verify", "--json", dump, database).stdout)
    assert answer["tables_only_in_database"] == ["other"] and answer["tables"][0]["columns_not_compared"] == ["b"]


def test_a_selection_that_nothing_fits_is_an_error(dump, database):
    result = run("verify", "-t", "nope", dump, database)
    assert result.returncode == 1 and b"no table fits --table" in result.stderr


def test_checks_are_looked_at(tmp_path):
    """A row that breaks a CHECK is no row of PostgreSQL's; but who knows."""
    dump = whole("CREATE TABLE public.a (x integer, CONSTRAINT pos CHECK ((x > 0)));\nCOPY public.a (x) FROM stdin;\n1\n-5\n\\.\n")
    result = run("-o", tmp_path / "a.db", "--verify", stdin=dump)
    assert result.returncode == 3 and b"CHECK constraint failed in a" in result.stderr
    assert not (tmp_path / "a.db").exists()
    assert run("-o", tmp_path / "a.db", stdin=dump).returncode == 0
    result = run("verify", "-", tmp_path / "a.db", stdin=dump)
    assert result.returncode == 3 and b"CHECK constraint failed in a" in result.stdout
