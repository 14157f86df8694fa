"""Converts every dump in a folder and says how each went.

    python3 report.py FOLDER        a line a file, then the totals

A file either converts, and then SQLite accepts what came out and holds as many
rows as the dump has INSERTed, or fails with a message that says what to do.
Anything else (a crash, a success without rows where there are INSERTs, SQL that
SQLite does not take) is a fault, and the status is 1.
"""

import collections
import pathlib
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from conftest import PROGRAM

MESSAGE = re.compile(r"^pgdecant: (.*?)(?::\d+:\d+)?: (.*)$")


def holds_inserts(text):
    return re.search(rb"^\s*insert\s+into", text, re.M | re.I) is not None


def make_tables(connection, sql):
    """Tables of text for everything that the SQL inserts into."""
    while True:
        try:
            connection.executescript("ROLLBACK;" if connection.in_transaction else "")
            connection.executescript(sql)
            return None
        except sqlite3.OperationalError as error:
            column = re.search(r"table (.*) has no column named (.*)$", str(error), re.S)
            if column:
                connection.rollback()
                connection.execute('ALTER TABLE "{}" ADD COLUMN "{}"'.format(*column.groups()))
                continue
            missing = re.search(r"no such table: (?:main\.)?(.*)$", str(error), re.S)
            if not missing:
                return str(error)
            name = missing[1].replace('"', '""')
            insert = re.search(
                r'INSERT (?:OR IGNORE )?INTO (?:"' + re.escape(name) + '"|' + re.escape(missing[1]) + r")(\([^)]*\))?(?: DEFAULT VALUES| VALUES\s+\(([\s\S]{0,200000}))",
                sql,
            )
            columns = insert[1] if insert and insert[1] else None
            if not columns:
                columns = "(" + ",".join(f"c{i}" for i in range(count_values(insert[2] or "") if insert else 1)) + ")"
            if connection.in_transaction:
                connection.rollback()
            connection.execute(f'CREATE TABLE "{name}" {columns}')


def count_values(row):
    """Values of the row that begins the text: commas outside of literals."""
    count, quoted, depth = 1, False, 0
    for byte in row:
        if byte == "'":
            quoted = not quoted
        elif not quoted and byte == "(":
            depth += 1
        elif not quoted and byte == ")":
            if depth == 0:
                break
            depth -= 1
        elif not quoted and byte == "," and depth == 0:
            count += 1
    return count


def convert(path, *options):
    return subprocess.run([PROGRAM, path, *options], capture_output=True, timeout=600)


def check(path):
    """('converted' | 'refused' | 'FAULT', what there is to say)"""
    text = path.read_bytes()
    result = convert(path)
    if result.returncode == 1 and b"--allow-truncated" in result.stderr:
        result = convert(path, "--allow-truncated")
    if result.returncode == 1:
        message = MESSAGE.match(result.stderr.decode(errors="replace").splitlines()[-1])
        return ("refused", message[2]) if message and not result.stdout.endswith(b"COMMIT;\n") else ("FAULT", result.stderr)
    if result.returncode != 0:
        return "FAULT", f"status {result.returncode}"
    rows = re.search(rb"tables?, ([\d,]+) rows?;", result.stderr)
    count = int(rows[1].replace(b",", b""))
    if count == 0 and holds_inserts(text) and b"CREATE" not in result.stderr:
        return "FAULT", "no rows"
    connection = sqlite3.connect(":memory:", isolation_level=None)
    problem = make_tables(connection, result.stdout.decode())
    if problem:
        return "FAULT", problem
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    loaded = sum(connection.execute('SELECT count(*) FROM "{}"'.format(name.replace('"', '""'))).fetchone()[0] for (name,) in tables.fetchall())
    if loaded != count:
        return "FAULT", f"{loaded} rows in SQLite for {count} in the dump"
    return "converted", f"{count} rows"


def main(folder):
    totals = collections.Counter()
    for path in sorted(pathlib.Path(folder).iterdir()):
        if not path.is_file() or path.suffix in (".tsv", ".md"):
            continue
        inserts = holds_inserts(path.read_bytes())
        outcome, detail = check(path)
        totals[outcome, inserts] += 1
        if inserts or outcome == "FAULT":
            print(f"{outcome:10} {path.name}: {detail}")
    for (outcome, inserts), count in sorted(totals.items()):
        print(f"{count} {'with' if inserts else 'without'} INSERT {outcome}")
    return any(outcome == "FAULT" for outcome, _ in totals)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
