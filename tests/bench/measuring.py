"""What the bench measures with: commands in pairs, medians, and the table that
comes of them."""

import datetime
import os
import pathlib
import platform
import re
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / os.environ.get("BUILD", "build")
PROGRAM = BUILD / "pgdecant"
PAIRS = 5


def sh(command):
    subprocess.run(["bash", "-c", command], check=True, cwd=ROOT)


def timed(command):
    start = time.monotonic()
    sh(command)
    return time.monotonic() - start


def fresh(path):
    """The name of a file that is not there."""
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    return path


def output_of(command):
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True).stdout.strip()


class Table:
    """Markdown, a line for each comparison, printed as they come."""

    def __init__(self):
        self.lines = []
        self.add_line("what", "pgdecant", "speed", "beside it", "ratio", "goal")
        self.add_line(*["---"] * 6)

    def add_line(self, *cells):
        self.lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        print(self.lines[-1], flush=True)

    def pairs(self, what, one, beside, other, *, size=0, rows=0, goal="", pairs=PAIRS):
        """Both in turns, after one round to warm up; the ratio is the median of
        the pairs'. `size` and `rows` are what goes through."""
        times = [(one(), other()) for _ in range(pairs + 1)][1:]
        ratios = sorted(a / b for a, b in times)
        mine, others = (statistics.median(column) for column in zip(*times))
        self.add_line(
            what, f"{mine:.2f} s", speed(size, rows, mine), f"{beside}: {others:.2f} s",
            f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})", goal,
        )

    def alone(self, what, one, *, size=0, rows=0, pairs=PAIRS):
        seconds = statistics.median([one() for _ in range(pairs + 1)][1:])
        self.add_line(what, f"{seconds:.2f} s", speed(size, rows, seconds), "", "", "")
        return seconds

    def write(self, path):
        """Between the marks of a README, with what it was made on."""
        about = "\n".join([f"Made on {datetime.date.today()}, on {machine()}, with {versions()}.", "", *self.lines])
        text = path.read_text()
        path.write_text(re.sub(r"(?s)(<!-- made -->\n).*(<!-- end -->)", lambda marks: f"{marks[1]}{about}\n{marks[2]}", text))


def speed(size, rows, seconds):
    parts = [f"{size / seconds / 1e9:.2f} GB/s"] if size else []
    parts += [f"{rows / seconds / 1e6:.1f} million rows/s"] if rows else []
    return ", ".join(parts)


def machine():
    name = output_of("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1")
    memory = int(output_of("sed -n 's/^MemTotal: *\\([0-9]*\\).*/\\1/p' /proc/meminfo"))
    return f"{os.cpu_count()} cores of {name}, {memory / 1024 / 1024:.0f} GiB, Linux {platform.release().split('-')[0]}"


def versions():
    compiler = output_of(f"{os.environ.get('CC', 'cc')} --version | head -n 1").split()[-1]
    postgres = output_of(". tests/postgres.sh; $PGBIN/pg_dump --version").split()[2]
    return f"SQLite {output_of('sqlite3 --version').split()[0]}, pg_dump {postgres}, GCC {compiler}"
