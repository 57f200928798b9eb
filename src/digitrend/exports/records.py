"""The briefing as JSON: each item as it is written, with its prose as plain text and its numbers in full."""

from __future__ import annotations

import json
from collections.abc import Sequence

from digitrend import addresses
from digitrend.lookup import Lookup
from digitrend.model import DerivedStatistic, Item, Part

from . import tables


def json_bytes(data: object) -> bytes:
    """Return data as JSON in UTF-8 (RFC 8259), indented, with a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def record(item: Item, lookup: Lookup) -> dict[str, object]:
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


def statistic(name: str, lookup: Lookup) -> dict[str, object]:
    """Return a statistic with its value, its text and its place."""
    part, found = lookup.briefing.statistics[name]
    return {
        **record(found, lookup),
        "item": part.id,
        "value": lookup.briefing.values[name],
        "unit": lookup.units[name].value,
        "text": lookup.figure(name),
        "derived": isinstance(found, DerivedStatistic),
        "oddities": [oddity.id for oddity in lookup.briefing.oddities if name in oddity.touches],
        "url": addresses.statistic_url(name)[1:],
    }


def part(item: Part, lookup: Lookup) -> dict[str, object]:
    """Return a trend, an issue or a group with its id and number."""
    head = {"id": item.id, "kind": item.kind, "number": item.number, "slug": item.slug}
    return {**head, "url": addresses.part_url(item)[1:], **record(item, lookup)}


def briefing(lookup: Lookup) -> dict[str, object]:
    """Return everything."""
    whole = lookup.briefing
    return {
        "overview": record(whole.overview, lookup),
        "source": record(whole.source, lookup),
        "trends": [part(each, lookup) for each in whole.trends],
        "issues": [part(each, lookup) for each in whole.issues],
        "countermeasures": [part(each, lookup) for each in whole.countermeasures],
        "statistics": [statistic(name, lookup) for name in whole.statistics],
        "entities": _rows(tables.ENTITIES, tables.entities(lookup)),
        "relations": [record(each, lookup) for each in whole.relations],
        "oddities": [record(each, lookup) for each in whole.oddities],
    }


def _rows(header: Sequence[str], rows: object) -> list[dict[str, object]]:
    assert hasattr(rows, "__iter__")
    return [dict(zip(header, row, strict=True)) for row in rows]
