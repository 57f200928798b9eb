"""A finding, what its code means, and the ways to show a list of them: for people, for programs, for GitHub.

Whatever digitrend finds in content, templates or outputs is a `Diagnostic`.  This module sorts them, decides
whether they fail a run, and turns them into text.  It reads nothing but `codes.toml`, and prints nothing.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Format = Literal["text", "json", "github"]

LINE_BREAK = re.compile(r"\r\n|\r|\n")  # what editors count; U+0085 and U+2028 start no line there
WIDTH = 100  # cells of a source line that are shown; more would wrap and part the caret from its place
LEAD = 60  # of these, how many stand before the caret when the line is longer
BOLD, DIM, RED, YELLOW, CYAN = "1", "2", "1;31", "1;33", "36"  # ECMA-48's select graphic rendition
TAB = 4  # cells a tab is shown as


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: line and column, both from 1; columns count characters (code points)."""

    line: int
    column: int

    def __str__(self) -> str:
        """Give `line:column`, as editors and terminals understand it."""
        return f"{self.line}:{self.column}"


class Severity(StrEnum):
    """How bad a finding is: an error fails a run, a warning only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, addressed to whoever edits `path`."""

    code: str  # "R101": never reused
    message: str  # one lower-case sentence
    path: str  # as the folder was given, with forward slashes
    at: Position = Position(1, 1)
    severity: Severity = Severity.ERROR
    hint: str = ""  # the next action, imperative
    related: tuple[tuple[str, Position], ...] = ()  # "first given here", in the same file
    suppressed: str = ""  # why the briefing lets this warning stand


def findings_of(text: str | bytes) -> list[Diagnostic]:
    """Return the findings that `format_findings` has written as JSON."""
    return [
        Diagnostic(
            one["code"],
            one["message"],
            one["path"],
            Position(one["line"], one["column"]),
            Severity(one["severity"]),
            one["hint"],
            tuple((each["message"], Position(each["line"], each["column"])) for each in one["related"]),
            one["suppressed"],
        )
        for one in json.loads(text)["findings"]
    ]


