"""PostgreSQL 18 with its pg_dump, for archives of version 1.16."""

import json
import pathlib
import re
import subprocess

from conftest import from_npm

HERE = pathlib.Path(__file__).resolve().parent


def library_of_bytes(folder):
    """npm's pg_dump gives plain text with INSERTs only: a copy of it that gives
    every form, and rows as they are asked for."""
    source = folder / "node_modules" / "@electric-sql" / "pglite-tools" / "dist"
    target = folder / "pg_dump_of_bytes"
    target.mkdir(exist_ok=True)
    for path in (*source.glob("*.js"), *source.glob("*.wasm")):
        code = path.read_bytes()
        code = code.replace(b'"--inserts",', b"")
        code = re.sub(rb'(\w+\.FS)\.readFile\((\w+),\{encoding:"utf8"\}\)', rb"readDump(\1,\2)", code)
        (target / path.name).write_bytes(code)
    assert any(b"readDump(" in path.read_bytes() for path in target.glob("*.js"))
    return target / "pg_dump.js"


class Postgres18:
    """One database, with what a file of SQL makes; dumped as often as wanted."""

    def __init__(self, schema):
        folder = from_npm("@electric-sql/pglite", "@electric-sql/pglite-tools")
        (folder / "pg_dump18.mjs").write_text((HERE / "pg_dump18.mjs").read_text())
        self.process = subprocess.Popen(
            ["node", "pg_dump18.mjs", schema, library_of_bytes(folder)], cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )

    def dump(self, options):
        """Bytes, or the bytes by name of a directory."""
        self.process.stdin.write(json.dumps(options) + "\n")
        self.process.stdin.flush()
        dump = json.loads(self.process.stdout.readline())
        if isinstance(dump, str):
            return dump.encode("latin1")
        assert "error" not in dump, dump
        return {name: text.encode("latin1") for name, text in dump.items()}

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
