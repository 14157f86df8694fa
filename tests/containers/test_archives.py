"""A dump in an archive becomes the same database as the plain one, whatever
packs it; and what is cut off or damaged is an error."""

import json
import pathlib
import random
import sqlite3
import subprocess

import pytest

from archives import Custom, repack_folder, tar_of
from conftest import everything, run
from postgres18 import Postgres18

SCHEMA = pathlib.Path(__file__).resolve().parent / "schema.sql"
ALGORITHMS = ["none", "gzip", "lz4", "zstd"]


class Made:
    """The database of the test, dumped in every form."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "plain.sql").write_bytes(self.dump())
        (folder / "inserts.sql").write_bytes(self.dump("--inserts"))
        self.wanted = self.convert(folder / "plain.sql")

    def convert(self, dump, *options, stdin=None):
        database = self.folder / "converted.db"
        database.unlink(missing_ok=True)
        result = run("-o", database, *options, "-" if stdin is not None else dump, stdin=stdin)
        assert result.returncode == 0, result.stderr.decode()
        return everything(database)


class MadeBy15(Made):
    def __init__(self, folder, postgres):
        self.postgres = postgres
        postgres.psql("postgres", "CREATE DATABASE containers;")
        postgres.psql("containers", SCHEMA.read_text())
        super().__init__(folder)

    def dump(self, *options):
        return self.postgres.dump("containers", ["--no-data-only", *options])

    def written(self, name, *options):
        """By name, so that pg_dump can go back and write the offsets."""
        path = self.folder / name
        if not path.exists():
            self.dump(*options, "-f", str(path))
        return path


class MadeBy18(Made):
    def __init__(self, folder, postgres):
        self.postgres = postgres
        super().__init__(folder)

    def dump(self, *options):
        return self.postgres.dump(options)

    def written(self, name, *options):
        path = self.folder / name
        if not path.exists():
            dump = self.dump(*options)
            if isinstance(dump, bytes):
                path.write_bytes(dump)
            else:
                path.mkdir()
                for member, data in dump.items():
                    (path / member).write_bytes(data)
        return path


@pytest.fixture(scope="module", params=[15, 18])
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("containers")
    if request.param == 15:
        yield MadeBy15(folder, request.getfixturevalue("postgres"))
    else:
        postgres = Postgres18(SCHEMA)
        yield MadeBy18(folder, postgres)
        postgres.stop()


# ---- the same database ----


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("rows", ["copy", "inserts"])
def test_custom(rows, algorithm, made):
    options = ["--inserts"] if rows == "inserts" else []
    archive = Custom(made.written(f"{rows}.dump", "-Fc", "-Z0", *options).read_bytes())
    for chunk in (1 if rows == "copy" and algorithm == "gzip" else 700, 70000):
        data = archive.repacked(algorithm, chunk)
        (made.folder / "repacked.dump").write_bytes(data)
        assert made.convert(made.folder / "repacked.dump") == made.wanted
        assert made.convert(None, stdin=data) == made.wanted


@pytest.mark.parametrize("level", ["0", "1", "9"])
def test_custom_as_pg_dump_writes_it(level, made):
    assert made.convert(made.written(f"level{level}.dump", "-Fc", f"-Z{level}")) == made.wanted
    assert made.convert(None, stdin=made.dump("-Fc", f"-Z{level}")) == made.wanted


def test_blocks_in_another_order(made):
    archive = Custom(made.written("copy.dump", "-Fc", "-Z0").read_bytes())
    (made.folder / "order.dump").write_bytes(archive.repacked("gzip", order=lambda blocks: blocks[::-1]))
    assert sorted(made.convert(made.folder / "order.dump").split("\n")) == sorted(made.wanted.split("\n"))


def test_a_window_beyond_the_bound_is_refused(made, tmp_path):
    archive = Custom(made.written("copy.dump", "-Fc", "-Z0").read_bytes())
    (tmp_path / "long.dump").write_bytes(archive.repacked("zstd-long"))
    result = run("-o", tmp_path / "long.db", tmp_path / "long.dump")
    assert result.returncode == 1 and b"a larger window than --memory allows" in result.stderr, result.stderr
    assert made.convert(tmp_path / "long.dump", "--memory=2048") == made.wanted


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_directory(algorithm, made):
    folder = made.written("directory", "-Fd", "-Z0")
    repack_folder(folder, made.folder / f"directory.{algorithm}", algorithm)
    assert made.convert(made.folder / f"directory.{algorithm}") == made.wanted


def test_directory_as_pg_dump_writes_it(made):
    assert made.convert(made.written("parallel", "-Fd", "-j2")) == made.wanted


def test_tar(made):
    assert made.convert(made.written("archive.tar", "-Ft")) == made.wanted
    assert made.convert(None, stdin=made.dump("-Ft")) == made.wanted


@pytest.mark.parametrize("packer", ["none", "gzip", "zip"])
@pytest.mark.parametrize("first", ["toc.dat", "other"])
def test_packed_by_people(first, packer, made):
    folder = made.written("parallel", "-Fd", "-j2")
    names = sorted((path.name for path in folder.iterdir()), key=lambda name: (name == "toc.dat") != (first == "toc.dat"))
    path = made.folder / f"people.{first}.{packer}"
    if packer == "zip":
        subprocess.run(["zip", "-q", path, *names], cwd=folder, check=True)
        path = path.with_name(path.name + ".zip") if not path.exists() else path
    else:
        path.write_bytes(tar_of(folder, names, "dvdrental/", ["._"]))
        if packer == "gzip":
            subprocess.run(["gzip", "-f", path], check=True)
            path = path.with_name(path.name + ".gz")
    for converted in (made.convert(path), made.convert(None, stdin=path.read_bytes())):
        assert sorted(converted.split("\n")) == sorted(made.wanted.split("\n"))


def test_parts_of_a_dump(made):
    schema, rows = (made.written(f"{name}.dump", "-Fc", f"--{name}-only").read_bytes() for name in ("schema", "data"))
    (made.folder / "s.dump").write_bytes(schema)
    (made.folder / "r.dump").write_bytes(rows)
    database = made.folder / "parts.db"
    result = run("-o", database, made.folder / "s.dump", made.folder / "r.dump")
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM pg_largeobject)").fetchone() == (185, 3)


def test_every_command_takes_one(made):
    path = made.written("level9.dump", "-Fc", "-Z9")
    database = made.folder / "verified.db"
    assert run("-o", database, path).returncode == 0
    assert run("verify", path, database).returncode == 0
    assert b"people" in run("inspect", path).stdout
    assert run("query", "-q", "--types-from", path, "SELECT tags[1] FROM people").returncode == 0


@pytest.mark.parametrize("form", ["level9.dump", "parallel", "archive.tar"])
def test_tables_that_are_not_selected(form, made):
    """Whether their rows were skipped or read, the database is the same."""
    options = {"level9.dump": ["-Fc", "-Z9"], "parallel": ["-Fd", "-j2"], "archive.tar": ["-Ft"]}[form]
    path = made.written(form, *options)
    for choice in (["-t", "people"], ["-N", "other"], ["-T", "parted"], ["-t", "parted_0", "-t", "other.notes"]):
        assert made.convert(path, *choice) == made.convert(made.folder / "plain.sql", *choice), choice


# ---- what it says ----


def test_places_are_entries_and_rows(made, tmp_path):
    archive = Custom(made.written("copy.dump", "-Fc", "-Z0").read_bytes())
    blocks = [(kind, ident, data.replace("person 20üü\t".encode(), b"person 20\t2O20") if kind == 1 else data) for kind, ident, data in archive.blocks]
    (tmp_path / "bad.dump").write_bytes(archive.repacked("gzip", order=lambda _: blocks))
    result = run("-o", tmp_path / "bad.db", tmp_path / "bad.dump")
    assert result.returncode == 1 and b"TABLE DATA public.people, row 5" in result.stderr, result.stderr
    assert not (tmp_path / "bad.db").exists()


def test_places_in_a_report_for_programs(made, tmp_path):
    def entries(dump):
        result = run("-o", tmp_path / "x.db", "--replace", "--report", tmp_path / "x.json", dump)
        assert result.returncode == 0, result.stderr
        return json.loads((tmp_path / "x.json").read_text())["entries"]

    archived, plain = entries(made.written("copy.dump", "-Fc", "-Z0")), entries(made.folder / "plain.sql")
    assert archived and not any("place" in entry for entry in plain)
    assert any("public.tally" in entry["place"] for entry in archived), [entry["place"] for entry in archived]


@pytest.mark.parametrize("change, said", [
    (lambda data: data[:6] + bytes([17]) + data[7:], "version 1.17"),
    (lambda data: data[:6] + bytes([9]) + data[7:], "version 1.9"),
    (lambda data: data + b"\1\0\xff\xff\xff\0\0\0\0\0\0", "which there is not"),
    (lambda data: data + b"\2\0\1\0\0\0", "a block of an unknown kind"),
    (lambda data: data[:400], "cut off"),
])
def test_what_is_wrong_is_said(change, said, made, tmp_path):
    (tmp_path / "bad.dump").write_bytes(change(made.written("copy.dump", "-Fc", "-Z0").read_bytes()))
    result = run("-o", tmp_path / "bad.db", tmp_path / "bad.dump")
    assert result.returncode == 1 and said in result.stderr.decode(), result.stderr
    assert not (tmp_path / "bad.db").exists()


def test_a_block_that_is_not_there_is_missed(made, tmp_path):
    archive = Custom(made.written("copy.dump", "-Fc", "-Z0").read_bytes())
    for missing in range(len(archive.blocks)):
        (tmp_path / "bad.dump").write_bytes(archive.repacked("none", order=lambda blocks, at=missing: blocks[:at] + blocks[at + 1:]))
        result = run("-o", tmp_path / "bad.db", tmp_path / "bad.dump")
        assert result.returncode == 1 and b"not complete" in result.stderr, (missing, result.stderr)


def test_a_file_that_is_not_there_is_missed(made, tmp_path):
    folder = made.written("directory", "-Fd", "-Z0")
    for path in folder.iterdir():
        target = repack_folder(folder, tmp_path / path.name, "none")
        (target / path.name).unlink()
        result = run("-o", tmp_path / "bad.db", target)
        assert result.returncode == 1 and (b"is not there" in result.stderr or b"no toc.dat" in result.stderr), (path.name, result.stderr)


@pytest.mark.parametrize("name", [b"../etc", b"/dev/nu", b"..", b".hidden"])
def test_names_are_no_paths(name, made, tmp_path):
    target = repack_folder(made.written("directory", "-Fd", "-Z0"), tmp_path / "evil", "none")
    toc = (target / "toc.dat").read_bytes()
    some = next(path.name.encode() for path in sorted(target.iterdir()) if path.suffix == ".dat" and path.name[:1].isdigit())
    (target / "toc.dat").write_bytes(toc.replace(some, name[:len(some)].ljust(len(some), b"x")))
    result = run("-o", tmp_path / "bad.db", target)
    assert result.returncode == 1 and (b"no plain name" in result.stderr or b"not there" in result.stderr), result.stderr


@pytest.mark.parametrize("form", ["copy.dump", "packed.dump", "archive.tar"])
def test_every_cut_is_an_error(form, made, tmp_path):
    options = {"copy.dump": ["-Fc", "-Z0"], "packed.dump": ["-Fc", "-Z6"], "archive.tar": ["-Ft"]}[form]
    data = made.written(form, *options).read_bytes()
    draw = random.Random(3)
    # A tar may lose its last member, restore.sql, which is nobody's data.
    end = data.rfind(b"restore.sql") if form == "archive.tar" else len(data) - 1
    for at in sorted(draw.sample(range(1, end), 150)) + ([end] if form != "archive.tar" else []):
        (tmp_path / "cut").write_bytes(data[:at])
        result = run("-q", "-o", tmp_path / "cut.db", tmp_path / "cut")
        assert result.returncode == 1 and result.stderr.startswith(b"pgdecant: "), (at, result)
        assert not (tmp_path / "cut.db").exists()


@pytest.mark.parametrize("form", ["copy.dump", "packed.dump", "archive.tar"])
def test_damage_ends_well(form, made, tmp_path):
    """An error, or a database; never a crash or a hang."""
    options = {"copy.dump": ["-Fc", "-Z0"], "packed.dump": ["-Fc", "-Z6"], "archive.tar": ["-Ft"]}[form]
    data = made.written(form, *options).read_bytes()
    draw = random.Random(4)
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(draw.randint(1, 4)):
            damaged[draw.randrange(len(data) // draw.choice([1, 3, 30]))] = draw.randrange(256)
        (tmp_path / "damaged").write_bytes(damaged)
        result = run("-q", "-o", tmp_path / "d.db", "--replace", tmp_path / "damaged")
        assert result.returncode in (0, 1), result
