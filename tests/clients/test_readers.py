"""One database with a column of every type, read by programs in other languages
(beside this file, in readers/). Each prints a line for every value of the table:
its kind as the language has it, and the value, texts and bytes as hexadecimal
digits. Then it adds a row, counts those of a view, and asks whether the file is
sound."""

import datetime
import os
import shutil
import sqlite3
import subprocess

import pytest

from conftest import ROOT, from_npm, run, whole
from test_clients import needs

READERS = ROOT / "tests" / "clients" / "readers"
TYPES = {
    "small": ("smallint", "-32768", "32767"),
    "whole": ("integer", "-2147483648", "2147483647"),
    "big": ("bigint", "-9223372036854775808", "9007199254740993"),
    "single": ("real", "0.5", "-1e+10"),
    "double": ("double precision", "0.1", "1.7976931348623157e+308"),
    "amount": ("numeric(12,2)", "12.50", "-0.01"),
    "exact": ("numeric", "1.50", "123456789012345678901234567890.5"),
    "ok": ("boolean", "t", "f"),
    "words": ("text", "Grüße, мир, 世界, \U0001f600 'quoted' \"twice\"", ""),
    "named": ("character varying(20)", "a\\tb\\nc", " "),
    "filled": ("character(4)", "ab  ", "abcd"),
    "bytes": ("bytea", "\\\\x00ff80", "\\\\x"),
    "day": ("date", "2024-02-29", "0001-01-01"),
    "moment": ("timestamp without time zone", "2024-02-29 23:59:59.123456", "1969-12-31 00:00:00"),
    "instant": ("timestamp with time zone", "2024-02-29 23:59:59.5+00", "1999-01-01 00:00:00+00"),
    "clock": ("time without time zone", "23:59:59.25", "00:00:00"),
    "span": ("interval", "1 year 2 mons 3 days 04:05:06", "-00:00:01"),
    "uid": ("uuid", "6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b", "00000000-0000-0000-0000-000000000000"),
    "document": ("jsonb", '{"a": [1, null, "ü"]}', "[]"),
    "list": ("integer[]", "{1,NULL,3}", "{}"),
    "texts": ("text[]", '{a,"b c"}', "{}"),
    "address": ("inet", "10.0.0.1/8", "::1"),
}
ROWS = ["\t".join([str(number), *(values[number] for values in TYPES.values())]) for number in (1, 2)] + ["3" + "\t\\N" * len(TYPES)]
COLUMNS = ", ".join(f'"{name}" {values[0]}' for name, values in TYPES.items())
LINES = "\n".join(ROWS)
NAMES = ", ".join(f'"{name}"' for name in ["id", *TYPES])
DUMP = whole(
    f"CREATE TABLE public.every (id integer NOT NULL, {COLUMNS});\n"
    f"CREATE VIEW public.few AS\n SELECT every.id\n   FROM public.every\n  WHERE (every.words IS NOT NULL);\n"
    f"COPY public.every ({NAMES}) FROM stdin;\n{LINES}\n\\.\n"
    "ALTER TABLE ONLY public.every ADD CONSTRAINT every_pkey PRIMARY KEY (id);\n"
    "CREATE INDEX every_words ON public.every USING btree (words);\n"
)


def java():
    needs(["java", "--list-modules"], "a JDK")
    if not os.path.exists("/usr/share/java/sqlite-jdbc.jar"):
        pytest.skip("libxerial-sqlite-jdbc-java is not installed: make deps-test installs it")
    return ["java", "-cp", "/usr/share/java/sqlite-jdbc.jar", "-Dorg.sqlite.lib.path=/usr/lib/" + os.uname().machine + "-linux-gnu/jni", READERS / "Reader.java"]


def go(tmp_path):
    if shutil.which("go") is None or not os.path.isdir("/usr/share/gocode/src/github.com/mattn/go-sqlite3"):
        pytest.skip("golang-github-mattn-go-sqlite3-dev is not installed: make deps-test installs it")
    env = {**os.environ, "GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "GOCACHE": str(tmp_path / "cache"), "GOFLAGS": "-tags=libsqlite3"}
    subprocess.run(["go", "build", "-o", tmp_path / "reader", READERS / "reader.go"], env=env, check=True, capture_output=True)
    return [tmp_path / "reader"]


def php():
    needs(["php", "-r", "new SQLite3(':memory:');"], "php-sqlite3")
    return ["php", "-d", "serialize_precision=17", READERS / "reader.php"]


def perl():
    needs(["perl", "-MDBD::SQLite", "-e", "1"], "libdbd-sqlite3-perl")
    return ["perl", READERS / "reader.pl"]


def ruby():
    needs(["ruby", "-e", "require 'sqlite3'"], "ruby-sqlite3")
    return ["ruby", READERS / "reader.rb"]


def in_javascript(name, package, *command):
    """Beside the packages, where their imports find them."""
    folder = from_npm(package)
    shutil.copy(READERS / "form.mjs", folder)
    program = folder / "node_modules" / ".bin" / command[0]
    first = [program if program.exists() else command[0], *command[1:]]
    return [*first, shutil.copy(READERS / f"{name}.mjs", folder)]


COMMANDS = {
    "java": lambda _: java(),
    "go": go,
    "php": lambda _: php(),
    "perl": lambda _: perl(),
    "ruby": lambda _: ruby(),
    "bun": lambda _: in_javascript("bun", "bun", "bun"),
    "deno": lambda _: in_javascript("deno", "deno", "deno", "run", "-A", "--no-check", "-q"),
    "libsql": lambda _: in_javascript("libsql", "@libsql/client", "node"),
    "turso": lambda _: in_javascript("turso", "@tursodatabase/database", "node"),
}


def form(value):
    """As a reader prints it."""
    if value is None:
        return ("null",)
    if isinstance(value, str):
        return "text", value.encode().hex()
    if isinstance(value, bytes):
        return "blob", value.hex()
    return "integer" if isinstance(value, int) else "real", value


def read(line):
    kind, _, value = line.partition(" ")
    if kind == "null":
        return (kind,)
    return kind, int(value) if kind == "integer" else float(value) if kind == "real" else value


def is_same(wanted, found):
    if found[0] == "time": # what a driver makes of a text in a column of times
        text = bytes.fromhex(wanted[1]).decode()
        return datetime.datetime.fromisoformat(text) == datetime.datetime.fromisoformat(found[1].ljust(26, "0") if "." in found[1] else found[1])
    return wanted == found


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("reader", COMMANDS)
def test_every_type(reader, journal, tmp_path):
    path = tmp_path / "every.db"
    result = run("-q", "-o", path, f"--journal={journal}", stdin=DUMP)
    assert result.returncode == 0, result.stderr
    connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    wanted = [form(value) for row in connection.execute("SELECT * FROM every ORDER BY id") for value in row]
    connection.close()
    command = COMMANDS[reader](tmp_path)
    printed = subprocess.run([*map(str, command), str(path)], capture_output=True, text=True, env={**os.environ, "TZ": "UTC"})
    assert printed.returncode == 0, printed.stderr
    *values, count, check = printed.stdout.splitlines()
    found = [read(line) for line in values]
    assert len(found) == len(wanted) == 3 * (len(TYPES) + 1)
    assert [pair for pair in zip(wanted, found) if not is_same(*pair)] == []
    assert (count, check) == ("3", "ok")
