"""verify compares the schema, too: each single change of it is found and named,
and databases made in other ways, or changed in ways that mean nothing, are the
same."""

import json
import sqlite3

import pytest

from conftest import run, shell, whole

DUMP = whole(r"""
CREATE TABLE public.people (id integer NOT NULL, email character varying(80) NOT NULL, nick text DEFAULT 'nobody'::text,
    born date, score numeric(8,2) DEFAULT 1.5 NOT NULL, total integer GENERATED ALWAYS AS ((id * 2)) STORED,
    CONSTRAINT adult CHECK (score > 0));
CREATE SEQUENCE public.people_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.people_id_seq OWNED BY public.people.id;
ALTER TABLE ONLY public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass);
CREATE TABLE public.pets (owner integer, "Name" text NOT NULL, kind text, weight double precision);
CREATE VIEW public.heavy AS SELECT pets."Name" FROM public.pets WHERE pets.weight > 10;
COPY public.people (id, email, nick, born, score) FROM stdin;
1	a@x	\N	2024-02-29	2.50
2	b@x	Bob	\N	3.00
\.
COPY public.pets (owner, "Name", kind, weight) FROM stdin;
1	Rex	dog	30
2	Tom	cat	4
\.
SELECT pg_catalog.setval('public.people_id_seq', 20, true);
ALTER TABLE ONLY public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people ADD CONSTRAINT people_email_key UNIQUE (email);
ALTER TABLE ONLY public.pets ADD CONSTRAINT pets_pkey PRIMARY KEY (owner, "Name");
CREATE INDEX pets_kind ON public.pets USING btree (kind, weight DESC);
CREATE UNIQUE INDEX pets_lower ON public.pets USING btree (lower("Name")) WHERE (weight > 1);
ALTER TABLE ONLY public.pets ADD CONSTRAINT pets_owner_fkey FOREIGN KEY (owner) REFERENCES public.people(id) ON DELETE CASCADE;
""")


def rewritten(old, new):
    """The statements of a table or another object with a text replaced."""
    return ("PRAGMA writable_schema = ON; "
            f"UPDATE sqlite_master SET sql = replace(sql, '{old.replace(chr(39), chr(39) * 2)}', '{new.replace(chr(39), chr(39) * 2)}'); "
            "PRAGMA writable_schema = OFF; PRAGMA schema_version = 1000;")


