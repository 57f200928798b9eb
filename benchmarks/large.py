"""Contents of any size, in the proportions of the first briefing: what growing costs is measured on them.

Half the parts are trends, a quarter issues, a quarter groups of advice. A part has some 250 words and three figures, a
trend two relations, an issue one; a trend has a chart where that is asked for. The same number gives the same files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

KINDS = ("trend", "trend", "issue", "trend", "countermeasure", "trend", "issue", "countermeasure")
FOLDERS = {"trend": "trends", "issue": "issues", "countermeasure": "countermeasures"}
# Some forty words without a number; five of them make the prose of a part.
SENTENCES = (
    "The paragraph tells how the works by the river changed hands, who paid for the new sluices and why the growers of "
    "the upper valley, who had waited longest, were in the end the first to use them in a dry summer such as this.",
    "Nobody at the landing had asked for the change, yet most of those who work there now say that it came late, as "
    "boats of the old kind burn more than they earn and the quay has no room for a spare hull beside the shed.",
    "What the office publishes are counts of its own, made by hand at the gate, and it says itself that whoever walks "
    "in by the meadow path is missed, which in the weeks of the harvest may be as many as come by the road.",
    "The article then turns to those who pay: the guild, the villages and the mill, in that order, and it finds that "
    "the villages have the most to gain from a common calendar and the least to say in how it is kept over the years.",
    "It closes with a warning, that a plan which leans on the weather alone will hold for a season and no longer, and "
    "with the hope that the people of the valley, who know this better than most, will not let it come to that.",
)


def write_content(folder: Path, parts: int, *, charts: bool = False) -> None:
    """Write a content of so many parts into a new folder."""
    counts = dict.fromkeys(FOLDERS, 0)
    ids = []
    for i in range(parts):
        kind = KINDS[i % len(KINDS)]
        counts[kind] += 1
        ids.append((kind, counts[kind]))
    files = {
        "briefing.yaml": _briefing(),
        "source.yaml": "".join(_source(ids)),
        "relations.yaml": "relations:\n" + "".join(_relations(ids)),
        "units.yaml": "units:\n  crates: {name: {one: crate, other: crates}}\n",
    }
    digits = max(2, len(str(max(counts.values()))))
    for kind, number in ids:
        files[f"{FOLDERS[kind]}/{number:0{digits}}-{kind}-{number}.yaml"] = _part(kind, number, charts=charts)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _briefing() -> str:
    return """\
title: The valley at large
subtitle: A content made for measuring
edition: Made
as_of: 2025-03-01
language: en
publisher: The makers of the benchmarks
licence: CC0 1.0
licence_url: https://creativecommons.org/publicdomain/zero/1.0/
key_figures: [trend-1-crates]
site: {budgets: {page: 100000, site: 1000000}}
thesis:
  - text: The valley lives by its river.
    locator: trend-1/1
"""


def _source(ids: list[tuple[str, int]]) -> Iterator[str]:
    yield f"id: made\nauthor: Nobody\ntitle: The valley at large\nlanguage: en\ndigest: {'a' * 64}\nsections:\n"
    for kind, number in ids:
        yield f"  - id: {kind}-{number}\n    title: About {kind}-{number}\n    paragraphs:\n"
        yield f"      - {hashlib.sha256(f'{kind} {number}'.encode()).hexdigest()}\n"


def _relations(ids: list[tuple[str, int]]) -> Iterator[str]:
    """Yield two relations a trend and one an issue, each to the part of the next kind with a number near its own."""
    count = {kind: sum(1 for each, _ in ids if each == kind) for kind in FOLDERS}
    for kind, number in ids:
        if kind == "trend" and count["issue"]:
            yield _relation(kind, number, f"issue-{1 + number % count['issue']}", "leads to")
        if kind != "countermeasure" and count["countermeasure"]:
            yield _relation(
                kind,
                number,
                f"countermeasure-{1 + number % count['countermeasure']}",
                "addressed by" if kind == "trend" else "answered by",
            )


def _relation(kind: str, number: int, to: str, how: str) -> str:
    return (
        f"  - from: {kind}-{number}\n    to: {to}\n    kind: {how}\n    strength: reading\n"
        "    reason: Both speak of the river\n"
    )


def _part(kind: str, number: int, *, charts: bool) -> str:
    name = f"{kind}-{number}"
    growth, share, crates = (f"{name}-{each}" for each in ("growth", "share", "crates"))
    said = f"Trade grew by [[{growth}]], the guild’s share came to [[{share}]], and [[{crates}]] were carried."
    head = f"title: What part {name} tells of the valley\nshort: Part {name}\n"
    head += f"finding: Trade grows beside the river, as part {name} tells.\nsummary: {said}\n"
    prose = [f"{said} {SENTENCES[0]}", *SENTENCES[1:]]
    strands = {"trend": ("situation", "outlook"), "issue": ("cause", "effect"), "countermeasure": ("measures",)}[kind]
    body = ""
    for i, strand in enumerate(strands):
        mine = prose[i :: len(strands)]
        if strand == "measures":
            body += "measures:\n" + "".join(_measure(name, text) for text in mine)
        else:
            body += f"{strand}:\n" + "".join(f"  - text: >-\n      {text}\n    locator: {name}/1\n" for text in mine)
    figures = f"defaults: {{place: The valley, period: 2024, status: observed, locator: {name}/1}}\nfigures:\n"
    figures += _figure(growth, "growth rate", f"{number % 90 + 1}.5%", f"trade in the towns of {name}")
    figures += "    compared_with: 2023\n"
    figures += _figure(share, "share", f"{number % 80 + 2}%", f"trade of the guild of {name}")
    figures += _figure(crates, "count", f"{number * 7 + 120} crates", f"crates on the boats of {name}")
    lead = f"lead: {growth}\n"
    drawn = f"chart: [{growth}]\n" if charts and kind == "trend" else ""
    return f"{head}{lead}\n{body}\n{figures}{drawn}"


def _measure(name: str, text: str) -> str:
    action = "Keep one calendar for the river"
    return (
        f"  - action: {action}\n    object: the calendars\n    printed: one calendar\n"
        f"    text: >-\n      {text}\n    locator: {name}/1\n"
    )


def _figure(name: str, kind: str, printed: str, subject: str) -> str:
    return (
        f"  {name}:\n    label: The {kind} of {subject}\n    kind: {kind}\n    printed: {printed}\n"
        f"    indicator: {kind}\n    subject: {subject}\n"
    )
