"""The columns of each table in `data/`, in the order of `tables`: what each holds, and of what type.

Types and patterns are those of Table Schema 2.0 (datapackage.org).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from digitrend.exports.tables import json_bytes
from digitrend.model import (
    Basis,
    Bound,
    Direction,
    EntityType,
    Formula,
    NoteSeverity,
    QuantityKind,
    Scenario,
    Status,
    Strength,
    Verdict,
)
from digitrend.site import urls
from digitrend.site.lookup import Lookup

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


PART = r"[0-9]{4}(-Q[1-4]|-H[12]|(-[0-9]{2}){1,2})?"
DATE = rf"{PART}(/{PART})?"
PERIOD = rf"(FY[0-9]{{4}} ?)?((end|start) of |at )?({DATE})?"
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

NOTES_OF = note("notes", "the notes that touch it, separated by “ | ”")

FIGURES = (
    identity("figure"),
    ITEM,
    Column("label", "what it measures, in a few words"),
    Column(
        "value",
        "the full number, signed; a lower bound or an upper one where `bound` says so",
        "number",
        optional=True,
    ),
    Column("unit", "what is counted or measured; currencies by their codes (ISO 4217)", pattern=r"\S+"),
    Column("kind", "what sort of number it is", choices=tuple(QuantityKind)),
    note("indicator", "what is measured"),
    note("subject", "whose quantity it is"),
    note("place", "where"),
    Column(
        "period",
        "2020, 2020-H1, 2020-Q2, 2020-04, from and to (2020-01/2020-09), or end of 2020",
        optional=True,
        pattern=PERIOD,
    ),
    Column("period_basis", "how the source supports the period", choices=tuple(Basis)),
    note("compared_with", "what a rate is compared with"),
    Column(
        "compared_with_basis", "how the source supports the comparison; for rates", optional=True, choices=tuple(Basis)
    ),
    Column("qualifier", "how the source hedges the figure; its own words where the content declares them"),
    Column("status", "what the figure reports; a plan is no outcome", choices=tuple(Status)),
    Column("printed", "the figure exactly as it stands in the source; none if it is derived", optional=True),
    Column("section", "the section of the source; none if it is derived", optional=True, pattern=SECTION),
    Column("paragraph", "the paragraph of that section, counted from 1", "integer", optional=True),
    Column("derived", "whether it was computed here and is not the source’s", "boolean"),
    note(),
    URL,
    Column("attributed_to", "whom the source names as its origin", optional=True, id_of="entities"),
    Column("part_of", "the figure of which it is a part", optional=True, id_of=""),
    Column("formula", "how a derived one was computed from its inputs", optional=True, choices=tuple(Formula)),
    note("inputs", "the figures that a derived one was computed from, in order, separated by spaces"),
    note("doubts", "what a careful reader should doubt, separated by “ | ”"),
    NOTES_OF,
    Column("low", "the lower end of a range, or a lower bound", "number", optional=True),
    Column("high", "the upper end of a range, or an upper bound", "number", optional=True),
    Column("unit_name", "what the unit is called"),
    Column("dimension", "what the unit measures; units of one dimension can be converted, currencies never"),
    Column("direction", "of a growth rate or a change: whether it is a rise or a fall", choices=tuple(Direction)),
    Column(
        "bound", "where the true value lies: at the number, near it, above, below or in a range", choices=tuple(Bound)
    ),
    Column("scenario", "which of several projections it is", optional=True, choices=tuple(Scenario)),
    note("series", "the series of which it is a point"),
    note("point", "the period that names the point in its series"),
    Column("severity", "that of the gravest note that touches it", optional=True, choices=("material", "minor")),
    note("caution", "what to know before using it, from the material notes that touch it, separated by “ | ”"),
    note("source", "the work that states it; none if it is derived"),
)


EVENTS = (
    identity("event"),
    ITEM,
    Column("date", "a year, half, quarter, month or day, or from and to", optional=True, pattern=DATE),
    Column("precision", "how fine the date is", choices=("none", "year", "half", "quarter", "month", "day")),
    Column("basis", "how the source supports the date", choices=tuple(Basis)),
    note("actors", "the entities that acted, separated by spaces"),
    Column("what", "what was done"),
    *PLACE,
    Column("kind", "what sort of act it was", pattern=r".+"),
    Column("place", "the region where it happened", optional=True, id_of="entities"),
    PRINTED,
    note("figures", "the figures that it carries, separated by spaces"),
    note(),
    NOTES_OF,
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
    NOTES_OF,
)

RELATIONS = (
    Column("from", "the part that it starts from"),
    Column("to", "the part or the measure that it leads to"),
    Column("kind", "what the one is to the other", pattern=r".+"),
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
    Column("period", "the time of which it speaks, whatever its tense", pattern=PERIOD),
    Column("period_basis", "how the source supports the period", choices=tuple(Basis)),
    Column("gist", "what is expected"),
    note("condition", "on what the source makes it depend"),
    PLACE[0],
    Column("paragraph", "the paragraph; none: the section’s heading", "integer", optional=True),
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
    NOTES_OF,
    Column("by", "who expects it, if not the author", optional=True, id_of="entities"),
    note("figures", "the figures that are expected, separated by spaces"),
    note("printed", "a few words of it exactly as they stand in the source"),
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

NOTES = (
    identity("note"),
    Column("section", "the section of the source; none: the document as a whole", optional=True, pattern=SECTION),
    Column("paragraph", "the paragraph; none: the section’s heading", "integer", optional=True),
    Column("kind", "what is odd", pattern=r".+"),
    PRINTED,
    Column("reading", "how we read it"),
    Column("action", "what we do about it"),
    note("touches", "the figures, events, entities or parts that it bears on, separated by spaces"),
    Column("severity", "how much it weighs", choices=tuple(NoteSeverity)),
    note("caution", "of a material one: what to know, in one sentence"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "statistics": FIGURES,
    "events": EVENTS,
    "entities": ENTITIES,
    "relations": RELATIONS,
    "forecasts": FORECASTS,
    "measures": MEASURES,
    "notes": NOTES,
}


PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TITLES = {
    "statistics": "Every figure, with what it measures, its period, its qualifier and its place in the source",
    "events": "Policies and actions that the source names, dated as finely as it dates them",
    "entities": "People, organisations, places, documents, technologies and concepts",
    "relations": "How trends, issues and countermeasures connect, and how firmly",
    "forecasts": "What the source expects, claim by claim",
    "measures": "What the source advises, measure by measure",
    "notes": "Where the source is wrong, broken, cut off or ambiguous",
    "briefing": "Everything in the briefing, nested as it is written",
}
ESCAPED = "A text that a spreadsheet would take for a formula begins with an apostrophe, which is not part of it."
KEYS = {"relations": ["from", "to", "kind"]}  # of every other table it is `id`


def package(lookup: Lookup, files: Mapping[str, bytes], base: str = "") -> bytes:
    """Return the description of the data files, which are given by their names: "events.csv" to its content."""
    overview, source = lookup.briefing.overview, lookup.briefing.source
    return json_bytes(
        {
            "$schema": PROFILE,
            "name": f"{source.id}-briefing",
            "title": lookup.plain(overview.title),
            "description": lookup.plain(overview.subtitle),
            **({"homepage": urls.absolute(urls.HOME, base)} if base else {}),
            "version": f"{overview.as_of.year}.{overview.as_of.month}.{overview.as_of.day}",
            "created": f"{overview.as_of.isoformat()}T00:00:00Z",
            "licenses": [licence(overview.licence, overview.licence_url)],
            "sources": [{"title": f"{source.author}: {source.title}", **_dated(source.date)}],
            "contributors": [{"title": overview.publisher, "roles": ["publisher"]}],
            "resources": [resource(name, content) for name, content in files.items()],
        }
    )


def _dated(date: str) -> dict[str, str]:
    return {"version": date} if date else {}


def licence(name: str, url: str) -> dict[str, str]:
    """Return a licence; its name is that of the Open Definition if it looks like one: "CC BY 4.0" to "CC-BY-4.0"."""
    short = "-".join(name.split())
    named = {"name": short} if re.fullmatch(r"[-a-zA-Z0-9._]+", short) else {}
    return {**named, "title": name, **({"path": url} if url else {})}


def resource(name: str, content: bytes) -> dict[str, object]:
    """Return the description of a data file: of a table with its schema, of any other as it is."""
    stem, _, suffix = name.rpartition(".")
    table = suffix == "csv"
    return {
        "name": stem,
        "type": "table" if table else "json",
        "title": TITLES[stem],
        "path": name,
        "format": suffix,
        "mediatype": "text/csv" if table else "application/json",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        **({"description": ESCAPED, "dialect": {"lineTerminator": "\r\n"}, "schema": schema(stem)} if table else {}),
    }


def schema(table: str) -> dict[str, object]:
    """Return the Table Schema of a table."""
    columns = COLUMNS[table]
    foreign = [
        {"fields": [column.name], "reference": {"resource": column.id_of, "fields": ["id"]}}
        for column in columns
        if column.id_of is not None
    ]
    return {
        "fields": [field(column) for column in columns],
        "primaryKey": KEYS.get(table, ["id"]),
        **({"foreignKeys": foreign} if foreign else {}),
        "missingValues": [""],
    }


def field(column: Column) -> dict[str, object]:
    """Return a field of a Table Schema, with what every cell of it must be."""
    constraints: dict[str, object] = {} if column.optional else {"required": True}
    if column.choices:
        constraints["enum"] = [str(choice) for choice in column.choices]
    if column.pattern:
        constraints["pattern"] = column.pattern
    return {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        **({"trueValues": ["true"], "falseValues": ["false"]} if column.type == "boolean" else {}),
        **({"constraints": constraints} if constraints else {}),
    }
