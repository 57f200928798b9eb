"""The work cited, and places in it."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Annotated

from pydantic import ConfigDict, Field

from digitrend.model.base import Id, Item, Keyed, Line, OptionalLine, Text, hidden

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
    """One section of the source: its place in the outline and the digest of each paragraph."""

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
    """Words of the source with digits, or a number word, that no figure has to state."""

    text: Text = Field(description="the words exactly as the source prints them", examples=["section 3"])
    reason: Text = Field(description="why they are no figure", examples=["the number of a heading"])


class Work(Item):
    """The record of a work: what a citation of it says."""

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
    """The work cited: its record, and the digests that prove a copy to be the same work."""

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
