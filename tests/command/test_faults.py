"""Faults: every call that opens, reads, writes, syncs, closes or names a file
fails once, in turn. Then nothing is under the final name, or what is there is
whole. What is synced is the file itself and its folder, and closing it counts."""

import os
import sqlite3
import subprocess

import pytest

from conftest import BUILD, PROGRAM, ROOT, everything

FAULTS = BUILD / "faults.so"
ROWS = 9000
LINES = "".join(f"{i * 7919 % ROWS}\tname {i * 31 % ROWS} {'x' * 60}\t{'y' * (i % 300)}\n" for i in range(ROWS))
DUMP = f"""-- PostgreSQL database dump
CREATE TABLE public.t (id integer NOT NULL, name text, note text);
CREATE TABLE public.made (a integer, b integer GENERATED ALWAYS AS ((a + 1)) STORED);
COPY public.t (id, name, note) FROM stdin;
{LINES}\\.
COPY public.made (a) FROM stdin;
1
2
\\.
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX t_name ON public.t USING btree (name);
CREATE INDEX t_lower ON public.t USING btree (abs(id));
CREATE VIEW public.v AS SELECT t.id FROM public.t;
-- PostgreSQL database dump complete
"""


def run_with_fault(at, short, folder, *options):
    """Returns the result, and which call failed."""
    read_end, write_end = os.pipe()
    env = {**os.environ, "LD_PRELOAD": str(FAULTS), "FAULT_AT": str(at), "FAULT_TELL": str(write_end)}
    if short:
        env["FAULT_SHORT"] = "1"
    result = subprocess.run(
        [PROGRAM, "-q", "dump.sql", "-o", "new.db", "--memory=1", "--page-size=32768", *options],
        cwd=folder, env=env, pass_fds=[write_end], capture_output=True,
    )
    os.close(write_end)
    with os.fdopen(read_end) as told:
        return result, told.read()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wanted")
    (folder / "dump.sql").write_text(DUMP)
    subprocess.run([PROGRAM, "-q", "dump.sql", "-o", "new.db", "--page-size=32768"], cwd=folder, check=True)
    return everything(folder / "new.db")


@pytest.mark.parametrize("options", [["--jobs=1"], ["--jobs=3", "--journal=wal"], ["--replace", "--verify"], ["--writer=api"]], ids=" ".join)
@pytest.mark.parametrize("short", [False, True], ids=["failing", "short"])
def test_every_call_fails_once(short, options, wanted, tmp_path):
    (tmp_path / "dump.sql").write_text(DUMP)
    called = set()
    for at in range(1, 2000):
        if "--replace" in options:
            (tmp_path / "new.db").write_bytes(b"precious")
        result, call = run_with_fault(at, short, tmp_path, *options)
        if not call:
            break
        called.add(call)
        assert call not in ("fsync", "read", "close of what is synced") or result.returncode, (at, call)
        if result.returncode == 0:
            assert everything(tmp_path / "new.db") == wanted, (at, call)
            for path in tmp_path.glob("new.db*"):
                path.unlink(missing_ok=True)
        else:
            assert result.returncode in (1, 3) and result.stderr.startswith(b"pgdecant: "), (at, call, result.stderr)
            left = {path.name for path in tmp_path.iterdir()}
            assert left == ({"dump.sql", "new.db"} if "--replace" in options else {"dump.sql"}), (at, call)
            if "--replace" in options:
                assert (tmp_path / "new.db").read_bytes() == b"precious"
    wanted_calls = {"open", "read", "fsync", "fsync of a folder", "close of what is synced"}
    wanted_calls |= {"rename" if "--replace" in options else "link", "pread64" if "pread64" in called else "pread"}
    assert wanted_calls <= called and at > 20, called
    with sqlite3.connect(tmp_path / "new.db") as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (ROWS,)
