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


def without_time(text):
    return re.sub(r" in \d+\.\d\d s$", " in N s", text, flags=re.M)


def pattern(shown):
    """A line of dots stands for some lines, every other one for itself."""
    lines = [r"(.*\n)*" if line == "..." else re.escape(without_time(line)) + r"\n" for line in shown]
    return "".join(lines)


def run_bash(command, folder, path):
    env = {**os.environ, "PATH": path}
    return subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_the_examples_print_what_the_readme_says(tmp_path):
    """All of it, in its order, and nothing else."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    commands = examples()
    assert len(commands) >= 8
    for command, shown in commands:
        result = run_bash(command, tmp_path, f"{PROGRAM.parent}:{os.environ['PATH']}")
        while shown and not shown[-1]:
            shown.pop()
        assert result.returncode == 0, (command, result.stdout)
        assert re.fullmatch(pattern(shown), without_time(result.stdout)), (command, result.stdout)


PG_DUMP = """#!/bin/sh
case "$*" in
"mydb") cat samples/shop.whole.sql;;
"--data-only --inserts mydb") cat samples/shop.sql;;
"--data-only mydb") cat samples/shop.rows.sql;;
*) exit 1;;
esac
"""


def test_the_first_lines_work_in_their_order(tmp_path):
    """pg_dump gives the samples, which real ones have written."""
    lines = re.findall(r"^    (.*?) +# ", (ROOT / "README.md").read_text().split("\n## ")[0], re.M)
    assert len(lines) == 6
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    shutil.copy(ROOT / "samples/shop.whole.sql", tmp_path / "backup.sql")
    shutil.copy(ROOT / "samples/shop.whole.sql", tmp_path / "schema.sql")
    (tmp_path / "queries.sql").write_text("SELECT name FROM customers WHERE active = 't';\n")
    (tmp_path / "pg_dump").write_text(PG_DUMP)
    (tmp_path / "pg_dump").chmod(0o755)
    path = f"{tmp_path}:{PROGRAM.parent}:{os.environ['PATH']}"
    for name in ("app.db", "test.db"):
        assert run_bash(f"sqlite3 {name} < samples/shop.schema.sql", tmp_path, path).returncode == 0
    for line in lines:
        result = run_bash(line, tmp_path, path)
        assert result.returncode == 0, (line, result.stdout)
    for name in ("mydb.db", "app.db", "test.db"):
        assert run_bash(f"sqlite3 {name} 'SELECT count(*) FROM customers'", tmp_path, path).stdout == "3\n"


def test_what_the_demo_shows_can_be_typed(tmp_path):
    """Each of its lines, typed again, says what it said there."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    (tmp_path / "build").mkdir()
    shutil.copy(PROGRAM, tmp_path / "build/pgdecant")
    demo = run_bash("BUILD=build sh samples/demo.sh", tmp_path, os.environ["PATH"])
    assert demo.returncode == 0, demo.stdout
    commands = re.findall(r"^\$ (.*)\n((?:.+\n)*)", demo.stdout, re.M)
    assert len(commands) >= 10
    for command, shown in commands:
        assert without_time(run_bash(command, tmp_path, os.environ["PATH"]).stdout).startswith(without_time(shown)), command
