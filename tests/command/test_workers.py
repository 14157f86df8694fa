"""What comes out does not depend on how many workers there are, nor on where
batches end: values, counts, first places, and which of several mistakes is told."""

import json

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
