"""The source, places in it, and the record of the last audit."""

from __future__ import annotations

import datetime
import hashlib
import json
from functools import cached_property
from typing import Annotated

from pydantic import ConfigDict, Field

from digitrend.model.base import Id, Item, Keyed, Line, OptionalLine, Text, Word, hidden

SECTION = r"[a-z]+(-[0-9]+)?"  # the id of a section
SOURCE_ID = r"([a-z0-9]+(-[a-z0-9]+)*:)?"  # of a further source, before its section
LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"  # BCP 47: en, zh-Hans, es-419
ADDRESS = r"https?://\S+"

Locator = Annotated[
    str,
    Field(
        pattern=rf"^{SOURCE_ID}{SECTION}/[1-9][0-9]*$",
        description="a section and a paragraph of the source, such as trend-4/1; of a further source, after its id",
        examples=["intro/1", "trend-4/1", "annex:tables/1"],
    ),
]
Place = Annotated[
    str,
    Field(
        pattern=rf"^{SOURCE_ID}{SECTION}(/[1-9][0-9]*)?$",
        description="a paragraph of the source (trend-4/1), or a section's heading (trend-4)",
        examples=["trend-4/1", "trend-4"],
    ),
]
Digest = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256, in hexadecimal", examples=["0123456789abcdef" * 4])
]


def section_of(place: str) -> str:
    """Return the section of a locator or place: "trend-4" for "trend-4/1"."""
    return place.partition("/")[0].rpartition(":")[2]


def paragraph_of(place: str) -> int | None:
    """Return the paragraph's number, from 1; None for a section's heading."""
    _, _, number = place.partition("/")
    return int(number) if number else None


def source_of(place: str) -> str:
    """Return the id of the further source that a locator or place names; "" for the article itself."""
    return place.partition("/")[0].rpartition(":")[0]


class Section(Item):
    """A section of the source, with the digest of each paragraph."""

    id: str = Field(
        pattern=rf"^{SECTION}$", description="a word, or a word and a number", examples=["intro", "trend-1", "issue-2"]
    )
    title: Line = Field(
        description="what the section is about, in our words", examples=["Data as a factor of production"]
    )
    paragraphs: tuple[Digest, ...] = Field(
        min_length=1,
        description="SHA-256 of each paragraph's text: Unicode NFC, white space folded to single spaces",
    )


class Excuse(Item):
    """A number in the source that needs no figure."""

    text: Text = Field(description="the words exactly as the source prints them", examples=["section 3"])
    reason: Text = Field(description="why they are no figure", examples=["the number of a heading"])


class Work(Item):
    """The record of a work, as in a citation."""

    author: Text = Field(description="who wrote it: a person or an organisation", examples=["The Elm Valley Gazette"])
    title: Text = Field(description="the title exactly as printed", examples=["The Elm Valley in 2025"])
    publisher: str = Field(default="", description="who published it", examples=["The Elm Valley Gazette"])
    address: str = Field(
        default="",
        pattern=rf"^({ADDRESS})?$",
        description="where it is to be read; leave it out when not known, and guess none",
        examples=["https://example.org/outlook"],
    )
    date_read: datetime.date | None = Field(
        default=None, description="the day on which it was read there", examples=["2021-01-31"]
    )
    archive: str = Field(
        default="",
        pattern=rf"^({ADDRESS})?$",
        description="where a copy is archived",
        examples=["https://web.archive.org/web/20210131000000/https://example.org/outlook"],
    )
    licence: str = Field(default="", description="the licence of its text, if it states one", examples=["CC BY 4.0"])
    language: str = Field(
        pattern=rf"^{LANGUAGE}$",
        description="BCP 47 tag of the text at hand, such as en, zh-Hans or es-419",
        examples=["en", "zh-CN"],
    )
    translated_from: str = Field(
        default="",
        pattern=rf"^({LANGUAGE})?$",
        description="BCP 47 tag of the original, if translated, such as zh",
        examples=["zh"],
    )
    translation: OptionalLine = Field(
        default="", description="how the translation at hand was made", examples=["rough, by machine"]
    )
    date: str = Field(
        default="",
        pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$",
        description="date of publication with the precision known; leave it out when unknown",
        examples=["2021-01", "2021-01-31"],
    )
    digest: Digest = Field(description="SHA-256 of the file of the text, byte for byte")
    sections: tuple[Section, ...] = Field(min_length=1, description="its sections, in the order of the source")

    @cached_property
    def lengths(self) -> dict[str, int]:
        """The number of paragraphs of each section, by the section's id."""
        return {section.id: len(section.paragraphs) for section in self.sections}


