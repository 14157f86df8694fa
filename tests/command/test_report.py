"""The report as a page, in a browser: whole, safe against names and values
with markup in them, readable in the dark, on a phone, and by keyboard."""

import html
import html.parser
import json
import os
import re
import shutil
import subprocess

import pytest

from conftest import ROOT, run, whole

NASTY = """<script>document.title="x"</script><img src=x onerror=alert(1)>&amp;"'"""
QUOTED = '"' + NASTY.replace('"', '""') + '"'
TABLES = f"""
CREATE TABLE public.{QUOTED} (id integer NOT NULL, {QUOTED} text, n numeric, f double precision,
    CONSTRAINT {QUOTED} CHECK (({QUOTED} ~ '<b>'::text)));
COPY public.{QUOTED} (id, {QUOTED}, n, f) FROM stdin;
1\t</pre><script>x</script>\t12345678901234567890.5\t-0
\\.
CREATE VIEW public.v AS SELECT '<i>'::text, pg_backend_pid();
ALTER TABLE ONLY public.{QUOTED} ADD CONSTRAINT pk PRIMARY KEY (id);
"""


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.ids, self.links, self.attributes, self.open = [], [], [], [], [], []
        self.feed(text)
        assert self.open == [], self.open

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.append(tag)
        self.attributes.append((tag, values))
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        self.texts.append(data)


def write(tmp_path, dump, *options):
    page = tmp_path / "report.html"
    result = run(dump, "-q", "-o", tmp_path / "x.db", "--replace", "--report", page, *options)
    assert result.returncode == 0, result.stderr
    return page.read_text()


def schema_of(tables):
    """Tables that refer to one another, some in circles."""
    sql = "".join(f"CREATE TABLE s{i % 4}.t{i} (id integer NOT NULL, a integer, b integer);\n" for i in range(tables))
    for i in range(tables):
        sql += f"ALTER TABLE ONLY s{i % 4}.t{i} ADD CONSTRAINT pk{i} PRIMARY KEY (id);\n"
    for i in range(4, tables):
        sql += f"ALTER TABLE ONLY s{i % 4}.t{i} ADD CONSTRAINT a{i} FOREIGN KEY (a) REFERENCES s{i % 4}.t{i // 8 * 4 + i % 4}(id);\n"
        sql += f"ALTER TABLE ONLY s{i % 4}.t{i} ADD CONSTRAINT b{i} FOREIGN KEY (b) REFERENCES s{(i + 1) % 4}.t{i // 5 * 4 % tables // 4 * 4 + (i + 1) % 4}(id);\n"
    return whole(sql)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """All kinds of findings."""
    folder = tmp_path_factory.mktemp("report")
    dump = folder / "dump.sql"
    sample = (ROOT / "tests" / "cases" / "objects.sql").read_bytes()
    dump.write_bytes(sample.replace(b"--\n-- PostgreSQL database dump complete", TABLES.encode() + b"--\n-- PostgreSQL database dump complete"))
    return write(folder, dump, "--verify")


def test_the_page_is_whole_and_needs_nothing_else(full):
    page = Page(full)
    assert {"tables", "keys", "types", "entries", "verification"} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert not re.search(r"https?://|@import|url\((?!#)", full)
    assert "default-src 'none'" in full
    text = "".join(page.texts)
    assert "the same" in text and "CREATE VIEW" in text and "dropped" in text and "changed" in text


def test_what_was_lost_comes_first(full):
    ids = [name for name in Page(full).ids if not name.startswith("entry")]
    assert ids[:5] == ["entries", "verification", "tables", "application", "keys"]
    assert full.index("Not in the output") < full.index("There, but not as it was")


def test_the_page_says_whose_it_is_and_what_an_application_has_to_know(tmp_path):
    (tmp_path / "d.sql").write_bytes(schema_of(8))
    text = write(tmp_path, tmp_path / "d.sql", "--for=django", "--target=turso")
    assert re.search(r"By pgdecant [\d.]+ with SQLite [\d.]+ on \d{4}-\d\d-\d\d at \d\d:\d\d UTC, for turso, as django reads it\.", text)
    assert "PRAGMA foreign_keys = ON" in text
    (tmp_path / "d.sql").write_bytes(whole("CREATE TABLE public.t (a boolean, b boolean, n integer);\n"))
    text = write(tmp_path, tmp_path / "d.sql")
    assert "PRAGMA foreign_keys" not in text
    assert re.findall(r"<li>(.*), as in (.*)</li>", text) == [("boolean: 1 or 0", "t.a")]


