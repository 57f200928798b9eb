"""What the tests of the audit share: a small invented article, a briefing on it, and what an audit says of the two."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping

from builders import Files, documents
from digitrend.audit.runner import Audit, audited
from digitrend.check.contents import Contents
from digitrend.check.runner import contents_of
from digitrend.diagnostics import Diagnostic, Position

COPY = "copy.txt"  # how findings call the article

TEXT = """\
Harbour towns in 2025

The harbour towns lived well from “slow boats” – they say. The year 2025 looks calm along the coast.

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
CRAFTS = "trends/02-crafts.yaml"
ISSUE = "issues/01-silt.yaml"
UNITS = "units.yaml"
CONCEPTS = "entities/concepts.yaml"
RELATIONS = "relations.yaml"
NOTES = "notes.yaml"

BRIEFING_YAML = """\
title: Harbour towns in 2025
subtitle: Figure by figure
edition: Test edition
as_of: 2025-03-01
language: en
publisher: The makers of the tests
licence: CC0 1.0
looks_back_on: 2024
looks_ahead_to: 2025
defaults: {place: the coast}
hedges: {according to incomplete statistics: {means: about, gloss: counted in part}}
thesis: [{text: The harbour towns lived well., locator: intro/1}]
forecasts:
  - {id: calm, gist: The year is calm, period: 2025, printed: 2025 looks calm, locator: intro/1}
"""

TREND_YAML = """\
title: Quiet water moves the towns
short: Water
slogan: Quiet water
finding: Landings grew.
summary: "[[landings]], [[exports]], [[quays]]; [[visitors]], [[scenarios]]; [[plan]], [[ice]]; [[ports]], [[cranes]]"
situation:
  - {text: The towns looked to the sea and landings rose., locator: trend-1/1}
  - {text: "The [[port-board]] opened a fish hall.", locator: trend-1/2}
defaults:
  place: the coast
  period: 2024-01/2024-06
  period_basis: implied
  locator: trend-1/1
figures:
  landings: {label: Landings, kind: growth rate, printed: 12.5%, subject: towns, compared_with: the year before}
  exports: {label: Exports, kind: growth rate, printed: 7.5%, subject: towns, compared_with: the year before}
  quays: {label: Spending on quays, kind: growth rate, printed: 3.1%, subject: quays, compared_with: the year before,
    compared_with_basis: implied}
  visitors: {label: Visitors, printed: "40,000", unit: people, qualifier: more than, subject: visitors,
    period: "", period_basis: missing}
  scenarios: {label: Market scenarios, printed: 48 market scenarios, subject: market, period: "", period_basis: missing}
  plan: {label: Planned spending, printed: 4.5 million yuan, qualifier: according to incomplete statistics,
    status: planned, locator: trend-1/2, period: "", period_basis: missing}
  ice: {label: Spending on ice, printed: 1.8 million yuan, qualifier: according to incomplete statistics, subject: ice,
    status: planned, locator: trend-1/2, part_of: plan, period: "", period_basis: missing}
  ports: {label: Provinces with a port, printed: 12 provinces, locator: trend-1/2, period: "", period_basis: missing}
  cranes: {label: Provinces that want a crane, printed: all of them, value: 12, unit: provinces, locator: trend-1/2,
    part_of: ports, period: "", period_basis: missing}
events:
  - {id: hall, label: Fish hall, what: The Port Board opens a fish hall, date: 2024-04, kind: opening,
     actors: [port-board], printed: the Port Board opened a fish hall, locator: trend-1/2}
"""
CRAFTS_YAML = """\
title: Nets are mended by hand
short: Crafts
finding: Nets are mended.
summary: Nets are mended on the pier.
outlook: [{text: Nets will be mended on the pier., locator: trend-2/1}]
forecasts:
  - {id: nets, gist: Nets are mended on the pier, period: 2025, printed: nets will be mended, locator: trend-2/1}
"""

ISSUE_YAML = """\
title: Silt gathers
short: Silt
finding: Silt gathers.
summary: Silt gathers in the harbour.
cause: [{text: Silt waits for spring., locator: issue-1/1}]
"""

CONCEPTS_YAML = """\
entities:
  - {id: slow-boats, name: Slow boats, aliases: [slow boats], gloss: Boats that take their time.}
  - {id: 5g, name: 5G, gloss: The radio of the masts.}
  - {id: g20-pier, name: G20 pier, gloss: A pier.}
"""

ORGANISATIONS_YAML = """\
entities:
  - {id: port-board, name: Port Board, aliases: [Port Board], gloss: It runs the port.}
"""

RELATIONS_YAML = """\
relations:
  - from: trend-1
    to: issue-1
    kind: leads to
    strength: reading
    reason: Boats come in by the water that silts
"""

NOTES_YAML = """\
notes:
  - {id: date, kind: missing source, printed: Harbour towns in, reading: No date, action: None is given}
  - {id: water, locator: trend-1, kind: terminology, printed: "“Quiet water” and", reading: Calm, action: Kept}
  - {id: hall-word, locator: trend-1/2, kind: terminology, printed: a fish hall, reading: A market, action: Kept}
"""

EXCUSED = ""
UNITS_YAML = """\
units:
  scenarios: {name: {one: scenario, other: scenarios, also: [market scenarios]}}
  provinces: {name: {one: province, other: provinces}}
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
    files = {
        "briefing.yaml": BRIEFING_YAML,
        SOURCE: a_record(),
        TREND: TREND_YAML,
        CRAFTS: CRAFTS_YAML,
        UNITS: UNITS_YAML,
        ISSUE: ISSUE_YAML,
        CONCEPTS: CONCEPTS_YAML,
        "entities/organisations.yaml": ORGANISATIONS_YAML,
        RELATIONS: RELATIONS_YAML,
        NOTES: NOTES_YAML,
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
