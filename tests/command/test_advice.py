"""What the application has to do about it: every row of grammar/advice.def is
given for a dump that has what it is about, and for no other."""

import json
import re

from conftest import ROOT, run, whole

TEXTS = [text for text in re.findall(r'^        "(.*)"[,)]', (ROOT / "grammar" / "advice.def").read_text(), re.M)]
DUMP = whole(r"""
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE FUNCTION public.f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN PERFORM nothing(); RETURN NEW; END $$;
CREATE TABLE public.people (id integer NOT NULL, name text DEFAULT no_such(1), born timestamp with time zone, ok boolean,
    price numeric(10,2), tags text[], doc jsonb, mood public.mood, made integer GENERATED ALWAYS AS (no_such(id)) STORED, CONSTRAINT odd CHECK ((name ~ no_such(2))));
CREATE TABLE audit.log (id integer NOT NULL, who integer);
CREATE VIEW public.seen AS
 SELECT no_such(people.id) AS n
   FROM public.people;
CREATE MATERIALIZED VIEW public.kept AS
 SELECT people.id
   FROM public.people
  WITH NO DATA;
ALTER TABLE ONLY public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);
CREATE TRIGGER people_change BEFORE UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.f();
ALTER TABLE ONLY audit.log ADD CONSTRAINT log_fkey FOREIGN KEY (who) REFERENCES public.people(id);
CREATE POLICY own ON public.people USING (true);
REFRESH MATERIALIZED VIEW public.kept;
""")
PLAIN = whole("CREATE TABLE public.t (id integer NOT NULL, name text);\nALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n")


def advice(dump):
    result = run("inspect", "--json", stdin=dump)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["advice"]


def test_every_row():
    given = [row["text"] for row in advice(DUMP)]
    assert given == [text for text in TEXTS if text in given], "they keep the order of the table"
    assert len(given) == len(TEXTS) // 2, set(TEXTS) - set(given)


def test_what_is_as_it_was_needs_none(tmp_path):
    assert advice(PLAIN) == []
    assert b"for the application" not in run("inspect", stdin=PLAIN).stdout


def test_it_is_told_to_people(tmp_path):
    text = run("inspect", stdin=DUMP).stdout.decode()
    lines = text[text.index("for the application, the worst first:\n"):].splitlines()
    assert len(lines) == len(TEXTS) // 2 + 2
    assert "  1 trigger is left out: what it did is the application's now" in lines
    assert "  1 column of booleans holds 1 and 0, such as people.ok" in lines
    report = tmp_path / "report.html"
    assert run("-q", "-o", tmp_path / "new.db", f"--report={report}", stdin=DUMP).returncode == 0
    assert "<li>1 column of booleans holds 1 and 0, such as people.ok.</li>" in report.read_text()
