"""pg_dumpall, and what surrounds the dumps of people."""

import gzip
import sqlite3
import subprocess

import pytest

from conftest import run, whole


@pytest.fixture(scope="module")
def cluster(postgres, tmp_path_factory):
    names = ["shop", "we ird\"'\\name"]
    for name in names:
        quoted = '"' + name.replace('"', '""') + '"'
        postgres.psql("postgres", f"CREATE DATABASE {quoted};")
        postgres.psql(name, f"CREATE TABLE t (a integer PRIMARY KEY, b text); INSERT INTO t VALUES (1, $$of {name}\n\\connect other\n$$); CREATE SEQUENCE s; SELECT setval('s', 7);")
    postgres.psql("postgres", "CREATE DATABASE hollow;")
    dump = subprocess.run([postgres.bin / "pg_dumpall", "--no-role-passwords"], env=postgres.env, capture_output=True, check=True).stdout
    # Other tests have databases in the same server.
    kept = [part for part in dump.split(b"\n--\n-- Database ") if not part.startswith(b'"') or part.split(b'"')[1] in (b"shop", b"hollow", b"template1", b"postgres") or part.startswith(b'"we ird')]
    path = tmp_path_factory.mktemp("cluster") / "all.sql"
    path.write_bytes(b"\n--\n-- Database ".join(kept))
    return path


def texts(database):
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT b FROM t").fetchall()


@pytest.mark.parametrize("name", ["shop", "we ird\"'\\name"])
def test_one_database(name, cluster, tmp_path):
    result = run("-o", tmp_path / "one.db", f"--database={name}", cluster)
    assert result.returncode == 0, result.stderr
    assert texts(tmp_path / "one.db") == [(f"of {name}\n\\connect other\n",)]


def test_each_database(cluster, tmp_path):
    result = run("-o", f"{tmp_path}/", cluster)
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop.db", "we ird\"'\\name.db"]
    result = run("-o", f"{tmp_path}/of-%d.sql", cluster)
    assert result.returncode == 0 and (tmp_path / "of-shop.sql").exists()
    result = run("-o", f"{tmp_path}/made/", "--database=shop", cluster)
    assert result.returncode == 0 and [path.name for path in (tmp_path / "made").iterdir()] == ["shop.db"]
    result = run("-o", f"{tmp_path}/made/", stdin=cluster.read_bytes())
    assert result.returncode == 1 and b"pg_dumpall >all.sql first" in result.stderr


def test_inspect_lists_them(cluster):
    result = run("inspect", cluster)
    assert result.returncode == 0 and result.stdout.decode().splitlines()[1:] == ["  shop", "  we ird\"'\\name"]
    assert b"t" in run("inspect", "--database=shop", cluster).stdout


def test_several_are_refused_with_the_way_out(cluster, tmp_path):
    result = run("-o", tmp_path / "x.db", cluster)
    assert result.returncode == 1 and b"--database=NAME" in result.stderr and b"shop" in result.stderr
    result = run("-o", tmp_path / "x.db", "--database=nowhere", cluster)
    assert result.returncode == 1 and b"there is no database nowhere" in result.stderr and b"hollow" in result.stderr
    (tmp_path / "one.sql").write_bytes(DUMP % (b"", b""))
    result = run("-o", tmp_path / "x.db", "--database=app", tmp_path / "one.sql")
    assert result.returncode == 1 and b"leave --database out" in result.stderr
    result = run("-o", f"{tmp_path}/new/", tmp_path / "one.sql")
    assert result.returncode == 1 and b"-o DIR/x.db" in result.stderr
    (tmp_path / "all.gz").write_bytes(gzip.compress(cluster.read_bytes()))
    assert run("-o", tmp_path / "x.db", "--database=shop", tmp_path / "all.gz").returncode == 0


# ---- what people add, and what programs write into the file ----

BEFORE = b'Defaulted container "postgres" out of: postgres, it\'s one\nthe input device is not a TTY\n'
DUMP = b"""--
-- PostgreSQL database dump
--

CREATE TABLE t (a integer, b text);
COPY t (a, b) FROM stdin;
1\tx
\\.
%sINSERT INTO t VALUES (2, 'y');

--
-- PostgreSQL database dump complete
--

%s"""


@pytest.mark.parametrize("text, line", [
    (BEFORE + DUMP % (b"", b""), 1),
    (DUMP % (b"warning: it's slow\n", b""), 9),
    (DUMP % (b"(1 row)\n", b""), 9),
    (DUMP % (b"", b"Connection to db closed."), 15),
    (DUMP % (b"", b"\xc3\x9cber: fertig\n"), 15),
])
def test_noise(text, line, tmp_path):
    (tmp_path / "dump.sql").write_bytes(text)
    result = run("-o", tmp_path / "x.db", tmp_path / "dump.sql")
    assert result.returncode == 1 and f"dump.sql:{line}:1: '".encode() in result.stderr and b"--skip-noise" in result.stderr, result.stderr
    assert b"--allow-truncated" not in result.stderr
    result = run("-o", tmp_path / "x.db", "--skip-noise", tmp_path / "dump.sql")
    assert result.returncode == 0 and b"passed over" in result.stderr, result.stderr
    with sqlite3.connect(tmp_path / "x.db") as connection:
        assert connection.execute("SELECT * FROM t").fetchall() == [(1, "x"), (2, "y")]


HAND = """CREATE TABLE t (id serial primary key, at timestamptz, doc jsonb, tags text[], n varchar(10));
TRUNCATE t;
INSERT INTO t VALUES (1, '2024-01-01 00:00:00+00'::timestamptz, '{"a": 1}'::jsonb, '{a}'::text[], NULL::character varying),
    (2, '2024-01-01 00:00:00+00'::timestamp with time zone, NULL, '{}'::pg_catalog.text[], 'x'::varchar);
SELECT setval('t_id_seq', (SELECT max(id) FROM t));
SELECT pg_catalog.setval('t_id_seq', coalesce(max(id), 0) + 1, false) FROM t;
"""