def test_the_command_stands_there_without_secrets(tmp_path):
    dump = tmp_path / "it's.sql"
    dump.write_bytes(whole("CREATE TABLE public.t (a integer);\n"))
    report = tmp_path / "report.html"
    result = run("inspect", f"--report={report}", dump)
    assert result.returncode == 0, result.stderr
    text = html.unescape(report.read_text())
    assert f"<code>pgdecant inspect --report={report} '{tmp_path}/it'\\''s.sql'</code>" in text
    fake = tmp_path / "pg_dump"
    fake.write_text(f"#!/bin/sh\ncat \"{dump}\"\n")
    fake.chmod(0o755)
    for secret in (["--from=postgres://me:secret@host/db"], ["--from", "postgres://me:secret@host/db"]):
        result = run("inspect", "--replace", f"--report={report}", f"--pg-dump={fake}", *secret)
        assert result.returncode == 0, result.stderr
        text = report.read_text()
        assert "secret" not in text and f"--from{secret[0][6:7]}" in text


def test_a_table_leads_to_what_is_said_of_it(tmp_path):
    tables = "".join(f"CREATE TABLE public.{name} (f double precision);\nCOPY public.{name} (f) FROM stdin;\n{value}\n\\.\n" for name, value in (("a", 1), ("ab", "-0"), ("b", "-0")))
    (tmp_path / "d.sql").write_bytes(whole(tables + "ALTER TABLE ONLY public.b ADD CONSTRAINT never EXCLUDE USING gist (f WITH =);\n"))
    text = write(tmp_path, tmp_path / "d.sql")
    rows = re.findall(r"<tr><td>public\.(\w+)</td><td>\w+(?: <a href=\"#(entry\d)\">(\d) remarks?</a>)?</td>", text)
    assert [(name, count) for name, _, count in rows] == [("a", ""), ("ab", "1"), ("b", "2")]
    for name, place, _ in rows[1:]:
        assert re.search(rf'id="{place}"><div><p>.*?<b>{name}\.f</b>', text), place


def test_names_and_values_are_no_markup(full):
    page = Page(full)
    assert not {"script", "img", "i", "iframe", "a:"} & set(page.tags)
    assert "title=&quot;x&quot;&lt;/script&gt;" in full and "&amp;amp;&quot;&#39;" in full
    assert all(not name.startswith("on") for _, values in page.attributes for name in values)
    assert "".join(page.texts).count(NASTY) >= 5


def test_what_was_dropped_stands_beside_its_lines(full):
    text = "".join(Page(full).texts)
    assert "CREATE VIEW public.v AS SELECT '<i>'::text, pg_backend_pid();" in text
    assert "CONSTRAINT " + QUOTED in text


@pytest.mark.parametrize("source", ["file", "pipe"])
def test_lines_of_values(tmp_path, source):
    dump = tmp_path / "dump.sql"
    dump.write_bytes(whole(TABLES))
    page = tmp_path / "r.html"
    arguments = [dump] if source == "file" else ["-"]
    assert run(*arguments, "-q", "-o", tmp_path / "x.db", "--report", page, stdin=dump.read_bytes()).returncode == 0
    assert "1\t</pre><script>x</script>\t12345678901234567890.5\t-0" in "".join(Page(page.read_text()).texts)


