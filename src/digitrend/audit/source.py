"""Texts folded, so that the same words compare as equal however they are typed.

Quotes, dashes, white space and the forms of Unicode are folded alike on both sides; case is kept, since words are
quoted exactly.  Each folded character knows where it came from.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property, lru_cache
from itertools import groupby, pairwise

from digitrend.content.scalars import text_of
from digitrend.diagnostics import LINE_BREAK, Position
from digitrend.model import Source, Work, paragraph_of, section_of, source_of

QUOTES = dict.fromkeys("“”„‟«»「」『』〝〞〟＂″", '"') | dict.fromkeys("‘’‚‛′‵`´", "'")
DASHES = dict.fromkeys("‐‑‒–—―⁃−﹘﹣－", "-")
INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
SIGNS = str.maketrans(QUOTES | DASHES | INVISIBLE)

Span = tuple[int, int]  # offsets in a folded text: start, and the place after the end


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and the offset in the original of each of its characters."""

    text: str
    origins: tuple[int, ...] = field(repr=False)

    def spans(self, words: str) -> list[Span]:
        """Return where words, folded already, stand as whole words and numbers: "8.2%" is not in "18.2%"."""
        return self.spans_in(self.text, words)

    def spans_in(self, text: str, words: str) -> list[Span]:
        """Return where words stand in the text as it is written otherwise, such as in lower case."""
        found: list[Span] = []
        start = text.find(words) if words else -1
        while start >= 0:
            end = start + len(words)
            if not (runs_on(self.text, start) or runs_on(self.text, end)):
                found.append((start, end))
            start = text.find(words, start + 1)
        return found


@lru_cache(maxsize=8192)
def fold(text: str) -> Folded:
    """Fold a text; white space becomes single spaces and is left out at both ends."""
    letters: list[str] = []
    origins: list[int] = []
    for at, cluster in _clusters(text):
        if PLAIN.match(cluster):
            letters += cluster
            origins += range(at, at + len(cluster))
            continue
        for letter in cluster if cluster.isascii() else _folded(cluster):
            shown = " " if letter.isspace() else letter
            if shown != " " or (letters and letters[-1] != " "):
                letters.append(shown)
                origins.append(at)
    if letters and letters[-1] == " ":
        del letters[-1], origins[-1]
    return Folded("".join(letters), tuple(origins))


def runs_on(text: str, at: int) -> bool:
    """Say whether a word or a number runs across a place in the text; ideographs part nothing and join nothing."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after in ".," and before.isdigit():
        return text[at + 1 : at + 2].isdigit()
    if before in ".," and after.isdigit():
        return at > 1 and text[at - 2].isdigit()
    return _is_letter(before) and _is_letter(after)


def _is_letter(character: str) -> bool:
    return character.isalnum() and unicodedata.east_asian_width(character) not in "WF"


def _folded(cluster: str) -> str:
    """Fold quotes both before and after the normal form, which takes some of them apart."""
    return unicodedata.normalize("NFKC", cluster.translate(SIGNS)).translate(SIGNS)


PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*(?![^\x00-\x7f])")  # with which no mark combines


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield runs of plain words, and each other character with the marks that combine with it; and its offset."""
    start = 0
    while start < len(text):
        if found := PLAIN.match(text, start):
            end = found.end()
        else:
            end = start + 1
            while end < len(text) and _combines(text[end]):
                end += 1
        yield start, text[start:end]
        start = end


