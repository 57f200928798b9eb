"""Figures and their evidence: each stands somewhere, and says nothing that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.diagnostics import Diagnostic, nearest
from digitrend.model import (
    Event,
    Forecast,
    Item,
    Measure,
    Passage,
    Source,
    Statistic,
    StatisticKind,
    Where,
    paragraph_of,
    section_of,
)
from digitrend.printed import printed_value

from .contents import Contents, Placed
from .doubt import UNITS, as_printed, exact, exists, fault_of_period, is_doubtful
from .once import told_once


def every_figure_stands_somewhere(contents: Contents) -> Iterator[Diagnostic]:
    """R101: a locator must name a paragraph that the source has."""
    if contents.source is None:
        return
    yield from told_once(_nowhere(contents, contents.source.item))


def _nowhere(contents: Contents, source: Source) -> Iterator[tuple[str, Diagnostic]]:
    """Yield what leads nowhere, the section or the paragraph, with the finding."""
    for placed, where, locator in _locators(contents):
        if not source.has(locator):
            message, hint = _no_such_place(locator, source)
            section = section_of(locator)
            name = locator if section in source.lengths else section
            yield name, placed.error("R101", message, *where, hint=hint)


def _no_such_place(locator: str, source: Source) -> tuple[str, str]:
    section = section_of(locator)
    if last := source.lengths.get(section):
        hint = f"'{section}' has {last} paragraph{'' if last == 1 else 's'}"
    elif section.partition("-")[0] in {known.partition("-")[0] for known in source.lengths}:
        hint = f"the sections are {', '.join(source.lengths)}"
    else:
        near = nearest(section, source.lengths)
        meant = locator.replace(section, near or "", 1)
        hint = f"did you mean '{meant}'?" if near else f"the sections are {', '.join(source.lengths)}"
    kind = "paragraph" if paragraph_of(locator) else "section"
    return f"the source has no {kind} '{locator}'", hint


def _locators(contents: Contents) -> Iterator[tuple[Placed[Item], Where, str]]:
    located: tuple[Placed[Statistic | Event | Forecast | Measure | Passage], ...] = (
        *contents.statistics,
        *contents.events,
        *contents.forecasts,
        *contents.measures,
        *contents.passages,
    )
    for placed in located:
        yield placed, ("locator",), placed.item.locator
    for oddity in contents.oddities:
        if oddity.item.locator:
            yield oddity, ("locator",), oddity.item.locator
    for relation in contents.relations:
        for i, evidence in enumerate(relation.item.evidence):
            yield relation, ("evidence", i, "locator"), evidence.locator


def every_period_runs_forward(contents: Contents) -> Iterator[Diagnostic]:
    """R102: a period must not end before it starts, and the months and days of all dates must exist."""
    for placed in contents.statistics:
        if fault := fault_of_period(placed.item.period):
            message, hint = fault
            yield placed.error("R102", message, "period", hint=hint)
    for event in contents.events:
        if event.item.date and not exists(event.item.date):
            hint = "write a day that the month has, or leave the day out"
            yield event.error("R102", f"'{event.item.date}' is no date", "date", hint=hint)


def every_unit_fits_its_kind(contents: Contents) -> Iterator[Diagnostic]:
    """R103: rates and shares are in per cent, money in a currency, counts in what is counted."""
    for placed in contents.statistics:
        kind, unit = placed.item.kind, placed.item.unit
        if unit not in UNITS[kind]:
            message = f"a statistic of kind '{kind}' cannot have the unit '{unit}'"
            printed = printed_value(placed.item.printed)
            if printed and printed[1] is unit:  # the source has the unit, so the kind is wrong
                kinds = [f"'kind: {each}'" for each, units in UNITS.items() if unit in units]
                yield placed.error("R103", message, "kind", hint=f"write {' or '.join(kinds)}")
            else:
                units = ", ".join(UNITS[kind])
                yield placed.error("R103", message, "unit", hint=f"'{kind}' takes: {units}; or choose another kind")


def every_share_is_at_most_all(contents: Contents) -> Iterator[Diagnostic]:
    """R104: a share lies between nothing and a hundred per cent; a count or an amount is not negative."""
    for placed in contents.statistics:
        kind, value = placed.item.kind, placed.item.value
        if not as_printed(placed.item):
            continue  # R107 says so
        if kind is StatisticKind.SHARE and not 0 <= value <= 100:
            hint = "a figure that can exceed a hundred is a growth rate or a ratio"
            yield placed.error("R104", f"a share of {exact(value)}% is not possible", "value", hint=hint)
        elif kind in (StatisticKind.COUNT, StatisticKind.MONEY) and value < 0:
            hint = "leave the minus sign out"
            yield placed.error("R104", f"a {kind} of {exact(value)} is not possible", "value", hint=hint)


def every_part_is_within_its_whole(contents: Contents) -> Iterator[Diagnostic]:
    """R105: a part has its whole's unit, is not greater, and is not part of itself by any road."""
    told = set[str]()  # those in a circle: it is one mistake
    for placed in contents.statistics:
        name = placed.item.part_of
        whole = contents.statistic.get(name) if name else None
        if whole is None:
            continue
        if circle := _circle(contents, placed.item.id):
            if told.isdisjoint(circle):
                yield placed.error("R105", "a statistic is a part of itself", "part_of", hint="name the whole")
            told |= circle
        elif is_doubtful(placed.item) or is_doubtful(whole.item):
            continue  # what is wrong with either is said elsewhere
        elif whole.item.unit != placed.item.unit:
            message = f"a part in {placed.item.unit} cannot belong to a whole in {whole.item.unit}"
            yield placed.error("R105", message, "part_of", hint="name a whole of the same unit")
        elif placed.item.value > whole.item.value:
            message = f"the part is greater than its whole '{name}'"
            hint = f"check both values; the whole is {exact(whole.item.value)}"
            yield placed.error("R105", message, "value", hint=hint)


def _circle(contents: Contents, start: str) -> set[str]:
    """Return the statistics by whose `part_of` one comes back to the start, if one does."""
    seen, name = set[str](), start
    while name in contents.statistic and name not in seen:
        seen.add(name)
        name = contents.statistic[name].item.part_of or ""
    return seen if name == start else set()