@pytest.mark.parametrize("tables", [50, 1000])
def test_many_tables_are_drawn(tmp_path, tables):
    dump = tmp_path / "dump.sql"
    dump.write_bytes(schema_of(tables))
    text = write(tmp_path, dump)
    page = Page(text)
    boxes = [tuple(map(float, box)) for box in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', text)]
    assert len(boxes) == tables and page.tags.count("svg") == 4
    assert page.tags.count("path") >= tables
    for drawing in text.split("<svg")[1:]:
        width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups())
        own = [tuple(map(float, box)) for box in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', drawing)]
        assert all(x + w <= width and y + h <= height for x, y, w, h in own)
        own.sort()
        for i, (x, y, w, h) in enumerate(own):
            for x2, y2, w2, h2 in own[i + 1 :]:
                assert x2 >= x + w or y2 >= y + h or y >= y2 + h2, "boxes overlap"


def test_tables_without_keys_are_a_folded_list(tmp_path):
    """A key to another schema, and one to the table itself, are keys."""
    (tmp_path / "d.sql").write_bytes(schema_of(16) + whole("CREATE TABLE s0.alone (id integer NOT NULL);\nALTER TABLE ONLY s0.alone ADD CONSTRAINT p PRIMARY KEY (id);\n"
        "CREATE TABLE lone.one (a integer);\nCREATE TABLE own.tree (id integer NOT NULL, up integer);\nALTER TABLE ONLY own.tree ADD CONSTRAINT t PRIMARY KEY (id);\n"
        "ALTER TABLE ONLY own.tree ADD CONSTRAINT u FOREIGN KEY (up) REFERENCES own.tree(id);\n"))
    text = write(tmp_path, tmp_path / "d.sql")
    keys = text[text.index('<h2 id="keys">') : text.index('<h2 id="types">')]
    assert re.findall(r"<li>(.*)</li>", keys) == ['s0_alone <span class="soft">(id)</span>', "lone_one"]
    assert keys.count("<details><summary>1 table without foreign keys") == 2
    assert keys.count("<svg") == 5 and "<title>own_tree</title>" in keys and "<title>s0_alone</title>" not in keys


def test_the_json_has_the_same(tmp_path):
    dump = tmp_path / "dump.sql"
    dump.write_bytes(whole(TABLES))
    path = tmp_path / "r.json"
    assert run(dump, "-q", "-o", tmp_path / "x.db", "--verify", "--report", path).returncode == 0
    report = json.loads(path.read_text())
    assert report["version"] == 2 and report["verification"]["same"] is True
    assert report["tables"][0] == {"schema": "public", "name": NASTY, "rows": 1, "bytes": 52, "columns": 4, "becomes": NASTY}
    losses = {(entry["loss"], entry["count"]) for entry in report["entries"] if "loss" in entry}
    assert losses == {("rounded", 1)}
    assert {entry["kind"] for entry in report["entries"]} == {"dropped", "changed"}


# ---- in a browser ----

MEASURE = """<script>
const problems = [];
const root = document.documentElement;
if (root.scrollWidth > innerWidth + 1) problems.push("wider than the window: " + root.scrollWidth);
document.querySelectorAll("details").forEach(d => d.open = true);
if (root.scrollWidth > innerWidth + 1) problems.push("wider when opened: " + root.scrollWidth);
for (const e of document.querySelectorAll("summary, a, svg g, .diagram")) { e.focus(); if (document.activeElement !== e) problems.push("no focus: " + e.outerHTML.slice(0, 80)); }
const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
const paper = light(getComputedStyle(document.body).backgroundColor);
for (const s of [".soft", ".warn", ".good", "a", "td", "h1"]) { const e = document.querySelector(s); if (!e) continue;
  const ink = light(getComputedStyle(e).color), ratio = (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
  if (ratio < 4.5) problems.push(s + " has contrast " + ratio); }
root.setAttribute("data-problems", JSON.stringify(problems)); root.setAttribute("data-paper", paper > .5 ? "light" : "dark");
</script>"""


@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium")
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(full, tmp_path, width, scheme):
    page = tmp_path / "page.html"
    measured = re.sub(r"<meta http-equiv[^>]*>", "", full).replace("</body>", MEASURE + "</body>")
    page.write_text(measured)
    result = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", f"--window-size={width},900",
         f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}", "--virtual-time-budget=2000", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=120,
    )
    root = re.search(r"<html[^>]*>", result.stdout)
    assert root, result.stderr
    problems = re.search(r'data-problems="([^"]*)"', root[0])
    assert problems and problems[1] == "[]", root[0]
    assert f'data-paper="{scheme}"' in root[0]
    assert "<title>pgdecant: " in result.stdout


