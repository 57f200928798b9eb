"""What the tests of the audit share: a small invented article, a briefing on it, and what an audit says of the two."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping

from builders import Files, documents
from digitrend.audit.runner import Audit, audited
from digitrend.check.contents import Contents
from digitrend.check.shaping import contents_of
from digitrend.diagnostics import Diagnostic, Position

COPY = "copy.txt"  # how findings call the article

TEXT = """\
Harbour towns in 2025

The harbour towns lived well from “slow boats” – they say. The year 2025 looks calm.

1. What moves the towns

(1) “Quiet water” and masts for 5G

In 2024 the towns looked to the sea. In the first half of the year, landings and exports rose by 12.5% and 7.5% year-on-year respectively, and spending on quays grew by 3.1%. More than 40,000 visitors saw 48 market scenarios.

Harbour towns in 2025

In April 2024 the Port Board opened a fish hall. According to incomplete statistics, planned spending comes to 4.5 million yuan, of which 1.8 million yuan is for ice. Of 12 provinces with a port, all of them want a crane.

(2) Crafts by hand

In 2025 nets will be mended on the G20 pier. Old hands know that a two-way street needs care.

2. What to watch

(1) Silt

Silt waits for spring.

The Links: AB12-C3
"""  # noqa: E501 - a paragraph is a line

PARAGRAPHS = {  # section → its paragraphs' lines in the article
    "intro": (3,),
    "trend-1": (9, 13),
    "trend-2": (17,),
    "issue-1": (23,),
}
SOURCE = "source.yaml"
TREND = "trends/01-water.yaml"
ISSUE = "issues/01-silt.yaml"
CONCEPTS = "entities/concepts.yaml"
RELATIONS = "relations.yaml"
NOTES = "notes.yaml"
UNITS = "units.yaml"

BRIEFING_YAML = """\
title: Harbour towns in 2025
subtitle: Figure by figure
edition: Test edition
as_of: 2025-03-01
language: en
publisher: The makers of the tests
licence: CC0 1.0
hedges:
  according to incomplete statistics: {means: about, gloss: counted in part}
thesis:
  - text: Harbour towns lived well.
    locator: intro/1
"""

TREND_YAML = """\
title: Quiet water moves the towns
short: Water
slogan: Quiet water
finding: Landings grew.
summary: "[[landings]], [[exports]], [[quays]]; [[visitors]], [[scenarios]]; [[plan]], [[ice]]; [[ports]], [[cranes]]"
situation:
  - text: Landings grew.
    locator: trend-1/1
outlook:
  - text: Nets are mended.
    locator: trend-2/1
figures:
  landings: {value: 12.5, <<rate>>, compared_with: early 2023, compared_with_basis: stated, printed: 12.5%}
  exports: {value: 7.5, <<rate>>, compared_with: early 2023, compared_with_basis: stated, printed: 7.5%}
  quays: {value: 3.1, <<rate>>, compared_with: early 2023, compared_with_basis: implied, printed: 3.1%}
  visitors: {value: 40000, unit: people, <<count>>, qualifier: more than, printed: "40,000", locator: trend-1/1}
  scenarios: {value: 48, unit: scenarios, <<count>>, printed: 48 market scenarios, locator: trend-1/1}
  plan: {value: 4500000, <<money>>, printed: 4.5 million yuan}
  ice: {value: 1800000, <<money>>, printed: 1.8 million yuan}
  ports: {value: 12, unit: provinces, <<count>>, printed: 12 provinces, locator: trend-1/2}
  cranes: {value: 12, unit: provinces, <<count>>, printed: all of them, locator: trend-1/2, part_of: ports}
events:
  - {id: hall, label: Hall, what: The fish hall opens, date: 2024-04, basis: stated, kind: opening,
     actors: [port-board], printed: the Port Board opened a fish hall, locator: trend-1/2}
