"""Mutants that PostgreSQL judges: statements of a dump are dropped, doubled and
exchanged, and so are rows and values. What both take has to become the same
rows and definitions on both ways, by the mutant itself and by PostgreSQL's dump
of it, but for what the report says. JUDGED_FIRST and JUDGED_COUNT say which are
made (make mutate)."""

import json
import os
import random
import re
import sqlite3
import subprocess

import pytest

from conftest import run

FIRST = int(os.environ.get("JUDGED_FIRST", 0))
COUNT = int(os.environ.get("JUDGED_COUNT", 200))
STATEMENTS = [
    "CREATE TYPE public.mood AS ENUM ('sad', 'ok');",
    "CREATE DOMAIN public.positive AS integer CONSTRAINT above CHECK ((VALUE > 0));",
    "CREATE TABLE public.people (id integer NOT NULL, name character varying(20) NOT NULL, mood public.mood DEFAULT 'ok'::public.mood, born date, paid numeric(8,2) DEFAULT 0.00, tags text[], doc jsonb, age public.positive);",
    "CREATE SEQUENCE public.people_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;",
    "ALTER SEQUENCE public.people_id_seq OWNED BY public.people.id;",
    "ALTER TABLE ONLY public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass);",
    "CREATE TABLE public.pets (owner integer, name text, at timestamp with time zone, weight double precision, code character(3), ok boolean DEFAULT true NOT NULL);",
    "CREATE TABLE public.empty (a integer, b bytea);",
    "CREATE VIEW public.heavy AS SELECT pets.name FROM public.pets WHERE (pets.weight > (10)::double precision);",
    "COPY public.people (id, name, mood, born, paid, tags, doc, age) FROM stdin;\n1\tAnn\tok\t2024-02-29\t1.50\t{a,b}\t{\"x\": 1}\t5\n2\tBob\tsad\t\\N\t0.00\t\\N\t\\N\t\\N\n3\tit's\t\\N\t1999-12-31\t\\N\t{}\t[]\t7\n\\.",
    "COPY public.pets (owner, name, at, weight, code, ok) FROM stdin;\n1\tRex\t2024-02-29 12:00:00+00\t30\tabc\tt\n1\tTom\t2024-02-29 12:00:00.5+00\t4.25\tab \tf\n\\N\t\\\\x\\t\t\\N\tNaN\t\\N\tt\n\\.",
    "INSERT INTO public.empty VALUES (1, '\\x00ff');",
    "INSERT INTO public.empty (b, a) VALUES ('\\x', 2), (NULL, 3);",
    "SELECT pg_catalog.setval('public.people_id_seq', 9, true);",
    "ALTER TABLE ONLY public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);",
    "ALTER TABLE ONLY public.people ADD CONSTRAINT people_name_key UNIQUE (name);",
    "ALTER TABLE public.pets ADD CONSTRAINT light CHECK ((weight <> (5)::double precision));",
    "CREATE INDEX pets_name ON public.pets USING btree (name, weight DESC);",
    "CREATE UNIQUE INDEX pets_code ON public.pets USING btree (code) WHERE ok;",
    "ALTER TABLE ONLY public.pets ADD CONSTRAINT pets_owner_fkey FOREIGN KEY (owner) REFERENCES public.people(id) ON DELETE CASCADE;",
]
VALUES = ["1", "-0", "1e3", "007", "", "\\N", "t", "false", "NaN", "inf", "2024-1-5", "2024-02-30", "20240105", "infinity", "10:00", "ok", "happy", "{}", "{a,b}", "{ a , b }", "{1",
          "[1]", "{\"a\":1}", "x", "ab", "abcd", "\\\\x41", " 1 ", "1.005", "99999999999", "it's", "2024-02-29 12:00:00", "2024-02-29T12:00:00Z", "'q'"]


