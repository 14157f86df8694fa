"""pgdecant query: scripts and arguments, what is kept and what is said."""

import json
import resource
import sqlite3
import subprocess

import pytest

from conftest import PROGRAM, run, shell, whole

SCRIPT = b"""-- the first
SELECT a, b   -- inside
FROM t
WHERE a = 1 AND (b = 2 OR c <> 3);

/* between */ select n from t order by n; -- behind
selec 1;
BEGIN; INSERT INTO t (a) VALUES (1); COMMIT;
-- the last
"""


def query(*arguments, stdin=b""):
    result = run("query", *arguments, stdin=stdin)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def test_layout_and_comments_survive():
    status, out, said = query(stdin=SCRIPT)
    assert status == 3
    assert out == """-- the first
SELECT a, b   -- inside
FROM t
WHERE a = 1 AND (b = 2 OR c <> 3);

/* between */ SELECT n FROM t ORDER BY n NULLS LAST; -- behind
-- not translated: only SELECT, VALUES, TABLE, WITH, INSERT, UPDATE and DELETE are translated
-- selec 1;
BEGIN; INSERT INTO t (a) VALUES (1); COMMIT;
-- the last
"""
    assert "standard input:7:1: only SELECT, VALUES" in said
    assert "6 statements: 4 unchanged, 1 translated, 1 refused" in said


def test_nothing_of_a_comment_gets_out():
    """PostgreSQL's comments nest, SQLite's do not."""
    status, out, _ = query(stdin=b"SELECT 1; /* off /* y */ DELETE FROM t; /* z */ end */ SELECT 2; -- x\r SELECT 3;\n/* a /* b */ c */ SELECT 4")
    assert status == 0
    assert shell(":memory:", out.encode()).split() == ["1", "2", "3", "4"]


def test_a_slash_behind_an_inner_comment_ends_none(tmp_path):
    status, out, _ = query(stdin=b"/* a /*/ \n;\n.shell touch pwned\n*/ SELECT 1;*/ SELECT 2;")
    result = subprocess.run(["sqlite3"], input=out.encode(), cwd=tmp_path, capture_output=True)
    assert status == 0 and (result.stdout, result.stderr) == (b"2\n", b""), out
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("text", [b"SELECT 6\n/\n2;", b"SELECT 3 AS\n  GO\t\n;", b"SELECT 3 --\r\n/ 1\n/\r\n1;"])
def test_a_line_that_ends_a_statement_for_the_shell_is_not_left(text):
    status, out, _ = query(stdin=text)
    assert status == 0 and shell(":memory:", out.encode()) == "3\n", out


INJECTED = "x\n.shell touch pwned\n\rDROP TABLE t;\x1b[2J\u009b\u202e\u2028SELECT 'live';\n"


@pytest.mark.parametrize(
    "statement",
    [
        'SELECT "{}"(1) FROM t;',
        "SELECT E'\\x', '{}' FROM nosuch(1);",
        'INSERT INTO t ("{}") VALUES (1) ON CONFLICT ON CONSTRAINT "{}" DO NOTHING;',
        'UPDATE "{}" SET a = nosuch(1);',
        'DELETE FROM t USING "{}" WHERE nosuch(1);',
        "SELECT extract('{}' FROM a);",
        "SELECT INTERVAL '{}';",
        'TRUNCATE "{}";',
        '"{}";',
    ],
)
def test_nothing_of_a_refused_statement_is_live(statement, tmp_path):
    """Its names stand in the reason, too."""
    status, out, said = query("-q", stdin=(statement.replace("{}", INJECTED) + "\nSELECT 1;").encode())
    lines = out.splitlines()
    assert status == 3 and lines[-1] == "SELECT 1;"
    assert all(line.startswith("-- ") for line in lines[:-1]), out
    assert not set(out) & set("\x1b\u009b\u202e\u2028"), out
    assert not set(said) & set("\x1b\u009b\u202e\u2028"), said
    shell(tmp_path / "x.db", b"CREATE TABLE t(a);")
    result = subprocess.run(["sqlite3", "x.db"], input=out.encode(), cwd=tmp_path, capture_output=True)
    assert result.stdout == b"1\n" and not (tmp_path / "pwned").exists()


