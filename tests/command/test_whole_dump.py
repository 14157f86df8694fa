"""Whole dumps from the command line: what is chosen, what is refused, what
inspect and the report say, and that a database is made whole or not at all."""

import json
import os
import signal
import sqlite3
import subprocess
import time

import pytest

from conftest import PROGRAM, ROOT, run, whole
from test_trouble import heed_signals, rows, run_limited

SHOP = ROOT / "samples" / "shop.whole.sql"
DUMP = whole("""
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
CREATE TABLE public.parents (id integer NOT NULL, mood public.mood DEFAULT 'ok'::public.mood);
CREATE TABLE app.children (id integer NOT NULL, parent integer, note text, CONSTRAINT note_odd CHECK ((note ~ '^x'::text)));
COPY public.parents (id, mood) FROM stdin;
1\tsad
2\t\\N
\\.
COPY app.children (id, parent, note) FROM stdin;
10\t1\tx\\ty
\\.
ALTER TABLE ONLY public.parents ADD CONSTRAINT parents_pkey PRIMARY KEY (id);
ALTER TABLE ONLY app.children ADD CONSTRAINT children_parent FOREIGN KEY (parent) REFERENCES public.parents(id);
CREATE VIEW public.v AS SELECT pg_backend_pid();
""")


def tables(path):
    with sqlite3.connect(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_stat1'")}


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "dump.sql"
    path.write_bytes(DUMP)
    return path


# ---- choosing ----


@pytest.mark.parametrize(
    "options,expected",
    [
        ([], {"parents", "app_children"}),
        (["-t", "parents"], {"parents"}),
        (["-T", "parents"], {"app_children"}),
        (["-n", "app"], {"app_children"}),
        (["-N", "app"], {"parents"}),
        (["-t", "/child/"], {"app_children"}),
    ],
)
def test_what_is_chosen_is_made(options, expected, dump, tmp_path):
    result = run(dump, *options, "-o", tmp_path / "x.db")
    assert result.returncode == 0, result.stderr
    assert tables(tmp_path / "x.db") == expected
    assert (b"children_parent: left out" in result.stderr) == (expected == {"app_children"})


def test_a_chosen_table_keeps_its_type(dump):
    assert b"CHECK (mood IN ('sad', 'ok'))" in run(dump, "-t", "parents").stdout


def test_definitions_and_rows_apart(dump, tmp_path):
    definitions, data = run(dump, "-s").stdout, run(dump, "-a").stdout
    assert b"INSERT" not in definitions and b"CREATE" not in data
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.executescript(definitions.decode() + data.decode())
        assert connection.execute("SELECT id, parent, note FROM app_children").fetchall() == [(10, 1, "x\ty")]
        assert connection.execute("SELECT mood FROM parents ORDER BY id").fetchall() == [("sad",), (None,)]


# ---- the report ----


def test_strict_refuses_and_still_says_why(dump, tmp_path):
    report = tmp_path / "report.txt"
    for output in ("x.db", "x.sql"):
        result = run(dump, "--strict", "-o", tmp_path / output, "--report", report, "--replace")
        assert result.returncode == 3 and b"--strict" in result.stderr
        assert not (tmp_path / output).exists()
        assert "view public.v: the function pg_backend_pid has no equal in SQLite" in report.read_text()
    assert run("inspect", "--strict", dump).returncode == 3


def test_strict_refuses_a_value_that_changed(tmp_path):
    dump = whole("CREATE TABLE t (a integer[]);\nCOPY t FROM stdin;\n[0:1]={1,2}\n\\.\n")
    result = run("--strict", "-o", tmp_path / "x.db", stdin=dump)
    assert result.returncode == 3 and list(tmp_path.iterdir()) == []


def test_the_report_has_every_entry_with_its_line(dump, tmp_path):
    report = tmp_path / "report.json"
    assert run(dump, "-o", tmp_path / "x.db", "--report", report).returncode == 0
    found = json.loads(report.read_text())
    lines = DUMP.decode().split("\n")
    assert found["version"] == 2
    assert {(t["becomes"], t["rows"]) for t in found["tables"]} == {("parents", 2), ("app_children", 1)}
    by_object = {entry["object"]: entry for entry in found["entries"]}
    assert set(by_object) == {"view", "check"}
    assert "CREATE VIEW" in lines[by_object["view"]["line"] - 1]
    assert "note_odd" in lines[by_object["check"]["line"] - 1]


def test_a_report_that_cannot_be_written_is_an_error(dump, tmp_path):
    result = run(dump, "-o", tmp_path / "x.db", "--report", tmp_path / "none" / "r.txt")
    assert result.returncode == 1 and b"cannot write beside" in result.stderr and b"none/r.txt" in result.stderr
    assert not (tmp_path / "x.db").exists()


def test_inspect_counts_tables_rows_and_bytes(dump):
    found = json.loads(run("inspect", "--json", dump).stdout)
    assert found["holds"] == ["definitions", "rows as COPY", "keys"]
    assert [(t["schema"], t["name"], t["rows"], t["columns"], t["becomes"]) for t in found["tables"]] == [
        ("public", "parents", 2, 2, "parents"),
        ("app", "children", 1, 3, "app_children"),
    ]
    assert len(found["statements"]) == 2 and len(found["entries"]) == 2
    text = run("inspect", dump).stdout.decode()
    assert "app.children: app_children" in text and "left out: " in text


def test_inspect_shows_the_statements_that_a_conversion_makes(tmp_path):
    text = whole("CREATE TABLE public.t (\n    n numeric,\n    j json\n);\n")
    (tmp_path / "schema.sql").write_bytes(text)
    shown = json.loads(run("inspect", "--json", tmp_path / "schema.sql").stdout)
    made = run("-q", "-s", tmp_path / "schema.sql").stdout.decode()
    assert all(statement in made for statement in shown["statements"])


def test_inspect_selects_tables_of_rows_alone_too():
    rows = whole("INSERT INTO public.orders VALUES (1);\nINSERT INTO public.users VALUES (1);\n")
    found = json.loads(run("inspect", "--json", "-t", "orders", stdin=rows).stdout)
    assert [table["name"] for table in found["tables"]] == ["orders"]
    for dump in (rows, whole("CREATE TABLE public.orders (id integer);\n")):
        refused = run("inspect", "-t", "ordres", stdin=dump)
        assert refused.returncode == 1 and refused.stdout == b""
        assert b"no table fits --table=ordres; did you mean orders?" in refused.stderr


def test_a_view_without_its_tables_makes_no_database(tmp_path):
    text = whole("CREATE TABLE public.orders (id integer);\nCREATE VIEW public.seen AS\n SELECT orders.id\n   FROM public.orders;\n")
    for patterns, said in ((["seen"], b"views need theirs"), (["ordres"], b"did you mean orders?"), (["seen", "orders"], b"")):
        path = tmp_path / "_".join([*patterns, "db"])
        result = run("-q", "-o", path, *(f"--table={pattern}" for pattern in patterns), stdin=text)
        assert said in result.stderr and result.returncode == (1 if said else 0), result.stderr
        assert path.exists() == (not said)


def test_inspect_of_rows_alone(tmp_path):
    found = json.loads(run("inspect", "--json", stdin=whole("INSERT INTO public.t VALUES (1, 'x');\n")).stdout)
    assert found["holds"] == ["rows as INSERT"] and found["tables"][0]["becomes"] is None


# ---- several dumps ----


def test_sections_are_read_as_one(tmp_path):
    first, rest = DUMP.split(b"COPY", 1)
    data, keys = (b"COPY" + rest).split(b"ALTER", 1)
    for name, text in (("pre", first), ("data", whole(data)), ("post", b"-- PostgreSQL database dump\nALTER" + keys)):
        end = b"" if b"dump complete" in text else b"-- PostgreSQL database dump complete\n"
        (tmp_path / f"{name}.sql").write_bytes(text + end)
    parts = [tmp_path / f"{name}.sql" for name in ("pre", "data", "post")]
    result = run(*parts)
    assert result.returncode == 0, result.stderr
    assert result.stdout == run(stdin=DUMP).stdout


# ---- whole or not at all ----


@pytest.mark.parametrize("output", ["x.db", "x.sql"])
def test_a_dump_cut_anywhere_makes_nothing(output, tmp_path):
    end = DUMP.index(b"PostgreSQL database dump complete")
    for length in range(0, end, 3):
        result = run("--jobs=1", "-o", tmp_path / output, stdin=DUMP[:length])
        assert result.returncode == 1, length
        assert result.stderr.startswith(b"pgdecant: "), length
        assert list(tmp_path.iterdir()) == [], length


def big_dump(count=60000):
    return whole(b"CREATE TABLE public.t (a integer, b text);\n" + b"".join(rows(count)))


def test_a_full_disk_makes_no_database(tmp_path):
    result = run_limited(["-o", tmp_path / "x.db"], big_dump(), 3000000, env={**os.environ, "TMPDIR": "/nowhere"})
    assert result.returncode == 1 and list(tmp_path.iterdir()) == []
    (tmp_path / "dump.sql").write_bytes(big_dump())
    result = run_limited([tmp_path / "dump.sql", "-o", tmp_path / "x.db"], b"", 3000000)
    assert result.returncode == 1 and b"cannot write the database" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dump.sql"]


def test_a_pipe_that_cannot_be_kept_is_an_error(tmp_path):
    result = run("-o", tmp_path / "x.db", stdin=big_dump(), env={"TMPDIR": str(tmp_path / "none")})
    assert result.returncode == 1 and b"TMPDIR" in result.stderr
    result = run_limited(["-o", tmp_path / "x.db"], big_dump(), 2000000)
    assert result.returncode == 1 and b"TMPDIR" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_makes_no_database(number, tmp_path):
    (tmp_path / "dump.sql").write_bytes(big_dump(400000))
    process = subprocess.Popen(
        [PROGRAM, "-q", tmp_path / "dump.sql", "-o", tmp_path / "x.db"], preexec_fn=heed_signals
    )
    while len(list(tmp_path.iterdir())) == 1 and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(number)
    assert process.wait() == -number
    assert [path.name for path in tmp_path.iterdir()] == ["dump.sql"]


def test_a_database_that_is_there_is_kept(dump, tmp_path):
    (tmp_path / "x.db").write_bytes(b"precious")
    assert run(dump, "-o", tmp_path / "x.db").returncode == 1
    assert (tmp_path / "x.db").read_bytes() == b"precious"
    (tmp_path / "x.db-wal").write_bytes(b"a diary")
    result = run(dump, "--replace", "-o", tmp_path / "x.db")
    assert result.returncode == 1 and b"x.db-wal is in the way" in result.stderr
    assert (tmp_path / "x.db").read_bytes() == b"precious" and (tmp_path / "x.db-wal").read_bytes() == b"a diary"
    (tmp_path / "x.db-wal").write_bytes(b"") # what is left of a log that is over
    assert run(dump, "--replace", "-o", tmp_path / "x.db").returncode == 0
    assert tables(tmp_path / "x.db") == {"parents", "app_children"}
    assert not (tmp_path / "x.db-wal").exists()


def test_a_row_for_a_table_that_is_not_defined_is_an_error(tmp_path):
    dump = whole("CREATE TABLE t (a integer);\nCOPY u (a) FROM stdin;\n1\n\\.\n")
    result = run("-o", tmp_path / "x.db", stdin=dump)
    assert result.returncode == 1 and b"u" in result.stderr and list(tmp_path.iterdir()) == []


SCHEMA = whole("CREATE TABLE public.t (a integer NOT NULL, b text);\nALTER TABLE ONLY public.t ADD CONSTRAINT t_pk PRIMARY KEY (a);\n")
TWICE = "INSERT INTO public.t VALUES (2, 'x'){0};\nINSERT INTO public.t VALUES (1, 'y'){0};\nINSERT INTO public.t VALUES (2, 'z'){0};\n"


def test_a_key_that_occurs_twice(tmp_path):
    """Pages cannot skip a row or say which one is to blame; INSERT can, from
    files and pipes alike."""
    (tmp_path / "schema.sql").write_bytes(SCHEMA)
    for form, status in ("", 1), (" ON CONFLICT DO NOTHING", 0):
        rows = whole(TWICE.format(form))
        (tmp_path / "rows.sql").write_bytes(rows)
        for arguments in (["schema.sql", "rows.sql"], ["--types-from", "schema.sql", "rows.sql"], ["--types-from", "schema.sql"]):
            result = run("-o", "new.db", "--replace", *arguments, stdin=rows, cwd=tmp_path)
            assert result.returncode == status, result.stderr
            if status:
                name = b"rows.sql" if "rows.sql" in arguments else b"standard input"
                place = b":%d:29: " % (rows[: rows.index(b"(2, 'z')")].count(b"\n") + 1)
                assert result.stderr.startswith(b"pgdecant: " + name + place), result.stderr
                assert b"UNIQUE constraint failed: t.a" in result.stderr
            else:
                assert b"1 row skipped" in result.stderr
                with sqlite3.connect(tmp_path / "new.db") as connection:
                    assert connection.execute("SELECT * FROM t").fetchall() == [(1, "y"), (2, "x")]
