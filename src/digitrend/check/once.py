"""One mistake, one finding: what several places show is told of at the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from digitrend.diagnostics import Diagnostic, by_position


def told_once(findings: Iterable[tuple[str, Diagnostic]], note: str = "named") -> Iterator[Diagnostic]:
    """Yield the first of the findings about each name; it tells, with the note, of the others' places."""
    named: dict[str, list[Diagnostic]] = defaultdict(list)
    for name, finding in findings:
        named[name].append(finding)
    for alike in named.values():
        first, *others = by_position(alike)
        elsewhere = sorted({each.path for each in others} - {first.path})
        also = f" ({note} in {', '.join(elsewhere)}, too)" if elsewhere else ""
        related = tuple((f"{note} here, too", each.at) for each in others if each.path == first.path)
        yield replace(first, hint=first.hint + also, related=(*first.related, *related))
