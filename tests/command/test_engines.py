"""New databases in engines that did not make them: the sqlite3 shell, Python's
module, SQLite as WebAssembly. They read them, change them, and find nothing
wrong."""

import json
import shutil
import sqlite3
import subprocess

import pytest

from conftest import ROOT, from_npm, run, whole

ROWS = 5000
LINES = "".join(f"{i}\tname {i * 7 % ROWS}\t{'long ' * (i % 400)}\n" for i in range(1, ROWS + 1))
DUMP = whole(
    "CREATE TABLE public.t (id integer NOT NULL, name text NOT NULL, note text);\n"
    f"COPY public.t (id, name, note) FROM stdin;\n{LINES}\\.\n"
    "ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n"
    "ALTER TABLE ONLY public.t ADD CONSTRAINT t_name UNIQUE (name);\n"
    "CREATE INDEX t_note ON public.t USING btree (note, name);\n"
)


@pytest.fixture(scope="module", params=[512, 4096, 65536])
def made(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("engines") / "made.db"
    result = run("-q", "-o", path, f"--page-size={request.param}", "--writer=pages", stdin=DUMP)
    assert result.returncode == 0, result.stderr
    return path


@pytest.fixture(scope="module")
def wasm():
    folder = from_npm("sql.js")
    shutil.copy(ROOT / "tests" / "command" / "engines.mjs", folder)
    return folder


def test_the_shell(made, tmp_path):
    copy = shutil.copy(made, tmp_path)
    script = "PRAGMA integrity_check; DELETE FROM t WHERE id % 3 = 0; UPDATE t SET name = name || '!'; VACUUM; PRAGMA integrity_check; REINDEX; PRAGMA integrity_check; SELECT count(*) FROM t;"
    result = subprocess.run(["sqlite3", "-bail", copy, script], capture_output=True, check=True)
    assert result.stdout.split() == [b"ok", b"ok", b"ok", b"%d" % (ROWS - ROWS // 3)]


def test_python(made, tmp_path):
    connection = sqlite3.connect(shutil.copy(made, tmp_path))
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT id FROM t WHERE name = 'name 77'").fetchone()
    assert "sqlite_autoindex_t_1" in plan[3] or "t_name" in plan[3]
    assert connection.execute("SELECT count(*), sum(length(note)) FROM t").fetchone() == (ROWS, sum(5 * (i % 400) for i in range(1, ROWS + 1)))
    connection.execute("DELETE FROM t WHERE id BETWEEN 100 AND 4000")
    connection.executemany("INSERT INTO t(id, name) VALUES (?, ?)", [(i, f"again {i}") for i in range(100, 4001)])
    connection.commit()
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_wasm(made, wasm):
    result = subprocess.run(["node", "engines.mjs", made], cwd=wasm, capture_output=True, check=True)
    found = json.loads(result.stdout)
    assert [found[key] for key in ("integrity", "after", "vacuumed")] == ["ok"] * 3
    assert found["rows"] == ROWS and found["named"] * 7 % ROWS == 77


def test_journal_mode(tmp_path):
    """The file says that it wants a write-ahead log; the usual one does not."""
    for options, mode in ([], "delete"), (["--journal=wal"], "wal"), (["--journal=wal", "--writer=api"], "wal"):
        path = tmp_path / f"{mode}{len(options)}.db"
        assert run("-q", "-o", path, *options, "--verify", stdin=DUMP).returncode == 0
        assert sorted(other.name for other in tmp_path.iterdir() if other.name.startswith(path.name)) == [path.name]
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA journal_mode").fetchone() == (mode,)
        connection.execute("DELETE FROM t WHERE id < 10")
        connection.commit()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
