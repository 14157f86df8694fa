"""The extension's arithmetic of numerics: the very digits that PostgreSQL has."""

import contextlib
import random
import shutil
import sqlite3

import pytest

from conftest import run
from test_application import make_database
from test_queries import USED, connect

PAIRS = {
    "{a}::numeric + {b}::numeric": "numeric_add({a}, {b})",
    "{a}::numeric - {b}::numeric": "numeric_subtract({a}, {b})",
    "{a}::numeric * {b}::numeric": "numeric_multiply({a}, {b})",
    "{a}::numeric / nullif({b}::numeric, 0)": "numeric_divide({a}, iif(numeric_sign({b}), {b}, NULL))",
    "{a}::numeric % nullif({b}::numeric, 0)": "numeric_mod({a}, iif(numeric_sign({b}), {b}, NULL))",
    "div({a}::numeric, nullif({b}::numeric, 0))": "numeric_div({a}, iif(numeric_sign({b}), {b}, NULL))",
    "round({a}::numeric, length({b}) - 9)": "numeric_round({a}, length({b}) - 9)",
    "trunc({a}::numeric, length({b}) - 9)": "numeric_trunc({a}, length({b}) - 9)",
    "round({a}::numeric)": "numeric_round({a})",
    "trunc({a}::numeric)": "numeric_trunc({a})",
    "ceil({a}::numeric)": "numeric_ceil({a})",
    "floor({a}::numeric)": "numeric_floor({a})",
    "abs({a}::numeric)": "numeric_abs({a})",
    "sign({a}::numeric)": "numeric_sign({a})",
    "sqrt(abs({a}::numeric))": "numeric_sqrt(numeric_abs({a}))",
}


def number(draw):
    """Of every size, and round ones."""
    digits = "".join(draw.choices("0123456789" if draw.random() < 0.7 else "0059", k=draw.randint(1, 30)))
    at = draw.randint(0, len(digits))
    text = (digits[:at] or "0") + ("." + digits[at:] if at < len(digits) else "")
    if draw.random() < 0.1:
        text = "0." + "0" * draw.randint(1, 40) + digits
    return draw.choice(["-", ""]) + text


def test_digits_are_those_of_postgresql(postgres):
    draw = random.Random(7)
    pairs = [(number(draw), number(draw)) for _ in range(400)]
    rows = ", ".join(f"('{a}', '{b}')" for a, b in pairs)
    there = postgres.psql("postgres", "COPY (SELECT " + ", ".join(key.format(a="a", b="b") for key in PAIRS) + f" FROM (VALUES {rows}) AS v(a, b)) TO STDOUT;")
    with contextlib.closing(connect(":memory:", "yes")) as database:
        here = database.execute("SELECT " + ", ".join(value.format(a="column1", b="column2") for value in PAIRS.values()) + f" FROM (VALUES {rows})").fetchall()
    for pair, one, other in zip(pairs, there.splitlines(), here, strict=True):
        assert one.split("\t") == ["\\N" if value is None else str(value) for value in other], pair


def test_sums_are_those_of_postgresql(postgres):
    draw = random.Random(8)
    rows = ", ".join(f"({i}, '{number(draw)}')" for i in range(200))
    window = "OVER (ORDER BY n ROWS 3 PRECEDING)"
    there = postgres.psql("postgres", f"COPY (SELECT sum(x::numeric) {window}, avg(x::numeric) {window}, sum(x::numeric) OVER (), avg(x::numeric) OVER () FROM (VALUES {rows}) AS v(n, x) ORDER BY n) TO STDOUT;")
    with contextlib.closing(connect(":memory:", "yes")) as database:
        window = window.replace("n", "column1")
        here = database.execute(f"SELECT numeric_sum(column2) {window}, numeric_avg(column2) {window}, numeric_sum(column2) OVER (), numeric_avg(column2) OVER () FROM (VALUES {rows}) ORDER BY column1").fetchall()
    assert [tuple(line.split("\t")) for line in there.splitlines()] == here


