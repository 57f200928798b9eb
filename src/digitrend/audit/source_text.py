"""The source's own text, line by line, each with the place that the record gives it.

Takes the bytes of a file and the record of the source; never raises, whatever the bytes.  A paragraph is a line that is
not empty; which lines are paragraphs is for the record's digests to say, and what stands between are headings.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from digitrend.diagnostics import LINE_BREAK, Position
from digitrend.model import Source, paragraph_of, section_of

from .alignment import Look, Recorded, Row, aligned
from .folding import Folded, Span, fold

# "1. …", "(2) …", "（三）…", "IV. …": the numbering of an outline, at the start of a line.
NUMBERING = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[IVX]{1,5})(?:[)）、]|[.．](?!\d))\s*")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source that is not empty."""

    number: int  # in the file, from 1
    written: str
    folded: Folded = field(repr=False)
    place: str = ""  # a paragraph's locator; a section's id for its heading; "" for what is neither

    @property
    def text(self) -> str:
        """The line as it is compared."""
        return self.folded.text

    def at(self, offset: int) -> Position:
        """Return the place in the file of a character of the folded text."""
        return Position(self.number, self.folded.origins[offset] + 1)


@dataclass(frozen=True)
class SourceText:
    """A copy of the source, held against its record."""

    path: str  # as shown in findings
    digest: str  # of the file, byte for byte
    readable: bool  # whether it is UTF-8
    lines: tuple[SourceLine, ...]
    altered: Mapping[str, str]  # the paragraphs that are not as recorded: locator → digest found

    @cached_property
    def paragraphs(self) -> dict[str, SourceLine]:
        """Each paragraph that the file has, by its locator."""
        return {line.place: line for line in self.lines if paragraph_of(line.place)}

    def at(self, place: str | None) -> tuple[SourceLine, ...]:
        """Return the lines of a place: one for a paragraph, those of a heading, or all of the file for None."""
        return self.lines if place is None else tuple(line for line in self.lines if line.place == place)

    def before(self, locator: str) -> list[SourceLine]:
        """Return the paragraphs of the same section that stand before one, the nearest first."""
        section, number = section_of(locator), paragraph_of(locator) or 1
        places = (f"{section}/{each}" for each in range(number - 1, 0, -1))
        return [self.paragraphs[place] for place in places if place in self.paragraphs]

    def find(self, words: str, place: str | None) -> list[tuple[SourceLine, Span]]:
        """Return where words stand in a place, as whole words and numbers."""
        sought = fold(words).text
        return [(line, span) for line in self.at(place) for span in line.folded.spans(sought)]


def called(place: str | None) -> str:
    """Call a place by its name: "trend-4 paragraph 1", "the heading of trend-4", "the source"."""
    if place is None:
        return "the source"
    number = paragraph_of(place)
    return f"{section_of(place)} paragraph {number}" if number else f"the heading of {place}"


def text_of(raw: bytes) -> str:
    """Return the text of a file; bytes that are not UTF-8 become U+FFFD."""
    return raw.decode("utf-8", "replace").removeprefix("\ufeff")


def digest_of(paragraph: str) -> str:
    """Return the SHA-256 of a paragraph: Unicode NFC, white space folded to single spaces."""
    text = " ".join(unicodedata.normalize("NFC", paragraph).split())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def source_text(raw: bytes, path: str, record: Source) -> SourceText:
    """Read a copy of the source and give each of its lines the place that the record says."""
    written = [(i, line) for i, line in enumerate(LINE_BREAK.split(text_of(raw)), 1) if line.strip()]
    folded = [fold(line) for _, line in written]
    rows = _rows([line for _, line in written], [each.text for each in folded], record)
    recorded = list(_recorded(record))
    found = aligned(recorded, rows)
    lines = (
        SourceLine(number, line, text, place)
        for (number, line), text, place in zip(written, folded, _places(found, rows), strict=True)
    )
    altered = {each: rows[found[each]].digest for each, digest in recorded if each in found}
    digests = dict(recorded)
    return SourceText(
        path,
        hashlib.sha256(raw).hexdigest(),
        _is_utf8(raw),
        tuple(line for line in lines if line.text),
        {each: digest for each, digest in altered.items() if digest != digests[each]},
    )


def _recorded(record: Source) -> Iterator[Recorded]:
    for section in record.sections:
        yield from ((f"{section.id}/{i}", digest) for i, digest in enumerate(section.paragraphs, 1))


def _rows(lines: Sequence[str], texts: Sequence[str], record: Source) -> list[Row]:
    """Say of each line what it looks like; `texts` are the lines as they are compared."""
    digests = [digest_of(line) for line in lines]
    counts = Counter(digests)
    title, excused = fold(record.title).text, {fold(each.text).text for each in record.excused}

    def look(text: str, digest: str) -> Look:
        if text == title:
            return Look.TITLE
        if counts[digest] > 1 or text in excused:
            return Look.FURNITURE
        return Look.HEADING if NUMBERING.match(text) else Look.TEXT

    return [Row(digest, look(text, digest)) for text, digest in zip(texts, digests, strict=True)]


def _places(found: Mapping[str, int], rows: Sequence[Row]) -> list[str]:
    """Return the place of each line: what stands before a section's first paragraph is its heading.

    The title repeated is furniture; it stands at the head of the first section only.
    """
    places = [""] * len(rows)
    for locator, row in found.items():
        places[row] = locator
    between: list[int] = []
    section = ""
    for i, place in enumerate(places):
        if not place:
            if rows[i].look is not Look.TITLE or not section:
                between.append(i)
            continue
        if section_of(place) != section:
            section = section_of(place)
            for heading in between:
                places[heading] = section
        between.clear()
    return places


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
