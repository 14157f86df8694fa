"""The command line: what is accepted, what is refused, and what it says."""

import os
import re
import sqlite3
import subprocess

import pytest

from conftest import PROGRAM, ROOT, run, shell, whole, without_time

ONE = whole("INSERT INTO public.t VALUES (1, 'x');\n")


def make(path, sql):
    with sqlite3.connect(path) as connection:
        connection.executescript(sql)


def test_help_and_version():
    result = run("--help")
    assert result.returncode == 0 and b"--into" in result.stdout
    assert re.fullmatch(rb"pgdecant \d+\.\d+\.\d+\nSQLite 3\..*, PCRE2 .*zlib/.*\narchives of pg_dump: 1.10 to 1.16\n", run("-V").stdout)


def test_help_names_every_option_that_is_taken():
    source = (ROOT / "src/command/option_rows.c").read_text()
    names = re.findall(r'^    \{.*?, "([a-z-]+)",', source, re.M)
    help_text = run("--help").stdout.decode()
    assert len(names) > 10
    for name in names:
        assert f"--{name}" in help_text


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nosuch"],
        ["-x"],
        ["--into"],
        ["--jobs=0"],
        ["--jobs=x"],
        ["--rows-per-insert=0"],
        ["--page-size=1000", "-o", "x.db"],
        ["--page-size=256", "-o", "x.db"],
        ["--page-size=131072", "-o", "x.db"],
        ["--memory=0", "-o", "x.db"],
        ["--writer=pages"],
        ["--journal=wal", "--into", "x.db"],
        ["--page-size=4096", "-o", "x.sql"],
        ["--writer=fast", "-o", "x.db"],
        ["--on-conflict=maybe", "--into", "x.db"],
        ["--on-conflict=skip"],
        ["--progress=often"],
        ["-o", "x.db", "--bookkeeping=load"],
        ["--into", "x.db", "--for=nobody"],
        ["--into", "x.db", "-o", "y.sql"],
        ["--replace"],
        ["--table", "/(/"],
        ["inspect", "one.sql", "two.sql"],
        ["--strict=x"],
    ],
)
def test_wrong_usage_is_status_2(arguments, tmp_path):
    result = run(*arguments, stdin=ONE, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.startswith(b"pgdecant: ")
    assert b"--help" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_standard_input_is_the_default():
    assert run(stdin=ONE).stdout == run("-", stdin=ONE).stdout


def test_quiet_says_nothing_and_verbose_names_tables():
    assert run("-q", stdin=ONE).stderr == b""
    lines = without_time(run("-v", stdin=ONE).stderr).split(b"\n")
    assert b"pgdecant:   t: 1 row; 8 bytes in N s" in lines
    phases = [b"reading definitions", b"loading rows", b"making indexes"]
    assert [line for line in lines if line.endswith(b": in N s")] == [b"pgdecant: " + name + b": in N s" for name in phases]


def test_counts_of_all_dumps_have_groups_of_three_digits(tmp_path):
    """What stands around the rows is counted in each of the dumps."""
    rows = ",\n".join(f"({n})" for n in range(12345))
    for name, more in (("one", ""), ("two", "CREATE EXTENSION x;\n")):
        frame = f"SET a = b;\nGRANT SELECT ON t TO u;\n{more}"
        (tmp_path / f"{name}.sql").write_bytes(whole(f"{frame}INSERT INTO {name} VALUES {rows};\n"))
    said = run("one.sql", "two.sql", cwd=tmp_path).stderr
    assert b"2 tables, 24,690 rows; " in said
    assert b"meaning in SQLite: 2 SET, 2 GRANT, 1 CREATE EXTENSION\n" in said, said


@pytest.mark.parametrize("umask, mode", [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
@pytest.mark.parametrize("name", ["x.db", "x.sql"])
def test_a_new_file_has_the_usual_mode(name, umask, mode, tmp_path):
    result = run("-o", name, "--report", "report.html", stdin=whole("CREATE TABLE t (a integer);\n"), cwd=tmp_path, preexec_fn=lambda: os.umask(umask))
    assert result.returncode == 0, result.stderr
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o7777 == mode, path


def test_output_file_is_made_and_never_overwritten(tmp_path):
    target = tmp_path / "out.sql"
    assert run("-q", "-o", target, stdin=ONE).returncode == 0
    first = target.read_bytes()
    assert first == run("-q", stdin=ONE).stdout
    result = run("-o", target, stdin=whole("INSERT INTO public.u VALUES (2);\n"))
    assert result.returncode == 1 and b"--replace" in result.stderr
    assert target.read_bytes() == first
    other = whole("INSERT INTO public.u VALUES (2);\n")
    assert run("-q", "--replace", "-o", target, stdin=other).returncode == 0
    assert b"INTO u" in target.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["out.sql"]


def test_a_failed_run_leaves_no_file_and_keeps_the_old_one(tmp_path):
    bad = b"-- PostgreSQL database dump\nINSERT INTO t VALUES (1);\nDELETE FROM t;\n"
    new, old = tmp_path / "new.sql", tmp_path / "old.sql"
    old.write_text("old")
    assert run("-o", new, stdin=bad).returncode == 1
    assert run("-o", old, "--replace", stdin=bad).returncode == 1
    assert old.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["old.sql"]


def test_a_bad_dump_gets_no_commit(tmp_path):
    bad = b"-- PostgreSQL database dump\nINSERT INTO t VALUES (1);\nDELETE FROM t;\n"
    database = tmp_path / "app.db"
    make(database, "CREATE TABLE t(a);")
    result = run(stdin=bad)
    assert result.returncode == 1 and b"COMMIT" not in result.stdout
    assert shell(database, result.stdout) == ""
    assert shell(database, b"SELECT count(*) FROM t;") == "0\n"


def test_a_directory_and_a_missing_file(tmp_path):
    result = run(tmp_path)
    assert result.returncode == 1 and b"directory" in result.stderr
    result = run(tmp_path / "nosuch.sql")
    assert result.returncode == 1 and b"No such file" in result.stderr


@pytest.mark.parametrize("content", [b"", b"PGDMP\x01\x0e\x00", b"\x1f\x8b\x08\x00", b"\xff\xfe-\x00-\x00"])
def test_what_is_no_plain_dump_is_refused(content, tmp_path):
    for arguments in ([], ["-o", tmp_path / "x.sql"]):
        result = run(*arguments, stdin=content)
        assert result.returncode == 1 and result.stdout == b""
        assert len(result.stderr) > 40
    assert list(tmp_path.iterdir()) == []


def test_into_wants_a_database_that_is_there(tmp_path):
    result = run("--into", tmp_path / "nosuch.db", stdin=ONE)
    assert result.returncode == 1 and b"there is no such database" in result.stderr
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "text.db").write_text("no database at all, but long enough to look at")
    result = run("--into", tmp_path / "text.db", stdin=ONE)
    assert result.returncode == 1 and b"not a database" in result.stderr


def test_triggers_do_not_fire_and_the_journal_mode_stays(tmp_path):
    database = tmp_path / "app.db"
    make(
        database,
        "PRAGMA journal_mode=wal; CREATE TABLE t(a, b);"
        "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END;",
    )
    assert run("--into", database, stdin=ONE).returncode == 0
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT * FROM t").fetchall() == [(1, "x")]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_progress_is_drawn_when_asked_for():
    rows = "".join(f"INSERT INTO t VALUES ({i}, '{'x' * 100}');\n" for i in range(5000))
    process = subprocess.Popen(
        [PROGRAM, "--progress=always"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )
    dump = whole(rows)
    process.stdin.write(dump[: len(dump) // 2])
    process.stdin.flush()
    try:
        process.wait(1.5)
    except subprocess.TimeoutExpired:
        pass
    errors = process.communicate(dump[len(dump) // 2 :])[1]
    assert process.returncode == 0
    assert b"\r\x1b[Kloading rows: " in errors and b"\r\x1b[Kmaking indexes ..." in errors
    assert errors.split(b"\r\x1b[K")[-1].startswith(b"pgdecant: 1 table")



def test_messages_do_not_carry_control_characters():
    result = run(stdin=whole('INSERT INTO t VALUES (1) ON "\x1b[2J";\n'))
    assert result.returncode == 1 and b"\x1b" not in result.stderr


def sequence_dump(called="true"):
    return whole(
        "INSERT INTO public.users VALUES (1, 'a');\n"
        f"SELECT pg_catalog.setval('public.users_id_seq', 42, {called});\n"
    )


@pytest.mark.parametrize("through", ["shell", "into"])
@pytest.mark.parametrize("called,expected", [("true", 43), ("false", 42)])
def test_the_next_id_follows_setval(through, called, expected, tmp_path):
    database = tmp_path / "app.db"
    make(database, "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT);")
    if through == "shell":
        shell(database, run("-q", stdin=sequence_dump(called)).stdout, "-bail")
    else:
        assert run("-q", "--into", database, stdin=sequence_dump(called)).returncode == 0
    with sqlite3.connect(database) as connection:
        cursor = connection.execute("INSERT INTO users(n) VALUES ('next')")
        assert cursor.lastrowid == expected


def test_setval_does_no_harm_where_nothing_counts(tmp_path):
    database = tmp_path / "app.db"
    make(database, "CREATE TABLE users(id INTEGER PRIMARY KEY, n TEXT);")
    shell(database, run("-q", stdin=sequence_dump()).stdout, "-bail")
    assert shell(database, b"SELECT * FROM users;") == "1|a\n"
    assert shell(database, b"SELECT count(*) FROM sqlite_sequence;") == "0\n"


def test_dot_commands_and_comments_stay_inside_literals(tmp_path):
    database = tmp_path / "app.db"
    proof = tmp_path / "pwned"
    texts = [
        f"\n.shell touch {proof}\n", f"--\n.shell touch {proof}", "\r\n.quit\r\n",
        "/*\n*/", "\n/\n", "\ngo\n", "\n#x\n", "'; --", ";\n.read /dev/null\n",
    ]
    table = f'"t\n.shell touch {proof}\n"'
    make(database, f"CREATE TABLE t(a); CREATE TABLE {table}(a);")
    rows = "".join(
        "INSERT INTO {} VALUES ('{}');\n".format(name, text.replace("'", "''"))
        for text in texts for name in ("t", table)
    )
    rows += f"/* x\n.shell touch {proof}\n*/ -- \t.shell touch {proof}\n"
    shell(database, run("-q", stdin=whole(rows)).stdout, "-bail")
    assert not proof.exists()
    with sqlite3.connect(database) as connection:
        for name in ("t", table):
            found = [a for (a,) in connection.execute(f"SELECT a FROM {name}")]
            assert found == texts
