"""The library of functions: strict about what it gets, and never a crash. That
its results are PostgreSQL's is tests/queries."""

import contextlib
import json
import sqlite3
import subprocess

import pytest

from conftest import PROGRAM

LIBRARY = PROGRAM.parent / "pgdecant_functions.so"


@pytest.fixture(scope="module")
def database():
    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    connection.load_extension(str(LIBRARY))
    with contextlib.closing(connection):
        yield connection


def value(database, sql):
    return database.execute(f"SELECT {sql}").fetchone()[0]


@pytest.mark.parametrize("sql, part", [
    ("lpad('a', 'x')", "lpad: 'x' is no integer"),
    ("lpad('a', 1000000000000)", "a length beyond"),
    ("split_part('a', ',', 0)", "counted from 1"),
    ("regexp_like('a', '(')", "of the pattern"),
    ("regexp_like('a', 'a', 'z')", "there is no flag 'z'"),
    ("encode('a', 'rot13')", "none of hex, base64 and escape"),
    ("decode('zz', 'hex')", "is no hex"),
    ("date_trunc('day', 'rubbish')", "is no timestamp"),
    ("date_trunc('fortnight', '2024-01-01')", "no unit 'fortnight'"),
    ("date_part('x', '2024-01-01')", "no part 'x'"),
    ("timestamp_plus('2024-01-01', 'soon')", "'soon' is no interval"),
    ("timestamp_plus('9999-12-31', '1 day')", "not in the years 1 to 9999"),
    ("make_timestamp(2023, 2, 29, 0, 0, 0)", "no such day"),
    ("to_date('x', 'YYYY')", "does not fit the pattern"),
    ("to_char_number('x', '9')", "'x' is no number"),
    ("width_bucket(1, 2, 2, 3)", "two bounds"),
    ("width_bucket(5, 0, 1, 9223372036854775807)", "from 1 to 2147483647"),
    ("width_bucket(9e999, -9e999, 9e999, 5)", "finite"),
    ("pg_like('x', hex(zeroblob(50000)))", "too long a pattern"),
    ("pg_like(replace(hex(zeroblob(1000000)), '00', 'a'), '%' || replace(hex(zeroblob(48000)), '00', 'a') || 'b')", "takes too long"),
    ("numeric_add('1', 'x')", "finite numbers"),
    ("numeric_mod('1', '0')", "division by zero"),
    ("array_append('x', 1)", "'x' is no array"),
    ("pg_format('%d', 1)", "are formats"),
    ("pg_format('%s')", "too few arguments"),
    ("make_interval(99999999999)", "beyond a million"),
    ("percentile_cont(1, 2)", "from 0 to 1"),
])
def test_wrong_arguments_are_errors(database, sql, part):
    with pytest.raises(sqlite3.OperationalError, match="(?s).*" + part.replace("(", r"\(")):
        value(database, sql)


@pytest.mark.parametrize("sql", [
    "lpad(NULL, 3)", "lpad('a', NULL)", "split_part(NULL, ',', 1)", "regexp_replace('a', NULL, 'b')", "md5(NULL)", "age(NULL, '2024-01-01')",
    "date_trunc('day', NULL)", "to_char(NULL, 'YYYY')", "interval_plus(NULL, '1 day')", "array_to_string(NULL, ',')", "jsonb_contains(NULL, '{}')",
    "numeric_add(NULL, '1')", "pg_like(NULL, 'a')", "concat_ws(NULL, 'a')", "greatest(NULL, NULL)", "stddev(1)", "mode(NULL)",
])
def test_null_gives_null(database, sql):
    assert value(database, sql) is None


@pytest.mark.parametrize("sql, want", [
    ("numeric_add('0.1', '0.2')", "0.3"),
    ("numeric_subtract('1', '1.000')", "0.000"),
    ("numeric_multiply('12345678901234567890', '-1.5')", "-18518518351851851835.0"),
    ("numeric_mod('-7.5', '2')", "-1.5"),
    ("numeric_compare('10', '9.99')", 1),
    ("numeric_compare('1.0', '1')", 0),
    ("numeric_compare('-2', '-10')", 1),
    ("numeric_compare('NaN', '1e300')", 1),
])
def test_numerics_as_text_are_exact(database, sql, want):
    assert value(database, sql) == want


def test_numerics_as_text_are_sorted_by_their_collation(database):
    rows = database.execute("SELECT column1 FROM (VALUES ('10'), ('9'), ('-1'), ('1.50'), ('NaN')) ORDER BY column1 COLLATE pg_numeric")
    assert [row[0] for row in rows] == ["-1", "1.50", "9", "10", "NaN"]


def test_lists_in_order(database):
    rows = "(VALUES ('b', 2), ('a', 1), (NULL, 3), ('c', NULL))"
    assert value(database, f"string_agg(column1, ', ', column2) FROM {rows}") == "a, b, c"
    assert value(database, f"array_agg(column1, column2) FROM {rows}") == '["a","b",null,"c"]'
    assert value(database, f"array_agg(column2) FROM {rows}") == "[2,1,3,null]"
    assert value(database, "array_agg(1) FROM (SELECT 1 WHERE 0)") is None
    assert database.execute("SELECT bool_and(column1), bool_or(column1), every(column1) FROM (VALUES (1), (0), (NULL))").fetchone() == (0, 1, 0)
    assert database.execute("SELECT bool_and(1), bool_or(0), bool_and(NULL)").fetchone() == (1, 0, None)


