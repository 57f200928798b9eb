"""The briefing as tables, one CSV a kind, and as JSON, with the data package that describes them.

`columns.toml` lists the columns of each table; header, rows and schema follow it. A CSV is in UTF-8, comma-separated,
with a header row (RFC 4180); the package is one of datapackage.org, its schemas are those of Table Schema 2.0.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from digitrend import model
from digitrend.model import Bound, DerivedFigure, Figure, Item, Outcome, Part, paragraph_of, section_of, source_of
from digitrend.site import urls
from digitrend.site.lookup import Lookup
from digitrend.site.viewer import Viewer
from digitrend.text.wording import full, unit_name

Row = Sequence[object]
Column = Mapping[str, Any]
# What spreadsheets take for a formula, numbers apart; an apostrophe makes it a text (OWASP, "CSV Injection").
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]+%?$)")


@cache
def table_columns(table: str) -> dict[str, Column]:
    """Return the columns of a table in their order, or under "titles" those of all tables."""
    found = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))[table]
    return {name: _column(each) for name, each in found.items()}


def _column(given: str | Column) -> Column:
    if isinstance(given, str):
        return {"description": given}
    return given if "description" in given else {"description": given["optional"], "optional": True}


def csv_bytes(header: Iterable[str], rows: Iterable[Row]) -> bytes:
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


def figure_rows(lookup: Lookup, base: str) -> Iterator[Row]:
    """Yield a row for each figure and each point of a series; `value` is the full number."""
    for name in lookup.briefing.figures:
        cells = _figure(name, lookup)
        cells["url"] = f"{base.rstrip('/')}{urls.figure_url(name)}" if base else urls.figure_url(name)[1:]
        yield tuple(cells.get(column, "") for column in table_columns("statistics"))


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


def relation_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each relation, with the evidence of a stated one."""
    for relation in lookup.briefing.relations:
        evidence = [each for found in relation.evidence for each in (found.locator, found.printed)]
        evidence += [""] * (4 - len(evidence))
        reason = lookup.plain(relation.reason)
        yield (relation.source, relation.target, relation.kind, relation.strength.value, reason, *evidence)


def measure_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each measure; instruments are separated by " | "."""
    for group, ordinal, measure in lookup.briefing.measures:
        plain = lookup.plain
        instruments = " | ".join(plain(each) for each in measure.instruments)
        what = (plain(measure.action), plain(measure.object), plain(measure.actor), instruments, plain(measure.aim))
        where = (section_of(measure.locator), paragraph_of(measure.locator))
        yield (group.measure_id(ordinal), group.id, ordinal, *what, *where, " ".join(plain(measure.text).split()))


def note_rows(lookup: Lookup) -> Iterator[Row]:
    """Yield a row for each note; no section means the document as a whole, no paragraph its heading."""
    for note in lookup.briefing.notes:
        place = (section_of(note.locator), paragraph_of(note.locator)) if note.locator else ("", "")
        words = (note.kind, note.printed, lookup.plain(note.reading), lookup.plain(note.action))
        yield (note.id, *place, *words, " ".join(note.touches), note.severity.value, lookup.plain(note.caution))


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
        "entities": [dict(zip(table_columns("entities"), row, strict=True)) for row in entity_rows(lookup)],
        "relations": [item_record(each, lookup) for each in whole.relations],
        "notes": [item_record(each, lookup) for each in whole.notes],
    }


_PART = r"[0-9]{4}(-Q[1-4]|-H[12]|(-[0-9]{2}){1,2})?"
_DATE = rf"{_PART}(/{_PART})?"
PATTERNS = {  # by their names in `columns.toml`
    "date": _DATE,
    "period": rf"(FY[0-9]{{4}} ?)?((end|start) of |at )?({_DATE})?",
    "section": r"[a-z]+(-[0-9]+)?",
}
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
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
        "title": table_columns("titles")[stem]["description"],
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
    foreign = [
        {"fields": [name], "reference": {"resource": column["id_of"], "fields": ["id"]}}
        for name, column in table_columns(table).items()
        if "id_of" in column
    ]
    return {
        "fields": [field(name, column) for name, column in table_columns(table).items()],
        "primaryKey": KEYS.get(table, ["id"]),
        **({"foreignKeys": foreign} if foreign else {}),
        "missingValues": [""],
    }


def field(name: str, column: Column) -> dict[str, object]:
    """Return a field of a Table Schema, with what every cell of it must be."""
    constraints: dict[str, object] = {} if "optional" in column else {"required": True}
    if choices := column.get("choices"):
        constraints["enum"] = choices if isinstance(choices, list) else [str(each) for each in getattr(model, choices)]
    if pattern := column.get("pattern"):
        constraints["pattern"] = PATTERNS.get(pattern, pattern)
    kind = column.get("type", "string")
    return {
        "name": name,
        "type": kind,
        "description": column["description"],
        **({"trueValues": ["true"], "falseValues": ["false"]} if kind == "boolean" else {}),
        **({"constraints": constraints} if constraints else {}),
    }
