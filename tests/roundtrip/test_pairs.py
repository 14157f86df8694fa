"""Random tables of PostgreSQL against random tables of SQLite that are there
already: other orders, other columns, other declared types. What is loaded is
what PostgreSQL says, by name, or nothing is loaded. PAIRS_FIRST and PAIRS_COUNT
say which seeds are run."""

import datetime
import json
import os
import random
import sqlite3
import uuid
from decimal import Decimal, InvalidOperation

import pytest

from conftest import run, whole

FIRST = int(os.environ.get("PAIRS_FIRST", 0))
COUNT = int(os.environ.get("PAIRS_COUNT", 2000))
AT_ONCE = 100

# ---- what PostgreSQL has: a literal for each row, with the row's number in it ----

TYPES = {
    "integer": "{n}",
    "bigint": "9007199254740000 + {n}",
    "smallint": "{n}",
    "boolean": "{n} % 2 = 0",
    "numeric(12,2)": "{n} + 0.50",
    "numeric": "12345678901234567890.5 + {n}",
    "real": "{n} + 0.25",
    "double precision": "{n} / 3.0",
    "text": "CASE {n} % 4 WHEN 0 THEN '{n}' WHEN 1 THEN 'text {n}' WHEN 2 THEN '' ELSE E'a\\tb\\\\{n}''' END",
    "character varying(20)": "'name {n}'",
    "character(6)": "'c{n}'",
    "uuid": "('00000000-0000-4000-8000-' || lpad({n}::text, 12, '0'))::uuid",
    "date": "date '2024-02-20' + {n}",
    "timestamp without time zone": "timestamp '2024-02-29 23:59:50' + {n} * interval '1.5 seconds'",
    "timestamp with time zone": "timestamptz '2024-02-29 23:59:50+00' + {n} * interval '1.000001 seconds'",
    "time without time zone": "time '08:00' + {n} * interval '1.25 seconds'",
    "interval": "{n} * interval '1 day 0.5 seconds'",
    "bytea": "decode('00ff' || lpad(to_hex({n}), 2, '0'), 'hex')",
    "json": "('{{\"n\": {n}}}')::json",
    "jsonb": "CASE WHEN {n} % 2 = 0 THEN '{n}' ELSE '[\"x\", {n}]' END::jsonb",
    "integer[]": "ARRAY[{n}, NULL, 2]",
    "text[]": "ARRAY['{n}', 'a,\"b']",
    "inet": "('10.0.0.' || {n})::inet",
    "mood": "(CASE {n} % 2 WHEN 0 THEN 'sad' ELSE 'happy' END)::mood",
    "money_ish": "{n} + 0.25",
}
ROWS = 4

DECLARED = ["INTEGER", "BIGINT", "TINYINT(1)", "REAL", "double", "NUMERIC", "decimal(12,2)", "BOOLEAN", "bool", "TEXT", "varchar(50)", "CHAR(32)", "DATETIME",
            "timestamp", "DATE", "TIME", "BLOB", "JSON", "JSONB", "text CHECK (json_valid({}) OR {} IS NULL)", "", "INTERVAL", "UUID", "money", "clob"]
USUAL = {"integer": ["INTEGER", "BIGINT"], "bigint": ["BIGINT"], "boolean": ["BOOLEAN", "INTEGER", "bool"], "uuid": ["TEXT", "CHAR(32)", "BLOB"],
         "interval": ["BIGINT", "DATETIME", "TEXT"], "bytea": ["BLOB"], "jsonb": ["JSON", "TEXT"], "integer[]": ["JSON", "TEXT"], "text[]": ["JSON", "TEXT"]}


def kind_of(name):
    return name.partition("(")[0].strip()


# ---- is what SQLite has what PostgreSQL says? ----


def number(value):
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def moment(value):
    """Any form of a time, in UTC."""
    if isinstance(value, (int, float)):
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=value)
    if not isinstance(value, str):
        return None
    text = value.replace(" +", "+").strip()
    if len(text) > 6 and text[-3] in "+-" and text[-6] != ":" and ":" not in text[-3:]:
        text += ":00"
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(datetime.timezone.utc).replace(tzinfo=None) if found.tzinfo else found


def span(text):
    """PostgreSQL's interval of days and a time."""
    days, _, clock = text.rpartition(" ") if ":" in text else (text, "", "00:00:00")
    hours, minutes, seconds = clock.split(":")
    return datetime.timedelta(days=int(days.split()[0]) if days else 0, hours=int(hours), minutes=int(minutes), microseconds=int(Decimal(seconds) * 1000000))


