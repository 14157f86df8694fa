"""What comes out does not depend on how many workers there are, nor on where
batches end: values, counts, first places, and which of several mistakes is told."""

import json
import sqlite3

import pytest
from conftest import contents, run, whole

WORKERS = [(1, None), (1, 90), (2, 90), (3, 400), (8, 90), (16, 2000), (5, None)]


def table(n):
    """A few rows of the usual types, some of them with losses and escapes."""
    rows = "".join(
        f"{i}\t{'it' + chr(39) + 's' if i % 7 == 0 else 'name ' + str(i)}\t{i}.5{'0' * (i % 3)}\t2024-01-0{1 + i % 9} 10:00:00.{i % 10}+00\t"
        f"{chr(92) + 'N' if i % 5 == 0 else 'a' + chr(92) + 'tb' + chr(92) + 'n'}\n"
        for i in range(n % 40 + 1)
    )
    return (
        f"CREATE TABLE public.t{n} (id integer NOT NULL, name varchar(6), amount numeric, at timestamptz, note text);\n"
        f"COPY public.t{n} (id, name, amount, at, note) FROM stdin;\n{rows}\\.\n"
    )


def dump():
    """Tables with rows of COPY and of INSERT, in turns."""
    parts = []
    for n in range(60):
        parts.append(table(n))
        if n % 4 == 0:
            parts.append(f"INSERT INTO public.t{n} VALUES (1000, 'more', 1.25, '2024-02-29 00:00:00+00', 'x'), (1001, NULL, 7, NULL, '');\n")
    return whole("\n".join(parts))


def on_workers(jobs, size, *arguments, **more):
    return run(f"--jobs={jobs}", *arguments, env={"PGDECANT_BUFFER": str(size)} if size else None, **more)


def told(report):
    """Of a report what is about the dump."""
    return [{key: entry[key] for key in sorted(entry)} for entry in json.loads(report.read_bytes())["entries"]]


@pytest.mark.parametrize("options", [(), ("--strict-tables",), ("--target=d1",)], ids=" ".join)
def test_the_same_sql(tmp_path, options):
    results = []
    for jobs, size in WORKERS:
        report = tmp_path / f"{jobs}-{size}.json"
        result = on_workers(jobs, size, "-q", f"--report={report}", *options, stdin=dump())
        results.append((result.returncode, result.stdout, result.stderr, told(report)))
    assert results[0][0] == 0 and results[0][3]
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize("options", [(), ("--writer=api",), ("--verify",)], ids=" ".join)
def test_the_same_database(tmp_path, options):
    databases = []
    for jobs, size in WORKERS:
        path = tmp_path / f"{jobs}-{size}.db"
        result = on_workers(jobs, size, "-q", "-o", path, *options, stdin=dump())
        assert result.returncode == 0, result.stderr.decode()
        databases.append(contents(path))
    assert all(database == databases[0] for database in databases)


# What stands among statements whose ends are known by quotes alone.
VALUES = {
    "quotes": "(1, 'it''s; (''a'');', NULL)",
    "an escape string": r"(2, E'it\'s;\n', 1.5)",
    "an escape string that seems to end": r"(2, E'it\');', 1.5)",
    "a dollar string": "(3, $a$it's; $ here$a$, 2)",
    "comments": "(4, 'a' /* ; isn't */, -5) -- isn't; one\n",
    "a comment that seems to end it": "(4, 'a', -5) -- x);\n",
    "parts of a string": "(5, 'one'\n 'two''s', 6)",
    "an e before": "(6, 'e', 1e3)",
    "rows": "(7, 'a;', 1),\n\t(8, 'b''s', 2)",
    "bytes": r"(9, '\\x5c27', 3)",
    "a cast": "(10, 'x'::text, 4)",
    "a semicolon apart": "(12, 'd', 6)\n;\n",
    "other blanks": "( 13,'e' , 7 )",
    "letters": "(14, '李小龍; Ж', 8)",
}


def inserts(kind):
    """One of the kind among many that are usual."""
    usual = [f"INSERT INTO public.t VALUES ({i}, 'text {i}', {i}.5);\n" for i in range(100, 160)]
    return whole("".join(usual[:40] + [f"INSERT INTO public.t VALUES {VALUES[kind]};\n"] + usual[40:]))


@pytest.mark.parametrize("kind", VALUES)
def test_statements_are_told_apart(kind):
    results = [on_workers(jobs, size, "-q", stdin=inserts(kind)) for jobs, size in WORKERS]
    assert {(result.returncode, result.stdout, result.stderr) for result in results} == {(0, results[0].stdout, b"")}


def test_a_mistake_in_a_statement_has_its_place():
    text = inserts("quotes").replace(b"'text 150', 150.5", b"now(), 150.5")
    messages = {on_workers(jobs, size, stdin=text).stderr for jobs, size in WORKERS}
    line = text.split(b"now()")[0].count(b"\n") + 1
    assert len(messages) == 1 and b":%d:35: " % line in messages.pop()


def test_a_line_end_that_is_escaped_is_no_lines_end(tmp_path):
    """Nor where lines are passed over, since the first ones stood for all."""
    dump, out = tmp_path / "dump.sql", tmp_path / "out.sql"
    rows = "".join(f"{i}\n" for i in range(300))
    dump.write_bytes(whole(f"CREATE TABLE public.t (v text);\nCOPY public.t (v) FROM stdin;\n{rows}x\\\n\\.\n{rows}\\.\nCREATE INDEX i ON public.t (v);\n"))
    for jobs, size in WORKERS:
        result = on_workers(jobs, size, "-q", dump, "-o", out, "--replace")
        assert result.returncode == 0, result.stderr.decode()
        assert "('x\n.'),\n" in out.read_text() and "CREATE INDEX i " in out.read_text()