def test_a_refused_statement_leaves_those_behind_it():
    status, out, _ = query(stdin=b"SELECT nosuch(1); SELECT 4;")
    assert status == 3 and shell(":memory:", out.encode()) == "4\n"


def test_a_statement_of_many_lines_is_a_comment_as_a_whole():
    status, out, _ = query(stdin=b"SELECT ctid\nFROM pg_class\nWHERE x;\nSELECT 1;")
    assert status == 3
    assert out.splitlines()[-4:] == ["-- SELECT ctid", "-- FROM pg_class", "-- WHERE x;", "SELECT 1;"]


def test_types_of_a_database(tmp_path):
    """What SQLite declares, as PostgreSQL's types."""
    shell(tmp_path / "t.db", b"CREATE TABLE t (a BOOLEAN NOT NULL, at DATETIME, n DECIMAL(10,2), v VARCHAR(5), id INTEGER PRIMARY KEY);")
    types = f"--types-from={tmp_path / 't.db'}"
    assert query("-q", types, "SELECT a FROM t WHERE a = 'yes' AND at < '2024-01-01' ORDER BY a")[1] == "SELECT a FROM t WHERE a = 1 AND at < '2024-01-01 00:00:00' ORDER BY a\n"
    assert query("-q", types, "SELECT n::text FROM t")[1].count("printf('%.2f', n)") == 1
    assert query("-q", types, "SELECT b FROM t")[0] == 3


@pytest.mark.parametrize("text", ["SELECT 1 -- x", "SELECT 1 /* x */", "  SELECT 1  ", "SELECT 1;;"])
def test_what_stands_around_stays(text):
    assert query(text) == (0, text + "\n", "")


@pytest.mark.parametrize("text", [
    "SELECT a AS b FROM t AS u",
    "select a b from t u",
    "SELECT DISTINCT a FROM t INNER JOIN s ON t.a = s.a LEFT OUTER JOIN r USING (x)",
    "SELECT TRUE, a != 2 FROM t",
    "INSERT INTO t VALUES (1, 'x', NULL)",
    "UPDATE t SET a = 1 WHERE b = $1",
    "DELETE FROM t WHERE a IN (1, 2, 3)",
    "SELECT a FROM t WHERE a BETWEEN 1 AND 2 LIMIT 3 OFFSET 4",
    "WITH x AS (SELECT 1 AS a) SELECT a FROM x UNION ALL SELECT 2",
    "SELECT CASE WHEN a > 0 THEN 'x' ELSE 'y' END AS c FROM t GROUP BY a HAVING count(*) > 1",
    "DELETE FROM t WHERE id = @id",
    "DELETE FROM t WHERE id =@Id AND a<>@a AND b>=:B AND c=:c",
    "SELECT a FROM t WHERE a = ? AND b=? AND c IN (?, ?) LIMIT 3 OFFSET 4",
    "INSERT INTO t (a, b) VALUES (:a, :b), (@c, $1)",
    "UPDATE t SET a = ?, b =? WHERE CASE WHEN ? THEN 1 ELSE 2 END = ?",
])
def test_what_needs_no_change_comes_out_as_it_went_in(text):
    assert query("-q", text) == (0, text + "\n", "")


def test_advisory_locks_are_refused_unless_one_writer_is_enough():
    status, _, stderr = query("SELECT pg_advisory_xact_lock($1)")
    assert status == 3 and "--advisory-locks=ignore" in stderr
    status, sql, stderr = query("--advisory-locks=ignore", "SELECT pg_try_advisory_lock(hashtext($1), 2) AS has, pg_advisory_unlock_all()")
    assert status == 0 and "an advisory lock is left out" in stderr
    assert sql == "SELECT coalesce(1, $1, 2) AS has, '' AS pg_advisory_unlock_all\n"


