"""Round trips: a live PostgreSQL is filled, dumped by the real pg_dump in every
form of INSERT, converted in every way, and compared value by value.

What PostgreSQL holds is asked through psql as JSON text, what SQLite holds is
read by Python's sqlite3: neither shares code with the program.
"""

import json
import os
import pathlib
import re
import sqlite3
import subprocess

import pytest

from conftest import ROOT, from_npm, run, shell

HERE = pathlib.Path(__file__).resolve().parent
EDGES = (HERE / "edges.sql").read_text()
COLUMN = re.compile(r'^ {4}((?:"(?:[^"]|"")*"|\w+)) (.*?),? *-- (.*)$', re.M)

FORMS = {
    "inserts": ["--inserts"],
    "column_inserts": ["--column-inserts"],
    "rows_per_insert": ["--rows-per-insert=7"],
    "many_rows": ["--rows-per-insert=100000"],
    "on_conflict": ["--column-inserts", "--rows-per-insert=3", "--on-conflict-do-nothing"],
    "quoted": ["--inserts", "--quote-all-identifiers", "--disable-triggers"],
    "verbose": ["--inserts", "--verbose"],
    "whole": ["--inserts", "--no-data-only"],
    "copy": [],
    "whole_copy": ["--no-data-only"],
}
SETTINGS = {
    "default": "",
    "scs_off": "-c standard_conforming_strings=off",
    "bytea_escape": "-c bytea_output=escape",
    "scs_off_escape": "-c standard_conforming_strings=off -c bytea_output=escape",
    "new_york": "-c TimeZone=America/New_York",
}
WAYS = ["shell", "into", "one_row"]


@pytest.fixture(scope="session")
def edges(postgres):
    postgres.psql("postgres", "CREATE DATABASE edges;")
    postgres.psql("edges", EDGES)
    return "edges"


def sqlite_tables():
    """Of each table: its name in both worlds, and its columns with the types."""
    tables = []
    for match in re.finditer(r"^CREATE TABLE (\S+) \((.*?)^\);", EDGES, re.M | re.S):
        columns = COLUMN.findall(match[2])
        name = match[1].replace("public.", "").replace('app."', '"app_')
        tables.append((match[1], name, columns))
    return tables


def sqlite_schema():
    return "".join(
        f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, _, kind in columns)});\n"
        for _, name, columns in sqlite_tables()
    )


def expression(column, pg_type):
    """What PostgreSQL is asked for, as text."""
    if pg_type == "bytea":
        return f"encode({column}, 'hex')"
    if pg_type.startswith("timestamp"):
        utc = f"{column} AT TIME ZONE 'UTC'" if "with time" in pg_type else column
        micro = f"CASE WHEN (extract(microseconds FROM {column})::int % 1000000) = 0 THEN '' ELSE '.US' END"
        return f"to_char({utc}, 'YYYY-MM-DD HH24:MI:SS' || {micro})"
    if pg_type.endswith("[]"):
        return f"to_json({column})::text"
    if pg_type == "boolean":
        return f"{column}::text"
    # the type's output function, which a cast to text is not for every type
    return f"CASE WHEN num_nulls({column}) = 1 THEN NULL ELSE format('%s', {column}) END"


def expected(text, pg_type, kind):
    """What SQLite should hold for PostgreSQL's text."""
    if text is None:
        return None
    if pg_type == "bytea":
        return bytes.fromhex(text)
    if pg_type == "boolean":
        return int(text == "true")
    if pg_type.endswith("[]"):
        return ("json", json.loads(text))
    if pg_type in ("double precision", "real"):
        return float(text)
    if kind.startswith("DECIMAL"):
        return float(text)
    if pg_type.split()[0] in ("smallint", "bigint", "integer"):
        return int(text)
    if kind == "TIME" and "." in text and "+" not in text and "-" not in text:
        return text.ljust(len("HH:MM:SS.ffffff"), "0")
    return text