class FurtherSource(Work):
    """A further work: a data annex, another edition, a source of outcomes. Locators name it before the section."""

    model_config = ConfigDict(json_schema_extra=hidden("id"))

    id: Id


class Source(Work):
    """The source: its record, and digests to recognise copies."""

    id: Id = Field(examples=["elm-valley-2025"])
    author_id: Id | None = Field(default=None, description="the author among the entities", examples=["gazette"])
    excused: tuple[Excuse, ...] = Field(
        default=(), description="numbers of the source that are nobody's figure; only an audit looks at them"
    )
    remarks: tuple[Line, ...] = Field(
        default=(),
        description="what a reader should know about the source",
        examples=[["It was translated by machine."]],
    )
    further: Annotated[tuple[FurtherSource, ...], Keyed()] = Field(
        default=(), description="further works, by id: a locator names one as `annex:tables/1`"
    )

    def work(self, place: str) -> Work | None:
        """Return the work that a locator names; None for an id that no further source has."""
        name = source_of(place)
        return next((each for each in self.further if each.id == name), None) if name else self

    def has(self, place: str) -> bool:
        """Whether the source has this paragraph or section."""
        work = self.work(place)
        return work is not None and (paragraph_of(place) or 1) <= work.lengths.get(section_of(place), 0)


class ClaimKind(Word):
    """The kinds of items that cite the source."""

    FIGURES = "figures", "figures and points of series"
    EVENTS = "events", "dated policies and actions"
    NOTES = "notes", "notes on the text"
    EVIDENCE = "pieces of evidence", "words on either side of a relation that the text bears out"
    SLOGANS = "slogans", "catchwords of headings"
    FORECASTS = "forecasts", "what the source expects, where it is quoted"
    MEASURES = "measures", "what it advises, where it is quoted"
    PASSAGES = "passages", "paragraphs of the briefing that retell one of the source"
    RELATIONS = "relations", "links between parts"
    MATERIAL = "material notes", "notes on which a reader may depend"


class AuditState(Word):
    """The state of the audit of a briefing."""

    PASSED = "passed", "exactly this content was held against exactly this text, and no error was found"
    FAILED = "failed", "it was, and errors were found"
    STALE = "stale", "the audit on record is of another content or of another text"
    MISSING = "missing", "no audit is on record"


class Claims(Item):
    """How many items of a kind were found where the content cites them."""

    kind: ClaimKind = Field(description="what quotes the source")
    standing: int = Field(ge=0, description="how many stand where they are said to", examples=[16])
    all: int = Field(ge=0, description="how many there are", examples=[16])


class Aspect(Item):
    """Where the source supports one property of figures: clause, sentence, paragraph, or nowhere."""

    aspect: Text = Field(description="what is said: number, unit, hedge, period, …", examples=["period"])
    clause: int = Field(ge=0, description="figures whose clause says it", examples=[9])
    sentence: int = Field(ge=0, description="figures whose sentence says it", examples=[4])
    paragraph: int = Field(ge=0, description="figures whose paragraph says it", examples=[2])
    editor: int = Field(ge=0, description="figures of which only the editor says it", examples=[1])


class Coverage(Item):
    """How much of a section is retold."""

    section: Text = Field(description="the section", examples=["trend-1"])
    paragraphs: str = Field(description="paragraphs that a passage or a measure retells", examples=["3 of 3"])
    numbers: str = Field(description="numbers that a figure states, or an excuse", examples=["8 of 8"])
    outlooks: str = Field(description="paragraphs that look ahead, with a forecast", examples=["1 of 1"])
    acts: str = Field(description="sentences that tell of an act, with an event", examples=["2 of 2"])


class AuditRecord(Item):
    """The record of an audit of one content with one text."""

    tool: Text = Field(description="what audited", examples=["digitrend 1.0.0"])
    source: Digest = Field(description="SHA-256 of the file of the text")
    content: Digest = Field(description="SHA-256 of all other files of the content together")
    claims: tuple[Claims, ...] = Field(default=(), description="how much stands, kind by kind")
    bound: tuple[Aspect, ...] = Field(default=(), description="how near the source says what, aspect by aspect")
    coverage: tuple[Coverage, ...] = Field(default=(), description="how much is retold, section by section")
    errors: int = Field(ge=0, description="how many errors were found", examples=[0])
    warnings: int = Field(ge=0, description="how many warnings were found", examples=[0])
    seal: str = Field(
        default="", description="SHA-256 of the record without this line, so that no hand edits it", examples=["0" * 64]
    )

    @property
    def computed_seal(self) -> str:
        """The seal computed from the other fields."""
        text = json.dumps(self.model_dump(mode="json", exclude={"seal"}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
