"""What people write in an afternoon: rows of one COPY into a table that is there,
by executemany. For the bench."""

import re
import sqlite3
import sys

ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def value(field):
    if field == r"\N":
        return None
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), field) if "\\" in field else field


def rows(lines):
    for line in lines:
        if line == "\\.\n":
            return
        yield [value(field) for field in line[:-1].split("\t")]


dump, database = sys.argv[1:]
with open(dump, encoding="utf-8", newline="\n") as lines, sqlite3.connect(database) as connection:
    for line in lines:
        if line.startswith("COPY "):
            break
    connection.executemany("INSERT INTO bench VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows(lines))