def elements(text):
    """An array of one dimension, as PostgreSQL writes it."""
    found, at, text = [], 0, text[1:-1]
    while at < len(text):
        element, quoted = "", text[at] == '"'
        at += quoted
        while at < len(text) and text[at] != ('"' if quoted else ","):
            at += quoted and text[at] == "\\"
            element += text[at]
            at += 1
        at += 2 if quoted else 1
        found.append(None if element == "NULL" and not quoted else element)
    return found


def same_json(value, want):
    return isinstance(value, str) and json.loads(value, parse_float=Decimal) == json.loads(want, parse_float=Decimal)


def same_array(value, want, as_number):
    if value == want:
        return True
    read = json.loads(value)
    return read == [int(e) if as_number and e is not None else e for e in elements(want)]


def same_number(value, want, said):
    if number(value) == Decimal(want):
        return True
    return isinstance(value, float) and value == float(want) and (b"rounded" in said or b"turned into" in said)


def same_text(value, want, said):
    """In a column that SQLite makes numbers in it may be one; if that reads otherwise it has to be said."""
    if isinstance(value, (int, float)):
        return str(value) == want or (number(value) == number(want) and b"turned into" in said)
    return value == want


def same_span(value, want):
    zero = datetime.datetime(1970, 1, 1)
    if isinstance(value, (int, float)):
        return datetime.timedelta(microseconds=value) == span(want)
    if isinstance(value, str) and "." in value.partition(":")[0]:  # days.HH:MM:SS
        return span(value.replace(".", " days ", 1)) == span(want)
    return value == want or (moment(value) is not None and moment(value) - zero == span(want)) or (len(value) > len(want) and value.rstrip("0") == want)


def same_clock(value, want):
    if isinstance(value, int):  # what looks like an interval, where no type is known
        return datetime.timedelta(microseconds=value) == span(want)
    padded = want + ("0" * (15 - len(want)) if "." in want else "")
    return value in (want, padded, want + ("0" * (16 - len(want)) if "." in want else ""), want + ".000000") or moment(value) == moment("1970-01-01 " + padded)


def same_uuid(value, want):
    if isinstance(value, bytes):
        return uuid.UUID(bytes=value) == uuid.UUID(want)
    return value in (want, want.replace("-", ""), want.upper())


def same(kind, value, want, said, is_unknown):
    if want is None or value is None:
        return value is want
    if isinstance(value, bytes) and value == want.encode():
        return is_unknown  # of a bytea that is not written in hex it might be the bytes
    if kind == "boolean":
        return value in ((1, "t", "true", "1") if want == "t" else (0, "f", "false", "0"))
    if kind in ("integer", "bigint", "smallint", "numeric", "real", "double precision", "money_ish"):
        return same_number(value, want, said)
    if kind == "uuid":
        return same_uuid(value, want)
    if kind.startswith("timestamp"):
        cut = datetime.timedelta(milliseconds=1) if b"cut to milliseconds" in said else datetime.timedelta()
        return moment(value) is not None and datetime.timedelta() <= moment(want) - moment(value) <= cut
    if kind == "date":
        return value == want or moment(value) == moment(want)
    if kind == "time without time zone":
        return same_clock(value, want)
    if kind == "interval":
        return same_span(value, want)
    if kind == "bytea":
        return value == bytes.fromhex(want[2:]) or value == want
    if kind in ("json", "jsonb"):
        return value == want or number(value) == number(want) is not None or same_json(value, want)
    if kind.endswith("[]"):
        return same_array(value, want, kind == "integer[]")
    return same_text(value, want, said)


# ---- the two sides ----


@pytest.fixture(scope="module")
def source(postgres):
    """For each type the texts of its values; the last row is NULL."""
    postgres.psql("postgres", "CREATE DATABASE pairs;")
    postgres.psql("pairs", "ALTER DATABASE pairs SET timezone TO 'Asia/Kathmandu';")
    postgres.psql("pairs", "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN money_ish AS numeric(10,2);")
    values = {}
    for name, expression in TYPES.items():
        rows = ", ".join(f"({n}, ({expression.format(n=n)})::{name})" for n in range(20))
        copy = postgres.psql("pairs", f"COPY (SELECT value FROM (VALUES {rows}) rows (n, value) ORDER BY n) TO STDOUT;")
        values[name] = [line.replace("\\t", "\t").replace("\\\\", "\\") for line in copy.split("\n")[:-1]]
    return values


def literal(name, text):
    if text is None:
        return "NULL"
    if name in ("integer", "bigint", "smallint", "real", "double precision", "numeric", "numeric(12,2)", "money_ish"):
        return text
    if name == "boolean":
        return "true" if text == "t" else "false"
    return "'" + text.replace("'", "''") + "'"


