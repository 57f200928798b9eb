"""How the parts connect, and notes on the text."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from digitrend.model.base import Id, Item, Keyed, Kind, Line, OptionalLine, Printed, Reference, Word
from digitrend.model.parts import Idiom
from digitrend.model.source import Locator, Place


class RelationKind(Word):
    """What one thing is to another: a starter set, to which `kinds` in briefing.yaml adds."""

    LEADS_TO = "leads to", "a trend could bring about an issue, or one trend another"
    ADDRESSED_BY = "addressed by", "a trend is taken up by a group of countermeasures or a measure"
    ANSWERED_BY = "answered by", "an issue is answered by a group of countermeasures or a measure"
    SUPPORTS = "supports", "the one is a ground or a condition of the other"
    CONTRADICTS = "contradicts", "the two cannot both be so"


class Strength(Word):
    """How a relation is known."""

    MADE = "made", "the article makes the link itself; needs the words that make it"
    SAME_WORDS = "same words", "both places name the same thing; needs the words of each"
    READING = "reading", "the editor infers it; always labelled so"


class Evidence(Item):
    """Words of the source, and where they stand."""

    locator: Locator
    printed: Printed


class Relation(Item):
    """A link between any two parts or measures, with its reason."""

    source: Reference = Field(
        alias="from", description="the part or measure that it starts from, such as issue-1", examples=["issue-1"]
    )
    target: Reference = Field(
        alias="to", description="the part or measure it leads to: countermeasure-2.1", examples=["countermeasure-2.1"]
    )
    kind: Kind = Field(
        description="what the end is to the start; others than these are declared under `kinds`",
        examples=[each.value for each in RelationKind],
    )
    strength: Strength = Field(description="made by the article, the same words in both places, or our reading")
    reason: Line = Field(description="why, in a few words", examples=["The dredging that it asks for removes the silt"])
    evidence: Annotated[tuple[Evidence, ...], Keyed("locator", "printed")] = Field(
        default=(),
        max_length=2,
        description="the words that make the link, or those on each side",
        examples=[{"trend-1/1": "silt", "countermeasure-1/1": "dredge"}],
    )


class NoteKind(Word):
    """What is odd about a place in the source: a starter set, to which `kinds` in briefing.yaml adds."""

    MISTRANSLATION = "mistranslation", "a word translated by the look of it"
    LOST_TEXT = "lost text", "words or lines that are gone"
    BROKEN_SENTENCE = "broken sentence", "cut in two, or run into another"
    TENSE = "tense", "the past told as the future, or the other way round"
    TERMINOLOGY = "terminology", "one thing under several words, or a term used wrongly"
    AMBIGUITY = "ambiguity", "more than one reading is possible"
    ALIAS = "alias", "two names for one thing"
    MISSING_SOURCE = "missing source", "a figure or statement without its origin"
    NOISE = "noise", "furniture of the page that is no part of the text"
    CONTRADICTION = "contradiction", "two places that cannot both be so"
    MISPRINT = "misprint", "a slip of the pen or of the press"
    WRONG_SUM = "wrong sum", "numbers that do not add up"


class NoteSeverity(Word):
    """How much a note weighs, and so how loudly it is shown."""

    MATERIAL = "material", "careful readers could act differently on a figure or claim; shown with its caution"
    MINOR = "minor", "the sense does not depend on it; folded with a count"
    WHOLE = "whole", "about the article as a whole; shown once"


class Note(Item):
    """A note on the text: a place where it is wrong, broken, cut off or ambiguous, and what we make of it."""

    id: Id = Field(examples=["no-year"])
    locator: Place | None = Field(default=None, description="leave it out for the document as a whole")
    kind: Kind = Field(
        description="what is odd about the place; others than these are declared under `kinds`",
        examples=[each.value for each in NoteKind],
    )
    severity: NoteSeverity = Field(
        default=NoteSeverity.MINOR, description="how much it weighs: material, minor, or whole for the article as such"
    )
    caution: OptionalLine = Field(
        default="",
        max_length=120,
        description="one sentence to stand at the figure or claim; a material note needs it, others have none",
        examples=["Printed as viewers; read here as views."],
    )
    printed: Printed = Field(examples=["walking trees"])
    reading: Line = Field(description="how we read it", examples=["A street market"])
    action: OptionalLine = Field(
        default="", description="what we do about it", examples=["Quoted as printed, with this note"]
    )
    touches: tuple[Reference, ...] = Field(
        default=(),
        description="figures, events, entities or parts it bears on",
        examples=[["robot-output-growth", "trend-2"]],
    )


class RelationFile(Item):
    """All relations."""

    relations: tuple[Relation, ...] = Field(default=(), description="each link between two parts, once")
    idioms: tuple[Idiom, ...] = Field(default=(), description="excused here from the rule against typed numbers")


class NoteFile(Item):
    """All notes on the text, in the order of the source."""

    notes: tuple[Note, ...] = Field(default=(), description="each place, in the order of the source")
    idioms: tuple[Idiom, ...] = Field(default=(), description="excused here from the rule against typed numbers")
