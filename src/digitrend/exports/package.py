"""The files of `data/` described for programs: a Data Package 2.0 (datapackage.org), with a schema for each table.

Sizes and digests are those of the files as they are published, so that a copy can be checked against them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from digitrend import addresses
from digitrend.lookup import Lookup

from .columns import COLUMNS, Column
from .records import json_bytes

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TITLES = {
    "statistics": "Every statistic, with what it measures, its period, its qualifier and its place in the source",
    "events": "Policies and actions that the source names, dated as finely as it dates them",
    "entities": "People, organisations, places, documents, technologies and concepts",
    "relations": "How trends, issues and countermeasures connect, and how firmly",
    "forecasts": "What the source expects, claim by claim",
    "measures": "What the source advises, measure by measure",
    "oddities": "Where the source is wrong, broken, cut off or ambiguous",
    "briefing": "Everything in the briefing, nested as it is written",
}
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
            **({"homepage": addresses.absolute(addresses.HOME, base)} if base else {}),
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
        **({"dialect": {"lineTerminator": "\r\n"}, "schema": schema(stem)} if table else {}),
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
