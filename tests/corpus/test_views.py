"""Every view of the corpus comes along, as SQL that SQLite takes, or is in the
report with a reason. Prints how many."""

import json
import os
import pathlib
import re
import subprocess

import pytest

from conftest import ROOT, run

CORPUS = pathlib.Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus"))
DUMPS = sorted(path for folder in (CORPUS, CORPUS.parent / "pg_dump_samples") for path in folder.glob("**/*.sql") if folder.is_dir())
COUNTS = {"views": 0, "created": 0, "refused": 0}


def defined(text):
    return set(re.findall(rb'^CREATE (?:OR REPLACE )?(?:MATERIALIZED |RECURSIVE )?VIEW (?:IF NOT EXISTS )?([\w."]+)', text, re.M | re.I))


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name)
def test_views(path, tmp_path):
    result = run("-s", "-q", "--allow-truncated", "--report", tmp_path / "report.json", path)
    if result.returncode != 0:
        pytest.skip("refused: " + result.stderr.decode("utf-8", "replace").strip()[:150])
    shell = subprocess.run(["sqlite3", "-bail", ":memory:"], input=result.stdout, capture_output=True)
    assert shell.returncode == 0 and not shell.stderr, shell.stderr
    made = len(re.findall(rb"^CREATE VIEW", result.stdout, re.M))
    entries = json.loads((tmp_path / "report.json").read_text())["entries"]
    views = [entry for entry in entries if entry["object"] in ("view", "materialized view")]
    dropped = [entry for entry in views if entry["kind"] == "dropped"]
    tables = [entry for entry in views if "is a table with the rows" in entry["text"]]
    assert all(entry["text"] for entry in dropped)
    assert made + len(dropped) + len(tables) >= len(defined(path.read_bytes())) or "truncated" in path.name
    COUNTS["created"] += made + len(tables)
    COUNTS["refused"] += len(dropped)


def test_counts(capsys):
    if not COUNTS["created"]:
        pytest.skip("no corpus")
    with capsys.disabled():
        print(f"\nviews: {COUNTS['created']} created, {COUNTS['refused']} refused with a reason")
