"""The briefing as tables: one CSV a kind, UTF-8, comma-separated with a header row (RFC 4180)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from digitrend.model import Bound, DerivedFigure, Figure, Item, Outcome, Part, paragraph_of, section_of, source_of
from digitrend.site import urls
from digitrend.site.lookup import Lookup
from digitrend.site.viewer import Viewer
from digitrend.text.wording import full, unit_name

Row = Sequence[object]
# What spreadsheets take for a formula, numbers apart; an apostrophe makes it a text (OWASP, "CSV Injection").
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]+%?$)")


def csv_bytes(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return a table as CSV: lines ended by CR LF as RFC 4180 has them, behind the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return full(value)
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text


FIGURES = (
    *("id", "item", "label", "value", "unit", "kind", "indicator", "subject", "place", "period", "period_basis"),
    *("compared_with", "compared_with_basis", "qualifier", "status", "printed", "section", "paragraph", "derived"),
    *("note", "url", "attributed_to", "part_of", "formula", "inputs", "doubts", "notes", "low", "high", "unit_name"),
    *("dimension", "direction", "bound", "scenario", "series", "point", "severity", "caution", "source"),
)


def figure_rows(lookup: Lookup, base: str) -> Iterator[Row]:
    """Yield a row for each figure and each point of a series; `value` is the full number."""
    for name in lookup.briefing.figures:
        cells = _figure(name, lookup)
        cells["url"] = f"{base.rstrip('/')}{urls.figure_url(name)}" if base else urls.figure_url(name)[1:]
        yield tuple(cells.get(column, "") for column in FIGURES)


def _figure(name: str, lookup: Lookup) -> dict[str, object]:
    """Return the cells of a figure by column."""
    part, figure = lookup.briefing.figures[name]
    plain, unit = lookup.plain, lookup.units[name]
    notes = lookup.notes.get(name, ())
    cells: dict[str, object] = {
        "id": name,
        "item": part.id,
        "label": plain(figure.label),
        "unit": unit.id,
        "indicator": plain(figure.indicator),
        "subject": plain(figure.subject),
        "derived": isinstance(figure, DerivedFigure),
        "note": plain(figure.note),
        "doubts": " | ".join(plain(doubt) for doubt in figure.doubts),
        "notes": touching(name, lookup),
        "unit_name": unit_name(unit.id, lookup.words, lookup.briefing.units),
        "dimension": unit.dimension,
        "severity": "material" if any(note.caution for note in notes) else "minor" if notes else "",
        "caution": " | ".join(plain(note.caution) for note in notes if note.caution),
    }
    cells |= _quantity(name, lookup)
    if isinstance(figure, Figure):
        return cells | _of_time(figure, lookup) | _quoted(figure, lookup)
    first = lookup.figure(figure.inputs[0])
    assert isinstance(first, Figure)  # R106 refuses others
    computed = {"formula": figure.formula.value, "inputs": " ".join(figure.inputs), "qualifier": "computed"}
    return cells | computed | _of_time(first, lookup)


def _quantity(name: str, lookup: Lookup) -> dict[str, object]:
    """Return the number of a figure: a value, a range, or the one end of a bound."""
    quantity = lookup.quantities[name]
    value = None if quantity.is_range else lookup.briefing.values[name]
    low, high = (None if each is None else float(each) for each in (quantity.low, quantity.high))
    return {
        "value": value,
        "kind": quantity.kind,
        "low": value if quantity.bound is Bound.LOWER else low,
        "high": value if quantity.bound is Bound.UPPER else high,
        "direction": quantity.direction,
        "bound": quantity.bound,
    }


def _quoted(figure: Figure, lookup: Lookup) -> dict[str, object]:
    """Return what only a figure of the source has: its words, its place there and what it is compared with."""
    return {
        "compared_with": lookup.plain(figure.compared_with),
        "compared_with_basis": figure.compared_with_basis or "",
        "qualifier": figure.hedge or figure.qualifier,
        "printed": figure.printed,
        "section": section_of(figure.locator),
        "paragraph": paragraph_of(figure.locator),
        "attributed_to": figure.attributed_to,
        "part_of": figure.part_of,
        "scenario": figure.scenario,
        "series": figure.series,
        "point": figure.point,
        "source": source_of(figure.locator) or lookup.briefing.source.id,
    }


def _of_time(figure: Figure, lookup: Lookup) -> dict[str, object]:
    """Return where and when a figure is, and what it reports."""
    place = lookup.plain(figure.place)
    return {"place": place, "period": figure.period, "period_basis": figure.period_basis, "status": figure.status}


def touching(name: str, lookup: Lookup) -> str:
    """Return the ids of the notes that touch the thing with an id, separated by " | "."""
    return " | ".join(note.id for note in lookup.notes.get(name, ()))


EVENTS = (
    "id",
    "item",
    "date",
    "precision",
    "basis",
    "actors",
    "what",
    "section",
    "paragraph",
    "kind",
    "place",
    "printed",
    "figures",
    "note",
    "notes",
)


def event_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each event; ids of several entities are separated by spaces."""
    for part, event in lookup.briefing.events:
        yield (
            event.id,
            part.id,
            event.date,
            event.precision,
            event.basis.value,
            " ".join(event.actors),
            lookup.plain(event.what),
            section_of(event.locator),
            paragraph_of(event.locator),
            event.kind,
            event.place,
            event.printed,
            " ".join(event.figures),
            lookup.plain(event.note),
            touching(event.id, lookup),
        )