def test_the_text_is_a_line_an_entry(tmp_path):
    dump, path = tmp_path / "dump.sql", tmp_path / "r.txt"
    dump.write_bytes(whole('CREATE TABLE public."a\nb\x1b[31m" (f double precision);\nCOPY public."a\nb\x1b[31m" (f) FROM stdin;\n-0\n\\.\n'))
    assert run(dump, "-q", "-o", tmp_path / "x.db", "--report", path).returncode == 0
    (line,) = path.read_text().splitlines()
    assert "changed: value a?b?[31m.f: 1 -0 that is 0 in SQLite" in line


def test_an_entry_names_the_dump_that_it_is_in(tmp_path):
    """pg_dump --section gives three files; each has something to report."""
    parts = {
        "pre.sql": "CREATE FUNCTION public.f() RETURNS integer LANGUAGE c AS 'x', 'f';\n"
        "CREATE TABLE public.t (id integer NOT NULL, f double precision);\n",
        "data.sql": "\n\nCOPY public.t (id, f) FROM stdin;\n1\t-0\n\\.\n",
        "post.sql": "ALTER TABLE ONLY public.t ADD CONSTRAINT never EXCLUDE USING gist (id WITH =);\n",
    }
    for name, text in parts.items():
        (tmp_path / name).write_bytes(whole(text))
    wanted = [("pre.sql", "public.f()"), ("data.sql", "t.f"), ("post.sql", "public.t.never")]

    def convert(report, *options):
        result = run(*parts, "-o", "x.db", "--replace", "--report", report, *options, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        return result.stderr.decode()

    summary = convert("x.json")
    report = json.loads((tmp_path / "x.json").read_text())
    entries = [(entry["file"], entry["name"]) for entry in report["entries"]]
    assert [file for file, _ in entries] == [file for file, _ in wanted], entries
    assert report["dump"] == "pre.sql, data.sql, post.sql"
    convert("x.txt")
    for (file, _), line in zip(wanted, (tmp_path / "x.txt").read_text().splitlines(), strict=True):
        text = parts[file]
        mark = {"pre.sql": "CREATE FUNCTION", "data.sql": "1\t-0", "post.sql": "ALTER TABLE"}[file]
        at = whole(text).decode().split(mark)[0].count("\n") + 1
        assert line.startswith(f"{file}:{at}: "), line
        assert f"{file}:{at}: " in summary, summary
    convert("x.html")
    page = (tmp_path / "x.html").read_text()
    for mark in ("CREATE FUNCTION", "1\t-0", "ADD CONSTRAINT never"):
        assert mark in page, mark


def test_a_report_has_the_rules_of_an_output(tmp_path):
    """What is there stays, and what is no plain file as well; complete, or not
    there at all."""
    (tmp_path / "d.sql").write_bytes(whole("CREATE TABLE public.t (a int);\n"))
    report = tmp_path / "r.txt"
    report.write_text("precious")
    for command in (["d.sql", "-o", "n.db"], ["inspect", "d.sql"]):
        result = run(*command, "--report=r.txt", cwd=tmp_path)
        assert result.returncode == 1 and b"r.txt exists already" in result.stderr
    assert report.read_text() == "precious" and not (tmp_path / "n.db").exists()
    assert run("d.sql", "-o", "n.db", "--report=r.txt", "--replace", cwd=tmp_path).returncode == 0
    assert "precious" not in report.read_text()
    os.mkfifo(tmp_path / "p.txt")
    (tmp_path / "l.txt").symlink_to("r.txt")
    for name in ("p.txt", "l.txt"):
        result = run("d.sql", f"--report={name}", "--replace", cwd=tmp_path)
        assert result.returncode == 1 and b"only a plain file is replaced" in result.stderr
    (tmp_path / "map.txt").write_text("skip table x\n")
    result = run("d.sql", "--map=map.txt", "--report=map.txt", "--replace", cwd=tmp_path)
    assert result.returncode == 2 and b"would overwrite" in result.stderr
