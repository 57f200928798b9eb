"""The work cited, and places in it."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import Field

from digitrend.model.item import Id, Item, Line, OptionalLine, Text

Locator = Annotated[
    str,
    Field(
        pattern=r"^[a-z]+(-[0-9]+)?/[1-9][0-9]*$",
        description="a section and a paragraph of the source, such as trend-4/1",
        examples=["intro/1", "trend-4/1"],
    ),
]
Place = Annotated[
    str,
    Field(
        pattern=r"^[a-z]+(-[0-9]+)?(/[1-9][0-9]*)?$",
        description="a paragraph of the source (trend-4/1), or a section's heading (trend-4)",
        examples=["trend-4/1", "trend-4"],
    ),
]
Digest = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256, in hexadecimal", examples=["0123456789abcdef" * 4])
]


def section_of(place: str) -> str:
    """Return the section of a locator or place: "trend-4" for "trend-4/1"."""
    return place.partition("/")[0]


def paragraph_of(place: str) -> int | None:
    """Return the paragraph's number, from 1; None for a section's heading."""
    _, _, number = place.partition("/")
    return int(number) if number else None


class Section(Item):
    """One section of the source: its place in the outline and the digest of each paragraph."""

    id: Id
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


class Source(Item):
    """The work cited: its record, and the digests that prove a copy to be the same work."""

    id: Id
    author: Text = Field(description="who wrote it: a person or an organisation", examples=["The Elm Valley Gazette"])
    author_id: Id = Field(description="the author among the entities", examples=["gazette"])
    title: Text = Field(description="the title exactly as printed", examples=["The Elm Valley in 2025"])
    language: str = Field(
        pattern=r"^[a-z]{2}(-[A-Z]{2})?$",
        description="BCP 47 tag of the text at hand, such as en or zh-CN",
        examples=["en", "zh-CN"],
    )
    translated_from: str = Field(
        default="",
        pattern=r"^([a-z]{2}(-[A-Z]{2})?)?$",
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
    excused: tuple[Excuse, ...] = Field(
        default=(), description="numbers of the source that are nobody's figure; only an audit looks at them"
    )
    remarks: tuple[Line, ...] = Field(default=(), description="what a reader should know about the source")

    @cached_property
    def lengths(self) -> dict[str, int]:
        """The number of paragraphs of each section, by the section's id."""
        return {section.id: len(section.paragraphs) for section in self.sections}

    def has(self, place: str) -> bool:
        """Whether the source has this paragraph or section."""
        return (paragraph_of(place) or 1) <= self.lengths.get(section_of(place), 0)
