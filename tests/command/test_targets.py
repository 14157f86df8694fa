"""What --target makes, taken by the real thing where npm brings it: D1's
wrangler and libSQL's client; else by what their documents ask for."""

import json
import os
import sqlite3
import subprocess

import pytest

from conftest import ROOT, contents, from_npm, run, whole

SHOP = ROOT / "samples/shop.whole.sql"
HIDDEN = "it's BEGIN TRANSACTION; and BEGIN~BEGIN TRANSACTION; " + "BEGIN TRANSACTION " * 150
TEXTS = whole(
    "CREATE TABLE public.notes (id integer NOT NULL, body text, raw bytea, big bigint, ok boolean, at timestamp without time zone, doc jsonb, CONSTRAINT notes_pkey PRIMARY KEY (id));\n"
    "COPY public.notes (id, body, raw, big, ok, at, doc) FROM stdin;\n"
    f"1\t{HIDDEN}\t\\\\x00ff\t123456789012\tt\t2024-01-02 03:04:05.5\t{{\"a\": [1, 2]}}\n"
    + "".join(f"{i}\t{'long text; -- ' * 60}\t\\N\t{-i}\tf\t\\N\t\\N\n" for i in range(2, 400))
    + "\\.\n"
    + "INSERT INTO public.notes VALUES (1000, 'BEGIN TRANSACTION; ''x''', NULL, NULL, NULL, NULL, NULL);\n"
)
WRANGLER = """name = "probe"
compatibility_date = "2024-09-01"
[[d1_databases]]
binding = "DB"
database_name = "probe"
database_id = "00000000-0000-0000-0000-000000000000"
"""


def statements(sql):
    step = ""
    for line in sql.splitlines(keepends=True):
        step += line
        if sqlite3.complete_statement(step):
            yield step
            step = ""
    assert not step.strip()


@pytest.mark.parametrize("columns, target, taken", [(100, "d1", True), (101, "d1", False), (101, "sqlite", True)])
def test_tables_wider_than_a_target_takes_are_refused(tmp_path, columns, target, taken):
    wide = ", ".join(f"c{i} integer" for i in range(columns))
    result = run(f"--target={target}", "-o", tmp_path / "x.sql", stdin=whole(f"CREATE TABLE public.wide ({wide});\nCREATE TABLE public.t (a integer);\n"))
    assert (result.returncode == 0) == taken == (tmp_path / "x.sql").exists(), result.stderr
    assert taken or b"the table wide has 101 columns, and d1 takes 100" in result.stderr


def dump_file(tmp_path, dump):
    path = tmp_path / "dump.sql"
    path.write_bytes(dump if isinstance(dump, bytes) else dump.read_bytes())
    return path


# ---- D1 ----


def wrangler(folder, *arguments):
    (folder / "wrangler.toml").write_text(WRANGLER)
    env = {**os.environ, "WRANGLER_SEND_METRICS": "false", "CI": "1", "HOME": str(folder)}
    result = subprocess.run(["node", from_npm("wrangler") / "node_modules/wrangler/bin/wrangler.js", "d1", *arguments], cwd=folder, capture_output=True, text=True, timeout=120, env=env)
    assert result.returncode == 0, result.stdout[-1500:] + result.stderr[-1500:]
    return result.stdout


def database_of_d1(folder):
    """The file in which the local D1 keeps it."""
    (path,) = [path for path in (folder / ".wrangler").rglob("*.sqlite") if path.name != "metadata.sqlite"]
    return sqlite3.connect(path)


