"""--replace: the old file is whole until the new one has its name, and nobody
who has it open is left with parts of both."""

import multiprocessing
import os
import pathlib
import random
import sqlite3
import stat
import subprocess
import sys
import time

import pytest

from conftest import BUILD, PROGRAM, ROOT, run, whole

FAULTS = BUILD / "faults.so"
DUMP = whole("CREATE TABLE public.u (a integer);\nINSERT INTO public.u VALUES (1);\n")
LOG = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"


def leave_a_log(path):
    """An application that was killed: what it committed is in the log only."""
    script = f"import os, sqlite3\nc = sqlite3.connect({str(path)!r})\nc.executescript('{LOG} CREATE TABLE t (id); INSERT INTO t VALUES (7);')\nos._exit(0)"
    subprocess.run([sys.executable, "-c", script], check=True)
    assert path.with_name(path.name + "-wal").exists()


def tables(path):
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} - {"sqlite_stat1"}


def test_whatever_call_fails_there_is_the_old_database_or_the_new_one(tmp_path):
    for number in range(1, 200):
        folder = tmp_path / str(number)
        folder.mkdir()
        leave_a_log(folder / "app.db")
        env = {"LD_PRELOAD": str(FAULTS), "FAULT_AT": str(number), "FAULT_TELL": "2"}
        result = run("-q", "-o", folder / "app.db", "--replace", "--timeout=1", stdin=DUMP, env=env)
        assert tables(folder / "app.db") == ({"u"} if result.returncode == 0 else {"t"}), result.stderr
        with sqlite3.connect(folder / "app.db") as connection:
            mode = "delete" if result.returncode == 0 else "wal"
            assert connection.execute("PRAGMA journal_mode").fetchone() == (mode,), result.stderr
        if not result.stderr:
            break
    assert number > 30


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_killed_run_leaves_the_old_database_or_the_new_one(journal, tmp_path):
    found = set()
    for number in range(25):
        path = tmp_path / f"{number}.db"
        leave_a_log(path)
        process = subprocess.Popen([PROGRAM, "-q", "-o", path, "--replace", f"--journal={journal}"], stdin=subprocess.PIPE)
        process.stdin.write(DUMP)
        process.stdin.close()
        time.sleep(number * 0.0004)
        process.kill()
        process.wait()
        found |= tables(path)
    assert found <= {"t", "u"}


def use(path, stop):
    """An application that opens, writes and closes."""
    while not stop.is_set():
        try:
            connection = sqlite3.connect(path, timeout=1, isolation_level=None)
            connection.execute("INSERT INTO t(name) VALUES ('more')")
            connection.close()
        except sqlite3.Error:
            time.sleep(0.001)


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_database_that_is_written_meanwhile(journal, tmp_path):
    rows = "".join(f"{i}\tname {i} {'x' * (i % 60)}\n" for i in range(3000))
    (tmp_path / "dump.sql").write_bytes(whole(f"CREATE TABLE public.t (id integer, name text);\nCOPY public.t (id, name) FROM stdin;\n{rows}\\.\nCREATE INDEX n ON public.t USING btree (name);\n"))
    for number in range(8):
        path = tmp_path / f"{number}.db"
        with sqlite3.connect(path) as connection:
            connection.executescript(f"PRAGMA journal_mode = {journal}; CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT);")
        connection.close()
        stop = multiprocessing.Event()
        application = multiprocessing.Process(target=use, args=(path, stop))
        application.start()
        time.sleep(random.uniform(0.01, 0.05))
        result = run("-q", tmp_path / "dump.sql", "-o", path, "--replace", f"--journal={journal}")
        time.sleep(0.03)
        stop.set()
        application.join()
        assert result.returncode == 0, result.stderr
        assert tables(path) == {"t"}
        with sqlite3.connect(path) as connection:
            assert connection.execute("SELECT count(*) FROM t WHERE name LIKE 'name %'").fetchone() == (3000,)


def test_a_database_that_is_only_open(tmp_path):
    """Without a lock it is not in use. Whoever has it open finds out, and never
    goes on in a file without a name, with the new one's journals."""
    path = tmp_path / "app.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("CREATE TABLE t (id);")
    assert run("-q", "-o", path, "--replace", "--journal=wal", stdin=DUMP).returncode == 0
    new = sqlite3.connect(path)
    new.execute("INSERT INTO u VALUES (2)")
    new.commit()
    for sql in ("INSERT INTO t VALUES (1)", "SELECT * FROM t"):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(sql)
    new.close()
    assert tables(path) == {"u"}


