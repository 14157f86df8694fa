"""Real libraries read what pgdecant made, and find it: each of the applications
beside this file makes its own tables or takes those of a new database, reads
every value, finds every row by every value, and adds one."""

import os
import shutil
import subprocess

import pytest

from conftest import ROOT, from_npm, run, whole

ITEMS = """CREATE TABLE public.items (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    clock time without time zone,
    span interval,
    price numeric(12,2),
    data jsonb,
    tags text[],
    ok boolean
);
CREATE SEQUENCE public.items_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.items_id_seq OWNED BY public.items.id;
ALTER TABLE ONLY public.items ALTER COLUMN id SET DEFAULT nextval('public.items_id_seq'::regclass);
"""
ROWS = """COPY public.items (id, uid, at, clock, span, price, data, tags, ok) FROM stdin;
1\t6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b\t2024-01-01 02:30:00+02\t08:00:00\t3 days 00:00:04.5\t12.50\t{"a": 1}\t{123,b}\tt
2\t6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c\t2024-02-29 10:00:00.25+00\t09:30:00.25\t00:00:01\t0.10\t{"a": 2}\t{}\tf
\\.
SELECT pg_catalog.setval('public.items_id_seq', 2, true);
ALTER TABLE ONLY public.items ADD CONSTRAINT items_pkey PRIMARY KEY (id);
"""
# The table in which the client writes down its migrations, with what the dump has of it.
MARKERS = {
    "django": ("django_migrations (id bigint, app text, name text, applied timestamp with time zone)", "1\tapp\t0001_initial\t2024-01-01 00:00:00+00"),
    "sqlalchemy": ("alembic_version (version_num character varying(32))", "0001"),
    "rails": ("ar_internal_metadata (key text, value text, created_at timestamp(6) without time zone, updated_at timestamp(6) without time zone)", "environment\tproduction\t2024-01-01 00:00:00\t2024-01-01 00:00:00"),
    "typeorm": ('migrations (id integer, "timestamp" bigint, name text)', "1\t1700000000000\tInit1700000000000"),
    "sequelize": ('"SequelizeMeta" (name character varying(255))', "1-init.js"),
    "prisma": ("_prisma_migrations (id text, checksum text, migration_name text)", "1\tabc\t1_init"),
    "drizzle": ("__drizzle_migrations (id integer, hash text, created_at bigint)", "1\tabc\t1700000000000"),
}
PACKAGES = {
    "typeorm": ("typeorm", "sql.js"),
    "sequelize": ("sequelize", "sql.js"),
    "prisma": ("prisma", "@prisma/client", "@prisma/adapter-libsql"),
    "drizzle": ("drizzle-orm", "sql.js"),
}
SYSTEM_PYTHON = "/usr/bin/python3"


def needs(command, package):
    """Skips where the client is not installed."""
    if shutil.which(command[0]) is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip(f"{package} is not installed: make deps-test installs it where it can be had")


def command_of(client):
    here = ROOT / "tests" / "clients"
    if client in ("django", "sqlalchemy"):
        needs([SYSTEM_PYTHON, "-c", f"import {client}"], f"python3-{client}")
        return [SYSTEM_PYTHON, str(here / f"{client}_app.py")]
    if client == "rails":
        needs(["ruby", "-e", "require 'active_record'; require 'sqlite3'"], "ruby-activerecord")
        return ["ruby", "-W0", str(here / "rails_app.rb")]
    folder = from_npm(*PACKAGES[client])
    return ["node", str(shutil.copy(here / f"{client}_app.mjs", folder))]


def application(client, *arguments):
    result = subprocess.run([*command_of(client), *map(str, arguments)], capture_output=True, text=True, env={**os.environ, "TZ": "UTC"})
    assert result.returncode == 0, result.stdout + result.stderr


def dump_of(client):
    table, row = MARKERS[client]
    name = table.partition(" ")[0]
    return whole(f"{ITEMS}CREATE TABLE public.{table};\n{ROWS}COPY public.{name} FROM stdin;\n{row}\n\\.\n")


@pytest.mark.parametrize("client", MARKERS)
def test_the_client_finds_all_in_its_own_tables(client, tmp_path):
    path = tmp_path / "app.db"
    application(client, "make", path)
    result = run("--into", path, "--verify", stdin=dump_of(client))
    assert result.returncode == 0 and f"in the form that {client} reads".encode() in result.stderr, result.stderr
    proof = run("verify", "-", path, stdin=dump_of(client))
    assert proof.returncode == 0 and b"every value the same" in proof.stdout, proof.stdout
    application(client, "check", path)


@pytest.mark.parametrize("client", MARKERS)
def test_the_client_finds_all_in_a_new_database(client, tmp_path):
    path = tmp_path / "app.db"
    result = run("-o", path, "--verify", stdin=dump_of(client))
    assert result.returncode == 0 and f"in the form that {client} reads".encode() in result.stderr, result.stderr
    proof = run("verify", "-", path, stdin=dump_of(client))
    assert proof.returncode == 0 and b"every value the same" in proof.stdout, proof.stdout
    application(client, "check", path)
