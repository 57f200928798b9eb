"""What the argument lacks: computed from the briefing, never filled in."""

from __future__ import annotations

from digitrend.model import Briefing, Part, Strength


def rests_on_no_figure(part: Part) -> bool:
    """Whether a part states no statistic."""
    return not part.statistics


def unanswered_issues(briefing: Briefing) -> tuple[Part, ...]:
    """Return the issues that no countermeasure answers."""
    answered = {relation.source for relation in briefing.relations}
    return tuple(issue for issue in briefing.issues if issue.id not in answered)


def weakly_connected(briefing: Briefing) -> tuple[Part, ...]:
    """Return the trends that only readings connect, or nothing does."""
    stated = {r.source for r in briefing.relations if r.strength is Strength.STATED}
    return tuple(trend for trend in briefing.trends if trend.id not in stated)


def idle_measures(briefing: Briefing) -> tuple[str, ...]:
    """Return the ids of the measures that meet nothing."""
    met = {relation.target for relation in briefing.relations}
    return tuple(
        group.measure_id(ordinal)
        for group, ordinal, _ in briefing.measures
        if group.measure_id(ordinal) not in met and group.id not in met
    )


def measures_met_by_readings_only(briefing: Briefing) -> tuple[str, ...]:
    """Return the ids of the measures that some relation meets, but none that the source states."""
    met = {relation.target for relation in briefing.relations}
    stated = {r.target for r in briefing.relations if r.strength is Strength.STATED}
    ids = [group.measure_id(ordinal) for group, ordinal, _ in briefing.measures]
    return tuple(name for name in ids if name in met and name not in stated)
