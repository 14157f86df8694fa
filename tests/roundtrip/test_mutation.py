"""Mutated dumps: bytes flipped, deleted, doubled. Each run ends in an error, or
in a database that is what the mutated dump says; never in a crash, and never
with half a file. MUTATION_FIRST and MUTATION_COUNT say which are made."""

import os
import random
import sqlite3

import pytest

from conftest import BUILD, ROOT, run

FIRST = int(os.environ.get("MUTATION_FIRST", 0))
COUNT = int(os.environ.get("MUTATION_COUNT", 200))
CHECKED = BUILD / "asan" / "pgdecant"
DUMPS = [path for name in ("types", "objects", "odd_names", "whole_dump", "booleans", "policies", "frame", "strings")
         if (path := ROOT / "tests" / "cases" / f"{name}.sql").exists()]


def flip(rng, text, at):
    return text[:at] + bytes([rng.choice(b"\0\n\t'\"\\;(),$-a1\xc3\xff") if rng.random() < 0.5 else text[at] ^ 1 << rng.randrange(8)]) + text[at + 1 :]


def delete(rng, text, at):
    return text[:at] + text[at + rng.choice([1, 1, 2, 10, 100]) :]


def double(rng, text, at):
    end = at + rng.choice([1, 1, 2, 10, 100])
    return text[:end] + text[at:]


def mutate(rng, text):
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        text = rng.choice([flip, delete, double])(rng, text, rng.randrange(len(text)))
    return text


@pytest.mark.parametrize("number", range(FIRST, FIRST + COUNT))
def test_a_mutated_dump(number, tmp_path):
    rng = random.Random(number)
    dump, made = tmp_path / "dump.sql", tmp_path / "made.db"
    dump.write_bytes(mutate(rng, rng.choice(DUMPS).read_bytes()))
    result = run("-q", dump, "-o", made, "--verify", env={"PGDECANT_BUFFER": rng.choice(["", "1"])}, program=CHECKED)
    assert result.returncode in (0, 1), result.stderr.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == (["dump.sql"] if result.returncode else ["dump.sql", "made.db"])
    if result.returncode:
        assert result.stderr.startswith(b"pgdecant: ")
        return
    assert run("verify", dump, made, program=CHECKED).returncode == 0
    with sqlite3.connect(made) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