def _combines(character: str) -> bool:
    """Say whether a character belongs to the one before it: a mark, or the later letters of a Hangul syllable."""
    return not character.isascii() and (unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff")


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
    return found | _moved(record, rows, found)


def _moved(record: Sequence[Recorded], rows: Sequence[Row], found: Mapping[str, int]) -> dict[str, int]:
    """Find the lines of paragraphs that the record has moved to another section, by their digests."""
    digests = dict(record)
    held = {row: section_of(locator) for locator, row in found.items() if rows[row].digest == digests[locator]}
    lines = {row.digest: i for i, row in reversed(list(enumerate(rows))) if i not in held}
    return {
        locator: lines[digest]
        for locator, digest in record
        if digest in lines
        and found.get(locator) not in held
        and _section_around(lines[digest], held) != section_of(locator)
    }


def _section_around(line: int, held: Mapping[int, str]) -> str:
    """Return the section of the nearest paragraph before a line, or else behind it."""
    before, behind = [each for each in held if each < line], [each for each in held if each > line]
    return held[max(before)] if before else held[min(behind)] if behind else ""


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

    @property
    def sections(self) -> tuple[str, ...]:
        """The ids of its sections, in order."""
        return tuple(dict.fromkeys(section_of(place) for place in self.paragraphs))

    @cached_property
    def paragraphs(self) -> dict[str, SourceLine]:
        """Each paragraph that the file has, by its locator."""
        return {line.place: line for line in self.lines if paragraph_of(line.place)}

    @cached_property
    def whole(self) -> str:
        """The text of all its lines."""
        return joined(self.lines)

    def with_further(self, further: Mapping[str, SourceText]) -> SourceText:
        """Return the source with further works behind it, by id: their places begin with it, as locators do."""
        lines = list(self.lines)
        for name, text in further.items():
            last = lines[-1].number if lines else 0
            for line in text.lines:
                place = f"{name}:{line.place}" if line.place else ""
                lines.append(replace(line, number=last + line.number, place=place))
        return replace(self, lines=tuple(lines))

    def at(self, place: str | None) -> tuple[SourceLine, ...]:
        """Return the lines of a place: one for a paragraph, those of a heading, or all of the file for None."""
        return self.lines if place is None else tuple(line for line in self.lines if line.place == place)

    def before(self, locator: str) -> list[SourceLine]:
        """Return the paragraphs of the same section that stand before one, the nearest first."""
        section, number = locator.partition("/")[0], paragraph_of(locator) or 1
        places = (f"{section}/{each}" for each in range(number - 1, 0, -1))
        return [self.paragraphs[place] for place in places if place in self.paragraphs]

    def headings(self, place: str) -> tuple[SourceLine, ...]:
        """Return the lines that head the section of a place, the nearest first."""
        return tuple(reversed(self.at(place.partition("/")[0]))) if place else ()

    def find(self, words: str, place: str | None) -> list[tuple[SourceLine, Span]]:
        """Return where words stand in a place, as whole words and numbers."""
        sought = fold(words).text
        return [(line, span) for line in self.at(place) for span in line.folded.spans(sought)]


def called(place: str | None) -> str:
    """Call a place by its name: "trend-4 paragraph 1", "the heading of trend-4", "the source"."""
    if place is None:
        return "the source"
    number, work = paragraph_of(place), source_of(place)
    name = f"{section_of(place)} paragraph {number}" if number else f"the heading of {section_of(place)}"
    return f"{name} of '{work}'" if work else name


def joined(lines: Iterable[SourceLine]) -> str:
    """Return the text of lines, each a paragraph."""
    return "\n\n".join(line.text for line in lines)


def paragraph_digest(paragraph: str) -> str:
    """Return the SHA-256 of a paragraph: Unicode NFC, white space folded to single spaces."""
    text = " ".join(unicodedata.normalize("NFC", paragraph).split())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def source_text(raw: bytes, path: str, record: Work) -> SourceText:
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


def _recorded(record: Work) -> Iterator[Recorded]:
    for section in record.sections:
        yield from ((f"{section.id}/{i}", digest) for i, digest in enumerate(section.paragraphs, 1))


def _rows(lines: Sequence[str], texts: Sequence[str], record: Work) -> list[Row]:
    """Say of each line what it looks like; `texts` are the lines as they are compared."""
    digests = [paragraph_digest(line) for line in lines]
    counts = Counter(digests)
    title = fold(record.title).text
    excused = {fold(each.text).text for each in record.excused} if isinstance(record, Source) else set()

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