ENTITIES = (
    "id",
    "name",
    "type",
    "aliases",
    "mentions",
    "acronym",
    "broader",
    "gloss",
    "url",
    "notes",
)


def entity_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each entity; aliases are separated by " | ", the pages that mention it by spaces."""
    mentions = Viewer(lookup).mentions
    for type_, of_type in lookup.briefing.entities:
        for entity in of_type:
            pages = " ".join(link.url.lstrip("/") for link in mentions.get(entity.id, ()))
            yield (
                entity.id,
                entity.name,
                type_.value,
                " | ".join(entity.aliases),
                pages,
                entity.acronym,
                entity.broader,
                lookup.plain(entity.gloss),
                urls.entity_url(entity.id)[1:],
                touching(entity.id, lookup),
            )


RELATIONS = (
    "from",
    "to",
    "kind",
    "strength",
    "reason",
    "from_evidence",
    "from_printed",
    "to_evidence",
    "to_printed",
)


def relation_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each relation, with the evidence of a stated one."""
    for relation in lookup.briefing.relations:
        evidence = [each for found in relation.evidence for each in (found.locator, found.printed)]
        evidence += [""] * (4 - len(evidence))
        reason = lookup.plain(relation.reason)
        yield (relation.source, relation.target, relation.kind, relation.strength.value, reason, *evidence)


MEASURES = (
    "id",
    "item",
    "ordinal",
    "action",
    "object",
    "actor",
    "instruments",
    "aim",
    "section",
    "paragraph",
    "text",
)


def measure_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each measure; instruments are separated by " | "."""
    for group, ordinal, measure in lookup.briefing.measures:
        plain = lookup.plain
        instruments = " | ".join(plain(each) for each in measure.instruments)
        what = (plain(measure.action), plain(measure.object), plain(measure.actor), instruments, plain(measure.aim))
        where = (section_of(measure.locator), paragraph_of(measure.locator))
        yield (group.measure_id(ordinal), group.id, ordinal, *what, *where, " ".join(plain(measure.text).split()))


NOTES = (
    "id",
    "section",
    "paragraph",
    "kind",
    "printed",
    "reading",
    "action",
    "touches",
    "severity",
    "caution",
)


def note_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each note; no section means the document as a whole, no paragraph its heading."""
    for note in lookup.briefing.notes:
        place = (section_of(note.locator), paragraph_of(note.locator)) if note.locator else ("", "")
        words = (note.kind, note.printed, lookup.plain(note.reading), lookup.plain(note.action))
        yield (note.id, *place, *words, " ".join(note.touches), note.severity.value, lookup.plain(note.caution))