def test_parameters():
    assert query("SELECT $2::int + $1")[1] == "SELECT CAST($2 AS INTEGER) + $1\n"
    assert query("--parameters=numbered", "SELECT a FROM t WHERE a = $1")[1] == "SELECT a FROM t WHERE a = ?1\n"


@pytest.mark.parametrize(
    "text, translated",
    [
        ("SELECT @ a, @a FROM t", "SELECT abs(a), @a FROM t"),
        ("SELECT a FROM t WHERE b ILIKE ? AND c = ?", "SELECT a FROM t WHERE b LIKE ? ESCAPE '\\' AND c = ?"),
        ("SELECT ascii(?), ?", "SELECT coalesce(unicode(?1), CASE WHEN ?1 IS NOT NULL THEN 0 END) AS ascii, ?2"),
        ("SELECT ?, ?3, ?, ?2", "SELECT ?1, ?3, ?4, ?2"),
        ("SELECT a FROM t WHERE b = @b::int", "SELECT a FROM t WHERE b = CAST(@b AS INTEGER)"),
        ("SELECT overlay(a placing ? from 1) FROM t OFFSET 1 ROWS FETCH NEXT ? ROWS ONLY", "SELECT (substr(a, 1, 1 - 1) || ?1 || substr(a, 1 + length(?1))) AS overlay FROM t LIMIT coalesce(?2, -1) OFFSET 1"),
        ("SELECT ARRAY[:a, :b]", "SELECT json_array(:a, :b) AS array"),
    ],
)
def test_parameters_of_other_kinds(text, translated):
    assert query("-q", text) == (0, translated + "\n", "")


@pytest.mark.parametrize("text", ["SELECT a FROM t WHERE b = @b AND c = ?", "SELECT a FROM t WHERE b = ? AND c = $1", "SELECT ?2 || :a"])
def test_parameters_of_two_kinds_are_refused(text):
    assert "beside parameters of another kind" in query(text)[2]


@pytest.mark.parametrize("text", ["SELECT data ? 'a' FROM t", "SELECT (data -> 'b') ? $1 FROM t", "SELECT $1 ? 'a'", "SELECT ? ? ?"])
def test_a_question_mark_of_jsonb_stays_one(text):
    status, out, _ = query("-q", text)
    assert status == 0 and "json_each" in out


@pytest.mark.parametrize("text", ["SELECT a[1:b] FROM t", "SELECT a[:b] FROM t", "SELECT a[c:b] FROM t"])
def test_a_colon_of_a_slice_stays_one(text):
    assert "a slice of an array" in query(text)[2]


def test_a_parameter_by_name_deletes_its_own_row(tmp_path):
    database = sqlite3.connect(":memory:")
    database.executescript("CREATE TABLE n (id INTEGER); INSERT INTO n VALUES (1), (2), (3);")
    for text, bound in (("DELETE FROM n WHERE id = @id", {"id": 1}), ("DELETE FROM n WHERE id=:id", {"id": 2}), ("DELETE FROM n WHERE id=?", (4,))):
        database.execute(query("-q", text)[1], bound)
    assert database.execute("SELECT id FROM n").fetchall() == [(3,)]


def test_an_alias_of_what_is_changed_gets_its_as():
    assert query("UPDATE t u SET a = 1")[1] == "UPDATE t AS u SET a = 1\n"


@pytest.mark.parametrize("version, text, part", [
    ("3.44", "SELECT string_agg(a, ',' ORDER BY b) FROM t", "group_concat(a, ',' ORDER BY b NULLS LAST)"),
    ("3.40", "SELECT string_agg(a, ',' ORDER BY b) FROM t", "json_each"),
    ("3.38", "SELECT a.x FROM a RIGHT JOIN b ON a.x = b.x", "b LEFT JOIN a"),
])
def test_versions(version, text, part):
    status, out, _ = query(f"--sqlite-version={version}", text)
    assert status == 0 and part in out


