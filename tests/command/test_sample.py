"""A new database from a file is begun with what types and first rows promise.
Rows that break the promise later make the same database as a survey of all
rows, which a pipe has."""

import os
import sqlite3
import subprocess

import pytest

from conftest import PROGRAM, everything, run, whole

TYPES = {
    "many digits": ("numeric", "1.5", "12345678901234567890.123456789"),
    "a bare number": ("jsonb", '{"a": 1}', "17"),
    "deep": ("jsonb", "{}", "[" * 950 + "]" * 950),
    "NaN": ("double precision", "1.5", "NaN"),
    "far": ("timestamp without time zone", "2024-01-01 00:00:00", "0044-03-15 00:00:00 BC"),
    "nothing odd": ("numeric", "1.5", "2.5"),
}


def dump_of(type, first, last, tables):
    """Rows of two tables, or of two partitions, the odd one behind many."""
    many = "".join(f"{i}\t{first}\n" for i in range(20000))
    rows = f"COPY public.one (id, v) FROM stdin;\n{many}\\.\nCOPY public.two (id, v) FROM stdin;\n1\t{first}\n2\t{last}\n\\.\n"
    return whole(tables.format(type=type) + rows)


APART = "CREATE TABLE public.one (id integer, v {type});\nCREATE TABLE public.two (id integer, v {type});\n"
PARTITIONS = (
    "CREATE TABLE public.all_of_them (id integer, v {type}) PARTITION BY RANGE (id);\n"
    "CREATE TABLE public.one (id integer, v {type});\nCREATE TABLE public.two (id integer, v {type});\n"
    "ALTER TABLE ONLY public.all_of_them ATTACH PARTITION public.one FOR VALUES FROM (0) TO (10);\n"
    "ALTER TABLE ONLY public.all_of_them ATTACH PARTITION public.two FOR VALUES FROM (10) TO (20);\n"
)
CHILDREN = "CREATE TABLE public.one (id integer, v {type});\nCREATE TABLE public.two ()\nINHERITS (public.one);\n"


@pytest.mark.parametrize("tables", [APART, PARTITIONS, CHILDREN], ids=["apart", "partitions", "children"])
@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("options", [[], ["--strict-tables", "--verify"], ["--writer=api", "--jobs=1"]], ids=" ".join)
def test_a_late_surprise(name, tables, options, tmp_path):
    dump = dump_of(*TYPES[name], tables)
    (tmp_path / "dump.sql").write_bytes(dump)
    results = [
        run("dump.sql", "-o", "file.db", "--report=file.txt", *options, cwd=tmp_path),
        run("-o", "pipe.db", "--report=pipe.txt", *options, cwd=tmp_path, stdin=dump),
    ]
    assert results[0].returncode == results[1].returncode, results
    if results[0].returncode == 0:
        same = everything(tmp_path / "file.db") == everything(tmp_path / "pipe.db")
        assert same  # a difference of megabytes is no message
        assert (tmp_path / "file.txt").read_text() == (tmp_path / "pipe.txt").read_text().replace("standard input", "dump.sql")


@pytest.mark.parametrize("options", [["--jobs=1"], [], ["--writer=api"]], ids=" ".join)
def test_behind_a_long_row(options, tmp_path):
    """The text of the rows has moved when the surprise comes."""
    many = "".join(f"{i}\t1.5\tx{i}\n" for i in range(50000))
    rows = f"COPY public.t (id, d, x) FROM stdin;\n{many}0\t1\t{'q' * 5000000}\n1\tNaN\tq\n\\.\n"
    (tmp_path / "dump.sql").write_bytes(whole("CREATE TABLE public.t (id integer, d double precision, x text);\n" + rows))
    assert run("-q", "dump.sql", "-o", "new.db", *options, cwd=tmp_path).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"dump.sql", "new.db"}


@pytest.mark.parametrize("before", [b"", b"something else\n" * 5])
def test_standard_input_is_a_file(before, tmp_path):
    """It is read again from where it began; whoever has it next is at its end."""
    lines = "".join(f"INSERT INTO public.t VALUES ({i}, 1);\n" for i in range(100000))
    rows = f"COPY public.t (a, n) FROM stdin;\n-1\t1\n-2\t12345678901234567890\n\\.\n{lines}"
    (tmp_path / "dump.sql").write_bytes(before + whole("CREATE TABLE public.t (a integer, n numeric);\n" + rows))
    with open(tmp_path / "dump.sql", "rb") as file:
        os.lseek(file.fileno(), len(before), os.SEEK_SET)
        result = subprocess.run([PROGRAM, "-q", "-o", "new.db"], stdin=file, cwd=tmp_path, capture_output=True)
        assert file.read() == b""
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(tmp_path / "new.db") as connection:
        assert connection.execute("SELECT count(*), min(typeof(n)) FROM t").fetchone() == (100002, "text")


@pytest.mark.parametrize("cut", [b"\n777\t", b"\\.\nCOPY public.two", b"1\t1.5\n2"])
def test_cut_in_rows(cut, tmp_path):
    """Where rows are passed over their end is looked for all the same."""
    dump = dump_of("numeric", "1.5", "2.5", APART)
    (tmp_path / "dump.sql").write_bytes(dump[: dump.index(cut) + 3])
    piped = run("-o", "new.db", cwd=tmp_path, stdin=dump[: dump.index(cut) + 3])
    result = run("dump.sql", "-o", "new.db", cwd=tmp_path)
    assert result.returncode == piped.returncode == 1
    assert result.stderr == piped.stderr.replace(b"standard input", b"dump.sql")
    assert not (tmp_path / "new.db").exists()
