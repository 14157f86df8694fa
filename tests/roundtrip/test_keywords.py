"""A word that the grammar knows is still a name where PostgreSQL takes it for
one: pg_dump does not quote such names."""

import re

from conftest import ROOT, run, whole


def keywords():
    """The grammar's terminals in capitals."""
    text = "".join((ROOT / "grammar" / f"{name}.y").read_text() for name in ("postgres", "queries", "triggers", "expressions"))
    rules = re.sub(r"/\*.*?\*/|\{[^}]*\}", "", text, flags=re.S)
    return {word.lower() for word in re.findall(r"\b[A-Z][A-Z_]+\b", rules)}


def test_unreserved_words_are_names(postgres):
    known = keywords()
    unreserved = [word for word in postgres.psql("postgres", "SELECT word FROM pg_get_keywords() WHERE catcode = 'U' ORDER BY word;").split() if word in known]
    assert len(unreserved) > 100
    columns = ",\n    ".join(f"{word} integer" for word in unreserved)
    result = run("-q", stdin=whole(f"CREATE TABLE public.t (\n    {columns}\n);\n"))
    assert result.returncode == 0, result.stderr
    assert result.stdout.count(b" integer") == len(unreserved)
    script = "".join(f"SELECT {word}, t.{word} AS {word} FROM t WHERE {word} = 1 ORDER BY t.{word};\n" for word in unreserved)
    result = run("query", stdin=script.encode())
    assert result.returncode == 0, result.stderr
