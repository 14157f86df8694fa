"""Golden cases: NAME.sql goes in; NAME.expect and NAME.err say what comes out.

NAME.args holds options, if there are any; the word DATABASE among them stands
for a database made from NAME.schema, and with --into NAME.expect is what the
database holds afterwards; the word new.db is for one that is made. NAME.expect stands for standard output otherwise.
Every case runs three times: as users run it, into a file, and through a pipe
with a buffer of one byte, and in one thread; new databases are made by SQLite's own INSERT, too. A golden that is missing is written, and the test fails, so that
somebody looks at it.
"""

import os
import pathlib
import shutil
import sqlite3
import subprocess

import pytest

from conftest import PROGRAM, contents, everything, run, shell, without_time

HERE = pathlib.Path(__file__).resolve().parent
CASES = sorted(path.stem for path in HERE.glob("*.sql"))
WAYS = {
    "usual": ([], {}),
    "one-byte": ([], {"PGDECANT_BUFFER": "1"}),
    "one-thread": (["--jobs=1"], {"PGDECANT_BUFFER": "100"}),
    "api": (["--writer=api"], {}),
}


def read(name, kind):
    path = HERE / f"{name}.{kind}"
    return path.read_text() if path.exists() else ""


def make_database(name, folder):
    database = folder / "app.db"
    with sqlite3.connect(database) as connection:
        connection.executescript(read(name, "schema"))
    return database


def check_sql(script):
    """What makes its tables itself has to run as it is."""
    if b"CREATE TABLE" in script and b"pgdecant_makes" not in script:
        shell(":memory:", script, "-bail")


def run_into_a_file(*arguments, cwd, env):
    """Standard output is one as a rule: what was written there can be taken back, so not all rows are looked at before."""
    with open(cwd / "stdout", "w+b") as output:
        result = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, cwd=cwd, env={**os.environ, **env}, timeout=120)
        output.seek(0)
        result.stdout = output.read()
    return result


def convert(name, folder, way):
    """Returns standard output (or the database's contents) and errors."""
    options, env = WAYS[way]
    arguments = read(name, "args").split()
    shutil.copy(HERE / f"{name}.sql", folder)
    if "DATABASE" in arguments:
        make_database(name, folder)
        arguments = ["app.db" if a == "DATABASE" else a for a in arguments]
    result = (run_into_a_file if way == "usual" else run)(f"{name}.sql", *arguments, *options, cwd=folder, env=env)
    failed = result.returncode != 0
    assert result.returncode in (0, 1), result.stderr
    assert failed == ("error" in name), result.stderr.decode()
    output = result.stdout
    if "--into" in arguments:
        assert output == b""
        output = contents(folder / "app.db").encode("utf-8", "surrogateescape")
    elif "new.db" in arguments and not failed:
        assert output == b""
        output = everything(folder / "new.db").encode("utf-8", "surrogateescape")
    if output and "--into" not in arguments and "new.db" not in arguments:
        check_sql(output)
    return output, without_time(result.stderr)


def check(name, kind, found):
    path = HERE / f"{name}.{kind}"
    if not path.exists():
        path.write_bytes(found)
        pytest.fail(f"{path.name} was missing and has been written: look at it")
    assert found == path.read_bytes()


def ways_of(name):
    return [way for way in WAYS if way != "api" or "new.db" in read(name, "args")]


@pytest.mark.parametrize("name, way", [(name, way) for name in CASES for way in ways_of(name)])
def test_case(name, way, tmp_path):
    output, errors = convert(name, tmp_path, way)
    check(name, "err", errors)
    check(name, "expect", output)
