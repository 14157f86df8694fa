"""A million numbers as SQL: every SQLite there is reads the doubles that were
meant. The shell's own version, and the newest that npm brings as WebAssembly;
others by hand: SHELLS="/path/sqlite3 ..." """

import os
import random
import shutil
import sqlite3
import struct
import subprocess

import pytest

from conftest import ROOT, from_npm, run, whole

ROWS = 500000
EDGES = [
    5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 1e-291, 1e-300, 1e22, 1e23, 9007199254740993.0, 9007199254740991.0,
    0.1, 0.3, 1 / 3, 1e42, 1e43, 1e-10, 9.999999999999999e-11, 109.2912751, 123456789012345680.0, 9223372036854775808.0, 4.35, 0.285, 1.005,
    *(2.0**k for k in range(-1074, 1024, 7)), *(10.0**k for k in range(-307, 309)),
]


def some_double(rng):
    """Any bits; a decimal of few digits, as people write them; a whole number."""
    way = rng.randrange(4)
    if way == 0:
        (real,) = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))
        return real if real - real == 0 else 0.5
    if way == 1:
        return float(rng.getrandbits(rng.randrange(1, 70)))
    return rng.randrange(10 ** rng.randrange(1, 18)) / 10 ** rng.randrange(0, 23)


def some_decimal(rng):
    digits = rng.randrange(4, 16)
    scale = rng.randrange(1, digits + 1)
    text = str(rng.randrange(10 ** (digits - 1), 10**digits))
    return f"{text[:-scale] or '0'}.{text[-scale:]}"


@pytest.fixture(scope="module")
def numbers(tmp_path_factory):
    """The SQL, and the doubles that are meant, in the order of the rows."""
    folder, rng = tmp_path_factory.mktemp("doubles"), random.Random(20)
    doubles = EDGES + [some_double(rng) for _ in range(ROWS - len(EDGES))]
    decimals = [some_decimal(rng) for _ in range(ROWS)]
    rows = "".join(f"{i}\t{real!r}\t{text}\n" for i, (real, text) in enumerate(zip(doubles, decimals)))
    dump = whole(f"CREATE TABLE public.d (i integer, f double precision, n numeric);\nCOPY public.d (i, f, n) FROM stdin;\n{rows}\\.\n")
    result = run("-q", "-o", folder / "d.sql", stdin=dump)
    assert result.returncode == 0, result.stderr
    meant = [value + 0.0 for pair in zip(doubles, map(float, decimals)) for value in pair]
    return folder / "d.sql", struct.pack(f"<{len(meant)}d", *meant)


def differing(meant, found):
    assert len(meant) == len(found)
    return [(i // 2, *struct.unpack_from("<d", meant, i * 8), *struct.unpack_from("<d", found, i * 8)) for i in range(len(meant) // 8) if meant[i * 8 : i * 8 + 8] != found[i * 8 : i * 8 + 8]]


@pytest.mark.parametrize("shell", ["sqlite3", *os.environ.get("SHELLS", "").split()])
def test_the_shell_reads_every_double(shell, numbers, tmp_path):
    script, meant = numbers
    subprocess.run([shell, "-bail", tmp_path / "d.db"], stdin=script.open(), check=True)
    rows = sqlite3.connect(tmp_path / "d.db").execute("SELECT f, n FROM d ORDER BY i").fetchall()
    found = struct.pack(f"<{2 * len(rows)}d", *(float(value) for row in rows for value in row))
    assert differing(meant, found) == []


def test_webassembly_reads_every_double(numbers):
    script, meant = numbers
    folder = from_npm("sql.js")
    shutil.copy(ROOT / "tests" / "command" / "doubles.mjs", folder)
    result = subprocess.run(["node", "--max-old-space-size=4000", "doubles.mjs", script], cwd=folder, capture_output=True, check=True)
    assert differing(meant, result.stdout) == []
