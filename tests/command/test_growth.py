"""Growth: four times as much takes about four times the work. Work is counted
in instructions, by callgrind, so that no clock is asked."""

import re
import shutil
import subprocess

import pytest

from conftest import PROGRAM, whole


def tables(n):
    return "".join(f"CREATE TABLE public.t{i} (id integer NOT NULL, name text DEFAULT 'x'::text);\n" for i in range(n))


def tenants(n):
    return "".join(f"CREATE TABLE s{i}.t (id integer, name text);\nCREATE INDEX by_name ON s{i}.t USING btree (name);\n"
                   f"ALTER TABLE ONLY s{i}.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n" for i in range(n))


def comments(n):
    return tables(n // 10) + "".join(f"COMMENT ON COLUMN public.t{i % (n // 10)}.name IS 'number {i}';\n" for i in range(n))


def labels(n):
    return "CREATE TYPE public.e AS ENUM (" + ", ".join(f"'label {i}'" for i in range(n)) + ");\nCREATE TABLE public.t (a public.e);\n"


def checks(n):
    return "CREATE TABLE public.t (a integer);\n" + "".join(f"ALTER TABLE public.t ADD CONSTRAINT c{i} CHECK ((a <> {i}));\n" for i in range(n))


def foreign_keys(n):
    return tables(n) + "".join(f"ALTER TABLE ONLY public.t{i} ADD CONSTRAINT p{i} PRIMARY KEY (id);\n" for i in range(n)) + "".join(
        f"ALTER TABLE ONLY public.t{i} ADD CONSTRAINT f{i} FOREIGN KEY (id) REFERENCES public.t{i - 1}(id);\n" for i in range(1, n))


def sequences(n):
    return "".join(f"CREATE TABLE public.t{i} (id integer NOT NULL);\nCREATE SEQUENCE public.t{i}_id_seq;\n"
                   f"ALTER SEQUENCE public.t{i}_id_seq OWNED BY public.t{i}.id;\nALTER TABLE ONLY public.t{i} ALTER COLUMN id SET DEFAULT nextval('public.t{i}_id_seq'::regclass);\n"
                   f"ALTER TABLE ONLY public.t{i} ADD CONSTRAINT p{i} PRIMARY KEY (id);\nSELECT pg_catalog.setval('public.t{i}_id_seq', {i + 1}, true);\n" for i in range(n))


def partitions(n):
    return "CREATE TABLE public.p (a integer) PARTITION BY LIST (a);\n" + "".join(
        f"CREATE TABLE public.p{i} (a integer);\nALTER TABLE ONLY public.p ATTACH PARTITION public.p{i} FOR VALUES IN ({i});\n" for i in range(n))


def targets(n):
    return tables(n) + "".join(f"COPY public.t{i} (id, name) FROM stdin;\n{i}\tx\n\\.\n" for i in range(n))


def rows_of_one_insert(n):
    return "CREATE TABLE public.t (a integer, b text);\nINSERT INTO public.t VALUES " + ", ".join(f"({i}, 'x')" for i in range(n)) + ";\n"


def functions(n):
    return "".join(f"CREATE FUNCTION public.f{i}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := {i}; RETURN NEW; END $$;\n" for i in range(n))


def instructions(text, folder, *options):
    (folder / "d.sql").write_bytes(whole(text))
    result = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", PROGRAM, "-q", "--jobs=1", *options, "d.sql"],
                            cwd=folder, capture_output=True, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    return int(re.search(rb"Collected : (\d+)", result.stderr)[1])


GENERATORS = [(tables, 250), (tenants, 150), (comments, 1000), (labels, 1000), (checks, 250), (foreign_keys, 150), (sequences, 150),
              (partitions, 250), (targets, 250), (rows_of_one_insert, 2000), (functions, 400)]


@pytest.mark.parametrize("generator, n", GENERATORS, ids=[generator.__name__ for generator, _ in GENERATORS])
def test_work_grows_in_a_straight_line(generator, n, tmp_path):
    if not shutil.which("valgrind"):
        pytest.skip("no valgrind here")
    base, once, four = (instructions(generator(count), tmp_path) for count in (10, n, 4 * n))
    assert four - base < 6 * (once - base), (base, once, four)
