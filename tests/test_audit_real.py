"""The real briefing held against the article, which is not part of the project: DIGITREND_SOURCE names its text.

Then small falsifications of the content, at random, each of which the check or the audit must catch.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from builders import documents, the_real_content
from conftest import NO_SOURCE, stand_down
from digitrend.audit import audited, record_of
from digitrend.check import check
from digitrend.check.contents import Contents, Placed, contents_of
from digitrend.diagnostics import Severity
from digitrend.model import Item, Qualifier, Statistic, Unit

FALSIFICATIONS = 40  # of each kind
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
        "statistics",
        "events",
        "oddities",
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


def test_a_statistic_that_is_removed_is_missed(article: bytes) -> None:
    files = the_real_content()
    held = real()
    for placed in held.statistics:
        document = placed.document
        lines = document.text.split("\n")
        first = placed.at().line - 1
        last = next(i for i in range(first + 1, len(lines)) if not lines[i].startswith("    "))
        without = "\n".join([*lines[:first], *lines[last:]])
        read, _ = documents({**files, document.name: without})
        audit = audited(contents_of(read)[0], article, "article.txt")
        left = {each.code for each in audit.found if each.path == "article.txt"}
        assert left & {"A201", "A202"}, placed.item.id


def values(statistic: Placed[Statistic]) -> Iterator[tuple[str, str]]:
    value = statistic.item.value
    yield from (("value", repr(each)) for each in (value * 10, value + 1, value / 4, value - 0.1))


def units(statistic: Placed[Statistic]) -> Iterator[tuple[str, str]]:
    yield from (("unit", unit.value) for unit in Unit if unit is not statistic.item.unit)


def qualifiers(statistic: Placed[Statistic]) -> Iterator[tuple[str, str]]:
    yield from (("qualifier", each.value) for each in Qualifier if each is not statistic.item.qualifier)


def periods(statistic: Placed[Statistic]) -> Iterator[tuple[str, str]]:
    if period := statistic.item.period:
        yield from (("period", each) for each in PERIODS if each != period)


def locators(placed: Placed[Item]) -> Iterator[tuple[str, str]]:
    source = real().source
    assert source
    places = (f"{name}/{i}" for name, length in source.item.lengths.items() for i in range(1, length + 1))
    locator = getattr(placed.item, "locator", None)
    if locator and "/" in locator:
        yield from (("locator", each) for each in places if each != locator)


def printings(placed: Placed[Item]) -> Iterator[tuple[str, str]]:
    printed: str = getattr(placed.item, "printed", "")
    for i, letter in enumerate(printed):
        if letter.isalnum():
            other = ("7" if letter != "7" else "3") if letter.isdigit() else ("q" if letter != "q" else "z")
            yield "printed", json.dumps(printed[:i] + other + printed[i + 1 :], ensure_ascii=False)


KINDS: dict[str, Callable[..., Iterator[tuple[str, str]]]] = {
    "value": values,
    "unit": units,
    "qualifier": qualifiers,
    "period": periods,
    "locator": locators,
    "printed": printings,
}


def falsified(placed: Placed[Item], field: str, new: str) -> dict[str, str]:
    """Return the real content with one scalar of one item written otherwise."""
    document, where = placed.document, (*placed.where, field)
    old, at = document.written(where), document.value_at(where)
    lines = document.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: at.line - 1]) + at.column - 1
    assert document.text[start:].startswith(old)
    assert old
    return {**the_real_content(), document.name: document.text[:start] + new + document.text[start + len(old) :]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_small_falsifications_are_caught(kind: str, article: bytes) -> None:
    held = real()
    quoted = (*held.statistics, *held.events, *held.oddities) if kind in {"locator", "printed"} else held.statistics
    possible = [
        (placed, field, new)
        for placed in quoted
        for field, new in KINDS[kind](placed)
        if placed.document.written((*placed.where, field))
    ]
    chosen = random.Random(kind).sample(possible, min(FALSIFICATIONS, len(possible)))

    missed = [
        f"{placed.document.path}:{placed.at(field)}: {field} {new}"
        for placed, field, new in chosen
        if not errors(falsified(placed, field, new), article)
    ]

    assert len(chosen) >= min(FALSIFICATIONS, 30)
    assert missed == []