@pytest.mark.parametrize("version, text, reason", [
    ("3.38", "SELECT a.x FROM a FULL JOIN b ON a.x = b.x", "FULL JOIN needs SQLite 3.39"),
    ("3.34", "DELETE FROM t RETURNING a", "RETURNING needs SQLite 3.35"),
    ("3.32", "UPDATE t SET a = 1 FROM u WHERE t.a = u.a", "UPDATE ... FROM needs SQLite 3.33"),
    ("3.29", "SELECT a FROM t ORDER BY a", "the order of NULLs needs SQLite 3.30"),
])
def test_what_an_older_sqlite_lacks(version, text, reason):
    status, out, said = query(f"--sqlite-version={version}", text)
    assert status == 3 and reason in said and out.startswith("-- not translated: ")


def test_strict_refuses_differences_and_writes_nothing(tmp_path):
    status, out, said = query("--strict", "-o", tmp_path / "out.sql", stdin=b"SELECT lower(a) FROM t;")
    assert (status, out) == (3, "") and not (tmp_path / "out.sql").exists()
    assert "lower() changes the letters of ASCII only" in said and "nothing is written" in said


def test_output_goes_to_a_file(tmp_path):
    status, out, _ = query("-q", "-o", tmp_path / "out.sql", stdin=b"SELECT 1;\n")
    assert (status, out) == (0, "") and (tmp_path / "out.sql").read_text() == "SELECT 1;\n"


def test_types_of_a_schema(tmp_path):
    (tmp_path / "schema.sql").write_bytes(whole(
        "CREATE TABLE public.t (a boolean NOT NULL, at timestamp, tags text[], price numeric);\n"
        "CREATE VIEW public.v AS SELECT a FROM t;\n"))
    types = f"--types-from={tmp_path / 'schema.sql'}"
    assert query("-q", types, "SELECT a FROM t WHERE a = 'yes' ORDER BY a")[1] == "SELECT a FROM t WHERE a = 1 ORDER BY a\n"
    assert query("-q", types, "SELECT a FROM t WHERE at < '2024-01-01'")[1] == "SELECT a FROM t WHERE at < '2024-01-01 00:00:00'\n"
    assert query("-q", types, "SELECT a FROM v WHERE a = 'f'")[1] == "SELECT a FROM v WHERE a = 0\n"
    assert query("-q", types, "SELECT b FROM t")[0] == 3
    assert query("-q", types, "SELECT 1 FROM u")[0] == 3
    assert "CAST(price AS REAL) > 1" in query("-q", types, "SELECT 1 FROM t WHERE price > 1")[1]


@pytest.mark.parametrize("text", [
    b"SELECT 'x", b"SELECT /* x", b"SELECT \xff", b"\\d t\nSELECT 1;", b"SELECT \x01;",
])
def test_what_is_no_sql_is_an_error(text):
    status, out, said = query(stdin=text)
    assert (status, out) == (1, "") and said.startswith("pgdecant: standard input:")


@pytest.mark.parametrize("text", [
    "SELECT " + "(" * 2000 + "1" + ")" * 2000,
    "SELECT " + "-" * 0 + "NOT " * 3000 + "a FROM t",
    "SELECT " + "(SELECT " * 300 + "1" + ")" * 300,
    "SELECT * FROM " + "(SELECT * FROM " * 300 + "t" + ") x" * 300,
    "SELECT " + "CASE WHEN a THEN " * 200 + "1" + " END" * 200 + " FROM t",
    "SELECT " + "f(" * 500 + "1" + ")" * 500,
])
def test_what_is_nested_deep_is_refused(text):
    status, out, said = query(text)
    assert status in (0, 3), said
    assert status == 3 or len(out) < 100


@pytest.mark.parametrize(
    "before, behind",
    [("round(", ")"), ("right(", ", a)"), ("to_hex(", ")"), ("", " ->> 'a'::text"),
     ("(", " BETWEEN SYMMETRIC 1 AND a)"), ("(a BETWEEN SYMMETRIC ", " AND 2)"), ("to_jsonb(", ")"),
     ("greatest(", ", 1)"), ("array_position(", ", 1)"), ("date_part('epoch', ", "::timestamp)")],
)
def test_what_would_grow_without_end_is_refused(before, behind):
    """What stands in a function is written several times in its translation:
    fifteen of them, one in the other, would take all memory."""
    nested = "a"
    for depth in range(1, 16):
        nested = before + nested + behind
        result = run("query", "-q", f"SELECT {nested} FROM t", timeout=20, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29)))
        assert result.returncode in (0, 3), result.stderr
        assert len(result.stdout) < 1 << 22