def test_another_name_of_the_old_file_keeps_it(tmp_path):
    path = tmp_path / "app.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (id)")
    connection.close()
    os.link(path, tmp_path / "kept.db")
    assert run("-q", "-o", path, "--replace", stdin=DUMP).returncode == 0
    assert tables(path) == {"u"} and tables(tmp_path / "kept.db") == {"t"}


def test_a_log_that_cannot_be_removed(tmp_path):
    """SQLite passes over that; the new database would have the old one's rows."""
    if os.getuid() != 0:
        pytest.skip("needs another user")
    path = tmp_path / "app.db"
    leave_a_log(path)
    tmp_path.chmod(0o1777)
    for parent in tmp_path.parents[:3]:
        parent.chmod(0o755)
    os.chown(path, 1234, 1234)
    for beside in tmp_path.glob("app.db-*"):
        beside.chmod(0o666)
    result = run("-q", "-o", path, "--replace", stdin=DUMP, preexec_fn=lambda: (os.setgid(1234), os.setuid(1234)))
    assert result.returncode == 1 and b"cannot be removed" in result.stderr, result.stderr
    assert tables(path) == {"t"}


def test_a_file_that_is_no_journal_is_not_removed(tmp_path):
    for suffix in ("-journal", "-wal", "-shm"):
        (tmp_path / f"shop{suffix}").write_text("a diary")
        result = run("-q", "-o", tmp_path / "shop", stdin=DUMP)
        assert result.returncode == 1 and f"shop{suffix} is in the way".encode() in result.stderr
        assert (tmp_path / f"shop{suffix}").read_text() == "a diary"
        (tmp_path / f"shop{suffix}").unlink()


def test_a_database_that_gets_another_file_meanwhile(tmp_path):
    """What lies beside the name belongs to the file that has it now."""
    path = tmp_path / "app.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (id); INSERT INTO t VALUES (1);")
    process = subprocess.Popen([PROGRAM, "-q", "-o", path, "--replace", "--timeout=3"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(DUMP)
    process.stdin.close()
    leave_a_log(tmp_path / "other.db")
    time.sleep(0.3)
    for suffix in ("-wal", "-shm", ""):
        os.rename(f"{path}{suffix}", tmp_path / f"moved.db{suffix}")
    for suffix in ("-wal", "-shm", ""):
        os.rename(tmp_path / f"other.db{suffix}", f"{path}{suffix}")
    holder.close()
    process.wait()
    assert tables(path) == ({"u"} if process.returncode == 0 else {"t"})
    assert process.returncode == 0 or tables(path) == {"t"}


@pytest.mark.parametrize("name", ["file:x.db", "file:x.db?mode=ro", "file:x.db?vfs=unix", "file:x.db#part", ":memory:", "x.db?mode=memory"])
def test_a_name_is_no_address(name, tmp_path):
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("CREATE TABLE precious (id)")
    connection.close()
    for writer in ("pages", "api"):
        assert run("-q", "-o", name, "--replace", f"--writer={writer}", stdin=DUMP, cwd=tmp_path).returncode == 0
        assert tables(tmp_path / "x.db") == {"precious"}
        (tmp_path / "copy.db").write_bytes((tmp_path / name).read_bytes())
        assert tables(tmp_path / "copy.db") == {"u"}


@pytest.mark.parametrize("sql", [LOG + "CREATE TABLE t (id);", "CREATE TABLE t (id); BEGIN; INSERT INTO t VALUES (1);"])
def test_a_database_that_stays_in_use_is_refused(sql, tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", f"import sqlite3, sys\nc = sqlite3.connect({str(tmp_path / 'app.db')!r}, isolation_level=None)\nc.executescript({sql!r})\nprint('ready', flush=True)\nsys.stdin.read()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    holder.stdout.readline()
    result = run("-o", tmp_path / "app.db", "--replace", "--timeout=1", stdin=DUMP)
    assert result.returncode == 1
    assert b"app.db is in use by " in result.stderr and b"so it is not replaced" in result.stderr
    holder.communicate(b"")
    assert tables(tmp_path / "app.db") == {"t"}
    assert not [name for name in os.listdir(tmp_path) if name.startswith("app.db.")]


@pytest.mark.parametrize("name", ["app.db", "app.sql"])
def test_permissions_and_owner_are_kept(name, tmp_path):
    path = tmp_path / name
    sqlite3.connect(path).close()
    path.chmod(0o640)
    if os.getuid() == 0:
        os.chown(path, 1234, 4321)
    before = path.stat()
    assert run("-q", "-o", path, "--replace", stdin=DUMP).returncode == 0
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert after.st_ino != before.st_ino


def make_odd(kind, path):
    other = path.with_name("other.db")
    other.write_text("other")
    if kind == "link":
        path.symlink_to(other)
    elif kind == "dangling":
        path.symlink_to(path.with_name("gone.db"))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    else:
        path.mkdir()


@pytest.mark.parametrize("name", ["app.db", "app.sql"])
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "device", "folder"])
def test_only_a_plain_file_is_replaced(kind, name, tmp_path):
    if kind == "device" and os.getuid() != 0:
        pytest.skip("only root makes devices")
    path = tmp_path / name
    make_odd(kind, path)
    before = path.lstat()
    result = run("-o", path, "--replace", stdin=DUMP)
    assert result.returncode == 1 and b"only a plain file is replaced" in result.stderr
    after = path.lstat()
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)
    assert (tmp_path / "other.db").read_text() == "other"
    assert not (tmp_path / "gone.db").exists()


