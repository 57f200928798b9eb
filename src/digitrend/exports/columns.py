"""The columns of each table in `data/`, in the order of `tables`: what each holds, and of what type.

Types and patterns are those of Table Schema 2.0 (datapackage.org).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digitrend.model import (
    Basis,
    EntityType,
    EventKind,
    Formula,
    OddityKind,
    Qualifier,
    RelationKind,
    StatisticKind,
    Status,
    Strength,
    Unit,
    Verdict,
)

Type = Literal["string", "number", "integer", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    description: str
    type: Type = "string"
    optional: bool = False  # whether a cell may be empty
    choices: tuple[str, ...] = ()
    pattern: str = ""  # a regular expression that the whole cell fits
    id_of: str | None = None  # the table whose id it is; "" is the table itself


INTERVAL = r"[0-9]{4}(-[0-9]{2}){0,2}/[0-9]{4}(-[0-9]{2}){0,2}"
DATE = r"[0-9]{4}(-[0-9]{2}){0,2}"
SECTION = r"[a-z]+(-[0-9]+)?"


def identity(what: str) -> Column:
    """Return the column of an id."""
    return Column("id", f"identifies the {what}")


def note(name: str = "note", what: str = "the editor’s note") -> Column:
    """Return a column of text that may be empty."""
    return Column(name, what, optional=True)


ITEM = Column("item", "the part of the briefing that holds it, such as trend-1")
PRINTED = Column("printed", "a few words exactly as they stand in the source")
PLACE = (
    Column("section", "the section of the source", pattern=SECTION),
    Column("paragraph", "the paragraph of that section, counted from 1", "integer"),
)
URL = Column("url", "its page, relative to the site’s first page, or in full if the site’s address is known")

ODDITIES_OF = note("oddities", "the oddities that touch it, separated by “ | ”")

STATISTICS = (
    identity("statistic"),
    ITEM,
    Column("label", "what it measures, in a few words"),
    Column("value", "the full number; a lower bound if the qualifier is “more than”", "number"),
    Column("unit", "what is counted or measured; currencies by their codes (ISO 4217)", choices=tuple(Unit)),
    Column("kind", "what sort of number it is", choices=tuple(StatisticKind)),
    Column("measure", "the quantity"),
    Column("subject", "whose quantity it is"),
    Column("geography", "where"),
    Column("period", "an ISO 8601 interval, both ends included", optional=True, pattern=INTERVAL),
    Column("period_basis", "how the source supports the period", choices=tuple(Basis)),
    note("comparator", "what a rate is compared with"),
    Column(
        "comparator_basis", "how the source supports the comparator; for rates", optional=True, choices=tuple(Basis)
    ),
    Column("qualifier", "how the source hedges the figure", choices=(*Qualifier, "computed")),
    Column("status", "what the figure reports; a plan is no outcome", choices=tuple(Status)),
    Column("printed", "the figure exactly as it stands in the source; none if it is derived", optional=True),
    Column("section", "the section of the source; none if it is derived", optional=True, pattern=SECTION),
    Column("paragraph", "the paragraph of that section, counted from 1", "integer", optional=True),
    Column("derived", "whether it was computed here and is not the source’s", "boolean"),
    note(),
    URL,
    Column("attributed_to", "whom the source names as its origin", optional=True, id_of="entities"),
    Column("part_of", "the statistic of which it is a part", optional=True, id_of=""),
    Column("formula", "how a derived one was computed from its inputs", optional=True, choices=tuple(Formula)),
    note("inputs", "the statistics that a derived one was computed from, in order, separated by spaces"),
    note("doubts", "what a careful reader should doubt, separated by “ | ”"),
    ODDITIES_OF,
)

EVENTS = (
    identity("event"),
    ITEM,
    Column("date", "a year, a month or a day (ISO 8601)", optional=True, pattern=DATE),
    Column("precision", "how fine the date is", choices=("none", "year", "month", "day")),
    Column("basis", "how the source supports the date", choices=tuple(Basis)),
    note("actors", "the entities that acted, separated by spaces"),
    Column("what", "what was done"),
    *PLACE,
    Column("kind", "what sort of act it was", choices=tuple(EventKind)),
    Column("place", "the region where it happened", optional=True, id_of="entities"),
    PRINTED,
    note("statistics", "the statistics that it carries, separated by spaces"),
    note(),
    ODDITIES_OF,
)

ENTITIES = (
    identity("entity"),
    Column("name", "the name in English"),
    Column("type", "what sort of thing it is", choices=tuple(EntityType)),
    note("aliases", "names exactly as printed in the source, separated by “ | ”"),
    note("mentions", "the pages that mention it, separated by spaces"),
    note("acronym", "the short form"),
    Column("broader", "the entity that it belongs to", optional=True, id_of=""),
    Column("gloss", "what it is"),
    URL,
    ODDITIES_OF,
)

RELATIONS = (
    Column("from", "the part that it starts from"),
    Column("to", "the part or the measure that it leads to"),
    Column("kind", "what the one is to the other", choices=tuple(RelationKind)),
    Column("strength", "whether the source states it or the editor infers it", choices=tuple(Strength)),
    Column("reason", "why"),
    note("from_evidence", "section and paragraph of the source on this side"),
    note("from_printed", "a few words exactly as they stand there"),
    note("to_evidence", "section and paragraph of the source on that side"),
    note("to_printed", "a few words exactly as they stand there"),
)

FORECASTS = (
    identity("forecast"),
    Column("item", "the part of the briefing that holds it, or “briefing” for the source’s opening"),
    Column("year", "the year of which it speaks, whatever its tense", "integer"),
    Column("year_basis", "how the source supports the year", choices=tuple(Basis)),
    Column("gist", "what is expected"),
    note("conditions", "on what the source makes it depend"),
    *PLACE,
    Column("numeric", "whether it names a figure", "boolean"),
    Column("complete", "false where the source is cut off or garbled", "boolean"),
    Column("status", "whether an edition has added what came of it", choices=("open", "scored")),
    note(),
    Column("verdict", "what became of it, by another source", optional=True, choices=tuple(Verdict)),
    note("outcome", "what happened, as that source tells it"),
    note("outcome_title", "the title of that source, as printed"),
    note("outcome_publisher", "who published it"),
    Column("outcome_date", "when it came out (ISO 8601)", optional=True, pattern=DATE),
    note("outcome_url", "where it can be read"),
    ODDITIES_OF,
)

MEASURES = (
    identity("measure"),
    Column("item", "the group that holds it"),
    Column("ordinal", "its place in the group, from 1", "integer"),
    Column("action", "the recommendation in one clause"),
    Column("object", "what is acted upon"),
    note("actor", "who is to act, if the source names anybody"),
    note("instruments", "by what means, separated by “ | ”"),
    note("aim", "to what end, if the source says"),
    *PLACE,
    Column("text", "the recommendation in full, retold"),
)

ODDITIES = (
    identity("oddity"),
    Column("section", "the section of the source; none: the document as a whole", optional=True, pattern=SECTION),
    Column("paragraph", "the paragraph; none: the section’s heading", "integer", optional=True),
    Column("kind", "what is odd", choices=tuple(OddityKind)),
    PRINTED,
    Column("reading", "how we read it"),
    Column("action", "what we do about it"),
    note("touches", "the statistics, events, entities or parts that it bears on, separated by spaces"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "statistics": STATISTICS,
    "events": EVENTS,
    "entities": ENTITIES,
    "relations": RELATIONS,
    "forecasts": FORECASTS,
    "measures": MEASURES,
    "oddities": ODDITIES,
}
