"""What each code means, read from `codes.toml`: for `explain`, docs/findings.md and proofs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
TABLE = Path(__file__).with_name("codes.toml")


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
    found = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {code: Explanation(code, **found[code]) for code in sorted(found, key=_rank)}


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


def _rank(code: str) -> tuple[int, str]:
    return list(FAMILIES.values()).index(family_of(code)), code