def mutate_rows(rng, statement):
    """A line of a COPY, or a value of it."""
    lines = statement.split("\n")
    at = rng.randrange(1, len(lines) - 1)
    kind = rng.choice(["drop", "double", "value", "value", "value", "swap"])
    if kind == "drop":
        del lines[at]
    elif kind == "double":
        lines.insert(at, lines[at])
    else:
        fields = lines[at].split("\t")
        field = rng.randrange(len(fields))
        other = rng.randrange(len(fields))
        if kind == "swap":
            fields[field], fields[other] = fields[other], fields[field]
        else:
            fields[field] = rng.choice(VALUES)
        lines[at] = "\t".join(fields)
    return "\n".join(lines)


def mutate(rng):
    statements = list(STATEMENTS)
    for _ in range(rng.choice([1, 1, 2, 3])):
        at, other = rng.randrange(len(statements)), rng.randrange(len(statements))
        kind = rng.choice(["drop", "double", "swap", "rows", "rows", "rows", "rows"])
        if kind == "drop":
            del statements[at]
        elif kind == "double":
            statements.insert(other, statements[at])
        elif kind == "swap":
            statements[at], statements[other] = statements[other], statements[at]
        else:
            copies = [i for i, statement in enumerate(statements) if statement.startswith("COPY")]
            if copies:
                at = rng.choice(copies)
                statements[at] = mutate_rows(rng, statements[at])
    return "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n" + "\n".join(statements) + "\n"


def load(postgres, text):
    """True if PostgreSQL takes all of it; nothing of it otherwise."""
    script = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; SET timezone = 'UTC';\n" + text
    return subprocess.run([postgres.bin / "psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", "judged"], input=script.encode(), env=postgres.env, capture_output=True).returncode == 0


def in_order(sql):
    """Clauses of a table may stand in any order."""
    head, *clauses = re.split(r", (?=CHECK |FOREIGN |UNIQUE |PRIMARY )", sql.removesuffix(" )"))
    return ", ".join([head, *sorted(clauses)])


def found_in(path):
    """Rows of each table, and what is defined, in words."""
    with sqlite3.connect(path) as connection:
        connection.create_function("as_value", 1, lambda text: text and repr(json.loads(text, parse_int=float)))
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_stat1'")]
        rows = {name: sorted(map(repr, connection.execute(f"SELECT * FROM \"{name}\""))) for name in names}
        if "people" in rows: # a jsonb is the same in any spacing, and a number of it in any form
            rows["people"] = sorted(map(repr, connection.execute("SELECT id, name, mood, born, paid, tags, as_value(doc), age FROM people")))
        # Names that PostgreSQL gives by itself may differ; layout does not matter,
        # nor does the table before a column of a view of one table (16 leaves it out).
        made = sorted(in_order(re.sub(r"\s+", " ", re.sub(r"CONSTRAINT \S+ |\bpets\.", "", sql))) for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_stat1'"))
    return rows, made


@pytest.fixture(scope="module")
def judge(postgres):
    postgres.psql("postgres", "CREATE DATABASE judged;")
    return postgres


@pytest.mark.parametrize("number", range(FIRST, FIRST + COUNT))
def test_a_judged_mutant(number, judge, tmp_path):
    mutant = mutate(random.Random(number))
    (tmp_path / "mutant.sql").write_text(mutant)
    ours = run("-q", "mutant.sql", "-o", "ours.db", "--report=ours.json", cwd=tmp_path)
    assert ours.returncode in (0, 1), ours.stderr
    if ours.returncode or not load(judge, mutant):
        return
    (tmp_path / "theirs.sql").write_bytes(judge.dump("judged", ["--no-data-only"]))
    assert run("-q", "theirs.sql", "-o", "theirs.db", cwd=tmp_path).returncode == 0
    if json.loads((tmp_path / "ours.json").read_text())["entries"]:
        return
    (our_rows, our_schema), (their_rows, their_schema) = found_in(tmp_path / "ours.db"), found_in(tmp_path / "theirs.db")
    assert our_rows == their_rows, mutant
    assert our_schema == their_schema, mutant
