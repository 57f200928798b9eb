"""The paragraphs on record found among the lines of a file: by digest where they agree, by order where they do not.

Takes digests and what each line looks like, gives the line of each paragraph; what stands between are headings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from digitrend.model import section_of


class Look(Enum):
    """What a line looks like; used only where digests do not tell."""

    TEXT = 1
    HEADING = 2  # it is numbered
    FURNITURE = 3  # another line says the same, or the record excuses the whole line
    TITLE = 4  # it repeats the title


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, as far as it matters here."""

    digest: str
    look: Look


Recorded = tuple[str, str]  # a paragraph's locator and its digest


def aligned(record: Sequence[Recorded], rows: Sequence[Row]) -> dict[str, int]:
    """Return the index in `rows` of each paragraph on record; those without a line are left out."""
    anchors = list(_anchors(record, rows))
    found = {record[i][0]: row for i, row in anchors}
    bounds = [(-1, -1), *anchors, (len(record), len(rows))]
    for (i, row), (next_i, next_row) in pairwise(bounds):
        absent = [locator for locator, _ in record[i + 1 : next_i]]
        if absent:
            found |= _by_order(absent, range(row + 1, next_row), rows)
    return found


def _anchors(record: Sequence[Recorded], rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the most pairs of paragraph and line of equal digest that keep both orders (a longest rising run)."""
    lines: dict[str, list[int]] = {}
    for line, row in enumerate(rows):
        lines.setdefault(row.digest, []).append(line)
    pairs = [(i, line) for i, (_, digest) in enumerate(record) for line in reversed(lines.get(digest, []))]
    tails: list[int] = []  # the lowest line that ends a run of each length
    ends: list[int] = []  # and the pair that ends it
    before: list[int] = []  # the pair before each, or -1
    for at, (_, line) in enumerate(pairs):
        length = bisect_left(tails, line)
        tails[length : length + 1] = [line]
        ends[length : length + 1] = [at]
        before.append(ends[length - 1] if length else -1)
    run, at = [], ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    yield from reversed(run)


def _by_order(absent: Sequence[str], lines: Iterable[int], rows: Sequence[Row]) -> dict[str, int]:
    """Pair paragraphs whose digests are not found with the lines between their neighbours."""
    sections = [list(group) for _, group in groupby(absent, key=section_of)]
    blocks = _blocks(lines, rows)
    if len(sections) != len(blocks):
        sections, blocks = [list(absent)], [[line for block in blocks for line in block]]
    return {
        locator: line
        for section, block in zip(sections, blocks, strict=True)
        for locator, line in zip(section, block, strict=False)
    }


def _blocks(lines: Iterable[int], rows: Sequence[Row]) -> list[list[int]]:
    """Return the lines of text, parted where a heading stands."""
    blocks: list[list[int]] = [[]]
    for line in lines:
        if rows[line].look is Look.HEADING:
            blocks.append([])
        elif rows[line].look is Look.TEXT:
            blocks[-1].append(line)
    return [block for block in blocks if block]
