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
from itertools import zip_longest
from pathlib import Path
from typing import Any

from digitrend import model
from digitrend.model import (
    Bound,
    DerivedFigure,
    Figure,
    Item,
    Outcome,
    Part,
    Relation,
    paragraph_of,
    prose_in,
    section_of,
    source_of,
)
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
    return {name: _column(each) for name, each in _all_columns()[table].items()}


@cache
def _all_columns() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


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


def _row(table: str, item: Item, lookup: Lookup, /, **given: object) -> Row:
    """Return the row of an item: for each column the given value, or the item's field of that name."""
    prose = {where: lookup.plain(text) for where, text, _ in prose_in(item)}
    locator, notes = getattr(item, "locator", ""), lookup.notes.get(str(given.get("id") or getattr(item, "id", "")), ())
    known = {
        "section": section_of(locator) if locator else "",
        "paragraph": paragraph_of(locator) if locator else "",
        "notes": " | ".join(note.id for note in notes),
        **given,
    }

    def cell(name: str, column: Column) -> object:
        value = known.get(name, getattr(item, name, ""))
        if name not in known and isinstance(value, tuple):
            return str(column.get("between", " ")).join(prose.get((name, i), str(x)) for i, x in enumerate(value))
        return value if name in known else prose.get((name,), value)

    return tuple(cell(*each) for each in table_columns(table).items())


def table_rows(lookup: Lookup, base: str) -> dict[str, Iterator[Row]]:
    """Return the rows of each table in `data/`; `base` is the site's own address, or ""."""
    briefing, mentions = lookup.briefing, Viewer(lookup).mentions
    return {
        "figures": (_figure_row(name, lookup, base) for name in briefing.figures),
        "events": (_row("events", event, lookup, item=part.id) for part, event in briefing.events),
        "entities": (
            _row(
                "entities",
                entity,
                lookup,
                type=type_.value,
                mentions=" ".join(link.url.lstrip("/") for link in mentions.get(entity.id, ())),
                url=urls.entity_url(entity.id)[1:],
            )
            for type_, of_type in briefing.entities
            for entity in of_type
        ),
        "relations": (_relation_row(relation, lookup) for relation in briefing.relations),
        "forecasts": (
            _row(
                "forecasts",
                forecast,
                lookup,
                item=part.id if part else "briefing",
                numeric=bool(forecast.figures),
                status="scored" if forecast.outcome else "open",
                **_outcome(forecast.outcome),
            )
            for part, forecast in briefing.forecasts
        ),
        "measures": (
            _row(
                "measures",
                measure,
                lookup,
                id=group.measure_id(ordinal),
                item=group.id,
                ordinal=ordinal,
                text=" ".join(lookup.plain(measure.text).split()),
            )
            for group, ordinal, measure in briefing.measures
        ),
        "notes": (_row("notes", note, lookup) for note in briefing.notes),
    }


def _figure_row(name: str, lookup: Lookup, base: str) -> Row:
    """Return the row of a figure or of a point of a series; `value` is the full number, or one end of a bound."""
    part, figure = lookup.briefing.figures[name]
    quantity, unit, notes = lookup.quantities[name], lookup.units[name], lookup.notes.get(name, ())
    value = None if quantity.is_range else lookup.briefing.values[name]
    low, high = (None if each is None else float(each) for each in (quantity.low, quantity.high))
    more: dict[str, object] = {
        "id": name,
        "item": part.id,
        "value": value,
        "unit": unit.id,
        "kind": quantity.kind,
        "low": value if quantity.bound is Bound.LOWER else low,
        "high": value if quantity.bound is Bound.UPPER else high,
        "direction": quantity.direction,
        "bound": quantity.bound,
        "derived": isinstance(figure, DerivedFigure),
        "url": f"{base.rstrip('/')}{urls.figure_url(name)}" if base else urls.figure_url(name)[1:],
        "unit_name": unit_name(unit.id, lookup.words, lookup.briefing.units),
        "dimension": unit.dimension,
        "severity": "material" if any(note.caution for note in notes) else "minor" if notes else "",
        "caution": " | ".join(lookup.plain(note.caution) for note in notes if note.caution),
    }
    if isinstance(figure, Figure):
        more |= {
            "qualifier": figure.hedge or figure.qualifier,
            "source": source_of(figure.locator) or lookup.briefing.source.id,
        }
    else:  # where and when is as the first figure has it that it was computed from
        first = lookup.figure(figure.inputs[0])
        assert isinstance(first, Figure)  # R106 refuses others
        more |= {"qualifier": "computed", "place": lookup.plain(first.place), "period": first.period}
        more |= {"period_basis": first.period_basis, "status": first.status}
    return _row("figures", figure, lookup, **more)