def copied(text):
    return "\\N" if text is None else text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def definitions(columns):
    body = ",\n    ".join(f"{name} {kind.replace('mood', 'public.mood').replace('money_ish', 'public.money_ish')}" for name, kind in columns)
    return f"CREATE TYPE public.mood AS ENUM (\n    'sad',\n    'happy'\n);\nCREATE DOMAIN public.money_ish AS numeric(10,2);\nCREATE TABLE public.t (\n    {body}\n);\n"


def rows_of(form, columns, rows):
    names = ", ".join(name for name, _ in columns)
    if form == "copy":
        return f"COPY public.t ({names}) FROM stdin;\n" + "".join("\t".join(map(copied, row)) + "\n" for row in rows) + "\\.\n"
    head = f"INSERT INTO public.t ({names})" if form == "names" else "INSERT INTO public.t"
    return "".join(f"{head} VALUES ({', '.join(literal(kind, value) for (_, kind), value in zip(columns, row))});\n" for row in rows)


class Pair:
    """One random dump, and one random table."""

    def __init__(self, seed, source):
        rng = random.Random(seed)
        n = rng.randint(1, 7)
        self.columns = [(f"c{i}", rng.choice(list(TYPES))) for i in range(n)]
        numbers = rng.sample(range(20), ROWS - 1)
        self.rows = [[source[kind][i] for _, kind in self.columns] for i in numbers]
        self.rows.append([None] * n)
        self.form = rng.choice(["copy", "names", "positions"])
        self.is_defined = rng.random() < 0.7
        self.target = self.choose(rng)
        self.options = rng.choice([[], [], [], ["--timestamps=offset"], ["--strict"], ["--for=sqlalchemy"], ["--for=django"], ["--for=prisma"], ["--for=efcore"], ["--for=ecto"], ["--for=drizzle"], ["--timestamps=unix-ms"]])
        if not self.is_defined and "--timestamps" in "".join(self.options):
            self.options = []

    def choose(self, rng):
        """Columns of the table: usually the dump's, in another order."""
        target = []
        for name, kind in self.columns:
            likely = USUAL.get(kind_of(kind), ["TEXT", "NUMERIC", ""])
            target.append((rng.choice([name, name, name, name.upper()]), rng.choice(likely) if rng.random() < 0.6 else rng.choice(DECLARED)))
        if rng.random() < 0.7:
            rng.shuffle(target)
        if rng.random() < 0.1:
            target.pop()
        if rng.random() < 0.3 or not target:
            target.insert(rng.randint(0, len(target)), ("more", rng.choice(["TEXT", "INTEGER", "TEXT NOT NULL", "TEXT NOT NULL DEFAULT ''"])))
        if rng.random() < 0.1:
            target.append(("made", "INTEGER AS (1)"))
        return target

    def dump(self):
        text = rows_of(self.form, self.columns, self.rows)
        return whole((definitions(self.columns) if self.is_defined else "") + text)

    def create(self):
        return "CREATE TABLE t (" + ", ".join(f"{name} {declared.format(name, name)}" for name, declared in self.target) + ")"


def load(pair, folder):
    path = folder / "app.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute(pair.create())
    connection.close()
    result = run("--into", path, "--verify", *pair.options, stdin=pair.dump())
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT * FROM t ORDER BY rowid")
        names = [column[0].lower() for column in found.description]
        rows = [dict(zip(names, row)) for row in found]
    connection.close()
    return result, rows


def check(pair, folder):
    """True if it was loaded."""
    result, rows = load(pair, folder)
    assert result.returncode in (0, 1, 3), result.stderr
    if result.returncode:
        assert rows == [], "refused, and yet rows are there"
        return False
    # By position a table with the columns in another order may take the values, and the summary says so.
    if pair.form == "positions" and not pair.is_defined:
        assert b"went by position" in result.stderr
        order = [name for name, declared in pair.target if " AS " not in declared]
        names = [name.lower() for name in order]
    else:
        names = [name for name, _ in pair.columns]
    assert len(rows) == len(pair.rows)
    for row, wanted in zip(rows, pair.rows):
        for name, (_, kind), want in zip(names, pair.columns, wanted):
            assert same(kind_of(kind), row[name], want, result.stderr, not pair.is_defined), (name, kind, dict(pair.target).get(name), row[name], want, result.stderr)
    return True


@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, AT_ONCE))
def test_what_is_loaded_is_what_postgresql_says(first, source, tmp_path):
    loaded = 0
    for seed in range(first, min(first + AT_ONCE, FIRST + COUNT)):
        pair = Pair(seed, source)
        try:
            loaded += check(pair, tmp_path)
        except AssertionError as error:
            raise AssertionError(f"PAIRS_FIRST={seed} PAIRS_COUNT=1\n{pair.create()}\n{pair.options}\n{pair.dump().decode()}\n{error}") from error
    assert COUNT < AT_ONCE or loaded > 5