def found(value, pg_type, kind):
    if value is not None and pg_type.endswith("[]"):
        return ("json", json.loads(value))
    if isinstance(value, int) and kind.startswith("DECIMAL"):
        return float(value)
    return value


def same(one, other):
    return type(one) is type(other) and one == other


def compare(postgres, database, lite):
    with sqlite3.connect(lite) as connection:
        for pg_name, name, columns in sqlite_tables():
            asked = ", ".join(expression(column, kind) for column, kind, _ in columns)
            rows = postgres.psql(
                database,
                f"SET TimeZone = 'UTC'; SELECT json_build_array({asked}) FROM {pg_name} ORDER BY 1::text;".replace(
                    "ORDER BY 1::text", f"ORDER BY {columns[0][0]}"
                ),
            ).split("\n")[1:-1]
            names = ", ".join(column for column, _, _ in columns)
            lites = connection.execute(
                f"SELECT {names} FROM {name} ORDER BY {columns[0][0]}"
            ).fetchall()
            assert len(rows) == len(lites), name
            for row, lite_row in zip(rows, lites):
                for text, value, (column, pg_type, kind) in zip(json.loads(row), lite_row, columns):
                    pg_type = pg_type.split(" GENERATED")[0]
                    want, got = expected(text, pg_type, kind), found(value, pg_type, kind)
                    assert same(want, got), (name, column, lite_row[0], text, value)


def new_database(tmp_path):
    lite = tmp_path / "app.db"
    with sqlite3.connect(lite) as connection:
        connection.executescript(sqlite_schema())
    return lite


def convert(dump, way, tmp_path):
    lite = new_database(tmp_path)
    if way == "into":
        result = run("-q", "--into", lite, stdin=dump)
        assert result.returncode == 0, result.stderr
        return lite
    options = ["--types-from", lite] + (["--rows-per-insert=1"] if way == "one_row" else [])
    result = run("-q", *options, stdin=dump)
    assert result.returncode == 0, result.stderr
    shell(lite, result.stdout, "-bail")
    return lite


