"""Gaps in the argument, computed from a briefing.

For each kind of gap, the ids of sections of the source, parts, measures or figures.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from digitrend.model import Briefing, Figure, Strength, section_of


class GapKind(StrEnum):
    """The kinds of gaps."""

    UNANSWERED = "unanswered"  # an issue that nothing answers
    WEAK = "weak"  # a trend that only readings connect, or nothing does
    IDLE = "idle"  # a measure that meets nothing
    MEASURES_READ = "measures_read"  # a measure that only readings connect
    NO_FIGURE = "no_figure"  # a section that rests on no figure
    UNSOURCED = "unsourced"  # a figure for which the source names no origin


def gaps(briefing: Briefing) -> dict[GapKind, tuple[str, ...]]:
    """Return all gaps by kind, in the order of the argument."""
    return {kind: find(briefing) for kind, find in FINDERS.items()}


def unanswered_issues(briefing: Briefing) -> tuple[str, ...]:
    """Return the issues that no countermeasure answers."""
    answered = {relation.source for relation in briefing.relations}
    return tuple(issue.id for issue in briefing.issues if issue.id not in answered)


def weakly_connected(briefing: Briefing) -> tuple[str, ...]:
    """Return the trends without relations, or only with readings."""
    stated = {r.source for r in briefing.relations if r.strength is not Strength.READING}
    return tuple(trend.id for trend in briefing.trends if trend.id not in stated)


def idle_measures(briefing: Briefing) -> tuple[str, ...]:
    """Return the measures that answer nothing."""
    met = {relation.target for relation in briefing.relations}
    return tuple(
        group.measure_id(ordinal)
        for group, ordinal, _ in briefing.measures
        if group.measure_id(ordinal) not in met and group.id not in met
    )


def measures_met_by_readings_only(briefing: Briefing) -> tuple[str, ...]:
    """Return the measures that have relations, but only readings."""
    met = {relation.target for relation in briefing.relations}
    stated = {r.target for r in briefing.relations if r.strength is not Strength.READING}
    ids = [group.measure_id(ordinal) for group, ordinal, _ in briefing.measures]
    return tuple(name for name in ids if name in met and name not in stated)


def sections_without_figures(briefing: Briefing) -> tuple[str, ...]:
    """Return the sections of the source in which no figure stands."""
    told = {section_of(each.locator) for each in _quoted(briefing)}
    return tuple(section for section in briefing.source.lengths if section not in told)


def unsourced_figures(briefing: Briefing) -> tuple[str, ...]:
    """Return the figures that the source attributes to nobody."""
    return tuple(each.id for each in _quoted(briefing) if each.attributed_to is None)


def _quoted(briefing: Briefing) -> tuple[Figure, ...]:
    return tuple(each for _, each in briefing.figures.values() if isinstance(each, Figure))


FINDERS: dict[GapKind, Callable[[Briefing], tuple[str, ...]]] = {
    GapKind.UNANSWERED: unanswered_issues,
    GapKind.WEAK: weakly_connected,
    GapKind.IDLE: idle_measures,
    GapKind.MEASURES_READ: measures_met_by_readings_only,
    GapKind.NO_FIGURE: sections_without_figures,
    GapKind.UNSOURCED: unsourced_figures,
}
