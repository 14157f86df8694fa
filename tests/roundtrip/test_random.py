"""Random databases: made in a live PostgreSQL, dumped in a random form,
converted, and compared by asking both sides, a row of defaults included. The number of a database is its
seed: RANDOM_FIRST and RANDOM_COUNT say which are made."""

import json
import os
import random
import sqlite3

import pytest

from conftest import run, shell
from test_whole import FORMS, check_tables, quoted

FIRST = int(os.environ.get("RANDOM_FIRST", 0))
COUNT = int(os.environ.get("RANDOM_COUNT", 200))
SETTINGS = ["", "-c standard_conforming_strings=off", "-c bytea_output=escape", "-c TimeZone=America/New_York",
            "-c extra_float_digits=0", "-c IntervalStyle=iso_8601"]

TEXTS = ["", "a", "it's", 'say "x"', "back\\slash", "tab\there", "line\nline", "cr\rlf\r\n", "\\N", "\\.", "NULL", "null", "é 李 🎉",
         "1", "1.50", "1e5", "007", "-0", "t", "{}", "{a,b}", "[1]", "(1,2)", "--", "/* */", ";", "$$", "\\x41", "''", "%", "_", " ", "  a  ",
         "\u0085\u2028", "\x01\x7f", "x" * 300, "CREATE TABLE x;", "COMMIT;", "\n.dump\n", "nan", "Infinity"]


def text_literal(text):
    return "E'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"


def some_text(rng, longest=None):
    text = rng.choice(TEXTS) + (rng.choice(TEXTS) if rng.random() < 0.3 else "")
    return text_literal(text[:longest] if longest else text)


def pick(*literals):
    return lambda rng: rng.choice(literals)


def integer(bits):
    edges = [0, 1, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1))]
    return lambda rng: str(rng.choice(edges + [rng.randrange(-(2 ** (bits - 1)), 2 ** (bits - 1))]))


def double(rng):
    edges = ["0", "-1.5", "0.1", "1e308", "5e-324", "2.2250738585072014e-308", "'Infinity'", "'-Infinity'", "'NaN'", "1e15", "1e16",
             "123456789012345.6", "9007199254740993"]
    return rng.choice(edges + [repr(rng.uniform(-1, 1) * 10 ** rng.randrange(-20, 20))])


def numeric(digits, scale):
    def make(rng):
        number = rng.randrange(10 ** rng.randrange(1, digits + 1))
        text = str(number).rjust(scale + 1, "0")
        text = text[:-scale] + "." + text[-scale:] if scale else text
        return rng.choice(["", "-"]) + text
    return make


def array(make):
    def elements(rng):
        return ", ".join("NULL" if rng.random() < 0.1 else f"({make(rng)})" for _ in range(rng.choice([1, 2, 5])))
    return lambda rng: f"ARRAY[{elements(rng)}]"