@pytest.mark.parametrize("call", ["numeric_divide('1', '0.00')", "numeric_mod('1', '0')", "numeric_div('1', '-0')", "numeric_sqrt('-1')", "numeric_add('Infinity', '1')", "numeric_multiply('1e30000', '1')", "numeric_round('1', 30000)"])
def test_what_is_no_number_is_an_error(call):
    with contextlib.closing(connect(":memory:", "yes")) as database, pytest.raises(sqlite3.OperationalError, match=call.split("(")[0]):
        database.execute(f"SELECT {call}").fetchall()


def test_nan_goes_through():
    with contextlib.closing(connect(":memory:", "yes")) as database:
        assert database.execute("SELECT numeric_add('NaN', '1'), numeric_multiply(2, 'NaN'), numeric_sum(column1), numeric_avg(column1) FROM (VALUES ('1'), ('NaN'))").fetchall() == [("NaN",) * 4]


def test_keys_sort_as_numbers_do():
    draw = random.Random(9)
    numbers = [number(draw) for _ in range(300)] + ["0", "-0.00", "NaN", "Infinity", "-Infinity", "1", "1.0", "-1", "-1.5", "-10"]
    with contextlib.closing(connect(":memory:", "yes")) as database:
        database.execute("CREATE TABLE t (x)")
        database.executemany("INSERT INTO t VALUES (?)", [(text,) for text in numbers])
        one = [row[0] for row in database.execute("SELECT x FROM t ORDER BY x COLLATE pg_numeric, x")]
        other = [row[0] for row in database.execute("SELECT x FROM t ORDER BY numeric_key(x), x")]
    assert one == other


# ---- in queries ----

@pytest.fixture(scope="module")
def numerics(postgres, tmp_path_factory):
    return make_database("numerics", postgres, tmp_path_factory.mktemp("numerics"))


EXACT = [
    "SELECT id, rate + 0.10, 0.25 + rate, rate - credit, 2 * rate, rate * rate, rate / 7, rate % 0.7, 10 % rate, -rate, 1.5 - rate, 1.0 / rate FROM accounts ORDER BY id",
    "SELECT id, abs(-rate), sign(rate), ceil(rate), ceiling(rate), floor(rate), trunc(rate), trunc(rate, 1), round(rate), round(rate, 1), sqrt(abs(rate)), mod(rate, 2), mod(100, rate), div(rate, 2), div(100, rate) FROM accounts ORDER BY id",
    "SELECT tenant_id, sum(rate), avg(rate), min(rate), max(rate), sum(DISTINCT rate) FROM accounts GROUP BY tenant_id ORDER BY 1",
    "SELECT id, sum(rate) OVER (ORDER BY id), avg(rate) OVER (PARTITION BY tenant_id ORDER BY id ROWS 1 PRECEDING), max(rate) OVER (ORDER BY id) FROM accounts ORDER BY id",
    "SELECT id FROM accounts WHERE rate > 9.0 AND rate < 100 AND rate >= 9.5 AND rate <= 20.00 AND rate <> 12 AND rate = 15.0 OR 3.0 = rate ORDER BY rate DESC",
    "SELECT id FROM accounts WHERE 9.0 < rate AND 30 > rate AND 9.5 <= rate AND 20.00 >= rate AND 12 <> rate ORDER BY rate * -1",
    "SELECT id FROM accounts WHERE rate BETWEEN 2 AND 5 OR rate IN (9, 10.50) ORDER BY -rate",
    "SELECT id FROM accounts WHERE credit + 0.1 = 3.35 OR credit * 1.1 = 7.15 OR credit - 0.1 = 9.65 OR credit / 3 = 1.0833333333333333 ORDER BY id",
    "SELECT count(*) FROM accounts HAVING sum(credit) = 975.09 AND avg(credit) > 37",
    "SELECT (SELECT sum(rate) FROM accounts) - sum(rate) + 123456789012345678901234567890.5 FROM accounts",
    "SELECT round(sum(rate) * 1.15, 2)::text || ' EUR' FROM accounts",
    "SELECT id, nullif(rate, 15), nullif(rate, rate), nullif(15.0, rate), nullif(round(rate), 3) FROM accounts ORDER BY id",
    "SELECT id, rate::numeric(30,1), round(rate::numeric, 1), (rate * 2)::numeric(30,6) FROM accounts ORDER BY id",
    "SELECT rate FROM accounts ORDER BY rate DESC NULLS LAST, id",
    "SELECT count(*) FROM (SELECT rate FROM accounts INTERSECT SELECT rate FROM accounts WHERE id < 5) x",
]