def test_what_people_write_is_read(tmp_path):
    (tmp_path / "hand.sql").write_text(HAND)
    result = run("-o", tmp_path / "x.db", tmp_path / "hand.sql")
    assert result.returncode == 0 and b"none of pg_dump's first and last lines" in result.stderr, result.stderr
    with sqlite3.connect(tmp_path / "x.db") as connection:
        assert connection.execute("SELECT id, doc, tags, n FROM t").fetchall() == [(1, '{"a": 1}', '["a"]', None), (2, None, "[]", "x")]


@pytest.mark.parametrize("more", ["DO $$ BEGIN NULL; END $$;", "NOTIFY pgrst, 'reload';", "SELECT 1;", "\\i other.sql", "\\! ls", "VACUUM ANALYZE;"])
def test_unknown_statements_are_passed_over_and_reported(more, tmp_path):
    (tmp_path / "hand.sql").write_text(HAND + more + "\nINSERT INTO t (id) VALUES (3);\n")
    result = run("-o", tmp_path / "x.db", tmp_path / "hand.sql")
    known = result.returncode == 0  # some mean nothing in SQLite
    assert known or result.returncode == 1, result.stderr
    result = run("-o", tmp_path / "x.db", "--replace", "--skip-unknown", "--report", tmp_path / "r.txt", tmp_path / "hand.sql")
    assert result.returncode == 0, result.stderr
    assert known or ":7: dropped: " in (tmp_path / "r.txt").read_text()
    with sqlite3.connect(tmp_path / "x.db") as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (3,)


@pytest.mark.parametrize("text", ["CREATE TABEL u (a integer);", "CREATE INDXE i ON t (id);", "ALTER TABEL t ADD x integer;"])
def test_misspelt_definitions_are_errors(text, tmp_path):
    (tmp_path / "hand.sql").write_text(HAND + text + "\n")
    result = run("-o", tmp_path / "x.db", tmp_path / "hand.sql")
    assert result.returncode == 1 and b":7:1: " in result.stderr, result.stderr


def test_what_pg_dumpall_says_of_templates(tmp_path):
    (tmp_path / "all.sql").write_bytes(b"UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'template1';\n" + DUMP % (b"", b""))
    assert run("-o", tmp_path / "x.db", tmp_path / "all.sql").returncode == 0


@pytest.mark.parametrize("more", ["UPDATE t SET n = 'z';", "DELETE FROM t;", "TRUNCATE t;", "INSERT INTO t (id) VALUES (1.5::int);", "INSERT INTO t (n) VALUES ('abc'::varchar(2));"])
def test_what_changes_rows_stays_refused(more, tmp_path):
    (tmp_path / "hand.sql").write_text(HAND + more + "\n")
    result = run("-o", tmp_path / "x.db", "--skip-unknown", "--skip-noise", tmp_path / "hand.sql")
    assert result.returncode == 1 and b":7:" in result.stderr and not (tmp_path / "x.db").exists(), result.stderr


def test_byte_order_marks_between_joined_files(tmp_path):
    one = b"\xef\xbb\xbf" + DUMP % (b"", b"")
    (tmp_path / "joined.sql").write_bytes(one + b"\xef\xbb\xbf" + (DUMP % (b"", b"")).replace(b"t (", b"u (").replace(b"INTO t", b"INTO u"))
    result = run("-o", tmp_path / "x.db", tmp_path / "joined.sql")
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(tmp_path / "x.db") as connection:
        assert connection.execute("SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM u)").fetchone() == (2, 2)


def make_cluster(folder, *names):
    (folder / "all.sql").write_bytes(b"-- PostgreSQL database cluster dump\n\n" + b"".join(
        f'\\connect "{name}"\n'.encode() + whole("CREATE TABLE t (a text);\nINSERT INTO t VALUES ('x');\n") for name in names)
        + b"-- PostgreSQL database cluster dump complete\n")


def test_no_database_takes_the_file_of_another(tmp_path):
    make_cluster(tmp_path, "a/b", "a_b")
    result = run("all.sql", "-o", "made/", cwd=tmp_path)
    assert result.returncode == 1 and b"the databases a/b and a_b would both be made/a_b.db" in result.stderr
    assert not (tmp_path / "made").exists()


def test_no_database_takes_the_file_of_the_dump(tmp_path):
    make_cluster(tmp_path, "all", "b")
    before = (tmp_path / "all.sql").read_bytes()
    result = run("all.sql", "-o", "%d.sql", "--replace", cwd=tmp_path)
    assert result.returncode == 1 and b"would overwrite all.sql, the dump" in result.stderr
    assert (tmp_path / "all.sql").read_bytes() == before and not (tmp_path / "b.sql").exists()


def test_each_database_has_a_report(tmp_path):
    make_cluster(tmp_path, "a", "b")
    result = run("all.sql", "-o", "made/", "--report=r.txt", cwd=tmp_path)
    assert result.returncode == 1 and b"--report with %d" in result.stderr
    assert run("all.sql", "-o", "made/", "--report=%d.txt", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.txt").exists() and (tmp_path / "b.txt").exists()


def test_what_was_complete_before_is_named(tmp_path):
    make_cluster(tmp_path, "a", "b")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "b.db").write_text("there")
    result = run("all.sql", "-o", "made/", cwd=tmp_path)
    assert result.returncode == 1 and b"complete all the same: made/a.db" in result.stderr
