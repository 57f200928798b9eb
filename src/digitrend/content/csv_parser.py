"""A table of a series' points as a document: rows by period, each cell with its place, as YAML would give them.

RFC 4180: commas, a header row, quotes around cells that need them. Columns are named as the fields of a figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digitrend.content.positions import Data, Document, Lines, Node
from digitrend.content.scalars import NUMBER, decoded, unseen
from digitrend.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

CELL = re.compile(r'\s*"(?P<quoted>(?:[^"]|"")*)"[ \t]*|(?P<plain>[^,\r\n]*)')
KEY = "period"
NUMERIC = frozenset({"value", "low", "high"})
LISTS = frozenset({"doubts"})  # written in one cell, parted by a bar

Cell = tuple[str, int, int]  # text, start and end in the file


def read_table(path: str, raw: bytes, name: str) -> Document | list[Diagnostic]:
    """Return the table as a document whose data is {period: {column: cell}}, or what is wrong with it."""
    text = decoded(path, raw)
    if isinstance(text, Diagnostic):
        return [text]
    if strange := unseen(path, text):
        return strange
    rows = [row for row in _rows(text) if any(cell[0] for cell in row)]
    lines = Lines(text)
    header = [cell[0] for cell in rows[0]] if rows else []
    if KEY not in header:
        hint = "name the columns in the first row: period, printed, and others as the fields of a figure"
        return [Diagnostic("C030", f"the table has no column '{KEY}'", path, lines.at(0), hint=hint)]
    found: list[Diagnostic] = []
    data: dict[str, Data] = {}
    parts: dict[str, Node] = {}
    for row in rows[1:]:
        start, end = row[0][1], row[-1][2]
        if len(row) > len(header):
            hint = "put a cell that holds a comma in quotes, or remove what is too much"
            at = lines.at(row[len(header)][1])
            found.append(
                Diagnostic("C030", f"the row has {len(row)} cells, and the header {len(header)}", path, at, hint=hint)
            )
            continue
        cells = {column: cell for column, cell in zip(header, row, strict=False) if cell[0]}
        period = cells.pop(KEY, ("", start, start))
        if not period[0] or period[0] in data:
            message = f"the period '{period[0]}' is given twice" if period[0] else "the row has no period"
            found.append(
                Diagnostic("C030", message, path, lines.at(period[1]), hint="give each row a period of its own")
            )
            continue
        data[period[0]] = {column: _value(column, cell[0]) for column, cell in cells.items()}
        inner = {column: Node(cell[1], cell[2], key=cell[1]) for column, cell in cells.items()}
        parts[period[0]] = Node(start, end, key=period[1], parts=inner)
    return found or Document(path, name, text, data, Node(0, len(text), parts=parts))


def _value(column: str, text: str) -> Data:
    if column in NUMERIC and NUMBER.fullmatch(text):
        return float(text)
    if column in LISTS:
        return [each.strip() for each in text.split("|")]
    return {"true": True, "false": False}.get(text, text) if column == "draft" else text


def _rows(text: str) -> Iterator[list[Cell]]:
    """Yield the rows as cells with their places."""
    at, row = 0, list[Cell]()
    while at <= len(text):
        match = CELL.match(text, at)
        assert match  # the second branch matches nothing, too
        quoted = match["quoted"]
        cell = match["plain"].strip() if quoted is None else quoted.replace('""', '"')
        row.append((cell, match.start() + len(match[0]) - len(match[0].lstrip()), match.end()))
        at = match.end()
        if text.startswith(",", at):
            at += 1
            continue
        yield row
        row = []
        end = re.compile(r"\r\n|\r|\n").match(text, at)
        if end is None:
            return
        at = end.end()