def _relation_row(relation: Relation, lookup: Lookup) -> Row:
    """Return the row of a relation, with the evidence of a stated one."""
    ends = [each for found in relation.evidence for each in (found.locator, found.printed)]
    names = ("from_evidence", "from_printed", "to_evidence", "to_printed")
    more = dict(zip_longest(names, ends, fillvalue=""))
    return _row("relations", relation, lookup, **{"from": relation.source, "to": relation.target}, **more)


def _outcome(outcome: Outcome | None) -> dict[str, object]:
    """Return the outcome of a forecast and its source; empty cells while it is open."""
    said = outcome.source if outcome else None
    return {
        "verdict": outcome.verdict.value if outcome and said else "",
        "outcome": outcome.text if outcome and said else "",
        "outcome_title": said.title if said else "",
        "outcome_publisher": said.publisher if said else "",
        "outcome_date": said.date if said else "",
        "outcome_url": said.address if said else "",
    }


def json_bytes(data: object) -> bytes:
    """Return data as JSON in UTF-8 (RFC 8259): each member or element, and each element of a member, in a line."""
    return f"{_lines(data, 2)}\n".encode()


def _lines(data: object, levels: int) -> str:
    """Return JSON with line breaks in so many levels; json's own indents come from its slow encoder."""
    if levels and data and isinstance(data, list):
        return "[\n" + ",\n".join(_lines(each, 0) for each in data) + "\n]"
    if levels and data and isinstance(data, dict):
        return (
            "{\n" + ",\n".join(f"{json.dumps(key)}: {_lines(each, levels - 1)}" for key, each in data.items()) + "\n}"
        )
    return json.dumps(data, ensure_ascii=False)


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
    whole, rows = lookup.briefing, table_rows(lookup, "")
    return {
        "overview": item_record(whole.overview, lookup),
        "source": item_record(whole.source, lookup),
        "trends": [part_record(each, lookup) for each in whole.trends],
        "issues": [part_record(each, lookup) for each in whole.issues],
        "countermeasures": [part_record(each, lookup) for each in whole.countermeasures],
        "figures": [figure_record(name, lookup) for name in whole.figures],
        "entities": [dict(zip(table_columns("entities"), row, strict=True)) for row in rows["entities"]],
        "relations": [item_record(each, lookup) for each in whole.relations],
        "notes": [item_record(each, lookup) for each in whole.notes],
    }


_PART = r"[0-9]{4}(-Q[1-4]|-H[12]|(-[0-9]{2}){1,2})?"
_FY = "FY[0-9]{4}"
_PERIOD = rf"(((end|start) of )?{_FY}(/{_FY})?|({_FY} )?((end|start) of |at )?({_PART}(/{_PART})?)?)"
PATTERNS = {  # by their names in `columns.toml`
    "period": _PERIOD,
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
            "sources": [
                {"title": f"{source.author}: {source.title}", **({"version": source.date} if source.date else {})}
            ],
            "contributors": [{"title": overview.publisher, "roles": ["publisher"]}],
            "resources": [resource(name, content) for name, content in files.items()],
        }
    )


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