# What is done to the database, the kind that --ignore passes over, and what the
# line says.
CHANGES = {
    "an index is gone": ("DROP INDEX pets_kind", "indexes", "index pets_kind is only in the dump: ON pets(kind, weight DESC)"),
    "an index of other columns": ("DROP INDEX pets_kind; CREATE INDEX pets_kind ON pets(kind)", "indexes", "index pets_kind is ON pets(kind, weight DESC) in the dump, ON pets(kind) in the database"),
    "an index in another order": ("DROP INDEX pets_kind; CREATE INDEX pets_kind ON pets(kind, weight)", "indexes", "index pets_kind"),
    "an index that is unique": ("DROP INDEX pets_kind; CREATE UNIQUE INDEX pets_kind ON pets(kind, weight DESC)", "indexes", "UNIQUE ON pets(kind, weight DESC) in the database"),
    "an index with a condition": ("DROP INDEX pets_kind; CREATE INDEX pets_kind ON pets(kind, weight DESC) WHERE kind > ''", "indexes", "index pets_kind"),
    "an index without its condition": ("DROP INDEX pets_lower; CREATE UNIQUE INDEX pets_lower ON pets(lower(\"Name\"))", "indexes", "index pets_lower"),
    "an index with a collation": ("DROP INDEX pets_kind; CREATE INDEX pets_kind ON pets(kind COLLATE NOCASE, weight DESC)", "indexes", "index pets_kind"),
    "an index more": ("CREATE INDEX another ON pets(weight)", "indexes", "index another is only in the database: ON pets(weight)"),
    "an index with another name": ("DROP INDEX pets_kind; CREATE INDEX pets_sort ON pets(kind, weight DESC)", "indexes", "index pets_sort is only in the database"),
    "a view is gone": ("DROP VIEW heavy", "views", "view heavy is only in the dump"),
    "a view says something else": ("DROP VIEW heavy; CREATE VIEW heavy AS SELECT \"Name\" FROM pets WHERE weight > 11", "views", "view heavy is"),
    "a view more": ("CREATE VIEW more AS SELECT 1", "views", "view more is only in the database: AS SELECT 1"),
    "a trigger more": ("CREATE TRIGGER t AFTER INSERT ON pets BEGIN SELECT 1; END", "triggers", "trigger t is only in the database"),
    "a column more": ("ALTER TABLE pets ADD COLUMN color text", "columns", "column pets.color is only in the database: text"),
    "a generated column more": ("ALTER TABLE pets ADD COLUMN twice real AS (weight * 2)", "columns", "column pets.twice is only in the database"),
    "a column of another name": ("ALTER TABLE pets RENAME COLUMN kind TO sort", None, "column pets.kind is only in the dump"),
    "a type": (rewritten("varchar(80)", "text"), "columns", "column people.email is varchar(80) NOT NULL in the dump, text NOT NULL in the database"),
    "NOT NULL is gone": (rewritten("email varchar(80) NOT NULL", "email varchar(80)"), "columns", "column people.email"),
    "NOT NULL more": (rewritten("nick text", "nick text NOT NULL"), None, "column people.nick"),
    "a default is gone": (rewritten(" DEFAULT 'nobody'", ""), "defaults", "default people.nick is only in the dump: 'nobody'"),
    "another default": (rewritten("'nobody'", "'Nobody'"), "defaults", "default people.nick is 'nobody' in the dump, 'Nobody' in the database"),
    "a default more": (rewritten("born date", "born date DEFAULT CURRENT_DATE"), "defaults", "default people.born is only in the database: CURRENT_DATE"),
    "another number as default": (rewritten("DEFAULT 1.5", "DEFAULT 1.25"), "defaults", "default people.score"),
    "a check is gone": (rewritten("CONSTRAINT adult CHECK (score > 0)", "CONSTRAINT adult CHECK (1)"), "checks", "check people is CHECK (score > 0) in the dump, CHECK (1) in the database"),
    "a check more": (rewritten("weight real", "weight real CHECK (weight > 0)"), "checks", "check pets is only in the database: CHECK (weight > 0)"),
    "a unique key is gone": (rewritten("UNIQUE (email)", "UNIQUE (nick)"), None, "key people is UNIQUE (email) in the dump, UNIQUE (nick) in the database"),
    "a primary key in another order": (rewritten("PRIMARY KEY (owner, Name)", "PRIMARY KEY (Name, owner)"), None, "key pets is PRIMARY KEY (owner, Name) in the dump, PRIMARY KEY (Name, owner)"),
    "AUTOINCREMENT is gone": (rewritten(" AUTOINCREMENT", ""), "keys", "key people is PRIMARY KEY (id) AUTOINCREMENT"),
    "a foreign key's action": (rewritten(" ON DELETE CASCADE", ""), "foreign-keys", "foreign key pets"),
    "a foreign key to another column": (rewritten("people(id)", "people(email)"), None, "foreign key pets"),
    "a foreign key that is deferred": (rewritten("ON DELETE CASCADE", "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"), "foreign-keys", "foreign key pets"),
    "a foreign key more": (rewritten("kind text", "kind text REFERENCES people(email)"), None, "foreign key pets is only in the database: FOREIGN KEY (kind) REFERENCES people(email)"),
    "another expression": (rewritten("id * 2", "id * 3"), "columns", "column people.total"),
    "a generated column that is virtual": (rewritten("STORED", "VIRTUAL"), None, "column people.total"),
    "a plain column for a generated": ("ALTER TABLE people DROP COLUMN total; ALTER TABLE people ADD COLUMN total integer", "columns", "column people.total"),
    "a conflict clause": (rewritten("UNIQUE (email)", "UNIQUE (email) ON CONFLICT REPLACE"), "keys", "key people"),
    "a strict table": (rewritten("ON DELETE CASCADE\n)", "ON DELETE CASCADE\n) STRICT"), "tables", "table pets is"),
    "another collation": (rewritten("nick text", "nick text COLLATE NOCASE"), "columns", "column people.nick is text in the dump, text COLLATE NOCASE in the database"),
    "columns in another order": (
        'CREATE TABLE new (owner integer NOT NULL, kind text, Name text NOT NULL, weight real, PRIMARY KEY (owner, Name), FOREIGN KEY (owner) REFERENCES people(id) ON DELETE CASCADE);'
        'INSERT INTO new SELECT owner, kind, Name, weight FROM pets; DROP VIEW heavy; DROP TABLE pets; ALTER TABLE new RENAME TO pets;'
        'CREATE INDEX pets_kind ON pets(kind, weight DESC); CREATE UNIQUE INDEX pets_lower ON pets(lower(Name)) WHERE weight > 1;'
        'CREATE VIEW heavy AS SELECT pets.Name FROM pets WHERE pets.weight > 10',
        "tables", 'table pets is (owner, Name, kind, weight) in the dump, (owner, kind, Name, weight) in the database'),
    "a sequence that stands lower": ("UPDATE sqlite_sequence SET seq = 2", "sequences", "sequence people is 20 in the dump, 2 in the database"),
    "a sequence that stands higher": ("UPDATE sqlite_sequence SET seq = 21", "sequences", "sequence people is 20 in the dump, 21 in the database"),
    "a sequence is gone": ("DELETE FROM sqlite_sequence", "sequences", "sequence people is 20 in the dump, 2 in the database"),
}


