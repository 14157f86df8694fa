"""Faults: every call of the operating system and every allocation fails, and
the process is killed around every call that writes or names a file. Then every
result is as it was before or complete, the status says which, and nothing else
is left behind.

A sample of the places where it can happen, always the same but for FAULTS_SEED;
FAULTS=all takes all of them (make faults)."""

import os
import random
import shutil

import pytest
from setups import LIBRARY, SETUPS

SEED = int(os.environ.get("FAULTS_SEED", 1))
ALL = os.environ.get("FAULTS") == "all"
FAILING, KILLED = ["fail", "on", "short", "memory"], ["before", "after", "half"]
SAMPLE = {"fail": 9, "on": 3, "short": 3, "memory": 8, "before": 7, "after": 6, "half": 4}  # of each set-up
# Where these fail, the result cannot be relied on.
FATAL = {"fsync", "read", "close of what is synced"}


class Pattern:
    """A set-up, its folder as it is before, and what there is after it."""

    def __init__(self, setup, folder):
        self.setup, self.before = setup, folder / "before"
        self.before.mkdir()
        setup.fill(self.before)
        self.old = setup.state(self.copy(folder / "old"))
        made = self.copy(folder / "made")
        result = setup.run(made)
        assert result.returncode == 0, result.stderr
        self.output, self.new, self.names = result.stdout, setup.state(made), names(made)

    def copy(self, folder):
        return shutil.copytree(self.before, folder)


def names(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    made = {}

    def find(name):
        if name not in made:
            made[name] = Pattern(SETUPS[name], tmp_path_factory.mktemp("pattern"))
        return made[name]

    return find


def run_with(pattern, folder, how, at):
    """The result, and the name of the call; without `at` how many there are."""
    read_end, write_end = os.pipe()
    env = {"LD_PRELOAD": str(LIBRARY), "FAULT_HOW": "fail" if how == "memory" else how, "FAULT_AT": str(at), "FAULT_TELL": str(write_end),
           "FAULT_MEMORY": str(int(how == "memory")), "FAULT_COUNT": str(int(not at))}
    try:
        result = pattern.setup.run(folder, env, write_end)
    finally:
        os.close(write_end)
    with os.fdopen(read_end) as told:
        return result, told.read()


def places(pattern, how, tmp_path):
    result, count = run_with(pattern, pattern.copy(tmp_path / "count"), how, 0)
    assert result.returncode == 0 and int(count) > 5, (result.stderr, count)
    every = range(1, int(count) + 1)
    if ALL or len(every) <= SAMPLE[how]:
        return every
    return random.Random(f"{SEED} {how} {pattern.setup.arguments}").sample(every, SAMPLE[how])


def judge_states(pattern, folder, is_done):
    """Each result is old or new; what says that it is done has all of them."""
    for name, old, new, found in zip(pattern.setup.results, pattern.old, pattern.new, pattern.setup.state(folder)):
        if name.endswith(".html"): # it has seconds and sizes in it
            assert found is None or found.rstrip().endswith(b"</html>"), name
            assert not is_done or found
        elif is_done or found != old:
            assert found == new, name
            assert is_done is not False or name in pattern.setup.may_differ, name


def left_behind(pattern, folder, call):
    """What is neither there before nor to be made."""
    more = {name for name in names(folder) - names(pattern.before) if name not in pattern.setup.results}
    of_sqlite = {result + ending for result in pattern.setup.results for ending in ("-journal", "-wal", "-shm")}
    return set() if call == "unlink" else more - of_sqlite


def judge_failure(pattern, folder, result, call, how):
    is_done = result.returncode == 0
    # What SQLite cannot read of a database is not verified, which is said where the result is.
    is_told = result.stderr.startswith(b"pgdecant: ") or b"\nNOT verified" in result.stdout
    assert is_done or (result.returncode in (1, 3) and is_told), result.stderr
    # A report in HTML reads the dump once more, for lines that it shows.
    assert not is_done or call not in FATAL - ({"read"} if "--report=r.html" in pattern.setup.arguments else set())
    assert not is_done or result.stdout == pattern.output
    # Where everything fails from then on, the program cannot see what it has done.
    judge_states(pattern, folder, None if how == "on" and not is_done else is_done)
    assert not left_behind(pattern, folder, call)


@pytest.mark.parametrize("how", FAILING)
@pytest.mark.parametrize("name", SETUPS)
def test_a_call_that_fails(name, how, pattern, tmp_path):
    pattern = pattern(name)
    for at in places(pattern, how, tmp_path):
        folder = pattern.copy(tmp_path / str(at))
        result, call = run_with(pattern, folder, how, at)
        try:
            judge_failure(pattern, folder, result, "unlink" if how == "on" else call, how)
        except AssertionError as error:
            pytest.fail(f"{name}, {how} at {at}, {call} (FAULTS_SEED={SEED}): {error}; {result.stderr.decode()}")
        shutil.rmtree(folder)


@pytest.mark.parametrize("how", KILLED)
@pytest.mark.parametrize("name", [name for name, setup in SETUPS.items() if setup.results])
def test_a_process_that_is_killed(name, how, pattern, tmp_path):
    pattern = pattern(name)
    for at in places(pattern, how, tmp_path):
        folder = pattern.copy(tmp_path / str(at))
        _, call = run_with(pattern, folder, how, at)
        try:
            judge_states(pattern, folder, None)
            again(pattern, folder)
        except AssertionError as error:
            pytest.fail(f"{name}, killed {how} {at}, {call} (FAULTS_SEED={SEED}): {error}")
        shutil.rmtree(folder)


def again(pattern, folder):
    """Whatever a killed run has left, the next one does all, and cleans up."""
    makes_files = "-o" in pattern.setup.arguments and "--replace" not in pattern.setup.arguments
    if makes_files or pattern.setup.state(folder) == pattern.old:
        result = pattern.setup.run(folder, more=["--replace"] if makes_files else [])
        assert result.returncode == 0, result.stderr
        judge_states(pattern, folder, True)
    assert not left_behind(pattern, folder, None), names(folder)
