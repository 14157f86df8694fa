"""Converts every dump in a folder and says how each went.

    python3 report.py FOLDER        a line a file, then the totals

A file either converts, or fails with a message that says what to do. What
converts has to run in SQLite, as SQL and as a database alike, with as many rows
as the dump has; and every table, key, check, index and view of the dump has to
be in the result or in the report. Both sides are counted here, by means of
their own. Anything else is a fault, and the status is 1.
"""

import collections
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from conftest import PROGRAM

MESSAGE = re.compile(r"^pgdecant: (.*?)(?::\d+:\d+)?: (.*)$", re.S)
TOKEN = re.compile(
    rb"""
    (?P<copy>^COPY\s[^;]*?FROM\s+stdin[^;]*;.*?^\\\.\r?$)
  | --[^\n]* | /\*.*?\*/ | ^\\[^\n]*
  | (?P<dollar>\$(?P<tag>[A-Za-z_\x80-\xff][\w\x80-\xff]*|)\$.*?\$(?P=tag)\$)
  | [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*'
    """,
    re.X | re.S | re.M | re.I,
)
NAME = r'(?:"(?:[^"]|"")+"|[\w$\x80-\uffff]+)'
QUALIFIED = rf"({NAME})(?:\s*\.\s*({NAME}))?"
TABLE = re.compile(rf"^\s*CREATE\s+(?:UNLOGGED\s+|FOREIGN\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{QUALIFIED}", re.M | re.I)
INDEX = re.compile(rf"^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?({NAME})\s+ON\b", re.M | re.I)
VIEW = re.compile(rf"^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:MATERIALIZED\s+)?VIEW\s+{QUALIFIED}", re.M | re.I)
KEY = re.compile(rf"\bCONSTRAINT\s+({NAME})\s+(PRIMARY\s+KEY|UNIQUE|FOREIGN\s+KEY|CHECK|EXCLUDE)\b", re.I)


def unquote(name):
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()


def convert(path, *options):
    return subprocess.run([PROGRAM, path, *options], capture_output=True, timeout=600)


# ---- what the dump has ----


def without_bodies(raw):
    """The statements alone: no rows, comments, strings and function bodies."""
    return TOKEN.sub(lambda found: b"''" if found[0][:1] in b"'eE$" else b"\n", raw).decode(errors="replace")


def objects(raw):
    """(kind, name) of what the dump defines, as far as it ends in SQLite."""
    text = without_bodies(raw)
    for kind, pattern in (("table", TABLE), ("view", VIEW)):
        for found in pattern.finditer(text):
            yield kind, unquote(found[2] or found[1])
    for found in INDEX.finditer(text):
        yield "index", unquote(found[1])
    for statement in text.split(";"):
        if re.match(r"\s*(CREATE\s+(UNLOGGED\s+|FOREIGN\s+)?TABLE|ALTER\s+TABLE)\b", statement, re.I):
            for found in KEY.finditer(statement):
                yield "constraint", unquote(found[1])


def copied_rows(raw):
    """Lines between COPY and its end; INSERTs are counted by the program."""
    count = 0
    for found in re.finditer(rb"^COPY\s[^;]*?FROM\s+stdin\s*;\r?\n(.*?)^\\\.\r?$", raw, re.M | re.S | re.I):
        count += len(re.findall(rb"^", found[1], re.M)) - 1 if found[1] else 0
    return count


# ---- what has become of it ----


def names_in(database):
    """Everything that has a name in SQLite, and the constraints' names."""
    names = set()
    for name, sql in database.execute("SELECT name, sql FROM sqlite_master"):
        names.add(name)
        for found in re.finditer(rf"\bCONSTRAINT\s+({NAME})", sql or ""):
            names.add(found[1][1:-1].replace('""', '"') if found[1].startswith('"') else found[1])
    return {name.lower() for name in names}


def is_carried(kind, name, here):
    """app.t is app_t."""
    return name in here or (kind in ("table", "view") and any(other.endswith("_" + name) for other in here))


def names_in_report(entries):
    names = set()
    for entry in entries:
        names.add(entry["name"].lower())
        for part in (entry["name"], entry["name"].split(" on ")[0]):
            pieces = part.split(".")
            names.update(".".join(pieces[i:]).lower() for i in range(len(pieces)))
    return names


def attached_indexes(raw):
    """Indexes of partitions: part of the whole table's."""
    return {
        unquote(found[2] or found[1])
        for found in re.finditer(rf"ATTACH\s+PARTITION\s+{QUALIFIED}\s*(?:;|$)", without_bodies(raw), re.I)
    }