@pytest.fixture
def database(tmp_path):
    (tmp_path / "d.sql").write_bytes(DUMP)
    assert run("-q", tmp_path / "d.sql", "-o", tmp_path / "d.db").returncode == 0
    return tmp_path / "d.db"


def change(database, script):
    connection = sqlite3.connect(database)
    connection.executescript(script)
    connection.close()


def verify(database, *options):
    return run("verify", database.parent / "d.sql", database, *options)


@pytest.mark.parametrize("name", CHANGES)
def test_change(name, database):
    script, kind, line = CHANGES[name]
    before = sqlite3.connect(database).execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    change(database, script)
    after = sqlite3.connect(database).execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    assert before != after or kind == "sequences"
    told = verify(database)
    assert told.returncode == 3 and line in told.stdout.decode(), told.stdout.decode()
    answer = json.loads(verify(database, "--json").stdout)
    assert not answer["same"] and answer["schema"]["differences"]
    if kind:
        passed = verify(database, f"--ignore={kind}")
        assert passed.returncode == 0, passed.stdout.decode()
        assert f"schema: not compared: {kind}" in passed.stdout.decode()


SAME = {
    "nothing": "",
    "VACUUM": "VACUUM",
    "ANALYZE": "ANALYZE",
    "another table": "CREATE TABLE other (a UNIQUE); CREATE INDEX of_other ON other(a)",
    "a table renamed and back": "PRAGMA legacy_alter_table = ON; ALTER TABLE pets RENAME TO p; ALTER TABLE p RENAME TO pets",
    "case, quotes, blanks and comments": rewritten("nick text DEFAULT", "[NICK]\n/* x */ TEXT -- y\n default"),
    "names of constraints": rewritten("CONSTRAINT people_email_key ", ""),
    "a key beside its column": rewritten("email varchar(80) NOT NULL", "email varchar(80) UNIQUE NOT NULL") + rewritten(",\n    CONSTRAINT people_email_key UNIQUE (email)", ""),
    "clauses in another order": rewritten("NOT NULL DEFAULT 1.5", "DEFAULT 1.5 NOT NULL"),
    "ASC": "DROP INDEX pets_kind; CREATE INDEX pets_kind ON pets(kind ASC, weight DESC)",
}


@pytest.mark.parametrize("name", SAME)
def test_same(name, database):
    change(database, SAME[name])
    told = verify(database)
    assert told.returncode == 0 and "definitions, the same" in told.stdout.decode(), told.stdout.decode()


def test_text_gives_the_same_schema(tmp_path):
    (tmp_path / "d.sql").write_bytes(DUMP)
    assert run("-q", tmp_path / "d.sql", "-o", tmp_path / "lite.sql").returncode == 0
    shell(tmp_path / "d.db", (tmp_path / "lite.sql").read_bytes())
    assert verify(tmp_path / "d.db").returncode == 0


def test_what_was_not_selected_is_not_compared(database):
    change(database, "DROP INDEX pets_kind; DROP VIEW heavy; CREATE VIEW more AS SELECT 1")
    assert verify(database, "-t", "people").returncode == 0
    assert verify(database, "-t", "pets").returncode == 3


def test_rows_alone_say_nothing_of_a_schema(database):
    (database.parent / "d.sql").write_bytes(whole("INSERT INTO public.pets VALUES (1, 'Rex', 'dog', 30), (2, 'Tom', 'cat', 4);"))
    told = verify(database)
    assert told.returncode == 0 and "schema: not compared" in told.stdout.decode()
    assert json.loads(verify(database, "--json").stdout)["schema"] is None


def test_data_only_compares_rows(database):
    change(database, "DROP INDEX pets_kind")
    assert verify(database, "--data-only").returncode == 0


def test_misuse():
    assert b"'rows' is none of tables, columns" in run("verify", "a", "b", "--ignore=indexes,rows").stderr
    assert b"--ignore goes with verify" in run("a", "--ignore=indexes").stderr
