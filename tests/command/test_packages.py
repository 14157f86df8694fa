"""What people install: the folders of make install, a Debian package, a static
program, a tarball. Each is made, and what is in it is run."""

import os
import shutil
import subprocess

import pytest

from conftest import BUILD, ROOT

DUMP = "INSERT INTO t VALUES (1, 'a');\n"
FILES = {"bin/pgdecant", "lib/pgdecant_functions.so", "share/man/man1/pgdecant.1", "share/bash-completion/completions/pgdecant", "share/zsh/vendor-completions/_pgdecant", "share/fish/vendor_completions.d/pgdecant.fish"}
# A make that runs the tests on several cores passes nothing on.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}


def make(*arguments, cwd=ROOT, **env):
    result = subprocess.run(["make", "--no-print-directory", f"BUILD={BUILD}", *arguments], cwd=cwd, capture_output=True, text=True, env={**ENVIRONMENT, **env})
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    # Debian 13 diverts files of the C library, and its tools say so each time.
    told = [line for line in result.stderr.splitlines() if "diversion" not in line]
    assert "warning" not in "\n".join(told), result.stderr
    return result.stdout


def files_of(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def converts(program, **options):
    result = subprocess.run([program, "-q"], input=DUMP, capture_output=True, text=True, **options)
    return result.returncode == 0 and "(1, 'a')" in result.stdout


def test_install_and_uninstall(tmp_path):
    make("install", f"DESTDIR={tmp_path}", "PREFIX=/opt/it")
    assert files_of(tmp_path / "opt/it") == FILES and converts(tmp_path / "opt/it/bin/pgdecant")
    make("uninstall", f"DESTDIR={tmp_path}", "PREFIX=/opt/it")
    assert not files_of(tmp_path)


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no Debian")
def test_a_debian_package(tmp_path):
    package = make("deb", DEBFULLNAME="Some Body", DEBEMAIL="some.body@debian.org").splitlines()[-1]
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    assert converts(tmp_path / "usr/bin/pgdecant")
    depends = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout
    assert all(name in depends for name in ("libsqlite3-0", "libpcre2-8-0", "libarchive13"))
    if shutil.which("lintian"):
        result = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", package], capture_output=True, text=True)
        assert result.returncode == 0, result.stdout


def test_a_static_program(tmp_path):
    """In a root without any library, where one may be made."""
    make("static")
    program = shutil.copy(BUILD / "static/pgdecant-static", tmp_path / "pgdecant")
    assert "not a dynamic executable" in subprocess.run(["ldd", program], capture_output=True, text=True).stderr
    assert converts(program, env={})
    if os.geteuid() == 0:
        assert converts("/pgdecant", env={}, preexec_fn=lambda: os.chroot(tmp_path))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout")
def test_a_tarball_wants_no_generators(tmp_path):
    make("dist")
    archive = max(BUILD.glob("pgdecant-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    subprocess.run(["tar", "-xzf", archive, "-C", tmp_path], check=True)
    (top,) = tmp_path.iterdir()
    for tool in ("re2c", "lemon"):
        (tmp_path / tool).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / tool).chmod(0o755)
    result = subprocess.run(["make", "-j2", "BUILD=build", "CFLAGS=-O0", "all"], cwd=top, capture_output=True, text=True, env={**ENVIRONMENT, "PATH": f"{tmp_path}:{os.environ['PATH']}"})
    assert result.returncode == 0, result.stderr[-2000:]
    assert converts(top / "build/pgdecant")