def partitions(raw):
    return {
        unquote(found[2] or found[1])
        for found in re.finditer(rf"ATTACH\s+PARTITION\s+{QUALIFIED}|CREATE\s+TABLE\s+{QUALIFIED}\s+PARTITION\s+OF", without_bodies(raw), re.I)
        for found in [re.match(rf".*?{QUALIFIED}(?:\s+PARTITION\s+OF)?$", found[0], re.S)]
        if found
    }


def count_rows(database):
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    return sum(database.execute('SELECT count(*) FROM "{}"'.format(t.replace('"', '""'))).fetchone()[0] for t in tables)


def dump_of(database):
    """Its dump; what comes in another order from each writer apart: indexes,
    statistics, and sqlite_sequence."""
    lines = list(database.iterdump())
    loose = [line for line in lines if re.match(r'CREATE (UNIQUE )?INDEX|INSERT INTO "sqlite_|ANALYZE', line)]
    apart = set(loose)
    return [line for line in lines if line not in apart], sorted(loose)


def check_whole(path, raw, folder, options, totals):
    """Returns what is wrong with a dump that makes tables, or None."""
    made, report = folder / "made.db", folder / "report.json"
    result = convert(path, *options, "-o", made, "--report", report)
    if result.returncode:
        return "as a database: " + result.stderr.decode(errors="replace")
    entries = json.loads(report.read_text(errors="replace"))["entries"]
    with sqlite3.connect(made) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return "integrity_check"
        rows, copied = count_rows(database), copied_rows(raw)
        if rows < copied:
            return f"{rows} rows of {copied}"
        here, there = names_in(database), names_in_report(entries)
        parts = {name.lower() for name in attached_indexes(raw) | partitions(raw)}
        for kind, name in objects(raw):
            where = "carried" if is_carried(kind, name.lower(), here) else "reported" if name.lower() in there else "merged" if name.lower() in parts else None
            if not where and not options:
                return f"the {kind} {name} is lost in silence"
            totals[f"{kind} {where or 'behind the cut'}"] += 1
    return None


def check(path, totals=None):
    """('converted' | 'refused' | 'FAULT', what there is to say)"""
    raw = path.read_bytes()
    options = []
    totals = totals if totals is not None else collections.Counter()
    result = convert(path)
    if result.returncode == 1 and b"--allow-truncated" in result.stderr:
        options = ["--allow-truncated"]
        result = convert(path, *options)
    if result.returncode == 1:
        message = MESSAGE.match(result.stderr.decode(errors="replace").splitlines()[-1])
        return ("refused", message[2]) if message and not result.stdout.endswith(b"COMMIT;\n") else ("FAULT", result.stderr)
    if result.returncode != 0:
        return "FAULT", f"status {result.returncode}"
    if not re.search(rb"^CREATE TABLE (?!pgdecant_makes)", result.stdout, re.M):
        rows = re.search(rb"tables?, ([\d,]+) rows?;", result.stderr)
        return "converted", f"{rows[1].decode()} rows, no tables"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shell = subprocess.run(["sqlite3", "-bail", folder / "shell.db"], input=result.stdout + b"ANALYZE;", capture_output=True)
        if shell.returncode or shell.stderr:
            return "FAULT", shell.stderr.decode(errors="replace")
        problem = check_whole(path, raw, folder, options, totals)
        if problem:
            return "FAULT", problem
        with sqlite3.connect(folder / "shell.db") as one, sqlite3.connect(folder / "made.db") as other:
            for database in (one, other):
                database.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            # Some clients take it for a table of the application's.
            if other.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'").fetchone() == (0,):
                one.execute("DROP TABLE sqlite_stat1")
            if dump_of(one) != dump_of(other):
                return "FAULT", "the database is not what the SQL makes"
            return "converted", f"{count_rows(one)} rows"


def main(folder):
    outcomes, totals = collections.Counter(), collections.Counter()
    for path in sorted(p for p in pathlib.Path(folder).glob("**/*") if p.is_file() and p.name.endswith("sql")):
        outcome, detail = check(path, totals)
        outcomes[outcome] += 1
        print(f"{outcome}: {path.name}: {detail}", flush=True)
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))
    for what, count in sorted(totals.items()):
        print(f"  {count} {what}")
    return 1 if outcomes["FAULT"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