def test_unnest(database):
    rows = database.execute("""SELECT value, ordinality FROM unnest('[1, "a", null, true, 1.5, [2], {"k": 3}]')""").fetchall()
    assert rows == [(1, 1), ("a", 2), (None, 3), (1, 4), (1.5, 5), ("[2]", 6), ('{"k": 3}', 7)]
    assert database.execute("SELECT value FROM unnest(NULL)").fetchall() == []
    assert database.execute("SELECT t.column1, u.value FROM (VALUES ('[1,2]'), ('[]')) t, unnest(t.column1) u").fetchall() == [("[1,2]", 1), ("[1,2]", 2)]
    with pytest.raises(sqlite3.OperationalError, match="no array"):
        database.execute("SELECT value FROM unnest('x')").fetchall()


def test_uuids_are_random(database):
    one, other = database.execute("SELECT gen_random_uuid(), gen_random_uuid()").fetchone()
    assert one != other and one[14] == "4" and one[19] in "89ab" and len(one) == 36


def test_positions(database):
    assert value(database, """array_position('["a", "b"]', 'b')""") == 2
    assert value(database, "array_position('[1]', 2)") is None


def test_a_long_pattern_is_not_slow(database):
    assert value(database, "pg_like('" + "a" * 20000 + "', '" + "%a" * 50 + "%b')") == 0


@pytest.mark.parametrize("text", ["[", "[1", "{\"a\"", "[1,,2]", "nonsense", "", "[\"a", "{\"a\":}", "[" * 1000])
def test_what_is_no_json_does_no_harm(database, text):
    for call in ("array_append(?1, 1)", "array_to_string(?1, ',')", "jsonb_contains(?1, ?1)", "jsonb_pretty(?1)", "jsonb_strip_nulls(?1)", "jsonb_concat(?1, ?1)", "array_ndims(?1)", "array_length(?1, 2)"):
        try:
            database.execute(f"SELECT {call}", (text,)).fetchall()
        except sqlite3.OperationalError as error:
            assert "array" in str(error)


def test_series(database):
    assert database.execute("SELECT value FROM generate_series(5, 1, -2)").fetchall() == [(5,), (3,), (1,)]
    assert database.execute("SELECT count(*) FROM generate_series(1, NULL)").fetchall() == [(0,)]
    with pytest.raises(sqlite3.OperationalError, match="a step of 0"):
        database.execute("SELECT value FROM generate_series(1, 2, 0)").fetchall()
    assert database.execute("SELECT value FROM generate_series(9223372036854775806, 9223372036854775807)").fetchall()[-1] == (9223372036854775807,)


def test_json_that_comes_out_is_json(database):
    assert json.loads(value(database, "string_to_array('a\"b\\c,' || char(1), ',')")) == ['a"b\\c', "\x01"]


def with_little_memory(room, call):
    """What a host says that has so many bytes left, in a process of its own."""
    script = f"""import resource, sqlite3
c = sqlite3.connect(":memory:")
c.enable_load_extension(True)
c.load_extension({str(LIBRARY)!r})
used = int(open("/proc/self/statm").read().split()[0]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (used + {room}, -1))
try:
    c.execute({"SELECT " + call!r}).fetchall()
except (sqlite3.Error, MemoryError) as error:
    print("goes on:", error)
"""
    result = subprocess.run(["/usr/bin/python3", "-c", script], capture_output=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return result.stdout.decode()


@pytest.mark.parametrize("room, sql", [
    (8000000000, "concat(a, a, a) FROM (SELECT hex(zeroblob(200000000)) AS a)"),
    (2400000000, "array_to_string('[' || replace(hex(zeroblob(500000)), '00', '1,') || '1]', replace(hex(zeroblob(5000)), '0', 'x'))"),
])
def test_nothing_is_longer_than_sqlite_takes(room, sql):
    """And it is not made before that is seen: there would be no room for it."""
    assert "too big" in with_little_memory(room, sql)


def test_numerics_of_any_scale(database):
    assert value(database, "numeric_divide('1e-1001', '3')") == "0." + "0" * 1000
    assert value(database, "numeric_divide('5e-1001', '0.5')") == "0." + "0" * 999 + "1"
    assert value(database, "numeric_sqrt('4e-2002')") == "0." + "0" * 1000
    assert value(database, "numeric_avg('1e-1010')") == "0." + "0" * 1000
    assert value(database, f"length(numeric_divide('1{'0' * 10000}.{'1' * 5000}', '7'))") == 11001


@pytest.mark.parametrize("sql, result", [
    ("translate('abcba', 'abb', 'xy')", "xycyx"), ("translate('a\u00f1b', '\u00f1b', 'n')", "an"), ("translate('', 'a', 'b')", ""), ("translate('abc', '', 'x')", "abc"),
    ("regexp_replace('\u00e9a\u00e9a', 'a', 'b', 'g')", "\u00e9b\u00e9b"), ("regexp_count('\u00e9a\u00e9', '')", 4),
])
def test_characters_are_counted_as_such(database, sql, result):
    assert value(database, sql) == result


@pytest.mark.parametrize("call", ["lpad('x', 90000000)", "array_agg(hex(zeroblob(100000))) FROM generate_series(1, 3000)",
                                  "regexp_replace(hex(zeroblob(20000000)), '0', 'xxxx', 'g')"])
def test_a_host_without_memory_goes_on(call):
    """An error of SQLite's, and not the end of somebody else's program."""
    assert "goes on" in with_little_memory(90000000, call)


def test_an_interval_of_years_has_its_sign_in_front(database):
    assert value(database, "interval_text('-1-2')") == "-1 years -2 mons"
    for text in ("--2387225703656530210-9", "1--2", "99999999999999999999-1"):
        with pytest.raises(sqlite3.OperationalError):
            value(database, f"interval_text('{text}')")
