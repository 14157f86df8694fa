"""The README's examples, run as they stand: every line that it shows has to
come out."""

import os
import re
import shutil
import subprocess

from conftest import PROGRAM, ROOT


def examples():
    """Commands, with the lines shown for each; those of one dollar follow."""
    found, lines = [], (ROOT / "README.md").read_text().split("\n")
    for line in lines:
        if line.startswith("    $ "):
            found.append((line[6:], []))
        elif found and line.startswith("    "):
            found[-1][1].append(line[4:])
        elif found and line:
            found.append(("true", []))  # text in between ends an example
    return [(command, shown) for command, shown in found if command != "true"]


def without_time(line):
    return re.sub(r" in \d+\.\d\d s$", " in N s", line)


def test_the_examples_print_what_the_readme_says(tmp_path):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    env = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}
    commands = examples()
    assert len(commands) >= 8
    for command, shown in commands:
        result = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True)
        assert result.returncode == 0, (command, result.stderr)
        printed = [without_time(line) for line in (result.stdout + result.stderr).split("\n")]
        for line in shown:
            assert line in ("", "...") or without_time(line) in printed, (command, line)
