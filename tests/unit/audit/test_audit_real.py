"""The real briefing held against the article, which is not part of the project: DIGITREND_SOURCE names its text.

Then small falsifications of the content, at random, each of which the check or the audit must catch.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from builders import documents, the_real_content
from digitrend.audit.runner import audited, record_of
from digitrend.check.contents import Contents, Placed
from digitrend.check.runner import check
from digitrend.check.shaping import contents_of
from digitrend.content.positions import Document
from digitrend.diagnostics import Position, Severity
from digitrend.model import Event, Figure, Item, Note, Qualifier, Strength
from machine import NO_SOURCE, stand_down

FALSIFICATIONS = int(os.environ.get("DIGITREND_FALSIFICATIONS", "30"))  # of each kind
SEED = os.environ.get("DIGITREND_FALSIFICATION_SEED", "2021")  # another one, other falsifications
PERIODS = ("2019-01/2019-12", "2020-01/2020-12", "2020-01/2020-03", "2020-04/2020-06", "2021-01/2021-09")


@pytest.fixture(scope="module")
def article() -> bytes:
    """The text of the article."""
    named = os.environ.get("DIGITREND_SOURCE")
    if not named:
        stand_down(NO_SOURCE, "DIGITREND_SOURCE is not set")
    return Path(named).read_bytes()


@lru_cache
def real() -> Contents:
    return contents_of(documents(the_real_content())[0])[0]


def errors(files: dict[str, str], article: bytes) -> set[str]:
    """Return the codes of the errors that the check finds, or else the audit."""
    read, broken = documents(files)
    _, found = check(read, broken)
    wrong = {each.code for each in found if each.severity is Severity.ERROR}
    if wrong:
        return wrong
    audit = audited(contents_of(read)[0], article, "article.txt")
    return {each.code for each in audit.found if each.severity is Severity.ERROR}


def test_the_real_briefing_stands_in_the_article(article: bytes) -> None:
    result = audited(real(), article, "article.txt")

    assert list(result.found) == []
    assert {each.many for each in result.tallies if each.standing == each.all > 0} == {
        "figures",
        "events",
        "notes",
        "pieces of evidence",
        "slogans",
    }


def test_the_record_in_the_content_is_that_of_an_audit_now(article: bytes) -> None:
    held = real()
    record = record_of(audited(held, article, "article.txt"), held)

    assert held.audit
    assert held.audit.item == record, "the content was changed: run `digitrend audit --source FILE --record`"


def test_without_its_excuses_the_article_has_numbers_left(article: bytes) -> None:
    files = the_real_content()
    start, end = files["source.yaml"].index("excused:"), files["source.yaml"].index("# Each section")
    files["source.yaml"] = files["source.yaml"][:start] + files["source.yaml"][end:]

    assert errors(files, article) == {"A201"}


def test_a_figure_that_is_removed_is_missed(article: bytes) -> None:
    files = the_real_content()
    held = real()
    for placed in held.figures:
        document = placed.document
        lines = document.text.split("\n")
        first = placed.at().line - 1
        last = next(i for i in range(first + 1, len(lines)) if not lines[i].startswith("    "))
        without = "\n".join([*lines[:first], *lines[last:]])
        read, _ = documents({**files, document.name: without})
        audit = audited(contents_of(read)[0], article, "article.txt")
        left = {each.code for each in audit.found if each.path == "article.txt"}
        assert left & {"A201", "A202"}, placed.item.id


# ---- Small falsifications: each kind yields all that could be told, and names the codes by which one is refused


@dataclass(frozen=True)
class Falsehood:
    """A stretch of a file, and what is written there instead."""

    document: Document
    start: int
    end: int
    new: str

    @property
    def files(self) -> dict[str, str]:
        text = self.document.text
        return {**the_real_content(), self.document.name: text[: self.start] + self.new + text[self.end :]}

    def __str__(self) -> str:
        line = self.document.text.count("\n", 0, self.start) + 1
        return f"{self.document.name}:{line}: {self.document.text[self.start : self.end]!r} -> {self.new!r}"


def offset(document: Document, at: Position) -> int:
    lines = document.text.split("\n")
    return sum(len(line) + 1 for line in lines[: at.line - 1]) + at.column - 1


def otherwise(placed: Placed[Item], new: str, *where: str | int) -> Iterator[Falsehood]:
    """Yield one scalar of an item written otherwise, if it is written at all."""
    document, full = placed.document, (*placed.where, *where)
    if old := document.written(full):
        start = offset(document, document.value_at(full))
        assert document.text[start:].startswith(old)
        yield Falsehood(document, start, start + len(old), new)


def a_value() -> Iterator[Falsehood]:
    for figure in real().figures:
        value = figure.item.number
        for other in (value * 10, value + 1, value / 4, value - 0.1):
            yield from otherwise(figure, repr(other), "value")


def a_unit() -> Iterator[Falsehood]:
    for figure in real().figures:
        for unit in ("percent", "CNY", "people", "views", "GW"):
            if unit != figure.item.unit:
                yield from otherwise(figure, unit, "unit")


def a_qualifier() -> Iterator[Falsehood]:
    for figure in real().figures:
        for qualifier in Qualifier:
            if qualifier is not figure.item.qualifier:
                yield from otherwise(figure, qualifier.value, "qualifier")


def a_period() -> Iterator[Falsehood]:
    for figure in real().figures:
        for period in PERIODS:
            if figure.item.period not in ("", period):
                yield from otherwise(figure, period, "period")


def a_locator() -> Iterator[Falsehood]:
    source = real().source
    assert source
    places = [f"{name}/{i}" for name, length in source.item.lengths.items() for i in range(1, length + 1)]
    located: tuple[Placed[Figure | Event | Note], ...] = (*real().figures, *real().events, *real().notes)
    for placed in located:
        for place in places:
            if "/" in (placed.item.locator or "") and place != placed.item.locator:
                yield from otherwise(placed, place, "locator")


def misprinted(printed: str) -> Iterator[str]:
    """Yield a text with one letter or digit of it changed, as YAML."""
    for i, letter in enumerate(printed):
        if letter.isalnum():
            other = ("7" if letter != "7" else "3") if letter.isdigit() else ("q" if letter != "q" else "z")
            yield json.dumps(printed[:i] + other + printed[i + 1 :], ensure_ascii=False)


def a_printed_form() -> Iterator[Falsehood]:
    quoted: tuple[Placed[Figure | Event | Note], ...] = (*real().figures, *real().events, *real().notes)
    for placed in quoted:
        for new in misprinted(placed.item.printed):
            yield from otherwise(placed, new, "printed")


def evidence_of_a_relation() -> Iterator[Falsehood]:
    for placed in real().relations:
        for evidence in placed.item.evidence:
            for new in list(misprinted(evidence.printed))[::5]:
                yield from otherwise(placed, new, "evidence", evidence.locator)


def the_strength_of_a_relation() -> Iterator[Falsehood]:
    for placed in real().relations:
        other = "reading" if placed.item.strength is Strength.SAME_WORDS else "same words"
        yield from otherwise(placed, other, "strength")


def a_digit_in_prose() -> Iterator[Falsehood]:
    """Yield each figure of the prose typed in the place of its reference, and a number after each reference."""
    for prose in real().prose:
        document, where = prose.placed.document, (*prose.placed.where, *prose.where)
        for ref in prose.refs:
            start = offset(document, document.inside(where, ref.offset))
            end = start + len(f"[[{ref.id}]]")
            if document.text[start:end] == f"[[{ref.id}]]":
                yield Falsehood(document, end, end, " 7")
                if re.search(r"\d", real().figure[ref.id].item.printed if ref.id in real().figure else ""):
                    yield Falsehood(document, start, end, real().figure[ref.id].item.printed)


KINDS: dict[Callable[[], Iterator[Falsehood]], str] = {
    a_value: "R104 R105 R106 R107 R208 A110",
    a_unit: "R103 R105 R106 R107 R203 A110",
    a_qualifier: "R106 R108 R207 A109",
    a_period: "R102 R204 A112",
    a_locator: "A103 A104 A105",
    a_printed_form: "R107 R108 A103 A104 A105 A110",
    evidence_of_a_relation: "R010 A106",
    the_strength_of_a_relation: "R010 R011",
    a_digit_in_prose: "R301 R302",
}


def chosen(kind: Callable[[], Iterator[Falsehood]]) -> list[Falsehood]:
    possible = list(kind())
    return random.Random(f"{SEED} {kind.__name__}").sample(possible, min(FALSIFICATIONS, len(possible)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_small_falsifications_are_caught(kind: Callable[[], Iterator[Falsehood]], article: bytes) -> None:
    found = {str(falsehood): errors(falsehood.files, article) for falsehood in chosen(kind)}

    assert {what: codes for what, codes in found.items() if not codes & set(KINDS[kind].split())} == {}


def test_there_are_more_than_two_hundred_falsifications() -> None:
    assert sum(len(chosen(kind)) for kind in KINDS) >= min(200, 7 * FALSIFICATIONS)
