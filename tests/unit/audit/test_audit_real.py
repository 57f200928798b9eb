"""The real briefing held against the article, which is not part of the project: DIGITREND_SOURCE names its text.

So does DIGITREND_SECOND_SOURCE for the briefing on energy.
Its falsifications are in `test_falsifications.py`.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import pytest

from builders import a_content, documents, the_real_content
from digitrend.audit.runner import audited, record_of
from digitrend.check.contents import Contents
from digitrend.check.runner import contents_of
from machine import NO_SOURCE, stand_down
from paths import TESTS


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


def test_the_real_briefing_stands_in_the_article(article: bytes) -> None:
    result = audited(real(), article, "article.txt")

    assert list(result.found) == []
    assert all(each.standing == each.all > 0 for each in result.claims)


def test_the_record_in_the_content_is_that_of_an_audit_now(article: bytes) -> None:
    held = real()
    record = record_of(audited(held, article, "article.txt"), held)

    assert held.audit
    assert held.audit.item == record, "the content was changed: run `digitrend audit --source FILE --record`"


def test_the_briefing_on_energy_stands_in_its_article() -> None:
    if not (named := os.environ.get("DIGITREND_SECOND_SOURCE")):
        stand_down(NO_SOURCE, "DIGITREND_SECOND_SOURCE is not set")
    files = a_content(of=TESTS / "briefings/energy/content")

    result = audited(contents_of(documents(files)[0])[0], Path(named).read_bytes(), "article.txt")

    assert list(result.found) == []
    assert all(each.standing == each.all > 0 for each in result.claims if each.all)
    assert sum(each.all for each in result.claims) > 50


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
