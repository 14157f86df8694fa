"""The house: rooms in one order, and nothing in a room that belongs to a later one.

The order is read from src/README.md, what files want of each other from their includes and from the
symbols of their objects, so that a name that two files happen to share misleads nobody."""

import importlib.machinery
import importlib.util
import re
import subprocess

import pytest

from conftest import BUILD, ROOT

SOURCE = ROOT / "src"
MADE = {"tokens.o": "postgres", "postgres.o": "postgres"}  # of grammar/
LEMON = re.compile(r"pg_grammar\w*")
LONGEST_FILE = 600


def rooms():
    """The rooms of src/README.md, the lowest first."""
    section = re.search(r"\n## The rooms\n(.*?)\n## ", (SOURCE / "README.md").read_text(), re.S)[1]
    return re.findall(r"^    ([a-z]+)/ ", section, re.M)


def files(pattern="*.[ch]"):
    return sorted(SOURCE.glob("*/" + pattern))


class Objects:
    """What each object file defines and wants."""

    def __init__(self):
        self.defines, self.wants, self.room = {}, {}, {}
        for file in files("*.c"):
            self.read(file.relative_to(SOURCE).with_suffix(".o").as_posix(), file.parent.name)
        for name, room in MADE.items():
            self.read(name, room)
        self.read("main.o", None)
        self.owner = {symbol: name for name, symbols in self.defines.items() for symbol in symbols}

    def read(self, name, room):
        lines = subprocess.run(["nm", BUILD / name], capture_output=True, text=True, check=True).stdout.splitlines()
        symbols = [line.split()[-2:] for line in lines]
        self.wants[name] = {symbol for kind, symbol in symbols if kind == "U"}
        self.defines[name] = {symbol for kind, symbol in symbols if kind.isupper() and kind != "U"}
        self.room[name] = room

    def links(self):
        """(who wants, whom, which symbol), of the program's own."""
        for name, wanted in sorted(self.wants.items()):
            for symbol in sorted(wanted & self.owner.keys()):
                yield name, self.owner[symbol], symbol


@pytest.fixture(scope="module")
def objects():
    return Objects()


def circles(objects):
    """Sets of files that call each other, by Tarjan's algorithm without recursion's limit."""
    graph = {name: set() for name in objects.wants}
    for wanting, owner, _ in objects.links():
        graph[wanting].add(owner)
    reached = {}
    for start in graph:
        seen, open_ = set(), [start]
        while open_:
            for name in graph[open_.pop()]:
                if name not in seen:
                    seen.add(name)
                    open_.append(name)
        reached[start] = seen
    return {frozenset(other for other in reached[name] if name in reached[other]) for name in graph if name in reached[name]}


def test_every_file_belongs_to_a_room():
    named = rooms()
    assert len(named) == len(set(named)) > 10
    assert {path.name for path in SOURCE.iterdir() if path.is_dir()} == {*named, "packaging"}
    assert {path.name for path in SOURCE.iterdir() if path.is_file()} == {"main.c", "README.md"}
    assert not [path for name in named for path in (SOURCE / name).iterdir() if path.is_dir()], "rooms are flat"


def test_no_include_points_to_a_later_room():
    order = {room: i for i, room in enumerate(rooms())}
    wrong = [
        f"{file.relative_to(SOURCE)} includes {room}/{header}"
        for file in files()
        for room, header in re.findall(r'#include "([a-z]+)/([^"]+)"', file.read_text())
        if room in order and order[room] > order[file.parent.name]
    ]
    assert not wrong


def test_no_room_wants_a_symbol_of_a_later_one(objects):
    order = {room: i for i, room in enumerate(rooms())} | {None: 99}
    wrong = [
        f"{wanting} wants {symbol} of {owner}"
        for wanting, owner, symbol in objects.links()
        if order[objects.room[owner]] > order[objects.room[wanting]]
    ]
    assert not wrong


def test_what_is_exported_is_used_elsewhere(objects):
    wanted = {symbol for symbols in objects.wants.values() for symbol in symbols} | {"main"}
    tests = " ".join(path.read_text() for path in ROOT.glob("tests/**/*.[ch]"))
    unused = [
        f"{symbol} of {name} should be static"
        for symbol, name in sorted(objects.owner.items())
        if symbol not in wanted and not LEMON.fullmatch(symbol) and not re.search(rf"\b{symbol}\b", tests)
    ]
    assert not unused


def test_files_call_each_other_in_a_circle_in_the_translator_only(objects):
    """An expression holds a query, which holds expressions."""
    wrong = [sorted(circle) for circle in circles(objects) if {objects.room[name] for name in circle} != {"translate"}]
    assert not wrong
    # One circle: each file has a kind of expression or of query, and any may hold any other.
    assert len(circles(objects)) == 1


def test_no_file_is_long():
    paths = files() + sorted(ROOT.glob("grammar/*.[yr]*")) + [SOURCE / "main.c"]
    counts = {path.relative_to(ROOT).as_posix(): path.read_text().count("\n") for path in paths}
    assert not {name: count for name, count in counts.items() if count > LONGEST_FILE}


def test_static_names_are_unique():
    """A stack trace tells where it is."""
    function = re.compile(r"^static\s[^;={(]*?\b(\w+)\([^;{]*?\)\s*\{", re.M | re.S)
    where = {}
    for file in files("*.c"):
        for name in function.findall(file.read_text()):
            where.setdefault(name, set()).add(file.relative_to(SOURCE).as_posix())
    assert len(where) > 1000
    assert not {name: sorted(places) for name, places in where.items() if len(places) > 1}


def test_every_fault_of_mutants_has_its_place():
    """One whose text has changed would be put in nowhere."""
    loader = importlib.machinery.SourceFileLoader("mutants", str(ROOT / "tests/mutants/run"))
    mutants = importlib.util.module_from_spec(importlib.util.spec_from_loader("mutants", loader))
    loader.exec_module(mutants)
    faults = mutants.read_faults([])
    assert len(faults) > 100
    assert not [fault.old for fault in faults if (ROOT / fault.path).read_text().count(fault.old) != 1]
