"""What is done while something fails: a folder, a command in it, and what may
be in the folder afterwards: what was there, or all that the command makes."""

import bz2
import gzip
import os
import shutil
import sqlite3
import subprocess
import sys

from conftest import BUILD, PROGRAM, everything, whole

LIBRARY = BUILD / "faults.so"
DUMP = whole(r"""
CREATE TABLE public.t (id integer NOT NULL, name text, note text);
CREATE TABLE public.made (a integer, b integer GENERATED ALWAYS AS ((a + 1)) STORED);
COPY public.t (id, name, note) FROM stdin;
3	three	it's
1	one	\N
2	two	\\
\.
COPY public.made (a) FROM stdin;
1
2
\.
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX t_name ON public.t USING btree (name);
CREATE INDEX t_lower ON public.t USING btree (abs(id));
CREATE VIEW public.v AS SELECT t.id FROM public.t;
CREATE MATERIALIZED VIEW public.m AS SELECT t.name FROM public.t WITH DATA;
""")
MANY = 4000
LONG = whole(
    "CREATE TABLE public.t (id integer NOT NULL, name text);\nCOPY public.t (id, name) FROM stdin;\n"
    + "".join(f"{i * 7919 % MANY}\tname {i * 31 % MANY} {'x' * 300}\n" for i in range(MANY))
    + "\\.\nALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);\nCREATE INDEX t_name ON public.t USING btree (name);\n"
)
CLUSTER = b"-- PostgreSQL database cluster dump\n\n" + b"".join(
    b"\\connect %s\n\n" % name + whole(f"CREATE TABLE public.{name.decode()} (a integer);\nCOPY public.{name.decode()} (a) FROM stdin;\n1\n\\.\n")
    for name in (b"one", b"two")
) + b"-- PostgreSQL database cluster dump complete\n"
TABLES = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, note TEXT); CREATE TABLE made (a INTEGER, b INTEGER AS (a + 1)); INSERT INTO t VALUES (100, 'old', NULL);"


def make_database(path, script=TABLES, leave=""):
    """With `leave` by a process that is gone before it has closed anything."""
    code = f"import os, sqlite3\nc = sqlite3.connect({str(path)!r})\nc.executescript({script + leave!r})\n" + ("os._exit(0)\n" if leave else "c.close()\n")
    subprocess.run([sys.executable, "-c", code], check=True)


# A log that only the next reader takes over, and a journal that it has to undo.
LOG = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; INSERT INTO t VALUES (101, 'in the log', NULL);"
HOT = ("PRAGMA cache_size = 1; BEGIN; WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
       "INSERT INTO t SELECT i + 1000, 'undone ' || i, zeroblob(300) FROM n;")


def state_of_database(path):
    """What a reader finds, as text; what was not complete is undone by that."""
    if not path.exists():
        return None
    for ending in ("-wal", "-journal", "-shm"): # what the reader needs
        beside = path.with_name(path.name + ending)
        if beside.exists():
            shutil.copy(beside, path.with_name("seen.db" + ending))
    shutil.copy(path, path.with_name("seen.db"))
    try:
        return everything(path.with_name("seen.db"))
    finally:
        for seen in path.parent.glob("seen.db*"):
            seen.unlink(missing_ok=True)


def state_of_file(path):
    return path.read_bytes() if path.exists() else None


class SetUp:
    """`prepare` fills a folder; `results` are the files that the command makes,
    each of which is as it was, or as it is to be."""

    def __init__(self, arguments, results=("new.db",), prepare=None, dump=DUMP, dump_name="dump.sql", may_differ=()):
        self.arguments, self.results, self.prepare = arguments, results, prepare
        self.dump, self.dump_name, self.may_differ = dump, dump_name, may_differ

    def fill(self, folder):
        (folder / self.dump_name).write_bytes(self.dump)
        if self.prepare:
            self.prepare(folder)

    def state(self, folder):
        return [(state_of_database if name.endswith(".db") else state_of_file)(folder / name) for name in self.results]

    def run(self, folder, env=None, tell=None, more=()):
        return subprocess.run([PROGRAM, *self.arguments, "-q", *more], cwd=folder, capture_output=True, timeout=60,
                              env={**os.environ, "TMPDIR": str(folder), **(env or {})}, pass_fds=[tell] if tell is not None else [])


def with_old(name, **more):
    return lambda folder: make_database(folder / name, **more)


def old_text(folder):
    (folder / "new.sql").write_text("-- precious\n")


def query_files(folder):
    (folder / "q.sql").write_text("SELECT name FROM t WHERE id = $1;\nSELECT count(*) FROM made WHERE a BETWEEN 1 AND 2;\n")


def made_before(folder):
    subprocess.run([PROGRAM, "-q", "dump.sql", "-o", "made.db"], cwd=folder, check=True)


SETUPS = {
    "a new database": SetUp(["dump.sql", "-o", "new.db", "--jobs=1"]),
    "a new database by threads": SetUp(["dump.sql", "-o", "new.db", "--jobs=3", "--journal=wal"]),
    "a new database by SQLite": SetUp(["dump.sql", "-o", "new.db", "--writer=api"]),
    "keys that are sorted in a file": SetUp(["dump.sql", "-o", "new.db", "--memory=1", "--page-size=32768"], dump=LONG),
    "a new database that is verified": SetUp(["dump.sql", "-o", "new.db", "--verify"]),
    "a database in place of another": SetUp(["dump.sql", "-o", "new.db", "--replace", "--timeout=1"], prepare=with_old("new.db")),
    "in place of one with a log": SetUp(["dump.sql", "-o", "new.db", "--replace", "--journal=wal", "--timeout=1"], prepare=with_old("new.db", leave=LOG)),
    "in place of one with a journal": SetUp(["dump.sql", "-o", "new.db", "--replace", "--timeout=1"], prepare=with_old("new.db", leave=HOT)),
    "rows into tables": SetUp(["dump.sql", "--into", "new.db", "--timeout=1", "--verify"], prepare=with_old("new.db")),
    "rows into tables with a log": SetUp(["dump.sql", "--into", "new.db", "--timeout=1"], prepare=with_old("new.db", leave=LOG)),
    "SQL": SetUp(["dump.sql", "-o", "new.sql"], results=("new.sql",)),
    "SQL in place of a file": SetUp(["dump.sql", "-o", "new.sql", "--replace", "--timeout=1"], results=("new.sql",), prepare=old_text),
    "a report as well": SetUp(["dump.sql", "-o", "new.db", "--report=r.html"], results=("new.db", "r.html"), may_differ=("r.html",)),
    "a dump in gzip": SetUp(["dump.gz", "-o", "new.db"], dump=gzip.compress(DUMP), dump_name="dump.gz"),
    "a dump in bzip2": SetUp(["dump.bz2", "-o", "new.db"], dump=bz2.compress(DUMP), dump_name="dump.bz2"),
    "a cluster": SetUp(["dump.sql", "-o", "made/%d.db"], results=("made/one.db", "made/two.db"), dump=CLUSTER, prepare=lambda folder: (folder / "made").mkdir(), may_differ=("made/one.db",)),
    "queries": SetUp(["query", "--types-from=dump.sql", "q.sql", "-o", "new.sql"], results=("new.sql",), prepare=query_files),
    "inspect": SetUp(["inspect", "dump.sql"], results=()),
    "verify": SetUp(["verify", "dump.sql", "made.db"], results=("made.db",), prepare=made_before),
}
