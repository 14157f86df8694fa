"""Trouble: dumps cut short, disks that are full, pipes that close, programs
that are killed. Never a success, never a crash, never half a result."""

import os
import resource
import signal
import sqlite3
import subprocess
import time

import pytest

from conftest import BUILD, PROGRAM, ROOT, contents, run, shell, whole

SMALL = whole(
    "\\restrict Key1\n\nSET client_encoding = 'UTF8';\n"
    "INSERT INTO public.t VALUES (1, 'it''s é', NULL, 1.5);\n"
    "INSERT INTO public.t (a, b) VALUES\n\t(2, $$),\n\t(3, 'y') ON CONFLICT DO NOTHING;\n"
    "/* a /* nested */ comment */\n"
    "SELECT pg_catalog.setval('public.t_a_seq', 3, true);\n"
    .replace("$$", "E'\\u00e9'")
)
SMALL = SMALL.replace(b"INSERT INTO public.t VALUES", b"INSERT INTO public.u VALUES") + b"\\unrestrict Key1\n\n"
END = b"\\unrestrict Key1"


def rows(count, width=200):
    for i in range(count):
        yield b"INSERT INTO public.t VALUES (%d, '%s');\n" % (i, b"x" * width)


def test_the_small_dump_is_whole():
    result = run(stdin=SMALL)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("buffer", ["1", "262144"])
def test_truncation_at_every_byte_is_no_success(buffer):
    for length in range(SMALL.index(END) + len(END)):
        result = run("--jobs=1", stdin=SMALL[:length], env={"PGDECANT_BUFFER": buffer})
        assert result.returncode == 1, length
        assert result.stderr.startswith(b"pgdecant: "), length
        assert b"COMMIT" not in result.stdout, length


def test_truncation_can_be_allowed_at_every_byte(tmp_path):
    for length in range(1, len(SMALL)):
        result = run("--allow-truncated", "--jobs=1", stdin=SMALL[:length])
        if result.returncode == 0:
            assert result.stdout.endswith(b"COMMIT;\n"), length
            sqlite3.connect(":memory:").executescript(
                "CREATE TABLE t(a, b); CREATE TABLE u(a, b, c, d);" + result.stdout.decode()
            )
        else:
            pytest.fail(f"cut at {length}: {result.stderr.decode()}")


def limit_file_size(size):
    def apply():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return apply


def run_limited(arguments, dump, size, **options):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], input=dump, capture_output=True,
        preexec_fn=limit_file_size(size), **options,
    )


def test_a_full_disk_leaves_no_file(tmp_path):
    dump = whole(b"".join(rows(20000)))
    result = run_limited(["-o", tmp_path / "x.sql"], dump, 1000000)
    assert result.returncode == 1 and b"cannot write" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_device_is_an_error():
    for count in (1, 20000):
        with open("/dev/full", "wb") as full:
            result = subprocess.run(
                [PROGRAM], input=whole(b"".join(rows(count))), stdout=full, stderr=subprocess.PIPE
            )
        assert result.returncode == 1 and b"No space" in result.stderr


def make_database(tmp_path):
    database = tmp_path / "app.db"
    with sqlite3.connect(database) as connection:
        connection.executescript("CREATE TABLE t(a PRIMARY KEY, b); INSERT INTO t VALUES ('old', 1);")
    return database, contents(database)


def test_a_full_disk_leaves_the_database_as_it_was(tmp_path):
    database, before = make_database(tmp_path)
    result = run_limited(["--into", database], whole(b"".join(rows(50000))), 3000000)
    assert result.returncode == 1
    assert contents(database) == before


