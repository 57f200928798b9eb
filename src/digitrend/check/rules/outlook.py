"""Forecasts: of which time they are, what they carry, what came of them; and what is still to be done to figures."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.check.contents import Contents
from digitrend.check.rules.evidence import fits
from digitrend.diagnostics import Diagnostic
from digitrend.model import NEEDS_COMPARISON, Status

MOST_NAMED = 3  # of a list that a finding tells of


def no_outlook_looks_back(contents: Contents) -> Iterator[Diagnostic]:
    """R112: a forecast is about a time that its source has still before it."""
    dated, reported = _reported(contents)
    for placed in contents.forecasts:
        period, year = placed.item.period, placed.item.time.day.year
        if year < reported:
            message = f"the forecast is about {period}, and the source {'is of' if dated else 'reports on'} {reported}"
            hint = "give the time of which the sentence speaks, or tell it as what happened"
            yield placed.error("R112", message, "period", hint=hint)
        elif year == reported and not dated:
            message = f"the forecast is about {period}, on which the source reports"
            hint = "give the time of which the sentence speaks, whatever its tense, or tell it as what happened"
            yield placed.warning("R112", message, "period", hint=hint)


def nothing_is_scored_on_hearsay(contents: Contents) -> Iterator[Diagnostic]:
    """R113 and R114: a forecast is scored with the source that tells what came of it, and the like."""
    for placed in contents.forecasts:
        outcome = placed.item.outcome
        if outcome and outcome.source is None:
            hint = "add 'source' with title, publisher, date and address, or leave the outcome out"
            yield placed.error("R113", "the forecast is scored without the source of its outcome", "outcome", hint=hint)
        elif outcome and outcome.source and int(outcome.source.date[:4]) < placed.item.time.day.year:
            message = f"the forecast is about {placed.item.period}, and the source of its outcome is older"
            hint = "name a source that looks back on the year, or leave the outcome out"
            yield placed.error("R114", message, "outcome", "source", "date", hint=hint)


def _reported(contents: Contents) -> tuple[str, int]:
    """Return the year of the source, if it is dated, and the last year on which it reports: its own, if it is."""
    dated = contents.source.item.date[:4] if contents.source else ""
    expected = {name for each in contents.forecasts for name in each.item.figures}  # R115 tells of their status
    observed = [each.item for each in contents.figures if each.item.status is Status.OBSERVED]
    told = [each.time for each in observed if each.id not in expected]
    told += [each.item.time for each in contents.events]
    return dated, int(dated) if dated else max((time.day.year for time in told if time), default=0)


def every_expected_figure_is_ahead(contents: Contents) -> Iterator[Diagnostic]:
    """R115: the figures of a forecast are projected, planned or targets."""
    for placed in contents.forecasts:
        for i, name in enumerate(placed.item.figures):
            figure = contents.figure.get(name)
            if figure and not figure.item.status.is_ahead:
                message = f"the forecast carries '{name}', which is {figure.item.status}"
                hint = f"write 'status: projected' for '{name}', or name what is expected"
                yield placed.error("R115", message, "figures", i, hint=hint)


def forecasts_that_are_due_are_listed(contents: Contents) -> Iterator[Diagnostic]:
    """R116: the time of a forecast is over by the date of the edition, and nobody says what came of it; a warning."""
    if contents.overview is None:
        return
    edition, (dated, reported) = contents.overview.item.as_of, _reported(contents)
    due = [
        each.item.id
        for each in contents.forecasts
        if each.item.outcome is None
        and each.item.time.day < edition
        and each.item.time.day.year > reported - bool(dated)  # R112 tells of the others
    ]
    if due:
        message = f"{len(due)} forecast{' is' if len(due) == 1 else 's are'} due: {_some(due)}"
        hint = "add the 'outcome' of each with its source, or silence R116 with the reason"
        yield contents.overview.warning("R116", message, "as_of", hint=hint)


def drafts_are_listed(contents: Contents) -> Iterator[Diagnostic]:
    """R117: a figure is still a draft, as `digitrend draft` wrote it; a warning that names all."""
    drafts = [placed for placed in contents.figures if placed.item.draft]
    if drafts:
        names = _some([placed.item.id for placed in drafts])
        message = f"{len(drafts)} figure{' is' if len(drafts) == 1 else 's are'} a draft: {names}"
        hint = "read the source again, mend what is wrong, and remove 'draft: true'"
        yield drafts[0].warning("R117", message, "draft", hint=hint)


def only_changes_are_compared(contents: Contents) -> Iterator[Diagnostic]:
    """R118: only a growth rate and a change are compared with something."""
    for placed in contents.figures:
        if placed.item.kind not in NEEDS_COMPARISON and placed.item.compared_with and fits(placed.item, contents):
            message = f"a {placed.item.kind} is compared with nothing"
            hint = "leave 'compared_with' out, or write the kind that it is: 'growth rate' or 'change'"
            yield placed.error("R118", message, "compared_with", hint=hint)


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