def test_places_behind_rows_that_were_passed_over(tmp_path):
    """By one thread or by several, and wherever slices end."""
    dump = tmp_path / "dump.sql"
    rows = "".join(f"{i}\tÅ {i}\\\n-{i}\n" if i % 7 == 0 else f"{i}\t{i * 'x' if i < 60 else i}\n" for i in range(9000))
    text = whole(f"CREATE TABLE public.t (a integer, b text);\nCOPY public.t (a, b) FROM stdin;\n{rows}\\.\nCREATE TABLE public.u (a integer,,);\n")
    dump.write_bytes(text)
    line = text.split(b",,")[0].count(b"\n") + 1
    for jobs, size in WORKERS:
        result = on_workers(jobs, size, dump, "-o", tmp_path / "out.db", "--replace")
        assert b"line %d: table public.u" % line in result.stderr, result.stderr


def test_columns_that_are_not_copied_have_their_defaults(tmp_path):
    text = "CREATE TABLE public.t (a integer, b text DEFAULT 'zz'::text, c integer DEFAULT 7, d text);\nCOPY public.t (a, d) FROM stdin;\n1\tx\n2\ty\n\\.\n"
    result = run("-q", "-o", tmp_path / "new.db", stdin=whole(text))
    assert result.returncode == 0, result.stderr.decode()
    rows = sqlite3.connect(tmp_path / "new.db").execute("SELECT * FROM t").fetchall()
    assert rows == [(1, "zz", 7, "x"), (2, "zz", 7, "y")]


def test_a_row_far_behind_a_mistake_is_not_looked_at(tmp_path):
    """Not even if it is not what the first rows are, which would be a reason to
    begin again."""
    rows = ["1\t1.5\n"] * 600 + ["x\t1.5\n"] + ["1\t1.5\n"] * 1500 + ["1\t1234567890123456789012345.5\n"] * 100 + ["1\n"]
    dump = tmp_path / "dump.sql"
    dump.write_bytes(whole("CREATE TABLE public.t (a integer, n numeric);\nCOPY public.t (a, n) FROM stdin;\n" + "".join(rows) + "\\.\n"))
    for _ in range(6):
        result = run("--jobs=16", dump, "-o", tmp_path / "out.db", env={"PGDECANT_BUFFER": "1000"})
        assert b":607:1: 'x'" in result.stderr


MISTAKES = {
    "a value before a line that is none": ("seven\n", "1\t2\n"),
    "a line that is none before a value": ("1\t2\n", "seven\n"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("between", [0, 1, 500])
def test_the_first_mistake_is_told(tmp_path, mistake, between):
    first, second = MISTAKES[mistake]
    rows = ["1\n"] * 40 + [first] + ["2\n"] * between + [second]
    text = "CREATE TABLE public.t (v integer);\nCOPY public.t (v) FROM stdin;\n" + "".join(rows)
    dump = tmp_path / "dump.sql"
    dump.write_bytes(whole(text + "\\.\n"))
    line = next(i for i, row in enumerate(dump.read_text().split("\n"), 1) if row + "\n" == first)
    messages = {on_workers(jobs, size, dump, "-o", tmp_path / "out.sql").stderr for jobs, size in WORKERS}
    assert len(messages) == 1 and f":{line}:1: ".encode() in messages.pop()


@pytest.mark.parametrize("at", [*range(11000, 30000, 3111), *range(33001, 47000, 4111)])
def test_bytes_of_rows_that_are_passed_over_are_not_looked_at(tmp_path, at):
    """Wherever pieces of the file end: what stands behind the rows is told first."""
    rows = bytearray((b"r" * 499 + b"\n") * 30 + (b"s" + b"-" * 2998 + b"\n") * 8 + (b"t" * 30 + b"\n") * 400)
    for start in (10000, 30000):
        rows[start : start + 2] = b"--"
    rows[at] = 0xFF
    begin, end = whole("CREATE TABLE public.t (v text);\nCOPY public.t (v) FROM stdin;\n@\\.\nFOO;\n").split(b"@")
    dump = tmp_path / "dump.sql"
    dump.write_bytes(begin + rows + end)
    messages = {on_workers(jobs, size, dump, "-o", tmp_path / "out.sql").stderr for jobs, size in WORKERS if size}
    assert len(messages) == 1 and b"'FOO;' is no statement" in messages.pop()


@pytest.mark.parametrize("slashes", [0, 1, 2, 63, 64, 3000, 3001])
def test_lines_longer_than_a_piece_are_passed_over(tmp_path, slashes):
    """An escaped line end in them is none, nor is what seems to end the COPY."""
    value = "Å" * 2500 + "\\" * slashes + "\n\\." if slashes % 2 else "Å" * 2500 + "\\" * slashes
    dump = tmp_path / "dump.sql"
    rows = "".join(f"{i}\t{value if i % 3 == 0 else i}\n" for i in range(30))
    dump.write_bytes(whole(f"CREATE TABLE public.t (a integer, b text);\nCOPY public.t (a, b) FROM stdin;\n{rows}\\.\nCREATE TABLE public.u (a integer,,);\n"))
    line = dump.read_text().split(",,")[0].count("\n") + 1
    for jobs, size in WORKERS:
        result = on_workers(jobs, size, dump, "-o", tmp_path / "out.db", "--replace")
        assert b"line %d: table public.u" % line in result.stderr, result.stderr
        rows = sqlite3.connect(tmp_path / "out.db").execute("SELECT count(*), max(length(b)) FROM t").fetchone()
        assert rows == (30, 2500 + slashes // 2 + (2 if slashes % 2 else 0))
