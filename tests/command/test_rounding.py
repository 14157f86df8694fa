"""round() and trunc() of numeric give PostgreSQL's decimals on every SQLite: as
many halves as there are are tried. Other shells: SHELLS="/path/sqlite3 ..." """

import decimal
import os
import random
import subprocess

import pytest

from conftest import run

NUMBERS = 20000


def some_decimals(digits):
    """Of at most fifteen digits; half of them end in the digit that is in doubt."""
    rng = random.Random(digits)
    for _ in range(NUMBERS):
        scale = rng.randrange(digits, min(digits + 4, 15))
        whole = rng.randrange(10 ** rng.randrange(0, 16 - scale))
        behind = str(rng.randrange(10**scale)).zfill(scale)
        if scale > digits and rng.randrange(2):
            behind = behind[:digits] + "5" + "0" * (scale - digits - 1)
        yield decimal.Decimal(f"{rng.choice(['', '-'])}{whole}{'.' if scale else ''}{behind if scale else ''}")


def meant(number, digits, rounding):
    return float(number.quantize(decimal.Decimal(1).scaleb(-digits), rounding=rounding))


@pytest.mark.parametrize("shell", ["sqlite3", *os.environ.get("SHELLS", "").split()])
@pytest.mark.parametrize("digits", [0, 1, 2, 3, 6])
def test_rounding(digits, shell, tmp_path):
    (tmp_path / "schema.sql").write_text("-- PostgreSQL database dump\nCREATE TABLE t (n numeric(15,9), m integer);\n-- PostgreSQL database dump complete\n")
    query = f"SELECT round(n, {digits}), round(n, m), trunc(n, {digits}), trunc(n, m), n::numeric(15,{digits}) FROM t"
    sql = run("query", "-q", "--types-from", tmp_path / "schema.sql", query).stdout.decode()
    numbers = list(some_decimals(digits))
    rows = ",".join(f"({number},{digits})" for number in numbers)
    script = f"CREATE TABLE t(n DECIMAL(15,9), m INTEGER); INSERT INTO t VALUES {rows};\n" + sql.replace("SELECT ", "SELECT printf('%!.17g|%!.17g|%!.17g|%!.17g|%!.17g', ").replace(" AS round", "").replace(" AS trunc", "").replace(" AS n", "").replace(" FROM t", ") FROM t") + ";"
    result = subprocess.run([shell, ":memory:"], input=script.encode(), capture_output=True, check=True)
    found = [tuple(map(float, line.split(b"|"))) for line in result.stdout.splitlines()]
    assert len(found) == NUMBERS, result.stderr
    for number, row in zip(numbers, found):
        rounded = meant(number, digits, decimal.ROUND_HALF_UP)
        cut = meant(number, digits, decimal.ROUND_DOWN)
        assert row == (rounded, rounded, cut, cut, rounded), number