TYPES = {
    "smallint": integer(16), "integer": integer(32), "bigint": integer(64),
    "boolean": pick("true", "false"),
    "real": lambda rng: f"({rng.choice(['0', '1.5', '3.4e38', '1e-45', '-0.1', str(rng.uniform(-9, 9))])})::real",
    "double precision": double,
    "numeric": lambda rng: rng.choice(["0", "1.50", "'NaN'", "1e20", "-0.000001", "12345678901234567890.123", numeric(40, 10)(rng)]),
    "numeric(10,2)": numeric(9, 2), "numeric(20,4)": numeric(19, 4), "numeric(5,0)": numeric(5, 0),
    "text": some_text, "character varying(20)": lambda rng: some_text(rng, 20),
    "character(8)": lambda rng: some_text(rng, 8), "name": lambda rng: some_text(rng, 15),
    "bytea": lambda rng: "'\\x" + rng.randbytes(rng.choice([0, 1, 7, 40])).hex() + "'",
    "date": pick("'2024-02-29'", "'0001-01-01'", "'9999-12-31'", "'infinity'", "'-infinity'", "'4714-11-24 BC'", "'5874897-12-31'"),
    "time without time zone": pick("'00:00'", "'24:00:00'", "'12:34:56.789'", "'23:59:59.999999'"),
    "time with time zone": pick("'12:34:56.789+05:30'", "'24:00:00-12:34:56'"),
    "timestamp without time zone": pick("'2024-02-29 12:34:56.123456'", "'0001-01-01'", "'9999-12-31 23:59:59.999999'", "'1970-01-01'", "'2000-01-01 00:00:00.5'"),
    "timestamp with time zone": pick("'2024-02-29 12:34:56.123456+02'", "'1883-01-01 00:00:00+00'", "'2024-07-01 00:00:00-04'", "'0002-01-01 00:00+00'", "'9998-12-31 23:59:59.9+00'", "'1969-12-31 23:59:59.999999+00'"),
    "uuid": pick("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'00000000-0000-0000-0000-000000000000'"),
    "inet": pick("'10.0.0.1'", "'::1'", "'10.0.0.0/8'"), "cidr": pick("'10.0.0.0/8'"), "macaddr": pick("'08:00:2b:01:02:03'"),
    "bit(5)": pick("B'10101'", "B'00000'"), "bit varying": pick("B''", "B'1'", "X'1F'"),
    "json": pick("'{\"a\": [1, 2.50, null]}'", "'\"x\"'", "'12'", "'[]'", "' {\"b\":1,\"b\":2}'", "'null'", "'\"it''s \\u00e9\"'"),
    "jsonb": pick("'{\"a\": [1, 2.50, null]}'", "'\"x\"'", "'12345678901234567890123.5'", "'[]'", "'true'", "'{\"q\": \"\\\"\"}'"),
    "money": pick("12.5", "'-1000'"), "point": pick("'(1,2)'", "'(1e300,-0.5)'"), "box": pick("'(2,2),(1,1)'"), "path": pick("'[(0,0),(1,1)]'"),
    "int4range": pick("'[1,5)'", "'empty'", "'(,)'"), "daterange": pick("'[2020-01-01,infinity)'"), "int8multirange": pick("'{[1,3),[7,9)}'"),
    "tsvector": pick("'a:1 b''c:2'"), "xml": pick("'<a b=\"c\">x</a>'"), "oid": pick("0", "4294967295"), "pg_lsn": pick("'16/B374D848'"),
    "interval": pick("'1 year 2 mons -3 days 04:05:06.789'", "'-1 year'", "'0'", "'178000000 years'"),
    "circle": pick("'<(1,2),3>'"), "line": pick("'{1,2,3}'"), "lseg": pick("'[(0,0),(1,1)]'"), "polygon": pick("'((0,0),(1,1),(0.1,-2))'"),
    "macaddr8": pick("'08:00:2b:ff:fe:01:02:03'"), "tsquery": pick("'a & !b'", "$$'it''s'$$"), "jsonpath": pick("'$.a[*] ? (@ > 1)'"),
    "int8range": pick("'[-9223372036854775808,5)'"), "numrange": pick("'[1.50,)'"), "tsrange": pick("'[2020-01-01,2020-01-02 00:00:00.5)'"),
    "nummultirange": pick("'{[1.5,2.5],[3,4)}'", "'{}'"), "datemultirange": pick("'{[2020-01-01,2020-01-05)}'"),
    '"char"': pick("'x'", "''"), "bit varying(12)": pick("B'101'"), "tid": pick("'(1,2)'"), "xid8": pick("'18446744073709551615'"), "pg_snapshot": pick("'10:20:10,14'"),
    "ints": array(integer(32)), "nest": pick("ROW(ROW(1, 'x'), ARRAY[1,NULL])", "ROW(ROW(NULL, '\"q\" , (x)'), '{}')", "ROW(NULL, NULL)"),
    "integer[][]": pick("'{{1,2},{3,NULL}}'", "'[2:3]={5,6}'", "'[-1:0][2:2]={{1},{2}}'", "'{}'"),
    "date[]": array(pick("'2024-02-29'::date", "'infinity'::date")), "interval[]": array(pick("'1 day'::interval")), "byte_sorted": pick("'a.b'"),
    "mood": pick("'sad'", "'it''s'", "'two words'", "''"),
    "positive": pick("1", "2147483647"), "pair": pick("ROW(1, 'x')", "ROW(NULL, 'it''s \"q\" \\ ,')", "ROW(NULL, NULL)"),
    "integer[]": array(integer(32)), "text[]": array(some_text), "boolean[]": array(pick("true", "false")), "numeric(8,3)[]": array(numeric(8, 3)),
    "bytea[]": array(pick("'\\x00ff'::bytea", "'\\x'::bytea")), "mood[]": array(pick("'sad'::mood", "'it''s'::mood")), "double precision[]": array(pick("0.1::float8", "'Infinity'::float8")),
    "pair[]": array(pick("ROW(1, 'x')::pair", "ROW(2, 'a,b \"c\"')::pair")), "jsonb[]": array(pick("'{\"a\": 1}'::jsonb")), "uuid[]": array(pick("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid")),
}
KEYS = ["integer", "bigint", "smallint", "text", "uuid", "character varying(20)", "date", "numeric(10,2)", "mood", "bytea"]
NAMES = ["a", "b", "Order", "select", "x y", "it's", 'q"q', "ünï", "rowid", "value", "group", "CamelCase", "a.b", "tab\tle", "_", "1st", "new\nline"]
PRELUDE = """
CREATE TYPE mood AS ENUM ('sad', 'it''s', 'two words', '');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TYPE pair AS (n integer, t text);
CREATE DOMAIN ints AS integer[];
CREATE DOMAIN byte_sorted AS text COLLATE "C" CHECK (length(VALUE) < 100);
CREATE TYPE nest AS (p pair, a integer[]);
CREATE SCHEMA app;
"""