@pytest.mark.parametrize("dump", [SHOP, TEXTS], ids=["shop", "texts"])
def test_d1_takes_it(dump, tmp_path):
    path = dump_file(tmp_path, dump)
    assert run("-q", "--target=d1", path, "-o", tmp_path / "d1.sql").returncode == 0
    assert run("-q", path, "-o", tmp_path / "plain.db").returncode == 0
    wrangler(tmp_path, "execute", "probe", "--local", "--file", "d1.sql")
    with sqlite3.connect(tmp_path / "plain.db") as plain, database_of_d1(tmp_path) as d1:
        tables = [name for name, in plain.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'")]
        assert len(tables) > 0
        for table in tables:
            assert d1.execute(f'SELECT * FROM "{table}"').fetchall() == plain.execute(f'SELECT * FROM "{table}"').fetchall(), table


def test_d1_takes_it_as_a_migration(tmp_path):
    (tmp_path / "migrations").mkdir()
    assert run("-q", "--target=d1", SHOP, "-o", tmp_path / "migrations/0001_shop.sql").returncode == 0
    assert "0001_shop.sql" in wrangler(tmp_path, "migrations", "apply", "probe", "--local")
    assert database_of_d1(tmp_path).execute("SELECT count(*) FROM customers").fetchone() == (3,)


def test_the_next_migration(tmp_path):
    for number in (1, 2):
        assert run("-q", "--target=d1", f"--migration-dir={tmp_path}", SHOP).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0001_shop.sql", "0002_shop.sql"]
    (tmp_path / "00041_other.sql").touch()
    (tmp_path / "notes.txt").touch()
    assert run("-q", f"--migration-dir={tmp_path}", stdin=SHOP.read_bytes()).returncode == 0
    assert (tmp_path / "00042_dump.sql").exists()
    for arguments, said in (([f"--migration-dir={tmp_path}/none", SHOP], b"cannot read the folder"), ([f"--migration-dir={tmp_path}", "-o", "x.sql", SHOP], b"a place of its own"),
                            ([f"--migration-dir={tmp_path}", "--verify", SHOP], b"--verify goes with rows in a database")):
        result = run(*arguments)
        assert result.returncode == 2 and said in result.stderr, result.stderr
    assert len(list(tmp_path.iterdir())) == 5


def test_what_d1_wants_of_sql(tmp_path):
    result = run("-q", "--target=d1", dump_file(tmp_path, TEXTS))
    sql = result.stdout.decode()
    assert result.returncode == 0 and sql.startswith("PRAGMA defer_foreign_keys=ON;\n")
    assert "BEGIN TRANSACTION" not in sql and "COMMIT" not in sql
    assert "BEGIN~~" in sql
    sizes = [len(step.encode()) for step in statements(sql)]
    assert max(sizes) < 35000 and len(sizes) > 10
    database = sqlite3.connect(":memory:")
    database.executescript(sql)
    assert database.execute("SELECT body FROM notes WHERE id IN (1, 1000) ORDER BY id").fetchall() == [(HIDDEN,), ("BEGIN TRANSACTION; 'x'",)]


def test_a_statement_is_as_long_as_d1_takes(tmp_path):
    def rows(*lengths):
        return whole("CREATE TABLE public.t (id integer, v text);\nCOPY public.t (id, v) FROM stdin;\n" + "".join(f"{i}\t{'x' * n}\n" for i, n in enumerate(lengths)) + "\\.\n")

    result = run("-q", "--target=d1", stdin=rows(10000, 15000, 90000, 99000, 5))
    assert result.returncode == 0 and max(len(step) for step in statements(result.stdout.decode())) <= 100000
    result = run("-q", "--target=d1", "-o", tmp_path / "x.sql", stdin=rows(5, 100001))
    assert result.returncode == 1 and b":8:1: a row of t makes a statement of more than 100000 bytes, which d1" in result.stderr
    assert not (tmp_path / "x.sql").exists()
    result = run("-q", "--target=d1", stdin=whole("CREATE TABLE public.t (v text DEFAULT 'BEGIN TRANSACTION;'::text);\n"))
    assert result.returncode == 1 and b"takes no definition with the words BEGIN TRANSACTION" in result.stderr


# ---- databases ----


@pytest.mark.parametrize("target", ["turso", "litestream", "litefs"])
def test_a_database_that_is_replicated(target, tmp_path):
    path = tmp_path / "app.db"
    assert run("-q", f"--target={target}", SHOP, "-o", path).returncode == 0
    head = path.read_bytes()[:20]
    assert int.from_bytes(head[16:18], "big") == 4096 and head[18:20] == b"\x02\x02"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["app.db"]
    assert run("-q", SHOP, "-o", tmp_path / "plain.db").returncode == 0
    assert contents(path) == contents(tmp_path / "plain.db")


def test_libsql_reads_it(tmp_path):
    modules = from_npm("@libsql/client") / "node_modules"
    path = tmp_path / "app.db"
    assert run("-q", "--target=turso", SHOP, "-o", path).returncode == 0
    script = f"""const {{ createClient }} = require("@libsql/client");
(async () => {{ const db = createClient({{ url: "file:{path}" }});
const rows = await db.execute("SELECT name FROM customers ORDER BY id"); console.log(JSON.stringify(rows.rows.map(r => r.name))); }})()"""
    result = subprocess.run(["node", "-e", script], capture_output=True, text=True, env={**os.environ, "NODE_PATH": str(modules)})
    assert json.loads(result.stdout) == ["Ann O'Neill", "Bjørn Åse", "李小龍"], result.stderr


@pytest.mark.parametrize("target", ["turso", "rqlite"])
def test_sql_for_a_shell(target):
    plain, other = run("-q", SHOP), run("-q", f"--target={target}", SHOP)
    assert other.returncode == 0 and other.stdout == plain.stdout


@pytest.mark.parametrize("arguments, said", [
    (["--target=d1", "-o", "x.db"], b"takes SQL"), (["--target=litefs"], b"take a database"), (["--target=d1", "--into", "x.db"], b"what a conversion makes"),
    (["verify", "--target=d1"], b"what a conversion makes"), (["--target=oracle"], b"none of sqlite, d1"),
    (["--target=d1", "--extension=yes"], b"loads no functions"), (["--target=litefs", "-o", "x.db", "--page-size=8192"], b"no --page-size"), (["query", "--target=d1"], b"what a conversion makes"),
])
def test_targets_that_do_not_fit(arguments, said, tmp_path):
    result = run(*arguments, SHOP, cwd=tmp_path)
    assert result.returncode == 2 and said in result.stderr
