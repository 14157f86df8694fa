"""Compression around anything, UTF-16, and what is no dump."""

import bz2
import gzip
import io
import lzma
import subprocess
import zipfile

import pytest

from conftest import run

DUMP = b"""--
-- PostgreSQL database dump
--

SET client_encoding = 'UTF8';
CREATE TABLE public.t (a integer, b text);
COPY public.t (a, b) FROM stdin;
""" + b"".join(b"%d\tr\xc3\xb6w %d\n" % (i, i * 7919 % 1000) for i in range(3000)) + b"""\\.

--
-- PostgreSQL database dump complete
--

"""


def piped(*command):
    return lambda data: subprocess.run(command, input=data, capture_output=True, check=True).stdout


def zipped(data, name="folder/dump.sql", more=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("__MACOSX/._dump.sql", b"finder")
        for member in [name, *more]:
            file.writestr(member, data)
    return out.getvalue()


PACKERS = {
    "gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zip": zipped,
    "lz4": piped("lz4", "-q", "-c"), "zstd": piped("zstd", "-q", "-c"),
    "tar": lambda data: __import__("archives").tar_of_bytes("dump.sql", data),
    "gzip of two members": lambda data: gzip.compress(data[:5000]) + gzip.compress(data[5000:]) + b"\0" * 512,
    "zstd of two frames": lambda data: piped("zstd", "-q", "-c")(data[:5000]) + piped("zstd", "-q", "-c")(data[5000:]),
    "UTF-16 with its mark": lambda data: data.decode().encode("utf-16"),
    "UTF-16 without": lambda data: data.decode().encode("utf-16-le"),
    "UTF-16 the other way": lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
    "gzip in a zip": lambda data: zipped(gzip.compress(data), "dump.sql.gz"),
    "zip in gzip in xz": lambda data: lzma.compress(gzip.compress(zipped(data))),
}


def rows(path, *options, stdin=None):
    result = run(*options, "-" if stdin is not None else path, stdin=stdin)
    return result.returncode, result.stdout, result.stderr.decode()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "dump"
    path.write_bytes(DUMP)
    status, sql, _ = rows(path, "-q")
    assert status == 0 and sql.count("röw".encode()) == 3000
    return sql


@pytest.mark.parametrize("packer", PACKERS)
def test_what_it_is_packed_in_does_not_matter(packer, wanted, tmp_path):
    packed = PACKERS[packer](DUMP)
    (tmp_path / "dump").write_bytes(packed)
    assert rows(tmp_path / "dump", "-q") == (0, wanted, "")
    assert rows(None, "-q", stdin=packed) == (0, wanted, "")


@pytest.mark.parametrize("packer", ["gzip", "bzip2", "xz", "lz4", "zstd", "zip", "tar", "UTF-16 with its mark"])
def test_every_cut_is_an_error(packer, tmp_path):
    packed = PACKERS[packer](DUMP)
    end = {"tar": 512 + len(DUMP) - 60, "zip": packed.find(b"PK\1\2") - 60}.get(packer, len(packed) - 1)
    for at in [1, 5, 17, *range(40, end, max(1, end // 60)), end]:
        (tmp_path / "cut").write_bytes(packed[:at])
        status, _, said = rows(tmp_path / "cut", "-q")
        assert status == 1 and said.startswith("pgdecant: "), (at, said)


def test_the_place_is_that_in_the_compressed_file(tmp_path):
    packed = gzip.compress(DUMP)
    (tmp_path / "cut.gz").write_bytes(packed[:6000])
    assert "cut off: it ends at byte 6000 of the compressed file" in rows(tmp_path / "cut.gz")[2]
    (tmp_path / "bad.gz").write_bytes(packed[:3000] + bytes(byte ^ 0x55 for byte in packed[3000:3400]) + packed[3400:])
    assert "the gzip stream is damaged at byte" in rows(tmp_path / "bad.gz")[2]
    (tmp_path / "more.gz").write_bytes(packed + b"and more")
    assert rows(tmp_path / "more.gz")[0] == 1


def test_several_files_are_none(tmp_path):
    (tmp_path / "two.zip").write_bytes(zipped(DUMP, "a.sql", ["b.sql"]))
    status, _, said = rows(tmp_path / "two.zip")
    assert status == 1 and "more than one file in it, another one is b.sql" in said


def test_too_many_containers(tmp_path):
    packed = DUMP
    for _ in range(9):
        packed = gzip.compress(packed)
    (tmp_path / "deep.gz").write_bytes(packed)
    status, _, said = rows(tmp_path / "deep.gz")
    assert status == 1 and "containers, one in the other" in said


def test_letters_that_a_shell_has_changed(tmp_path):
    (tmp_path / "dump.sql").write_bytes(DUMP.decode("cp437").encode("utf-16"))
    status, _, said = rows(tmp_path / "dump.sql")
    assert status == 1 and "pg_dump -f FILE avoids it" in said and "CP437" in said


@pytest.mark.parametrize("text, said", [
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n", "Git LFS"),
    (b"pg_dump: error: connection to server on socket failed\n", "what pg_dump said when it failed"),
    (b"SQLite format 3\0" + b"\0" * 100, "a SQLite database"),
])
def test_what_is_no_dump(text, said, tmp_path):
    (tmp_path / "dump").write_bytes(text)
    status, _, message = rows(tmp_path / "dump")
    assert status == 1 and said in message and "--allow-truncated" not in message
