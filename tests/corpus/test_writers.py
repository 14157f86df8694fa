"""Both writers of a new database make the same one, of every dump there is:
golden cases, samples, the corpus. The shell's .dump tells, in the order of
its statements."""

import os
import pathlib
import subprocess

import pytest

from conftest import ROOT, run

CORPUS = pathlib.Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus"))
FOLDERS = (ROOT / "tests" / "cases", ROOT / "samples", CORPUS, CORPUS.parent / "pg_dump_samples")
DUMPS = sorted(path for folder in FOLDERS for path in folder.glob("**/*.sql") if folder.is_dir())
OPTIONS = ([], ["--strict-tables", "--page-size=512", "--memory=1"], ["--page-size=65536", "--jobs=1", "--extension=yes"])


def make(path, folder, *options):
    folder.mkdir(parents=True)
    return run("-q", "--allow-truncated", path, "-o", "made.db", *options, cwd=folder)


def shell(database, *commands):
    return subprocess.run(["sqlite3", database, *commands], capture_output=True, check=True).stdout


def dumped(database):
    """Statements of SQLite's dump; indexes may have been made in another order."""
    assert shell(database, "PRAGMA integrity_check") == b"ok\n"
    text = shell(database, ".dump")
    return sorted(text.split(b";\n"))


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name)
def test_same_database(path, tmp_path):
    for number, options in enumerate(OPTIONS):
        api, pages = tmp_path / f"api{number}", tmp_path / f"pages{number}"
        results = [make(path, api, "--writer=api", *options), make(path, pages, "--writer=auto", *options)]
        assert results[0].returncode == results[1].returncode
        assert results[0].stderr == results[1].stderr
        if results[0].returncode == 0:
            assert dumped(api / "made.db") == dumped(pages / "made.db")