@pytest.mark.parametrize(
    "text, reason",
    [
        ("SELECT a AT TIME ZONE ? FROM t", "SQLite knows no time zones"),
        ("SELECT DISTINCT ON (a) ? b FROM t", "a ? here is no parameter"),
        ("SELECT extract(epoch FROM a - b) FROM t", "may be a time or an interval (--types-from tells)"),
        ("SELECT date_trunc('day', sum(a - b)) FROM t", "(--types-from tells the types of columns)"),
        ("SELECT date_part('hour', d) FROM (SELECT ? - ? AS d) x", "may be a time or an interval (--types-from tells)"),
        ("SELECT a FROM t WHERE now() > b + ?", "a time beside what is reckoned"),
        ("SELECT a FROM t WHERE b + @wait BETWEEN '2024-01-01'::timestamp AND now()", "a time beside what is reckoned"),
        ("SELECT a - b FROM t", "note: what is added or subtracted has no type that is known"),
        ("SELECT INTERVAL '0:60'", "a literal that is not written as PostgreSQL would write it"),
        ("SELECT INTERVAL '1-12'", "a literal that is not written as PostgreSQL would write it"),
    ],
)
def test_what_has_no_meaning_is_refused(text, reason):
    assert reason in query(text)[2]


def test_more_columns_than_sqlite_has_are_refused():
    """Each twice the one before it."""
    twice = "".join(f", t{n + 1} AS (SELECT a.*, b.* FROM t{n} a, t{n} b)" for n in range(24))
    text = f"WITH t0 AS (SELECT 1 AS x){twice} SELECT * FROM t24"
    result = run("query", "-q", text, timeout=20, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29)))
    assert result.returncode == 3 and b"more than SQLite's 2000 columns" in result.stderr


def test_a_long_chain_is_no_depth():
    text = "SELECT " + " || ".join(["a"] * 3) + " FROM t WHERE " + " OR ".join(f"a = {n}" for n in range(400))
    assert query("-q", text)[0] == 0


@pytest.mark.parametrize("arguments", [["--sqlite-version=4", "a"], ["--into=x", "a"], ["--extension=maybe", "a"], ["-o", "x.db", "a"]])
def test_wrong_usage(arguments):
    assert query(*arguments)[0] == 2


# ---- files and folders ----


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.sql").write_text("-- name: Good :one\nSELECT a FROM t WHERE b ILIKE 'x%';\n\n-- name: Bad :many\nSELECT to_tsvector(a) FROM t;\n")
    (tmp_path / "sub" / "b.SQL").write_text("-- name: Sum :one\nSELECT sum(a)::int AS s FROM t WHERE c = sqlc.arg(c);\n")
    (tmp_path / "sub" / "c.txt").write_text("no SQL")
    return tmp_path


def test_a_folder_is_its_scripts_in_order(folder):
    result = run("query", folder)
    assert result.returncode == 3 and result.stdout.count(b"-- name:") == 3 and b"no SQL" not in result.stdout
    assert result.stdout.index(b"Good") < result.stdout.index(b"Sum")
    assert f"{folder}/a.sql:5:".encode() in result.stderr and b"3 statements: 0 unchanged, 2 translated, 1 refused" in result.stderr


def test_files_are_one_after_another(folder):
    result = run("query", "-q", folder / "sub" / "b.SQL", folder / "sub" / "b.SQL", "-o", folder / "out.sql")
    assert result.returncode == 0
    assert (folder / "out.sql").read_text() == "-- name: Sum :one\nSELECT CAST(sum(a) AS INTEGER) AS s FROM t WHERE c = sqlc.arg(c);\n" * 2


