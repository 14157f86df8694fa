"""Triggers that come along do what they did: the same changes in PostgreSQL and
in SQLite leave the same rows. All others are reported."""

import datetime
import json
import sqlite3

import pytest

from conftest import run

SCHEMA = """
CREATE TABLE users (id integer PRIMARY KEY, name text, state text, updated_at timestamptz);
CREATE TABLE items (id integer PRIMARY KEY, name text, n integer);
CREATE TABLE log (what text, who integer);
CREATE TABLE stock (item integer, n integer);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    NEW.state = 'changed';
    RETURN NEW;
END $$;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log (what, who) VALUES ('now ' || NEW.name, NEW.id);
    UPDATE stock SET n = n + NEW.n WHERE item = NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM stock WHERE item = OLD.id;
    RETURN OLD;
END $$;
CREATE FUNCTION clever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.n > 10 THEN RAISE EXCEPTION 'too many'; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION reads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log SELECT name, id FROM items;
    RETURN NULL;
END $$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER note AFTER INSERT OR UPDATE OF n ON items FOR EACH ROW WHEN (NEW.name <> 'quiet') EXECUTE FUNCTION note();
CREATE TRIGGER gone AFTER DELETE ON items FOR EACH ROW EXECUTE FUNCTION gone();
CREATE TRIGGER clever BEFORE INSERT ON stock FOR EACH ROW EXECUTE FUNCTION clever();
CREATE TRIGGER reads AFTER INSERT ON log FOR EACH STATEMENT EXECUTE FUNCTION reads();
CREATE TRIGGER off BEFORE UPDATE ON stock FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE log DISABLE TRIGGER reads;
ALTER TABLE stock DISABLE TRIGGER off;
"""
CHANGES = """
INSERT INTO stock VALUES (1, 5), (2, 7);
INSERT INTO users (id, name, state) VALUES (1, 'a', 'x'), (2, 'b', NULL);
UPDATE users SET name = 'c' WHERE id = 2;
INSERT INTO items VALUES (1, 'one', 3), (2, 'quiet', 4);
UPDATE items SET n = n + 1;
UPDATE items SET name = 'new';
DELETE FROM items WHERE id = 2;
"""
TABLES = {"users": "id, name, state", "items": "id, name, n", "log": "what, who", "stock": "item, n"}


@pytest.fixture(scope="module")
def converted(postgres, tmp_path_factory):
    folder = tmp_path_factory.mktemp("triggers")
    postgres.psql("postgres", "CREATE DATABASE triggers;")
    postgres.psql("triggers", SCHEMA)
    dump = postgres.dump("triggers", ["--no-data-only"])
    result = run("-q", "-o", folder / "t.db", "--report", folder / "report.json", stdin=dump)
    assert result.returncode == 0, result.stderr
    return folder


def test_the_same_changes_leave_the_same_rows(converted, postgres):
    postgres.psql("triggers", CHANGES)
    connection = sqlite3.connect(converted / "t.db")
    connection.executescript(CHANGES)
    for table, columns in TABLES.items():
        want = json.loads(postgres.psql("triggers", f"SELECT coalesce(json_agg(json_build_array({columns}) ORDER BY {columns}), '[]') FROM {table};"))
        have = connection.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}").fetchall()
        assert [list(row) for row in have] == want, table
    times = [row[0] for row in connection.execute("SELECT updated_at FROM users")]
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    assert len(times) == 2 and all(time.startswith(today[:8]) for time in times)
    connection.close()


def test_the_others_are_reported(converted):
    entries = json.loads((converted / "report.json").read_text())["entries"]
    assert {entry["name"].split(" ")[0] for entry in entries if entry["object"] == "trigger"} == {"clever", "reads", "off"}
    assert {entry["name"] for entry in entries if entry["object"] == "function"} == {"public.clever", "public.reads"}


def test_recursive_triggers_come_to_an_end(converted):
    connection = sqlite3.connect(converted / "t.db")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("INSERT INTO users (id, name) VALUES (9, 'z')")
    connection.execute("UPDATE users SET name = 'y' WHERE id = 9")
    assert connection.execute("SELECT state FROM users WHERE id = 9").fetchall() == [("changed",)]
    connection.close()