"""
SHARED = "label: A figure, indicator: a measure, subject: towns, place: the coast, status: observed"
SHORT = {
    "<<rate>>": f"unit: percent, kind: growth rate, {SHARED}, locator: trend-1/1, "
    "period: 2024-01/2024-06, period_basis: implied",
    "<<count>>": f"kind: count, {SHARED}, period_basis: missing",
    "<<money>>": f"unit: CNY, kind: money, {SHARED}, locator: trend-1/2, period_basis: missing, "
    "hedge: according to incomplete statistics",
}

ISSUE_YAML = """\
title: Silt gathers
short: Silt
finding: Silt gathers.
summary: Silt gathers in the harbour.
cause: [{text: Silt gathers., locator: issue-1/1}]
effect: [{text: Boats wait., locator: issue-1/1}]
affected: [{text: Skippers., locator: issue-1/1}]
"""

CONCEPTS_YAML = """\
entities:
  - {id: slow-boats, name: Slow boats, aliases: [slow boats], gloss: Boats that take their time.}
  - {id: 5g, name: 5G, gloss: The radio of the masts.}
  - {id: g20-pier, name: G20 pier, gloss: A pier.}
  - {id: port-board, name: Port Board, aliases: [Port Board], gloss: It runs the port.}
"""

RELATIONS_YAML = """\
relations:
  - from: trend-1
    to: issue-1
    kind: carries-risk
    strength: made
    reason: Boats come in by the water that silts
    evidence:
      - {locator: trend-1/1, printed: looked to the sea}
      - {locator: issue-1/1, printed: Silt waits for spring}
"""

NOTES_YAML = """\
notes:
  - {id: date, kind: missing source, printed: Harbour towns in, reading: No date, action: None is given}
  - {id: water, locator: trend-1, kind: terminology, printed: "“Quiet water” and", reading: Calm, action: Kept}
  - {id: hall-word, locator: trend-1/2, kind: terminology, printed: a fish hall, reading: A market, action: Kept}
"""

UNITS_YAML = """\
units:
  scenarios: {name: {one: market scenario, other: market scenarios, also: [scenario, scenarios]}}
  provinces: {name: {one: province, other: provinces}}
"""

EXCUSED = """\
excused:
  - {text: "The Links: AB12-C3", reason: a stray line}
"""


def digest(paragraph: str) -> str:
    """Return a paragraph's digest, worked out independently of the code under test."""
    return hashlib.sha256(" ".join(unicodedata.normalize("NFC", paragraph).split()).encode()).hexdigest()


def a_record(text: str = TEXT) -> str:
    """Return the source file that records this article."""
    lines = text.split("\n")
    sections = "".join(
        f"  - id: {name}\n    title: A section\n    paragraphs:\n"
        + "".join(f"      - {digest(lines[number - 1])}\n" for number in numbers)
        for name, numbers in PARAGRAPHS.items()
    )
    whole = hashlib.sha256(text.encode()).hexdigest()
    return (
        "id: article\nauthor: The Gazette\nauthor_id: port-board\ntitle: Harbour towns in 2025\nlanguage: en\n"
        f"digest: {whole}\n{EXCUSED}sections:\n{sections}"
    )


def a_briefing_on_it(over: Files | None = None) -> dict[str, str]:
    """Return the files of the small briefing, with those in `over` in the place of theirs."""
    trend = TREND_YAML
    for mark, fields in SHORT.items():
        trend = trend.replace(mark, fields)
    files = {
        "briefing.yaml": BRIEFING_YAML,
        SOURCE: a_record(),
        TREND: trend,
        ISSUE: ISSUE_YAML,
        CONCEPTS: CONCEPTS_YAML,
        RELATIONS: RELATIONS_YAML,
        NOTES: NOTES_YAML,
        UNITS: UNITS_YAML,
    }
    return files | {name: text if isinstance(text, str) else text.decode() for name, text in (over or {}).items()}


def contents(files: Files) -> Contents:
    """Return what the files hold; they must have the right shape."""
    read, broken = documents(files)
    held, shape = contents_of(read)
    assert [*broken, *shape] == []
    return held


def an_audit(files: Mapping[str, str] | None = None, text: str | bytes = TEXT) -> Audit:
    """Hold a briefing against a text."""
    raw = text if isinstance(text, bytes) else text.encode()
    return audited(contents(a_briefing_on_it() if files is None else files), raw, COPY)


def findings(files: Mapping[str, str] | None = None, text: str | bytes = TEXT) -> list[Diagnostic]:
    """Return what an audit finds; that the copy itself is another one is left out for a text that was changed."""
    found = an_audit(files, text).found
    return [each for each in found if text == TEXT or each.code not in {"A101", "A102"}]


def short(found: list[Diagnostic]) -> list[tuple[str, str, Position, str]]:
    """Return findings as code, path, position and severity."""
    return [(each.code, each.path, each.at, each.severity.value) for each in found]
