"""What a new chart may show, a computed figure be computed from, and a relation connect, the best first.

They are only likely: whether a rule refuses one is for `check` to say, once it stands in the content.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from digitrend.model import CountermeasureGroup, Issue, Part, Statistic, StatisticKind, Trend

if TYPE_CHECKING:
    from digitrend.check.contents import Contents

MOST = 6  # bars or cards that are proposed


def charts(contents: Contents, part: Part | None) -> Iterator[dict[str, str]]:
    """Yield forms with the statistics of a part that they could show; last one that takes none."""
    held = part.statistics if part else tuple(placed.item for placed in contents.statistics)
    alike: dict[tuple[object, ...], list[Statistic]] = defaultdict(list)
    for each in held:
        alike[each.kind, each.unit, each.period, each.status].append(each)
    for group in sorted(alike.values(), key=len, reverse=True):
        if len(group) > 1:
            yield _drawn("bars", group[:MOST])
    ids = {each.id: each for each in held}
    for each in held:
        if each.part_of in ids:
            yield _drawn("part", [each, ids[each.part_of]])
    for each in held:
        if each.kind is StatisticKind.SHARE:
            yield _drawn("squares", [each])
    if held:
        yield _drawn("cards", list(held[:MOST]))
    yield {"form": "tally", "statistics": ""}


def _drawn(form: str, statistics: list[Statistic]) -> dict[str, str]:
    names = ", ".join(each.id for each in statistics)
    return {"form": form, "statistics": f"  statistics: [{names}]\n"}


def formulas(contents: Contents, part: Part | None) -> Iterator[dict[str, str]]:
    """Yield what could be computed from two figures: of the part first, then of all."""
    held = list(part.statistics) if part else []
    held += [placed.item for placed in contents.statistics if placed.item not in held]
    for one, other in combinations(held, 2):
        for first, second in ((one, other), (other, one)):
            if first.part_of == second.id:
                yield {"formula": "share", "inputs": f"[{first.id}, {second.id}]"}
    for one, other in combinations(held, 2):
        if one.unit is other.unit and one.kind is other.kind:
            yield {"formula": "difference", "inputs": f"[{one.id}, {other.id}]"}


def pairs(contents: Contents, source: str, target: str) -> Iterator[tuple[str, str, str]]:
    """Yield start, end and kind of relations that are not there yet; with a start or an end given, only of those."""
    there = {(placed.item.source, placed.item.target, placed.item.kind.value) for placed in contents.relations}
    parts = [placed.item for placed in contents.parts]
    for start in parts:
        for end in parts:
            kind = _kind(start, end)
            if not kind or source not in ("", start.id):
                continue
            for name in (end.id, *_measures(end)):
                wanted = name == target if target else name == end.id
                if wanted and (start.id, name, kind) not in there:
                    yield start.id, name, kind


def _measures(part: Part) -> Iterator[str]:
    if isinstance(part, CountermeasureGroup):
        yield from (part.measure_id(ordinal) for ordinal in range(1, len(part.measures) + 1))


def _kind(start: Part, end: Part) -> str:
    """Return what the end can be to the start; "" for nothing."""
    if isinstance(start, Trend):
        return "carries_risk" if isinstance(end, Issue) else "addressed_by" if _answers(end) else ""
    return "answered_by" if isinstance(start, Issue) and _answers(end) else ""


def _answers(part: Part) -> bool:
    return isinstance(part, CountermeasureGroup)
