"""The data package, held against the `frictionless` library: every file there, every row of every table sound."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Package, validate

from builders import REAL, a_briefing, a_content, the_words
from digitrend.exports.files import data
from digitrend.exports.tables import table_columns
from digitrend.site.lookup import Lookup
from tables import table

if TYPE_CHECKING:
    from frictionless import Report

PACKAGE = "data/datapackage.json"
SMALL = "small"
CONTENTS = (SMALL, "real")
TABLES = ("figures", "events", "entities", "relations", "forecasts", "measures", "notes")


@cache
def files(name: str = SMALL, base: str = "") -> dict[str, bytes]:
    briefing = a_briefing() if name == SMALL else a_briefing(a_content(of=REAL))
    return data(Lookup(briefing, the_words()), base)


def described(name: str = SMALL, base: str = "") -> dict[str, Any]:
    return dict(json.loads(files(name, base)[PACKAGE]))


def validated(folder: Path, found: dict[str, bytes]) -> Report:
    for path, content in found.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    report: Report = validate(str(folder / PACKAGE))
    return report


def faults(report: Report) -> list[list[Any]]:
    found: list[list[Any]] = report.flatten(["title", "type", "message"])
    return found


@pytest.mark.parametrize("name", CONTENTS)
def test_package_and_every_row_are_sound(tmp_path: Path, name: str) -> None:
    report = validated(tmp_path, files(name))

    assert faults(report) == []
    assert report.stats["tasks"] == len(described(name)["resources"])


def test_the_descriptor_is_sound_with_an_address_of_the_site() -> None:
    told = described(base="https://example.org/reports/")

    assert Package.from_descriptor(told).name == "elm-valley-2025-briefing"
    assert told["homepage"] == "https://example.org/reports/"
    assert "homepage" not in described()


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("figures.csv", b"40000", b"40 000", "type-error"),
        ("figures.csv", b",ferry-board,", b",fairy-board,", "foreign-key"),
        ("events.csv", b"2024-", b"in 2024-", "constraint-error"),
        ("notes.csv", b"\r\n", b",more\r\n", "extra-label"),
    ],
)
def test_a_table_that_is_not_as_described_is_found(
    tmp_path: Path, file: str, old: bytes, new: bytes, kind: str
) -> None:
    found = dict(files())
    assert old in found[f"data/{file}"]
    found[f"data/{file}"] = found[f"data/{file}"].replace(old, new, 1)

    assert kind in {fault[1] for fault in faults(validated(tmp_path, found))}


@table("period", ["FY2024", "FY2024/FY2026", "end of FY2024", "FY2024 2023-10/2024-09", "end of 2024-06", "2024-H1"])
def test_every_period_is_of_the_form_that_is_described(tmp_path: Path, period: str) -> None:
    found = dict(files())
    for name, old in (("figures", b",2024-01/2024-06,"), ("events", b",2024-04,")):
        assert old in found[f"data/{name}.csv"]
        found[f"data/{name}.csv"] = found[f"data/{name}.csv"].replace(old, f",{period},".encode())

    assert "constraint-error" not in {fault[1] for fault in faults(validated(tmp_path, found))}


def test_a_file_that_was_changed_is_found(tmp_path: Path) -> None:
    found = dict(files())
    found["data/briefing.json"] = found["data/briefing.json"].replace(b"Elm", b"Oak", 1)

    assert "hash-count" in {fault[1] for fault in faults(validated(tmp_path, found))}


def test_every_file_is_described() -> None:
    assert {f"data/{each['path']}" for each in described()["resources"]} == files().keys() - {PACKAGE}


@table("table", TABLES)
def test_columns_are_those_of_the_table_in_their_order(table: str) -> None:
    header = next(csv.reader(io.StringIO(files()[f"data/{table}.csv"].decode("utf-8-sig"))))

    assert [*table_columns(table)] == header


@table("table", TABLES)
def test_every_column_says_what_it_holds(table: str) -> None:
    assert [name for name, column in table_columns(table).items() if not column["description"]] == []


def test_licence_source_and_maker_are_named() -> None:
    told = described()

    assert told["licenses"] == [
        {"name": "CC0-1.0", "title": "CC0 1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    ]
    assert [each["title"] for each in told["sources"]] == [f"{a_briefing().source.author}: {a_briefing().source.title}"]
    assert told["contributors"] == [{"title": "The makers of the tests", "roles": ["publisher"]}]
    assert told["created"] == "2025-03-01T00:00:00Z"


def test_a_lower_bound_is_told_beside_its_number() -> None:
    (row,) = (
        row
        for row in csv.DictReader(io.StringIO(files()["data/figures.csv"].decode("utf-8-sig")))
        if row["id"] == "crossings"
    )

    assert (row["value"], row["qualifier"]) == ("40000", "more than")
    assert "lower bound" in table_columns("figures")["value"]["description"]


def test_the_package_is_the_same_every_time() -> None:
    assert data(Lookup(a_briefing(), the_words()), "") == files()
