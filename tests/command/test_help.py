"""Help, suggestions and completions: all from the tables of options and
commands, and each tried in its own shell where there is one."""

import os
import re
import shutil
import subprocess

import pytest

from conftest import PROGRAM, ROOT, run

COMMANDS = ["convert", "inspect", "verify", "query"]
SHOP = ROOT / "samples/shop.whole.sql"


def options_of(text):
    return set(re.findall(r"^  (?:-\w,|   ) --([a-z-]+)", text, re.M))


def test_each_command_has_its_own_help():
    shown = {command: run("help", command).stdout.decode() for command in COMMANDS}
    assert options_of(run("help").stdout.decode()) == set().union(*(options_of(text) for text in shown.values()))
    for command in COMMANDS[1:]:
        assert run(command, "--help").stdout.decode() == shown[command]
        assert f"pgdecant {command} [OPTION]" in shown[command]
    assert "into" in options_of(shown["convert"]) and not {"into", "report"} & options_of(shown["query"])
    assert "in-place" in options_of(shown["query"]) - options_of(shown["convert"])
    assert run("query", "-h").stdout.decode() == shown["query"]
    short = run("-h").stdout.decode()
    assert len(short.splitlines()) < 20 and all(command in short for command in COMMANDS[1:])


@pytest.mark.parametrize("arguments, said", [
    (["--tabel=x"], b"'--tabel=x'; did you mean --table?"), (["--timestmaps=utc"], b"did you mean --timestamps?"), (["--zzzzzzz"], b"no option '--zzzzzzz' ("),
    (["insepct", "x.sql"], b"did you mean the command inspect?"), (["help", "qeury"], b"did you mean query?"), (["-q", "inspect", "x.sql"], b"a command comes first"), (["version"], b"did you mean --version?"), (["--generate=tcsh"], b"none of bash, zsh, fish, man"),
])
def test_what_is_misspelt_is_guessed(arguments, said):
    result = run(*arguments)
    assert result.returncode == 2 and said in result.stderr and not result.stdout


def test_tables_that_are_misspelt():
    result = run("-q", "-t", "public.costumers", SHOP)
    assert result.returncode == 1 and b"did you mean customers?" in result.stderr
    assert b"did you mean --table='\"Order\"'?" in run("-q", "-t", "Order", SHOP).stderr
    assert run("-q", "-t", "zzzzzz", SHOP).stderr.endswith(b"no table fits --table or --schema: zzzzzz\n")


# ---- completions ----


def complete_in_bash(words, tmp_path):
    (tmp_path / "c").write_bytes(run("--generate=bash").stdout)
    script = f"""source {tmp_path}/c; compopt() {{ :; }}
COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}; _pgdecant; printf '%s\\n' "${{COMPREPLY[@]}}" """
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT / "samples").stdout.split()


@pytest.mark.parametrize("words, wanted", [
    (["pgdecant", "--arr"], ["--arrays="]), (["pgdecant", "--arrays", "=", "c"], ["csv"]), (["pgdecant", "ins"], ["inspect"]), (["pgdecant", "query", "--che"], ["--check"]),
    (["pgdecant", "--che"], []), (["pgdecant", "help", "q"], ["query"]), (["pgdecant", "-o", "shop.wh"], ["shop.whole.sql"]), (["pgdecant", "verify", "shop.wh"], ["shop.whole.sql"]), (["pgdecant", "--memory", "=", "sh"], []),
])
def test_bash_completes(words, wanted, tmp_path):
    assert complete_in_bash(words, tmp_path) == wanted


@pytest.mark.skipif(not shutil.which("zsh"), reason="no zsh")
def test_zsh_completes(tmp_path):
    """In a terminal of its own, with the options that begin so."""
    (tmp_path / "_pgdecant").write_bytes(run("--generate=zsh").stdout)
    script = f"""zmodload zsh/zpty
zpty -b z 'PATH={PROGRAM.parent}:$PATH zsh -f -i'
zpty -w z 'fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -D; PS1=; cd {ROOT}/samples'
sleep 2; zpty -w -n z $'pgdecant --geom\\t'; sleep 2; zpty -w -n z $'b\\t'; sleep 2; zpty -w -n z $'\\x15pgdecant insp\\t'; sleep 2
while zpty -r -t z line; do print -rn -- $line; done"""
    shown = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, timeout=60, env={**os.environ, "TERM": "xterm"}).stdout
    plain = re.sub(r".\x08", "", re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown))
    assert "--geometry=blob" in plain and "pgdecant inspect" in plain and "not found" not in plain, shown


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish")
def test_fish_completes(tmp_path):
    (tmp_path / "c").write_bytes(run("--generate=fish").stdout)
    for words, wanted in (("--geom", "--geometry"), ("--geometry=b", "--geometry=blob"), ("insp", "inspect")):
        script = f"source {tmp_path}/c; complete -C 'pgdecant {words}'"
        shown = subprocess.run(["fish", "-N", "-c", script], capture_output=True, text=True, check=True, env={"PATH": f"{PROGRAM.parent}:/usr/bin:/bin", "HOME": str(tmp_path)}).stdout
        assert wanted in [line.split("\t")[0] for line in shown.splitlines()], shown
