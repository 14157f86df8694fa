"""Small archives and packed dumps, one file each, to begin with."""

import bz2
import gzip
import io
import lzma
import pathlib
import sys
import tarfile
import zipfile
import zlib

folder = pathlib.Path(sys.argv[1])
DUMP = b"CREATE TABLE t (a integer);\nINSERT INTO t VALUES (1);\n"


def number(value):
    return bytes([value < 0]) + abs(value).to_bytes(4, "little")


def text(value):
    return number(-1) if value is None else number(len(value)) + value


def entry(minor, ident, has_data, tag, kind, section, definition, copy, form, file):
    return (number(ident) + number(has_data) + text(b"0") + text(b"0") + text(tag) + text(kind)
            + (number(section) if minor >= 11 else b"") + text(definition) + text(b"") + text(copy) + text(b"public") + text(None)
            + (text(b"heap") if minor >= 14 else b"") + (number(114) if minor >= 16 else b"") + text(b"me") + text(b"false") + text(None)
            + (b"\2" + bytes(8) if form == 1 else text(file)))


def toc(minor, form, packed):
    entries = [
        entry(minor, 1, 0, b"ENCODING", b"ENCODING", 2, b"SET client_encoding = 'UTF8';\n", None, form, b""),
        entry(minor, 2, 0, b"t", b"TABLE", 2, b"CREATE TABLE t (a integer);\n", None, form, b""),
        entry(minor, 3, 1, b"t", b"TABLE DATA", 3, None, b"COPY t (a) FROM stdin;\n", form, b"3.dat"),
        entry(minor, 4, 1, b"BLOBS", b"BLOBS", 3, None, None, form, b"blobs_4.toc"),
    ]
    packing = bytes([packed]) if minor >= 15 else number(packed)
    return b"PGDMP\1" + bytes([minor, 0, 4, 8, form]) + packing + number(0) * 7 + text(b"db") + text(b"16") + text(b"16") + number(4) + b"".join(entries)


def item(data, packed):
    data = zlib.compress(data) if packed else data
    return number(len(data)) + data + number(0)


def custom(minor, packed):
    return (toc(minor, 1, packed) + b"\1" + number(3) + item(b"1\n2\n\\.\n\n\n", packed)
            + b"\3" + number(4) + number(77) + item(b"blob", packed) + number(0))


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


FILES = [("toc.dat", toc(16, 3, 0)), ("3.dat", b"1\n2\n\\.\n\n\n"), ("blob_77.dat", b"blob"), ("blobs_4.toc", b"77 blob_77.dat\n")]
SEEDS = {
    "gzip": gzip.compress(DUMP), "bzip2": bz2.compress(DUMP), "xz": lzma.compress(DUMP), "utf16": DUMP.decode().encode("utf-16"),
    "zstd": bytes.fromhex("28b52ffd2009490000") + b"SELECT 1;"[:9], "lz4": bytes.fromhex("04224d18604073") + bytes.fromhex("09000080") + b"SELECT 1;" + bytes(4),
    "tar": tar(FILES), "odd tar": tar(FILES[::-1]), "zip": zipped(FILES), "one file": zipped([("dump.sql", DUMP)]),
    **{f"custom {minor} {packed}": custom(minor, packed) for minor in (10, 12, 14, 15, 16) for packed in (0, 1)},
}
for name, data in SEEDS.items():
    (folder / name).write_bytes(data)
