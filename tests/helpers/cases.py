r"""Cases: what is changed in the small content, and what `digitrend check` then prints.  A file holds many.

    [case a unit that is not one]
    --- trends/02-orchards.yaml
     - id: cider-share
    -    unit: percent
    +    unit: trees
    ===
    content/trends/02-orchards.yaml:22:11: S104 'unit' cannot be 'trees'

After `---` stands the file, then what is changed in it: lines that begin with a space or with - stand there, once and
together, and are replaced by those that begin with a space or with +.  `@@` begins the next change in the same file.
What follows the file's name in brackets, divided by commas, says how it is made:

    [removed]           it is not there
    [whole]             the lines are all of it
    [copy of FILE]      it begins as a copy of another
    [crlf] [cr] [bom]   with other line ends; with a byte order mark
    [escapes]           \t, \uXXXX and the byte \xXX are written so in the lines
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from paths import SMALL, TESTS

FOLDER = TESTS / "cases"
CASE = re.compile(r"^\[case (.+)\]\n", re.MULTILINE)
FILE = re.compile(r"^--- (\S+)(?: \[(.+)\])?\n", re.MULTILINE)
CODE = re.compile(r"^content/[\w./-]+:\d+:\d+: ([CSR]\d{3}) ", re.MULTILINE)
TOO_LONG = {"R311"}  # a text of 20,000 characters is no case to read; test_prose_markdown.py has it
ESCAPE = re.compile(rb"\\(?:t|u([0-9a-f]{4})|x([0-9a-f]{2}))")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its name, what is changed, and what is expected."""

    name: str
    changes: str
    expected: str

    def content(self) -> dict[str, bytes]:
        """Return the files of the small content, changed."""
        files = {path.relative_to(SMALL).as_posix(): path.read_bytes() for path in SMALL.rglob("*.yaml")}
        return changed(files, self.changes)

    def text(self, expected: str) -> str:
        """Return the case as it is written, with what is to be expected of it."""
        return f"[case {self.name}]\n{self.changes}===\n{expected}"


def read_cases(path: Path) -> tuple[str, list[Case]]:
    """Return what a file of cases begins with, and its cases."""
    head, *parts = CASE.split(path.read_text(encoding="utf-8"))
    cases = []
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        changes, divided, expected = body.partition("===\n")
        if not divided:
            raise ValueError(f"{path.name}: the case {name!r} has no line ===")
        cases.append(Case(name, changes, expected.rstrip("\n") + "\n"))
    return head, cases


def codes_in(expected: str) -> list[str]:
    """Return the codes of the findings that are expected, in order."""
    return CODE.findall(expected)


def write_cases(head: str, cases: Mapping[Case, str]) -> str:
    """Return the text of a file of cases, each with what is to be expected of it."""
    return head + "\n".join(case.text(expected) for case, expected in cases.items())


def changed(files: Mapping[str, bytes], changes: str) -> dict[str, bytes]:
    """Return the files with all changes made."""
    made = dict(files)
    _, *parts = FILE.split(changes)
    for name, how, lines in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        ways = how.split(", ") if how else []
        if "removed" in ways:
            del made[name]
            continue
        start = next((way.removeprefix("copy of ") for way in ways if way.startswith("copy of ")), name)
        text = b"" if "whole" in ways else files[start]
        for hunk in re.split(r"^@@\n", lines, flags=re.MULTILINE):
            text = _replaced(text, hunk, name, escapes="escapes" in ways)
        ends = {"crlf": b"\r\n", "cr": b"\r"}
        made[name] = text.replace(b"\n", next((ends[way] for way in ways if way in ends), b"\n"))
        if "bom" in ways:
            made[name] = b"\xef\xbb\xbf" + made[name]
    return made


def _replaced(text: bytes, hunk: str, name: str, *, escapes: bool) -> bytes:
    old, new = (b"".join(_side(hunk, sign, escapes=escapes)) for sign in "-+")
    if not old:
        return text + new
    places = [match.start() for match in re.finditer(rb"^(?=%b)" % re.escape(old), text, re.MULTILINE)]
    if len(places) != 1:
        raise ValueError(f"{name}: this stands {len(places)} times in it, not once:\n{old.decode()}")
    return text[: places[0]] + new + text[places[0] + len(old) :]


def _side(hunk: str, sign: str, *, escapes: bool) -> Iterator[bytes]:
    """Yield the lines of the old side (-) or the new side (+) of a change."""
    for line in hunk.splitlines(keepends=True):
        if line[0] in (" ", "\n", sign):
            raw = (line[1:] or line).encode()
            yield ESCAPE.sub(_meant, raw) if escapes and line[0] == "+" else raw


def _meant(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return chr(int(escape[1], 16)).encode()
    return bytes([int(escape[2], 16)]) if escape[2] else b"\t"