class Table:
    """A random table, with its rows as SQL."""

    def __init__(self, rng, name, earlier):
        self.rng, self.name = rng, name
        names = rng.sample(NAMES, rng.randrange(1, 9))
        self.columns = [(column, rng.choice(list(TYPES))) for column in names]
        self.key, self.parent = None, None
        self.partitioned = rng.random() < 0.15
        if self.partitioned:
            self.columns[0] = (names[0], rng.choice(KEYS))
            return
        self.choose_key()
        keyed = [table for table in earlier if table.key and table.key[1] != "identity"]
        if keyed and rng.random() < 0.5:
            self.parent = rng.choice(keyed)

    def choose_key(self):
        kind = self.rng.random()
        column = self.columns[0][0]
        if kind < 0.3:
            self.key = (column, self.rng.choice(KEYS))
            self.columns[0] = self.key
        elif kind < 0.5:
            self.key = (column, "identity")
            self.columns[0] = (column, "integer")

    def definition(self, column, kind):
        rng = self.rng
        words = [quoted(column), kind]
        if self.key and column == self.key[0]:
            words.append("GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" if self.key[1] == "identity" else "PRIMARY KEY")
        elif rng.random() < 0.2:
            words.append(f"DEFAULT {TYPES[kind](rng)}" + (f"::{kind}" if kind.endswith("[]") or kind == "ints" else ""))
        return " ".join(words)

    def unique(self):
        """One or two columns that have an order and no NULL of their own kind."""
        good = [quoted(column) for column, kind in self.columns if kind in KEYS]
        return self.rng.sample(good, min(len(good), self.rng.choice([1, 2])))

    def create(self):
        if self.partitioned:
            return self.create_partitions()
        lines = [self.definition(*column) for column in self.columns]
        if self.rng.random() < 0.2 and self.unique():
            lines.append(f"UNIQUE {self.rng.choice(['', 'NULLS NOT DISTINCT '])}({', '.join(self.unique())})")
        if self.parent:
            key, kind = self.parent.key
            lines.append(f"parent {kind} REFERENCES {self.parent.name} ({quoted(key)}) ON DELETE CASCADE")
        return f"CREATE TABLE {self.name} ({', '.join(lines)});\n" + self.extras()

    def create_partitions(self):
        """Two partitions; one has the columns in another order."""
        columns = [f"{quoted(column)} {kind}" for column, kind in self.columns]
        schema, name = self.name.split(".", 1)
        parts = [f'{schema}."{name[1:-1]} {i}"' for i in (1, 2)]
        return (
            f"CREATE TABLE {self.name} ({', '.join(columns)}) PARTITION BY HASH ({quoted(self.columns[0][0])});\n"
            f"CREATE TABLE {parts[0]} PARTITION OF {self.name} FOR VALUES WITH (MODULUS 2, REMAINDER 0);\n"
            f"CREATE TABLE {parts[1]} ({', '.join(self.rng.sample(columns, len(columns)))});\n"
            f"ALTER TABLE {self.name} ATTACH PARTITION {parts[1]} FOR VALUES WITH (MODULUS 2, REMAINDER 1);\n"
            + self.extras()
        )

    def extras(self):
        sql = ""
        for column, kind in self.columns[1:]:
            if self.rng.random() < 0.15 and kind in KEYS:
                order = self.rng.choice(["", " DESC", " NULLS FIRST"])
                sql += f"CREATE INDEX ON {self.name} ({quoted(column)}{order});\n"
        if self.rng.random() < 0.3:
            sql += f"COMMENT ON TABLE {self.name} IS {some_text(self.rng)};\n"
        return sql

    def value(self, column, kind):
        if self.key and column == self.key[0] and self.key[1] == "identity":
            return "DEFAULT"
        if self.rng.random() < 0.12 and not (self.key and column == self.key[0]):
            return "NULL"
        cast = f"::{kind}" if kind.endswith("[]") or kind == "ints" else ""
        return TYPES[kind](self.rng) + cast

    def insert(self):
        values = [self.value(*column) for column in self.columns]
        if self.parent:
            values.append(f"(SELECT {quoted(self.parent.key[0])} FROM {self.parent.name} ORDER BY md5({quoted(self.parent.key[0])}::text) LIMIT 1)")
        return f"INSERT INTO {self.name} VALUES ({', '.join(values)}) ON CONFLICT DO NOTHING;\n"

    def rows(self):
        return "".join(self.insert() for _ in range(self.rng.choice([0, 1, 3, 20])))


