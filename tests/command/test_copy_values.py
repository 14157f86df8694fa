"""What a field of COPY becomes does not depend on the way it takes: one that is
written with an escape (\\x32 for 2) is looked at from all sides, one without has
a quick way, and both say the same, or fail alike."""

import pytest
from conftest import run

NUMBERS = """0 -0 1 7 -7 007 +1 1. .5 1.0 1.50 -1.50 -0.00 -0.5 0.0 00.5 12.34 123.45 1234.56 9999 32767 32768 -32768
99999 999999999 2147483647 2147483648 -2147483648 4294967295 999999999999999999 9223372036854775807 9223372036854775808
0.1 0.30000000000000004 1e3 1e400 1E-5 123456789012345.6 0.12345678901234567 123456789.12345678901234567890
0.00000000000000000001 5.00000000000000000000 NaN Infinity -Infinity 1_000 0x1F 9007199254740993 9007199254740993.5
8.41 2.675 1.005 0.045 00.50 012.34 00.5000 - . e""".split()
WORDS = ["", "t", "aß", "b  ", "f", "T", "true", "yes", "1", "a", "abc", "abcdef", "äöüß", "李小龍李小龍", " x", "1 ", "'", "it's", "{}", "{1,2}", '{a,"b c"}',
         '{"a": 1}', "[1]", '"s"', "123", "null", "\\\\x00ff", "\\\\xzz", "$1.00"]
TIMES = ["2024-02-29", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-1", "0000-01-01", "0001-01-01", "10000-01-01",
         "0044-03-15 BC", "infinity", "-infinity", "2024-02-29 12:34:56", "2024-02-29 24:00:00", "2024-02-29 12:34:60", "2024-02-29T12:34:56",
         "2024-02-29 12:34:56.1", "2024-02-29 12:34:56.123456", "2024-02-29 12:34:56.1234567", "2024-02-29 12:34:56.",
         "2024-02-29 12:34:56+00", "2024-02-29 12:34:56.5+00", "2024-02-29 12:34:56.123456+00", "2024-02-29 12:34:56.12345x+00",
         "2024-02-29 12:34:56x123456+00", "2024-02-29 12:34:56+02", "2024-02-29 12:34:56-03:30", "2024-02-29 12:34:56:00", "2024-02-29 12:34:56 BC", "2024-02-30 00:00:00+00",
         "12:34:56", "12:34:56.5", "2024-02-2912:34:56+00"]
UUIDS = ["0b0c5f7e-6f0a-4c0e-9c55-0123456789ab", "0B0C5F7E-6F0A-4C0E-9C55-0123456789AB", "0b0c5f7e6f0a4c0e9c550123456789ab",
         "0b0c5f7e-6f0a-4c0e-9c55-0123456789ag", "0b0c5f7e-6f0a-4c0e-9c55-0123456789a"]


def escaped(text):
    """The first byte by its code, which makes no other text of it."""
    return f"\\x{text.encode()[0]:02x}{text.encode()[1:].decode()}" if text and ord(text[0]) < 128 and text[0] != "\\" else None


def converted(type_name, field, *strictly):
    dump = f"CREATE TABLE public.t (v {type_name});\nCOPY public.t (v) FROM stdin;\n{field}\n\\.\n"
    result = run("-q", *strictly, "-", stdin=dump.encode())
    return result.returncode, result.stdout.decode(), result.stderr.decode()


FEW = NUMBERS[:8] + WORDS + TIMES[:1] + UUIDS[:2]
TEXTS = {
    **dict.fromkeys(["text", "character varying(5)", "character(3)", "bytea", "money", "integer[]", "text[]"], FEW),
    **dict.fromkeys(["smallint", "integer", "bigint", "oid", "numeric(5,2)", "numeric(5,0)", "numeric(14,4)", "real",
                     "double precision"], NUMBERS + WORDS[:4]),
    **dict.fromkeys(["date", "timestamp without time zone", "timestamp with time zone", "time without time zone"], TIMES + WORDS[:4]),
    "boolean": WORDS + NUMBERS[:4],
    "uuid": UUIDS + WORDS[:4],
}


@pytest.mark.parametrize("type_name", TEXTS)
def test_both_ways_say_the_same(type_name):
    texts = [text for text in TEXTS[type_name] if escaped(text)]
    for how in (), ("--strict",):
        ways = [(converted(type_name, text, *how), converted(type_name, escaped(text), *how)) for text in texts]
        assert [way for way in ways if way[0] != way[1]] == []
