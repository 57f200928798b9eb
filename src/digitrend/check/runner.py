"""Documents to a briefing: shape by schema first, then meaning by rules.

A rule is a generator over `Contents`; its docstring explains its codes.  All rules run; none stops another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from inspect import isgeneratorfunction

from digitrend.check.contents import Contents, with_suppressions
from digitrend.check.rules import charts, consistency, evidence, ids, prose
from digitrend.check.shaping import contents_of
from digitrend.content.positions import Document
from digitrend.diagnostics import Diagnostic, Severity, failed
from digitrend.model import AuditState, Briefing, CountermeasureGroup, EntityType, Issue, Trend

Rule = Callable[[Contents], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = tuple(  # every public generator of `rules/`
    rule
    for module in (ids, evidence, consistency, charts, prose)
    for name, rule in vars(module).items()
    if isgeneratorfunction(rule) and rule.__module__ == module.__name__ and not name.startswith("_")
)
MOST = 20  # findings of a code in a line
REFERENCES = frozenset({"R002", "R006", "R015"})  # what a file that cannot be read makes of references into it
UNITS = frozenset({"R015"})  # what is not known while units.yaml has not the right shape
COPIED = frozenset({"C026", "C029"})  # of a file that may be a copy of another
UNUSED = frozenset({"R111"})  # what cannot be known before everything is read, and every reference leads somewhere
COUNTED = frozenset({"R224"})  # of how many parts a title speaks
TYPED = frozenset({"R301", "R302"})  # what is excused by idioms and names of entities
EXCUSERS = re.compile(r"/briefing\.yaml$|/entities/")


def check(documents: Iterable[Document], found: Iterable[Diagnostic] = ()) -> tuple[Briefing | None, list[Diagnostic]]:
    """Return the briefing, or None if anything is wrong, and all findings in order of place.

    `found` are the findings of reading: they are returned too, and what may follow from them alone is left out.
    """
    earlier = list(found)
    contents, shape = contents_of(list(documents))
    meant = list(_some_of_each_line(finding for rule in RULES for finding in rule(contents)))
    following = _following(earlier, shape, meant)
    copies = {finding.path for finding in earlier if finding.code in COPIED}
    told = [one for one in meant if one.code not in following and not (one.code == "R001" and one.path in copies)]
    everything = with_suppressions([*earlier, *shape, *_first_of_each_chart(told, contents)], contents, "R")
    return (None if failed(everything) else _briefing(contents)), everything


def _some_of_each_line(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out what a code says of a line more than so many times; the last says that there is more."""
    counts: Counter[tuple[str, str, int]] = Counter()
    for finding in found:
        key = (finding.code, finding.path, finding.at.line)
        counts[key] += 1
        if counts[key] < MOST:
            yield finding
        elif counts[key] == MOST:
            yield replace(finding, message=f"{finding.message} (and there is more of this in the line)")


def _following(
    earlier: Iterable[Diagnostic], shape: Iterable[Diagnostic], meant: Iterable[Diagnostic]
) -> frozenset[str]:
    """Return the codes of what may only follow from files that are missing or unreadable, or from other mistakes."""
    missing = {finding.path for finding in earlier if finding.severity is Severity.ERROR}
    misnamed = {finding.path for finding in earlier if finding.code.startswith("C02")}
    excusers = {path for path in {*missing, *(each.path for each in shape)} if EXCUSERS.search(path)}
    following = (REFERENCES if missing else frozenset()) | (TYPED if misnamed or excusers else frozenset())
    following |= UNITS if any(each.path.endswith("/units.yaml") for each in shape) else frozenset()
    following |= COUNTED if missing or shape else frozenset()
    astray = any(finding.code in REFERENCES for finding in meant)
    return following | (UNUSED if missing or shape or astray else frozenset())


def _first_of_each_chart(found: Iterable[Diagnostic], contents: Contents) -> Iterator[Diagnostic]:
    """Leave out what later rules say of a chart that an earlier one refuses: it would follow from the same mistake."""
    starts = sorted((placed.document.path, placed.at()) for placed in contents.charts)
    of_chart: dict[int, list[Diagnostic]] = defaultdict(list)
    for finding in found:
        if finding.code.startswith("R2"):
            of_chart[bisect_right(starts, (finding.path, finding.at))].append(finding)
        else:
            yield finding
    for findings in of_chart.values():
        first = min(finding.code for finding in findings)
        yield from (finding for finding in findings if finding.code == first)


def _briefing(contents: Contents) -> Briefing | None:
    """Return the briefing of faultless contents; None while its overview or source is missing."""
    if contents.overview is None or contents.source is None:
        return None
    parts = [placed.item for placed in contents.parts]
    state, told = consistency.state_of(contents)
    return Briefing(
        overview=contents.overview.item,
        source=contents.source.item,
        trends=tuple(part for part in parts if isinstance(part, Trend)),
        issues=tuple(part for part in parts if isinstance(part, Issue)),
        countermeasures=tuple(part for part in parts if isinstance(part, CountermeasureGroup)),
        entities=tuple(
            (type_, tuple(placed.item for its, placed in contents.entities if its is type_))
            for type_ in EntityType
            if any(its is type_ for its, _ in contents.entities)
        ),
        relations=tuple(placed.item for placed in contents.relations),
        notes=tuple(placed.item for placed in contents.notes),
        units=contents.units,
        audit=contents.audit.item if contents.audit and state in (AuditState.PASSED, AuditState.FAILED) else None,
        audit_state=state,
        audit_told=told,
    )