def by_position(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the findings sorted by file, line, column, code and message, suppressed ones last."""
    return sorted(found, key=lambda one: (bool(one.suppressed), one.path, one.at, one.code, one.message))


def failed(found: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Return whether these findings fail a run: an error does, and if `strict`, a warning that is not suppressed."""
    return any(strict or one.severity is Severity.ERROR for one in found if not one.suppressed)


def summary(found: Sequence[Diagnostic]) -> str:
    """Count the findings in one line: "3 errors, 1 warning in 2 files", or "nothing wrong"."""
    if not found:
        return "nothing wrong"
    errors, warnings, suppressed = _counts(found)
    counts = [_count(errors, "error"), _count(warnings, "warning"), _count(suppressed, "suppressed warning")]
    files = _count(len({one.path for one in found}), "file")
    return f"{', '.join(filter(None, counts))} in {files}"


def format_findings(
    found: Iterable[Diagnostic], texts: Mapping[str, str], format: Format = "text", *, colour: bool = False
) -> str:
    """Show all findings, sorted by place, without a line break at the end.

    `texts` holds the text of the files by path; a finding in any other file is shown without its line.
    `colour` adds escapes for a terminal.  The formats:

    - `text`: for people; place, code and message, the source line with a caret, the hint, a summary;
    - `json`: an object with `version` (1), `errors`, `warnings` and `suppressed` (counts) and `findings`, each
      with `code`, `severity`, `message`, `path`, `line`, `column`, `hint`, `related` (each with `message`,
      `line`, `column`) and `suppressed` (the reason, or ""); keys may be added, any other change
      raises `version`;
    - `github`: one workflow command a finding, which GitHub shows beside the line; a suppressed one is a notice.
    """
    ordered = by_position(found)
    if format == "json":
        return _as_json(ordered)
    if format == "github":
        return "\n".join(map(_as_command, ordered))
    lines = {path: LINE_BREAK.split(text.removeprefix("\ufeff")) for path, text in texts.items()}
    shown = [_as_text(one, lines.get(one.path, []), colour=colour) for one in ordered]
    return "\n\n".join([*shown, summary(ordered)])


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like `word`, or None if none is close.

    Case, and `-`, `_` or a space, make no difference.  The answer does not depend on the candidates' order.
    """
    if len(word) > WIDTH:  # no identifier; comparing it would take long
        return None
    folded = {_folded(each): each for each in sorted(candidates, reverse=True)}
    best = difflib.get_close_matches(_folded(word), folded, n=1, cutoff=0.6)
    return folded[best[0]] if best else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return the hint "did you mean 'x'?", or "" when nothing is near."""
    near = closest(word, candidates)
    return f"did you mean '{near}'?" if near else ""


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def _counts(found: Sequence[Diagnostic]) -> tuple[int, int, int]:
    """Return how many errors, warnings and suppressed warnings there are."""
    suppressed = sum(bool(one.suppressed) for one in found)
    errors = sum(one.severity is Severity.ERROR for one in found)
    return errors, len(found) - errors - suppressed, suppressed


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


# --- for people


def _as_text(one: Diagnostic, lines: Sequence[str], *, colour: bool) -> str:
    """Show one finding: a line that editors can jump to, the source line, the caret, the hint.

    A suppressed one takes one line, with the reason.
    """

    def paint(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    place = paint(_printable(f"{one.path}:{one.at}:"), BOLD)
    if one.suppressed:
        return f"{place} {paint(_printable(f'{one.code} (suppressed) {one.message}: {one.suppressed}'), DIM)}"
    warned, style = (" (warning)", YELLOW) if one.severity is Severity.WARNING else ("", RED)
    gutter = _gutter(one.at)
    shown = [_printable(row).rstrip() for row in _excerpt(one.at, lines, gutter)]
    if shown:
        shown[-1] = shown[-1].removesuffix("^") + paint("^", style)
    notes = [gutter + _printable(f"= {note}: {one.path}:{at}") for note, at in one.related]
    notes += [gutter + paint(_printable(f"= hint: {one.hint}").rstrip(), CYAN)] * bool(one.hint)
    return "\n".join([f"{place} {paint(one.code + warned, style)} {_printable(one.message)}", *shown, *notes])


def excerpt(at: Position, text: str) -> str:
    """Return the line of a text with a caret under the column; "" when it has no such line."""
    return "\n".join(_printable(row).rstrip() for row in _excerpt(at, LINE_BREAK.split(text), _gutter(at)))


def _gutter(at: Position) -> str:
    return " " * (len(str(at.line)) + 1)


def _excerpt(at: Position, lines: Sequence[str], gutter: str) -> list[str]:
    """Return the source line with a caret under the column, or nothing when the file has no such line."""
    if not 0 < at.line <= len(lines) or lines == [""]:
        return []
    cells = [" " * TAB if each == "\t" else _printable(each) for each in lines[at.line - 1]]
    before = min(at.column - 1, len(cells))
    first, last = _window(cells, before)
    shown = "".join(["…" * (first > 0), *cells[first:last], "…" * (last < len(cells))])
    indent = (first > 0) + sum(map(_width, cells[first:before]))
    return [f"{gutter}|", f"{at.line} | {shown}", f"{gutter}| {' ' * indent}^"]


def _window(cells: Sequence[str], caret: int) -> tuple[int, int]:
    """Return which of the cells to show, so that they fit in `WIDTH` and hold the caret."""
    widths = [_width(cell) for cell in cells]
    if sum(widths) <= WIDTH:
        return 0, len(cells)
    first, room = caret, LEAD
    while first > 0 and (room := room - widths[first - 1]) >= 0:
        first -= 1
    last, room = first, WIDTH
    while last < len(cells) and (room := room - widths[last]) >= 0:
        last += 1
    return first, last


def _printable(text: str) -> str:
    """Return the text with control and direction characters replaced, which could steer a terminal."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp"} else each for each in text)


def _width(cell: str) -> int:
    """Return how many columns a terminal needs for the text (Unicode Standard Annex 11)."""
    return sum(map(_columns, cell))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


# --- for programs


def _as_json(found: Sequence[Diagnostic]) -> str:
    errors, warnings, suppressed = _counts(found)
    whole = {
        "version": 1,
        "errors": errors,
        "warnings": warnings,
        "suppressed": suppressed,
        "findings": [_as_record(one) for one in found],
    }
    return json.dumps(whole, indent=2)  # ASCII: a console's encoding cannot break it


def _as_record(one: Diagnostic) -> dict[str, object]:
    related = [{"message": note, "line": at.line, "column": at.column} for note, at in one.related]
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "path": one.path,
        "line": one.at.line,
        "column": one.at.column,
        "hint": one.hint,
        "related": related,
        "suppressed": one.suppressed,
    }


def _as_command(one: Diagnostic) -> str:
    """Write a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    places = {"file": one.path, "line": str(one.at.line), "col": str(one.at.column), "title": one.code}
    values = {name: _escaped(value).replace(":", "%3A").replace(",", "%2C") for name, value in places.items()}
    properties = ",".join(f"{name}={value}" for name, value in values.items())
    if one.suppressed:
        return f"::notice {properties}::{_escaped(f'{one.message} (suppressed: {one.suppressed})')}"
    told = f"{one.message}\n{one.hint}" if one.hint else one.message
    return f"::{one.severity.value} {properties}::{_escaped(told)}"


def _escaped(text: str) -> str:
    return _printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))  # logs are read in terminals