# What is bound is a number, whatever its digits.
BOUND = [
    ("SELECT id FROM accounts WHERE rate = $1 ORDER BY id", "15"),
    ("SELECT id FROM accounts WHERE rate IN ($1, 3) ORDER BY id", "15.0"),
    ("SELECT id FROM accounts WHERE rate <> $1 ORDER BY id", "15"),
]


@pytest.mark.parametrize("extension", ["no", "yes"])
@pytest.mark.parametrize("statement, bound", BOUND)
def test_parameters_are_numbers(statement, bound, extension, numerics, postgres):
    result = run("query", "-q", f"--extension={extension}", "--types-from", numerics / "schema.sql", statement)
    assert result.returncode == 0, result.stderr
    there = postgres.psql("numerics", f"PREPARE q AS {statement}; EXECUTE q('{bound}'); DEALLOCATE q;").splitlines()[1:-1]
    with contextlib.closing(connect(numerics / "numerics.db", extension)) as database:
        for value in (bound, float(bound)):
            assert there == [str(row[0]) for row in database.execute(result.stdout.decode(), {"1": value})], result.stdout


CHANGES = [
    "UPDATE accounts SET rate = rate + 0.00005 WHERE id = 1",
    "UPDATE accounts SET rate = credit / 7 WHERE id = 2",
    "UPDATE accounts SET rate = CASE WHEN id > 1 THEN 1.23456 ELSE rate END",
    "UPDATE accounts SET rate = s.r FROM (SELECT sum(rate) / 7 AS r FROM accounts) s WHERE id = 3",
    "INSERT INTO accounts SELECT id + 100, tenant_id, credit, id FROM accounts WHERE id < 4",
    "INSERT INTO accounts VALUES (101, 1, 2, 10), (102, 1, 2, 1.00001 + 2), (103, 1, 2, DEFAULT)",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_numerics_are_stored_as_their_column_has_them(statement, numerics, postgres, tmp_path):
    result = run("query", "-q", "--extension=yes", "--types-from", numerics / "schema.sql", statement)
    assert result.returncode == 0, result.stderr
    look = "SELECT id, rate FROM accounts ORDER BY id"
    there = postgres.psql("numerics", f"BEGIN; {statement}; COPY ({look}) TO STDOUT; ROLLBACK;").splitlines()[2:-1]
    shutil.copy(numerics / "numerics.db", tmp_path / "changed.db")
    with contextlib.closing(connect(tmp_path / "changed.db", "yes")) as database:
        database.execute(result.stdout.decode())
        assert there == ["\t".join("\\N" if value is None else str(value) for value in row) for row in database.execute(look)], result.stdout


@pytest.mark.parametrize("statement", EXACT)
def test_numerics_of_queries(statement, numerics, postgres):
    result = run("query", "-v", "--extension=yes", "--types-from", numerics / "schema.sql", statement)
    USED.update(line.split(": ", 2)[2].split(": ")[0] + ":" for line in result.stderr.decode().splitlines() if line.count(": ") > 2)
    assert result.returncode == 0, result.stderr
    there = [line.split("|") for line in postgres.psql("numerics", statement + ";").splitlines()]
    with contextlib.closing(connect(numerics / "numerics.db", "yes")) as database:
        here = database.execute(result.stdout.decode()).fetchall()
    assert there == [["" if value is None else str(value) for value in row] for row in here], result.stdout
