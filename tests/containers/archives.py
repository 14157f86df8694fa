"""Archives in every form: pg_dump's own, and the same packed anew."""

import io
import pathlib
import subprocess
import tarfile
import zlib

END = b"\\.\n\n\n"


def pack(data, algorithm):
    if algorithm == "none":
        return data
    if algorithm == "gzip":
        return zlib.compress(data)
    command = {"lz4": ["lz4", "-q", "-c"], "zstd": ["zstd", "-q", "-c"], "zstd-long": ["zstd", "-q", "-c", "--long=31", "--ultra"]}[algorithm]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


class Custom:
    """A custom archive, taken apart far enough to be put together again."""

    def __init__(self, data):
        self.data, self.at = data, 0
        assert data[:5] == b"PGDMP"
        self.minor, self.int_size, self.offset_size = data[6], data[8], data[9]
        self.at = 11
        self.head_end = 11
        self.packed = data[11] if self.minor >= 15 else None
        if self.minor >= 15:
            self.at += 1
        else:
            self.packed = 1 if self.number() else 0
        self.after_packing = self.at
        for _ in range(7):
            self.number()
        for _ in range(3):
            self.text()
        for _ in range(self.number()):
            self.entry()
        self.toc_end = self.at
        self.blocks = list(self.read_blocks())

    def number(self):
        sign, magnitude = self.data[self.at], int.from_bytes(self.data[self.at + 1:self.at + 1 + self.int_size], "little")
        self.at += 1 + self.int_size
        return -magnitude if sign else magnitude

    def text(self):
        length = self.number()
        self.at += max(length, 0)
        return None if length < 0 else self.data[self.at - length:self.at]

    def entry(self):
        self.number(), self.number()
        for _ in range(4):
            self.text()
        self.number()
        for _ in range(5):
            self.text()
        if self.minor >= 14:
            self.text()
        if self.minor >= 16:
            self.number()
        self.text(), self.text()
        while self.text() is not None:
            pass
        self.at += 1 + self.offset_size

    def item(self):
        pieces = []
        while length := self.number():
            pieces.append(self.data[self.at:self.at + length])
            self.at += length
        packed = b"".join(pieces)
        return zlib.decompress(packed) if self.packed == 1 and packed else packed

    def read_blocks(self):
        while self.at < len(self.data):
            kind = self.data[self.at]
            self.at += 1
            ident = self.number()
            if kind == 1:
                yield kind, ident, self.item()
            else:
                objects = []
                while oid := self.number():
                    objects.append((oid, self.item()))
                yield kind, ident, objects

    def write_number(self, number):
        return bytes([number < 0]) + abs(number).to_bytes(self.int_size, "little")

    def write_item(self, data, algorithm, chunk):
        packed = pack(data, algorithm)
        chunks = [packed[i:i + chunk] for i in range(0, len(packed), chunk)]
        return b"".join(self.write_number(len(piece)) + piece for piece in chunks) + self.write_number(0)

    def repacked(self, algorithm, chunk=1000, order=lambda blocks: blocks):
        """As version 1.15 or later, which has more algorithms."""
        minor = max(self.minor, 15)
        code = ["none", "gzip", "lz4", "zstd"].index(algorithm.split("-")[0])
        out = self.data[:6] + bytes([minor]) + self.data[7:11] + bytes([code]) + self.data[self.after_packing:self.toc_end]
        for kind, ident, data in order(self.blocks):
            out += bytes([kind]) + self.write_number(ident)
            if kind == 1:
                out += self.write_item(data, algorithm, chunk)
            else:
                out += b"".join(self.write_number(oid) + self.write_item(item, algorithm, chunk) for oid, item in data) + self.write_number(0)
        return out


def repack_folder(source, target, algorithm):
    """The files of a directory archive without compression, packed otherwise."""
    suffix = {"none": "", "gzip": ".gz", "lz4": ".lz4", "zstd": ".zst"}[algorithm]
    target.mkdir()
    for path in pathlib.Path(source).iterdir():
        data = path.read_bytes()
        if path.suffix != ".dat" or path.name == "toc.dat":
            (target / path.name).write_bytes(data)
        elif algorithm == "gzip":
            packer = zlib.compressobj(wbits=31)
            (target / (path.name + suffix)).write_bytes(packer.compress(data) + packer.flush())
        else:
            (target / (path.name + suffix)).write_bytes(pack(data, algorithm))
    return target


def tar_of(folder, names=None, prefix="./", extra=()):
    """As people make them: any order, a folder in front, macOS's own files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in names or sorted(path.name for path in pathlib.Path(folder).iterdir()):
            for member in [*extra, name]:
                data = (pathlib.Path(folder) / name).read_bytes() if member == name else b"finder"
                info = tarfile.TarInfo(prefix + (member if member == name else member + name))
                info.size, info.pax_headers = len(data), {"mtime": "1700000000.25"}
                tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def tar_of_bytes(name, data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    return out.getvalue()