def make(rng):
    tables, sql = [], PRELUDE
    for name in rng.sample(NAMES, rng.randrange(1, 5)):
        schema = rng.choice(["public", "public", "app"])
        table = Table(rng, f"{schema}.{quoted(name)}", tables)
        tables.append(table)
        sql += table.create() + table.rows()
    return sql, tables


def works(insert):
    try:
        insert()
        return True
    except (AssertionError, sqlite3.IntegrityError):
        return False


def insert_defaults(postgres, database, made, tables, entries):
    """A row of defaults on both sides, where no default was left out."""
    dropped = [entry["name"] for entry in entries if entry["object"] == "default"]
    for table in tables:
        schema, name = table.name.split(".", 1)
        name = name[1:-1].replace('""', '"')
        if any(other.startswith(f"{schema}.{name}.") for other in dropped) or (table.key and table.key[1] != "identity"):
            continue
        lite_name = quoted(name if schema == "public" else f"{schema}_{name}")
        worked = works(lambda: postgres.psql(database, f"INSERT INTO {table.name} DEFAULT VALUES;"))
        with sqlite3.connect(made) as connection:
            assert worked == works(lambda: connection.execute(f"INSERT INTO {lite_name} DEFAULT VALUES")), name


POLICIES = [["", "--booleans=text", "--booleans=pg"], ["", "--timestamps=offset", "--timestamps=keep", "--timestamps=unix"],
            ["", "--numeric=text", "--numeric=real"], ["", "--arrays=csv", "--arrays=pg"], ["", "--strict-tables"]]


def check_policies(rng, dump, folder):
    """Under any policies checks and keys hold, and the values are what they should be."""
    chosen = [option for policy in POLICIES if (option := rng.choice(policy))]
    (folder / "dump.sql").write_bytes(dump)
    result = run("-q", "-o", folder / "policies.db", *chosen, "--verify", folder / "dump.sql")
    if b"its partition" in result.stderr:
        return
    assert result.returncode == 0, (chosen, result.stderr.decode())
    assert run("verify", "-q", *chosen, folder / "dump.sql", folder / "policies.db").returncode == 0


@pytest.mark.parametrize("number", range(FIRST, FIRST + COUNT))
def test_a_random_database_comes_through(number, postgres, tmp_path):
    rng = random.Random(number)
    database = f"random_{number}"
    postgres.psql("postgres", f"CREATE DATABASE {database};")
    sql, tables = make(rng)
    postgres.psql(database, sql)
    form, setting = rng.choice(list(FORMS)), rng.choice(SETTINGS)
    dump = postgres.dump(database, ["--no-data-only", *FORMS[form]], setting)
    made, report = tmp_path / "made.db", tmp_path / "report.json"
    options = ["-q", "--report", report, *(["-o", made, "--verify"] if rng.random() < 0.6 else [])]
    result = run(*options, stdin=dump)
    if b"its partition" in result.stderr:  # pg_dump's own mistake: PostgreSQL could not read the dump
        result = run(*options, stdin=postgres.dump(database, ["--no-data-only", "--column-inserts"]))
    assert result.returncode == 0, (form, result.stderr.decode())
    if not made.exists():
        shell(made, result.stdout, "-bail")
    check_policies(rng, dump, tmp_path)
    insert_defaults(postgres, database, made, tables, json.loads(report.read_text())["entries"])
    check_tables(postgres, database, made)
    with sqlite3.connect(made) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    postgres.psql("postgres", f"DROP DATABASE {database};")
