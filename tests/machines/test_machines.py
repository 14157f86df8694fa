"""Other machines and libraries: what is written in several ways says the same on
ARM, under QEMU; and all of it compiles against musl, the C library of Alpine."""

import random
import shutil
import subprocess

import pytest

from conftest import BUILD, ROOT

SOURCES = ["tests/machines/kernels.c", "src/types/number.c", "src/base/utf8.c", "src/base/utf8_vector.c"]
FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-DSQLITE_CORE", "-O2", f"-I{ROOT}/src", f"-I{ROOT}/grammar", f"-I{BUILD}", "-Wall", "-Wextra", "-Werror"]
ARM = "aarch64-linux-gnu"


def needs(*programs):
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: make deps-test installs it where it can be had")


def some_number(rng):
    digits = str(rng.randrange(10 ** rng.randrange(1, 25)))
    place = rng.randrange(len(digits) + 1)
    text = f"{digits[:place] or '0'}.{digits[place:]}" if rng.random() < 0.8 and place < len(digits) else digits
    return rng.choice(["", "-"]) + text + (f"e{rng.choice('+-')}{rng.randrange(1, 330):02}" if rng.random() < 0.2 else "")


def some_bytes(rng):
    pieces = ["a", "\t", "\\", "é", "ж", "世", "\U0001f600", " plain text ", "aaaaaaaaaaaaaaaa"]
    line = "".join(rng.choices(pieces, k=rng.randrange(60))).encode()
    if rng.random() < 0.5 and line:
        at = rng.randrange(len(line))
        line = line[:at] + bytes([rng.randrange(1, 256)]) + line[at + rng.randrange(2):]
    return line.replace(b"\n", b"")


def test_arm_says_the_same(tmp_path):
    needs(f"{ARM}-gcc", "qemu-aarch64")
    rng = random.Random(1)
    edges = ["0", "-0", "1.50", "0.00001", "9007199254740993", "9223372036854775807", "9223372036854775808", "4.35", "1e400", "5e-324", "0." + "1" * 30]
    lines = b"\n".join([line.encode() for line in edges] + [some_number(rng).encode() for _ in range(20000)] + [some_bytes(rng) for _ in range(20000)]) + b"\n"
    files = [str(ROOT / source) for source in SOURCES]
    subprocess.run(["gcc", *FLAGS, *files, "-o", tmp_path / "here", "-lm"], check=True)
    # The headers of libraries are the same for all machines; Debian has only this one's.
    subprocess.run([f"{ARM}-gcc", *FLAGS, "-static", "-idirafter", "/usr/include", *files, "-o", tmp_path / "there", "-lm"], check=True)
    here, there = (subprocess.run([*command, tmp_path / name], input=lines, capture_output=True, check=True).stdout.splitlines()
                   for command, name in (([], "here"), (["qemu-aarch64"], "there")))
    assert len(here) == len(there) == len(edges) + 40000
    assert [pair for pair in zip(lines.splitlines(), here, there) if pair[1] != pair[2]][:5] == []


def test_musl_has_all_that_is_called():
    needs("musl-gcc")
    machine = subprocess.run(["gcc", "-print-multiarch"], capture_output=True, text=True, check=True).stdout.strip()
    files = sorted(str(path) for path in (ROOT / "src").glob("*/*.c"))
    result = subprocess.run(["musl-gcc", *FLAGS, "-fsyntax-only", "-idirafter", "/usr/include", "-idirafter", f"/usr/include/{machine}", *files],
                            capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