FORECASTS = (
    "id",
    "item",
    "period",
    "period_basis",
    "gist",
    "condition",
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
    "notes",
    "by",
    "figures",
    "printed",
)


def forecast_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each forecast; one is open until an edition adds its outcome."""
    for part, forecast in lookup.briefing.forecasts:
        yield (
            forecast.id,
            part.id if part else "briefing",
            forecast.period,
            forecast.period_basis.value,
            lookup.plain(forecast.gist),
            lookup.plain(forecast.condition),
            section_of(forecast.locator),
            paragraph_of(forecast.locator),
            bool(forecast.figures),
            forecast.complete,
            "scored" if forecast.outcome else "open",
            lookup.plain(forecast.note),
            *_outcome(forecast.outcome),
            touching(forecast.id, lookup),
            forecast.by,
            " ".join(forecast.figures),
            forecast.printed,
        )


def _outcome(outcome: Outcome | None) -> Row:
    """Return what came of a forecast, and the source that says so; empty cells while it is open."""
    if outcome is None or outcome.source is None:
        return ("",) * 6
    said = outcome.source
    return (outcome.verdict.value, outcome.text, said.title, said.publisher, said.date, said.address)


def json_bytes(data: object) -> bytes:
    """Return data as JSON in UTF-8 (RFC 8259), indented, with a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def item_record(item: Item, lookup: Lookup) -> dict[str, object]:
    """Return an item as JSON data, its prose without references."""
    return {key: _plain(value, lookup) for key, value in item.model_dump(mode="json", by_alias=True).items()}


def _plain(value: object, lookup: Lookup) -> object:
    if isinstance(value, str):
        return lookup.plain(value) if "[[" in value else value
    if isinstance(value, dict):
        return {key: _plain(each, lookup) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, lookup) for each in value]
    return value


def figure_record(name: str, lookup: Lookup) -> dict[str, object]:
    """Return a figure with its value, its text and its place."""
    part, found = lookup.briefing.figures[name]
    return {
        **item_record(found, lookup),
        "item": part.id,
        "value": lookup.briefing.values[name],
        "unit": lookup.units[name].id,
        "text": lookup.figure_text(name),
        "derived": isinstance(found, DerivedFigure),
        "notes": [note.id for note in lookup.briefing.notes if name in note.touches],
        "url": urls.figure_url(name)[1:],
    }


def part_record(item: Part, lookup: Lookup) -> dict[str, object]:
    """Return a trend, an issue or a group with its id and number."""
    head = {"id": item.id, "kind": item.kind, "number": item.number, "slug": item.slug}
    return {**head, "url": urls.part_url(item)[1:], **item_record(item, lookup)}


def briefing_record(lookup: Lookup) -> dict[str, object]:
    """Return everything."""
    whole = lookup.briefing
    return {
        "overview": item_record(whole.overview, lookup),
        "source": item_record(whole.source, lookup),
        "trends": [part_record(each, lookup) for each in whole.trends],
        "issues": [part_record(each, lookup) for each in whole.issues],
        "countermeasures": [part_record(each, lookup) for each in whole.countermeasures],
        "figures": [figure_record(name, lookup) for name in whole.figures],
        "entities": _rows(ENTITIES, entity_rows(lookup)),
        "relations": [item_record(each, lookup) for each in whole.relations],
        "notes": [item_record(each, lookup) for each in whole.notes],
    }


def _rows(header: Sequence[str], rows: object) -> list[dict[str, object]]:
    assert hasattr(rows, "__iter__")
    return [dict(zip(header, row, strict=True)) for row in rows]