DUMPS = [(form, "default") for form in FORMS] + [
    (form, setting) for setting in SETTINGS if setting != "default" for form in ("inserts", "rows_per_insert")
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form,setting", DUMPS)
def test_every_value_comes_through(form, setting, way, postgres, edges, tmp_path):
    dump = postgres.dump(edges, FORMS[form], SETTINGS[setting])
    lite = convert(dump, way, tmp_path)
    compare(postgres, edges, lite)
    with sqlite3.connect(lite) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        next_id = connection.execute("INSERT INTO counted(t) VALUES ('d')").lastrowid
        assert next_id == 4  # the deleted row's id is not given out again


def test_without_types_text_and_numbers_are_exact(postgres, edges, tmp_path):
    """Into TEXT columns every numeric keeps its digits, into REAL every double
    its value, even though the program is told nothing of either."""
    dump = postgres.dump(edges, ["--inserts", "-t", "numbers", "-t", "texts", "-t", "blobs"])
    lite = new_database(tmp_path)
    shell(lite, run("-q", stdin=dump).stdout, "-bail")
    rows = json.loads(postgres.psql(edges, "SELECT json_agg(json_build_array(id, exact::text, ratio::text, small, flag) ORDER BY id) FROM numbers;"))
    with sqlite3.connect(lite) as connection:
        found = connection.execute("SELECT id, exact, ratio, small, flag FROM numbers ORDER BY id").fetchall()
        assert len(found) == len(rows)
        for (pg_id, exact, ratio, small, flag), row in zip(rows, found):
            ratio = ratio and (ratio if "Inf" in ratio else float(ratio))
            assert (pg_id, exact, ratio, small, flag and 1 if flag is not None else None) == tuple(row[:4]) + (
                row[4] if flag is not False else False,)
        texts = dict(json.loads(postgres.psql(edges, "SELECT json_agg(json_build_array(id, t)) FROM texts;")))
        assert dict(connection.execute("SELECT id, t FROM texts")) == texts


# pg_dump 15 itself writes broken bytes for JOHAB; tests/unit/input.c has that.
ENCODINGS = {
    "LATIN1": "Bjørn ÿ", "LATIN2": "Łódź", "LATIN5": "İstanbul ğ", "LATIN7": "ąžuolas", "LATIN9": "€ œ",
    "LATIN10": "șț", "ISO_8859_5": "Привет", "ISO_8859_6": "سلام", "ISO_8859_7": "γειά", "ISO_8859_8": "שלום",
    "WIN1250": "Łódź", "WIN1251": "Привет", "WIN1252": "€ ’", "WIN1253": "γειά", "WIN1254": "ğİ",
    "WIN1255": "שלום", "WIN1256": "سلام", "WIN1257": "ąžuolas", "WIN1258": "ă đ", "WIN866": "Привет",
    "WIN874": "สวัสดี", "KOI8R": "Привет", "KOI8U": "Привіт", "EUC_CN": "中文", "EUC_JP": "日本語 カナ",
    "EUC_KR": "한국어", "EUC_TW": "中文", "EUC_JIS_2004": "日本語", "SJIS": "表ソ能 日本語", "SHIFT_JIS_2004": "表ソ能",
    "BIG5": "許功蓋 中文", "GBK": "中文 髙", "GB18030": "中文 髙 é", "UHC": "한국어 똠",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_client_encodings(encoding, postgres, tmp_path):
    name = f"enc_{encoding.lower()}"
    text = ENCODINGS[encoding] + " it's \\ end"
    quoted = text.replace("'", "''")
    postgres.psql("postgres", f"CREATE DATABASE {name};")
    postgres.psql(name, f"CREATE TABLE t(a integer, b text); INSERT INTO t VALUES (1, '{quoted}'), (2, '{quoted}{quoted}');")
    dump = postgres.dump(name, ["--inserts", "-E", encoding])
    assert text.encode() not in dump
    lite = tmp_path / "app.db"
    with sqlite3.connect(lite) as connection:
        connection.execute("CREATE TABLE t(a, b)")
    for env in ({}, {"PGDECANT_BUFFER": "1"}):
        result = run("-q", "--into", lite, stdin=dump, env=env)
        assert result.returncode == 0, result.stderr
        with sqlite3.connect(lite) as connection:
            assert connection.execute("SELECT * FROM t").fetchall() == [(1, text), (2, text + text)]
            connection.execute("DELETE FROM t")


@pytest.mark.parametrize("settings", ["", "-c standard_conforming_strings=off"])
def test_large_objects_are_rows_of_a_table(postgres, tmp_path, settings):
    sizes = {900001: 0, 900002: 2, 900003: 50000, 900004: 400000}
    if "lobs" not in postgres.psql("postgres", "SELECT datname FROM pg_database"):
        postgres.psql("postgres", "CREATE DATABASE lobs;")
        postgres.psql("lobs", "CREATE TABLE t(a oid); INSERT INTO t VALUES (900002);" + "".join(
            f"SELECT lo_from_bytea({oid}, decode(repeat('00275c27ff', {size // 5 + 1}), 'hex'));" if size else f"SELECT lo_create({oid});"
            for oid, size in sizes.items()))
    expected = [(oid, bytes.fromhex("00275c27ff") * (size // 5 + 1) if size else b"") for oid, size in sizes.items()]
    for form in (["--no-data-only"], ["--no-data-only", "--inserts"]):
        dump = tmp_path / "lobs.sql"
        dump.write_bytes(postgres.dump("lobs", form, settings))
        for env in ({}, {"PGDECANT_BUFFER": "1"}):
            lite = tmp_path / "lobs.db"
            result = run(dump, "-o", lite, "--verify", "--strict", "--replace", env=env)
            assert result.returncode == 0, result.stderr
            with sqlite3.connect(lite) as connection:
                assert connection.execute("SELECT loid, data FROM pg_largeobject ORDER BY loid").fetchall() == expected
                assert connection.execute("SELECT a FROM t").fetchall() == [(900002,)]
    assert b"pg_largeobject" not in run(dump, "-T", "pg_largeobject").stdout
    schema, rows = tmp_path / "schema.sql", tmp_path / "rows.sql"
    schema.write_bytes(postgres.dump("lobs", ["--no-data-only", "--schema-only"]))
    rows.write_bytes(postgres.dump("lobs", [], settings))
    assert run("--types-from", schema, "-T", "pg_largeobject", rows).returncode == 0
    assert b"--exclude-table" in run("--types-from", schema, rows).stderr
    dump.write_bytes(postgres.dump("lobs", ["--inserts"], settings))
    with sqlite3.connect(lite) as connection:
        connection.executescript("DELETE FROM t; DELETE FROM pg_largeobject")
    assert run(dump, "--into", lite, "--verify").returncode == 0
    with sqlite3.connect(lite) as connection:
        assert connection.execute("SELECT loid, data FROM pg_largeobject ORDER BY loid").fetchall() == expected


def test_copy_wants_the_types(postgres, edges):
    result = run(stdin=postgres.dump(edges, []))
    assert result.returncode == 1
    assert b"--types-from" in result.stderr and b"--inserts" in result.stderr


def test_pg_dumpall(postgres, edges, tmp_path):
    result = subprocess.run(
        [postgres.bin / "pg_dumpall", "--inserts", "--data-only", "-l", "edges"],
        capture_output=True, env=postgres.env,
    )
    assert result.returncode == 0, result.stderr
    converted = run(stdin=result.stdout)
    assert converted.returncode in (0, 1)
    if converted.returncode:
        assert b"more than one database" in converted.stderr


PG18 = """
import { File } from 'node:buffer';
globalThis.File ??= File; // not there by itself in the Node.js 18 of Debian
import { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
const pg = new PGlite();
await pg.exec(process.argv[2]);
for (const args of [['--data-only', '--inserts'], ['--data-only', '--column-inserts'], ['--data-only', '--rows-per-insert=3', '--on-conflict-do-nothing'], ['--inserts']]) {
    const file = await pgDump({ pg, args });
    process.stdout.write(JSON.stringify(await file.text()) + '\\n');
}
"""
PG18_TABLES = """
CREATE TABLE t (id integer PRIMARY KEY, v integer GENERATED ALWAYS AS (id * 2), b boolean, n numeric, s text, ts timestamptz);
INSERT INTO t (id, b, n, s, ts) VALUES (1, true, 1.50, 'it''s
two', '2024-02-29 12:34:56.5+00'), (2, false, 12345678901234567890.5, 'back\\slash', NULL);
CREATE TABLE ids (id integer GENERATED ALWAYS AS IDENTITY, t text);
INSERT INTO ids (t) VALUES ('a');
"""


@pytest.fixture(scope="session")
def pg18_dumps():
    folder = from_npm("@electric-sql/pglite", "@electric-sql/pglite-tools")
    (folder / "dump.mjs").write_text(PG18)
    result = subprocess.run(["node", "dump.mjs", PG18_TABLES], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return [json.loads(line).encode() for line in result.stdout.splitlines()]


@pytest.mark.parametrize("number", range(4))
def test_dumps_of_postgresql_18(number, pg18_dumps, tmp_path):
    dump = pg18_dumps[number]
    assert b"by pg_dump version 18" in dump
    lite = tmp_path / "app.db"
    with sqlite3.connect(lite) as connection:
        connection.executescript(
            "CREATE TABLE t(id INTEGER PRIMARY KEY, v AS (id * 2), b BOOLEAN, n TEXT, s TEXT, ts DATETIME);"
            "CREATE TABLE ids(id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT);"
        )
    result = run("--into", lite, stdin=dump)
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(lite) as connection:
        assert connection.execute("SELECT * FROM t").fetchall() == [
            (1, 2, 1, "1.50", "it's\ntwo", "2024-02-29 12:34:56.500000"),
            (2, 4, 0, "12345678901234567890.5", "back\\slash", None),
        ]
        assert connection.execute("SELECT * FROM ids").fetchall() == [(1, "a")]