def test_a_closed_pipe_is_an_error():
    process = subprocess.Popen(
        [PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    try:
        process.stdin.write(whole(b"".join(rows(20000))))
        process.stdin.close()
    except BrokenPipeError:
        pass
    errors = process.stderr.read()
    assert process.wait() == 1
    assert errors.startswith(b"pgdecant: cannot write")


def heed_signals():
    """Where the tests run in the background, signals may be ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start_and_feed(arguments):
    """Feeds enough rows that the first of them are on the disk."""
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_signals)
    process.stdin.write(b"-- PostgreSQL database dump\n" + b"".join(rows(60000)))
    process.stdin.flush()
    return process


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_killed_load_leaves_the_database_as_it_was(number, tmp_path):
    database, before = make_database(tmp_path)
    process = start_and_feed(["--into", database])
    for _ in range(200):
        if database.stat().st_size > 1000000 or (tmp_path / "app.db-journal").exists():
            break
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait() != 0
    process.stdin.close()
    assert contents(database) == before
    assert shell(database, b"PRAGMA integrity_check;") == "ok\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_conversion_leaves_no_file(number, tmp_path):
    """And says so, where it is Ctrl-C."""
    process = start_and_feed(["-o", tmp_path / "x.sql"])
    process.send_signal(number)
    assert process.wait() == -number
    process.stdin.close()
    assert list(tmp_path.iterdir()) == []
    assert (b"interrupted; what was begun is removed" in process.stderr.read()) == (number == signal.SIGINT)


def peak_memory(arguments, pieces):
    """Peak resident memory in KiB of a run that is fed piece by piece."""
    process = subprocess.Popen(
        [PROGRAM, "-q", *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    for piece in pieces:
        process.stdin.write(piece)
    process.stdin.flush()
    with open(f"/proc/{process.pid}/status") as status:
        peak = next(line for line in status if line.startswith("VmHWM"))
    process.stdin.close()
    assert process.wait() == 0
    return int(peak.split()[1])


def long_dump(joined):
    yield b"-- PostgreSQL database dump\n"
    block = b"".join(rows(5000))
    if joined:
        block = b"INSERT INTO public.t VALUES\n\t" + b",\n\t".join(
            b"(%d, '%s')" % (i, b"x" * 200) for i in range(20000)
        ) + b";\n"
    for _ in range(100 if not joined else 25):
        yield block
    yield b"-- PostgreSQL database dump complete\n"


@pytest.mark.parametrize("joined", [False, True])
def test_memory_does_not_grow_with_the_dump(joined, tmp_path):
    assert peak_memory([], long_dump(joined)) < 32 * 1024
    with sqlite3.connect(tmp_path / "app.db") as connection:
        connection.execute("CREATE TABLE t(a, b)")
    assert peak_memory(["--into", tmp_path / "app.db"], long_dump(joined)) < 32 * 1024


def peak_until_the_end(arguments):
    """The same for a run on files: looks again and again."""
    process = subprocess.Popen([PROGRAM, "-q", *map(str, arguments)], stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        with open(f"/proc/{process.pid}/status") as status:
            peak = max([peak] + [int(line.split()[1]) for line in status if line.startswith("VmHWM")])
        time.sleep(0.005)
    assert process.returncode == 0
    return peak


@pytest.mark.parametrize("output", ["x.sql", "x.db"])
def test_memory_does_not_grow_with_a_whole_dump(output, tmp_path):
    lines = b"".join(b"%d\t%s\t{a,b}\t1.5\n" % (i, b"x" * 180) for i in range(20000))
    with open(tmp_path / "dump.sql", "wb") as dump:
        dump.write(b"-- PostgreSQL database dump\nCREATE TABLE t (a int, b text, c text[], d numeric);\nCOPY t FROM stdin;\n")
        for _ in range(20):
            dump.write(lines)
        dump.write(b"\\.\n-- PostgreSQL database dump complete\n")
    assert 1024 < peak_until_the_end([tmp_path / "dump.sql", "-o", tmp_path / output]) < 32 * 1024


def test_memory_of_many_tables(tmp_path):
    """A catalog of 1,500 tables takes less than 60.5 MiB beside what the program
    and its libraries have before they begin."""
    columns = ", ".join(f"column_{i} character varying({i + 1}) DEFAULT 'x'::character varying NOT NULL" for i in range(14))
    with open(tmp_path / "dump.sql", "w") as dump:
        dump.write("-- PostgreSQL database dump\n")
        for i in range(1500):
            dump.write(f"CREATE TABLE public.table_{i} (id integer NOT NULL, {columns});\n")
            dump.write(f"COPY public.table_{i} (id) FROM stdin;\n1\n\\.\n")
        for i in range(1500):
            dump.write(f"ALTER TABLE ONLY public.table_{i} ADD CONSTRAINT table_{i}_pkey PRIMARY KEY (id);\n")
            dump.write(f"CREATE INDEX table_{i}_index ON public.table_{i} USING btree (column_0, column_1);\n")
        dump.write("-- PostgreSQL database dump complete\n")
    more_than_a_pipe_holds = b"-- a line without a statement\n" * 10000
    before = peak_memory([], [b"CREATE TABLE t (a integer);\n", more_than_a_pipe_holds])
    assert before > 1024
    assert 1024 < peak_until_the_end([tmp_path / "dump.sql", "-o", tmp_path / "x.db"]) - before < 60.5 * 1024


def test_one_huge_value_comes_through(tmp_path):
    size = 40_000_000
    text = (b"it''s \xc3\xa9\n" * (size // 9))
    dump = whole(
        b"INSERT INTO public.t VALUES (1, 'small');\nINSERT INTO public.t VALUES (2, '"
        + text + b"');\nINSERT INTO public.t VALUES (3, 'small');\n"
    )
    database = tmp_path / "app.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE t(a, b)")
    assert run("--into", database, stdin=dump).returncode == 0
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT b FROM t WHERE a = 2").fetchone()[0]
        assert found == text.decode().replace("''", "'")
        connection.execute("DELETE FROM t")
    shell(database, run("-q", stdin=dump).stdout)
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT b FROM t WHERE a = 2").fetchone()[0]
        assert found == text.decode().replace("''", "'")


def test_nesting_and_odd_lengths_do_not_crash():
    asan = BUILD / "asan" / "pgdecant"
    program = asan if asan.exists() else PROGRAM
    cases = [
        b"/*" * 100000, b"(" * 100000, b"$" * 100000, b"'" * 99999, b'"' * 99999,
        b"INSERT INTO t VALUES " + b"(" * 10000, b"INSERT INTO t(" + b"a," * 5000,
        b"INSERT INTO t VALUES (" + b"1," * 5000 + b"1);", b"INSERT INTO " + b"a" * 100000 + b" VALUES (1);",
        b"\\" + b"x" * 100000, b"CREATE FUNCTION f() BEGIN ATOMIC " + b"CASE " * 50000,
        b"SET " + b"a," * 50000 + b";", b"SELECT setval('" + b"x" * 100000 + b"', 1);",
        b"INSERT INTO t VALUES ('" + b"{" * 50000 + b"');", b"1" * 100000, b"E'\\", b"U&'\\",
        b"INSERT INTO t VALUES (U&'' UESCAPE ''');", b"SELECT setval();", b"SET client_encoding;",
    ]
    for case in cases:
        for buffer in ("1", "4096"):
            result = subprocess.run(
                [program, "--jobs=1"], input=whole(case), capture_output=True,
                env={**os.environ, "PGDECANT_BUFFER": buffer}, timeout=60,
            )
            assert result.returncode in (0, 1), (case[:40], result.stderr[-2000:])


@pytest.mark.parametrize("arguments", [
    ["d.txt", "-o", "x.db", "--report", "./d.txt"],
    ["d.txt", "-o", "x.db", "--report", "link.json"],
    ["d.txt", "-o", "x.db", "--report", "hard.json"],
    ["d.txt", "-o", "d.txt", "--replace"],
    ["d.txt", "-o", "x.json", "--report", "x.json"],
    ["d.txt", "-o", "x.json", "--report", "folder/../x.json"],
    ["d.txt", "--into", "app.json", "--report", "app.json"],
    ["d.txt", "--types-from", "app.json", "--report", "app.json"],
])
def test_nothing_that_is_read_or_written_is_overwritten(arguments, tmp_path):
    (tmp_path / "d.txt").write_bytes(whole("CREATE TABLE t (a integer);\nCOPY t (a) FROM stdin;\n1\n\\.\n"))
    (tmp_path / "link.json").symlink_to("d.txt")
    (tmp_path / "hard.json").hardlink_to(tmp_path / "d.txt")
    (tmp_path / "folder").mkdir()
    shell(tmp_path / "app.json", b"CREATE TABLE t (a);")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2 and b"would overwrite" in result.stderr, result.stderr
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}


DESCRIPTORS = {
    "a database": ["d.sql", "-o", "new.db"],
    "SQL": ["d.sql", "-o", "new.sql"],
    "a report": ["d.sql", "-o", "new.db", "--report=r.txt"],
    "a query with a note": ["query", "q.sql", "-o", "new.sql"],
}


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 2>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"])
@pytest.mark.parametrize("name", DESCRIPTORS)
def test_closed_descriptors_take_nothing_of_an_output(name, closed, tmp_path):
    (tmp_path / "d.sql").write_bytes(whole("CREATE TABLE public.t (a int);\nINSERT INTO public.t VALUES (1);\n"))
    (tmp_path / "q.sql").write_text("SELECT a FROM t WHERE b ILIKE 'x';\n")
    arguments = DESCRIPTORS[name]
    made = arguments[arguments.index("-o") + 1]
    wanted = run(*arguments, cwd=tmp_path)
    assert wanted.returncode == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for path in (made, "r.txt"):
        (tmp_path / path).unlink(missing_ok=True)
    result = subprocess.run(["bash", "-c", f'"$0" "$@" --progress=always {closed}', PROGRAM, *arguments], cwd=tmp_path, capture_output=True)
    assert result.returncode == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("size", [10, 15000, 40000])
@pytest.mark.parametrize("arguments", [["-q", "-"], ["-s", "-"], ["inspect", "-"], ["verify", "-", "new.db"]], ids=" ".join)
def test_a_closed_standard_output_is_a_failure(arguments, size, tmp_path):
    """Also where the dump has to be kept: its file must not take the place."""
    dump = whole("CREATE TABLE public.t (a int, b numeric);\nCOPY public.t (a, b) FROM stdin;\n" + "".join(f"{i}\t{i}.5\n" for i in range(size)) + "\\.\n")
    assert run("-q", "-", "-o", tmp_path / "new.db", stdin=dump).returncode == 0
    result = subprocess.run(["bash", "-c", '"$0" "$@" >&-', PROGRAM, *arguments], input=dump, cwd=tmp_path, capture_output=True)
    assert result.returncode == 1 and result.stderr.startswith(b"pgdecant: "), (result.returncode, result.stderr)


def test_rows_before_their_table(tmp_path):
    """A file is read again for the types, whatever its length; what a pipe has given is gone."""
    rows = b"".join(b"INSERT INTO public.t VALUES (%d, 't');\n" % i for i in range(20000))
    dump = tmp_path / "late.sql"
    dump.write_bytes(rows + b"CREATE TABLE public.t (id integer, is_on boolean);\n")
    assert run("-q", dump, "-o", tmp_path / "new.sql").returncode == 0
    assert b"(19999, 1)" in (tmp_path / "new.sql").read_bytes()
    assert run("-q", dump, "-o", tmp_path / "new.db").returncode == 0
    for arguments in ([dump], ["-", "-o", tmp_path / "piped.sql"]):
        result = run("-q", *arguments, stdin=dump.read_bytes())
        assert result.returncode == 1 and b":20001:1: CREATE TABLE behind rows" in result.stderr
    assert not (tmp_path / "piped.sql").exists()
    assert run("-q", dump, "--data-only", "-o", tmp_path / "rows.sql").returncode == 0
    assert b"(19999, 1)" in (tmp_path / "rows.sql").read_bytes()