def hot_journal(path):
    """A database with the journal of a transaction that was cut off."""
    script = f"""import os, sqlite3
c = sqlite3.connect({str(path)!r}, isolation_level=None)
c.executescript("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; CREATE TABLE t (id, x); WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s LIMIT 2000) INSERT INTO t SELECT i, printf('%500d', i) FROM s;")
c.execute("BEGIN")
c.execute("UPDATE t SET x = 'cut off'")
os._exit(0)"""
    subprocess.run([sys.executable, "-c", script], check=True)
    assert path.with_name(path.name + "-journal").stat().st_size > 512


def test_a_hot_journal_is_rolled_back_first(tmp_path):
    path = tmp_path / "app.db"
    hot_journal(path)
    result = run("-q", "-o", path, "--replace", stdin=DUMP)
    assert result.returncode == 0, result.stderr
    assert tables(path) == {"u"}
    assert os.listdir(tmp_path) == ["app.db"]


@pytest.mark.parametrize("there", ["nothing", "text"])
@pytest.mark.parametrize("journal", ["-wal", "-journal"])
def test_a_journal_without_its_database_is_not_destroyed(journal, there, tmp_path):
    path = tmp_path / "app.db"
    (leave_a_log if journal == "-wal" else hot_journal)(path)
    path.unlink()
    if there == "text":
        path.write_text("no database")
    beside = pathlib.Path(f"{path}{journal}").read_bytes()
    result = run("-o", path, "--replace", stdin=DUMP)
    assert result.returncode == 1 and b"is there without its database" in result.stderr
    assert pathlib.Path(f"{path}{journal}").read_bytes() == beside
    assert path.exists() == (there == "text")


def test_a_journal_that_is_over_does_no_harm(tmp_path):
    (tmp_path / "app.db-journal").write_bytes(bytes(1024))
    (tmp_path / "app.db-wal").write_bytes(b"")
    assert run("-q", "-o", tmp_path / "app.db", stdin=DUMP).returncode == 0
    assert os.listdir(tmp_path) == ["app.db"] and tables(tmp_path / "app.db") == {"u"}


def test_what_another_run_is_writing_is_not_swept(tmp_path):
    path = tmp_path / "app.sql"
    rows = whole("INSERT INTO public.u VALUES (1);\n" * 100000) # which are written as they come
    (tmp_path / "app.sql.pgdecant-abcdef").write_bytes(b"of a run that was killed")
    (tmp_path / "app.sql.pgdecant-toolong").write_bytes(b"no run's")
    process = subprocess.Popen([PROGRAM, "-q", "-", "-o", path], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(rows[:len(rows) // 2])
    process.stdin.flush()
    known = {"app.sql.pgdecant-toolong", "app.sql"}
    while not (at_work := set(os.listdir(tmp_path)) - known - {"app.sql.pgdecant-abcdef"}):
        time.sleep(0.01)
    assert run("-q", "-", "-o", path, stdin=whole("INSERT INTO public.u VALUES (2);\n")).returncode == 0
    assert set(os.listdir(tmp_path)) == known | at_work
    process.communicate(rows[len(rows) // 2:])
    assert process.returncode == 1 and set(os.listdir(tmp_path)) == known
    assert b"(2)" in path.read_bytes()