# --- what each code means, for `explain`, docs/findings.md and proofs

FAMILIES = {  # the beginnings of codes and their subjects, in the order of the work
    "C": "Files and their YAML",
    "S": "Fields and values",
    "R0": "Ids and references",
    "R1": "Figures and their evidence",
    "R2": "Charts",
    "R3": "Prose",
    "R4": "Suppressed warnings",
    "R5": "Notes on the text",
    "P": "Templates, and what a build needs",
    "V": "The written site",
    "A": "The content against its source’s text",
    "X": "Publishing",
}
CODES = Path(__file__).with_name("codes.toml")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, why it matters, an example, and how to fix it; all in Markdown."""

    code: str
    what: str
    why: str
    example: str
    fix: str

    @property
    def text(self) -> str:
        """The whole explanation, as `explain` and the documentation show it."""
        return f"{self.code}: {self.what}\n\nWhy: {self.why}\n\nExample: {self.example}\n\nFix: {self.fix}"


@cache
def explanations() -> dict[str, Explanation]:
    """Return all explanations by code, in the order of FAMILIES."""
    import tomllib  # noqa: PLC0415 - few commands explain

    found = tomllib.loads(CODES.read_text(encoding="utf-8"))
    families = list(FAMILIES.values())
    ordered = sorted(found, key=lambda code: (families.index(family_of(code)), code))
    return {code: Explanation(code, **found[code]) for code in ordered}


def no_such_code(word: str, known: Iterable[str]) -> str:
    """Return a hint for an unknown code: a similar one, or those that begin like it."""
    codes, meant = tuple(known), re.sub(r"[^A-Z0-9]", "", word.upper()).replace("O", "0")
    if meant in codes:
        return f"did you mean '{meant}'?"
    for start in (meant, meant[:2], meant[:1]):
        if start and (alike := [code for code in codes if code.startswith(start)]):
            return f"those that begin with {start} are {', '.join(alike)}"
    return "`digitrend explain` lists all codes"


def family_of(code: str) -> str:
    """Return the subject of a code."""
    return FAMILIES.get(code[:2]) or FAMILIES[code[0]]
