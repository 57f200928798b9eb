"""The ledger of what the source expects, as a table: claim by claim, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.lookup import Lookup
from digitrend.model import Outcome, paragraph_of, section_of

from .tables import Row, touching

FORECASTS = (
    "id",
    "item",
    "year",
    "year_basis",
    "gist",
    "conditions",
    "section",
    "paragraph",
    "numeric",
    "complete",
    "status",
    "note",
    "verdict",
    "outcome",
    "outcome_title",
    "outcome_publisher",
    "outcome_date",
    "outcome_url",
    "oddities",
)


def forecasts(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each forecast; one is open until an edition adds its outcome."""
    for part, forecast in lookup.briefing.forecasts:
        yield (
            forecast.id,
            part.id if part else "briefing",
            forecast.year,
            forecast.year_basis.value,
            lookup.plain(forecast.gist),
            lookup.plain(forecast.conditions),
            section_of(forecast.locator),
            paragraph_of(forecast.locator),
            forecast.numeric,
            forecast.complete,
            "scored" if forecast.outcome else "open",
            lookup.plain(forecast.note),
            *_outcome(forecast.outcome),
            touching(forecast.id, lookup),
        )


def _outcome(outcome: Outcome | None) -> Row:
    """Return what came of a forecast, and the source that says so; empty cells while it is open."""
    if outcome is None or outcome.source is None:
        return ("",) * 6
    said = outcome.source
    return (outcome.verdict.value, outcome.text, said.title, said.publisher, said.date, said.address)