def test_check_writes_nothing(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run("query", "--check", folder)
    assert result.returncode == 3 and result.stdout == b"" and b"a.sql:5:" in result.stderr
    assert run("query", "--check", folder / "sub").returncode == 0
    assert run("query", "--check", "SELECT 1").returncode == 0
    assert run("query", "--check", "--strict", "SELECT a ILIKE 'x' FROM t").returncode == 3
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_check_for_programs(folder):
    result = run("query", "--check", "--json", folder)
    told = json.loads(result.stdout)
    assert result.returncode == 3 and result.stderr == b"" and (told["translated"], told["refused"], told["notes"]) == (2, 1, len(told["messages"]) - 1)
    refused = [message for message in told["messages"] if message["kind"] == "refused"]
    assert [(message["file"], message["line"]) for message in refused] == [(f"{folder}/a.sql", 5)]
    run_ = json.loads(run("query", "--check", "--sarif", folder).stdout)["runs"][0]
    place = [entry for entry in run_["results"] if entry["ruleId"] == "refused"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == f"{folder}/a.sql" and place["region"]["startLine"] == 5
    assert json.loads(run("query", "--check", "--sarif", "SELECT 1").stdout)["runs"][0]["results"] == []


def test_in_place_leaves_what_it_cannot_say(folder):
    before = (folder / "a.sql").read_bytes()
    result = run("query", "--in-place", folder)
    assert result.returncode == 3 and b"a.sql: stays as it is" in result.stderr
    assert (folder / "a.sql").read_bytes() == before
    assert "CAST(sum(a) AS INTEGER)" in (folder / "sub" / "b.SQL").read_text()
    assert sorted(path.name for path in folder.rglob("*")) == ["a.sql", "b.SQL", "c.txt", "sub"]


@pytest.mark.parametrize("arguments, message", [
    (["--json", "SELECT 1"], "go with --check"),
    (["--check", "-o", "x.sql", "SELECT 1"], "no -o"),
    (["--check", "--in-place", "."], "not with --in-place"),
    (["--in-place", "SELECT 1"], "wants files or folders"),
    (["--in-place"], "wants files or folders"),
])
def test_options_that_do_not_go_together(arguments, message):
    result = run("query", *arguments)
    assert result.returncode == 2 and message in result.stderr.decode()


def test_a_name_of_nothing():
    assert run("query", "SELECT 1", "SELECT 2").returncode == 1
    assert b"nope.sql: No such file" in run("query", "nope.sql").stderr
    assert run("--check").returncode == 2


def test_a_file_ends_its_last_statement(tmp_path):
    for name, text in (("a", "SELECT 4; -- end"), ("b", "SELECT 5"), ("c", "SELECT 6 -- c"), ("d", "SELECT to_tsvector('a')"), ("e", "SELECT 7;")):
        (tmp_path / f"{name}.sql").write_text(text)
    result = run("query", "-q", tmp_path)
    assert result.returncode == 3
    assert result.stdout.decode().splitlines() == [
        "SELECT 4; -- end", "SELECT 5", ";", "SELECT 6 -- c", ";",
        "-- not translated: the function to_tsvector has no equal in SQLite", "-- SELECT to_tsvector('a')", "SELECT 7;"]


def test_in_place_reads_all_before_it_writes(tmp_path):
    (tmp_path / "a.sql").write_text("SELECT a FROM t WHERE b ILIKE 'x%';\n")
    (tmp_path / "b.sql").write_text("SELECT 'open;\n")
    result = run("query", "--in-place", tmp_path)
    assert result.returncode == 1 and b"b.sql:1:8" in result.stderr
    (tmp_path / "b.sql").write_text("SELECT 1;\n")
    assert run("query", "--in-place", "--strict", tmp_path).returncode == 3
    assert "ILIKE" in (tmp_path / "a.sql").read_text()
    result = run("query", "--in-place", tmp_path, tmp_path / "a.sql")
    assert result.returncode == 0 and (tmp_path / "a.sql").read_text() == "SELECT a FROM t WHERE b LIKE 'x%';\n"


def test_a_check_passes_over_what_it_cannot_read(folder):
    (folder / "a0.sql").write_text("SELECT 'open;\n")
    (folder / "b.sql").write_bytes(b"SELECT 1;\n\xff")
    result = run("query", "--check", folder)
    assert result.returncode == 1 and result.stdout == b""
    for line in ("a.sql:5:", "a0.sql:1:8: a string", "b.sql:2:1: bytes", "2 of the files cannot be read", "1 refused"):
        assert line in result.stderr.decode()
    result = run("query", "--check", "--strict", "--json", folder)
    told = json.loads(result.stdout)
    unread = [message["file"] for message in told["messages"] if message["kind"] == "unread"]
    assert result.returncode == 1 and told["unread"] == 2 and told["refused"] == 1
    assert unread == [f"{folder}/a0.sql", f"{folder}/b.sql"]
    result = run("query", "--in-place", folder)
    assert result.returncode == 1 and b"so none is rewritten" in result.stderr


def test_strict_tells_programs_what_it_minds():
    result = run("query", "--check", "--strict", "--json", "SELECT a ILIKE 'x' FROM t")
    assert result.returncode == 3 and json.loads(result.stdout)["notes"] == 1


def test_what_is_asked_for_is_read(tmp_path):
    (tmp_path / "gone.sql").symlink_to(tmp_path / "nothing")
    assert run("query", "--check", tmp_path / "gone.sql").returncode == 1
    assert b"to_tsvector" in shell_check(tmp_path, "query --check <(echo 'SELECT to_tsvector(1);')")
    (tmp_path / "empty.sql").write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.sql").write_text("SELECT to_tsvector(a);")
    result = run("query", "--check", tmp_path)
    assert result.returncode == 0 and b"0 statements" in result.stderr
    (tmp_path / "all.sql").write_text("SELECT 1;")
    result = run("query", "--replace", "-o", tmp_path / "all.sql", tmp_path)
    assert result.returncode == 1 and (tmp_path / "all.sql").read_text() == "SELECT 1;"


def shell_check(folder, arguments):
    result = subprocess.run(["bash", "-c", f"{PROGRAM} {arguments}"], capture_output=True, cwd=folder)
    assert result.returncode == 3
    return result.stderr


def test_names_of_files_in_sarif(tmp_path):
    (tmp_path / "a b%20é.sql").write_text("SELECT to_tsvector(a);")
    result = json.loads(run("query", "--check", "--sarif", ".", cwd=tmp_path).stdout)["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "./a%20b%2520%C3%A9.sql"


# ---- Python's and sqlc's parameters ----


@pytest.mark.parametrize("text, expected", [
    ("SELECT a FROM t WHERE b = %s AND c IN (%s, %s) AND d LIKE 'x%%'", "SELECT a FROM t WHERE b = ? AND c IN (?, ?) AND d GLOB 'x*'"),
    ("SELECT a FROM t WHERE b=%(b)s AND c = %(b)s", "SELECT a FROM t WHERE b = :b AND c = :b"),
    ("SELECT a % s, 'x%%' FROM t", "SELECT a % s, 'x%%' FROM t"),
    ("SELECT a %% 2 FROM t WHERE b = %s", "SELECT a % 2 FROM t WHERE b = ?"),
    ("SELECT sqlc.embed(t), sqlc.arg('a'), sqlc.narg(Bb) FROM t", "SELECT sqlc.embed(t), sqlc.arg('a'), sqlc.narg(Bb) FROM t"),
    ("SELECT a FROM t WHERE b = ANY(sqlc.slice('ids'))", "SELECT a FROM t WHERE b IN (sqlc.slice('ids'))"),
])
def test_parameters_of_other_languages(text, expected):
    result = run("query", "-q", text)
    assert (result.returncode, result.stdout.decode()) == (0, expected + "\n"), result.stderr


@pytest.mark.parametrize("text", ["SELECT sqlc.arg('a'')b')", "SELECT sqlc.arg('a);drop')", "SELECT sqlc.nope(a)", "SELECT a FROM t WHERE b = %s AND c = %(c)s", "SELECT sqlc.arg(a, b)"])
def test_what_is_no_parameter(text):
    assert run("query", text).returncode == 3
