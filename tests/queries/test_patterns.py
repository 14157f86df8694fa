"""to_char by patterns that are drawn, of numbers and of times: the extension
writes what PostgreSQL writes. PATTERNS is how many of each."""

import contextlib
import os
import random

import pytest

from test_queries import connect

COUNT = int(os.environ.get("PATTERNS", "1000"))
NUMBERS = "0 0.1 -0.1 1 -1 12 -12 123.456 -123.456 0.005 -0.001 99.995 1234567.891 1.5 10 100 11 2 -3 1000 0.5 485 148.5 3.10 -0.50 12.00".split()
TIMES = ["2024-02-05 13:07:09.123456", "2000-12-31 00:00:00", "2021-01-03 23:59:59.9", "1999-07-11 12:00:00.000001", "0099-05-01 01:02:03", "2024-12-30 05:00:00", "1970-01-01 00:00:00"]
FIELDS = (
    "A.D. A.M. AD AM B.C. BC CC DAY DDD DD DY Day Dy D FF1 FF2 FF3 FF4 FF5 FF6 HH24 HH12 HH IDDD ID IW IYYY IYY IY I J MI MM MONTH MON MS Month Mon OF"
    " P.M. PM Q RM SSSSS SSSS SS TZH TZM TZ US WW W Y,YYY YYYY YYY YY Y a.m. ad day dy d hh24 hh12 iddd iw iyyy j mi mm month mon ms pm q rm ss tz us ww w yyyy yy y"
).split()


def number_pattern(rng):
    sign, behind = rng.choice(["", "", "", "S", "MI", "PL", "SG", "PR"]), rng.random() < 0.5
    pattern = "FM" if rng.random() < 0.4 else ""
    pattern += "" if behind or sign == "PR" else sign
    pattern += rng.choice(["$", "L", '"x "']) if rng.random() < 0.1 else ""
    digits = "".join(rng.choice("999990") + (rng.choice(",,G") if rng.random() < 0.15 else "") for _ in range(rng.randint(1, 6))).rstrip(",G")
    pattern += digits
    if rng.random() < 0.5:
        pattern += rng.choice(".D") + "".join(rng.choice("990") for _ in range(rng.randint(0, 3)))
    elif rng.random() < 0.15:
        pattern += rng.choice(["th", "TH"])
    pattern += sign if behind or sign == "PR" else ""
    return pattern + (rng.choice(["%", ' "km"', " "]) if rng.random() < 0.1 else "")


def time_pattern(rng):
    pattern = ""
    for _ in range(rng.randint(1, 4)):
        field = rng.choice(FIELDS)
        if rng.random() < 0.1:
            field = "".join(rng.choice([letter.lower(), letter.upper()]) for letter in field)
        ending = rng.choice(["TH", "th", "SP", "Th"]) if rng.random() < 0.15 else ""
        pattern += rng.choice(["", "", "", "FM", "TM"]) + field + ending + rng.choice([" ", "-", "/", ":", '"x\\"y"', "."])
    return pattern


@pytest.mark.parametrize("kind", ["number", "time"])
def test_drawn_patterns(kind, postgres):
    rng = random.Random(f"{kind} 1")
    draw, values, function = (number_pattern, NUMBERS, "to_char_number") if kind == "number" else (time_pattern, TIMES, "to_char")
    pairs = [(rng.choice(values), draw(rng)) for _ in range(COUNT)]
    type_name = "numeric" if kind == "number" else "timestamptz"
    sql = "SET TimeZone = 'UTC';\n" + "".join(f"SELECT '|' || to_char({type_name} '{value}', '{pattern}') || '|';\n" for value, pattern in pairs)
    there = postgres.psql("postgres", sql).splitlines()[1:]
    with contextlib.closing(connect(":memory:", "yes")) as database:
        here = [f"|{database.execute(f'SELECT {function}(?, ?)', (float(value) if kind == 'number' else value, pattern)).fetchone()[0]}|" for value, pattern in pairs]
    wrong = [(pair, want, got) for pair, want, got in zip(pairs, there, here, strict=True) if want != got]
    assert not wrong, (len(wrong), wrong[:10])
