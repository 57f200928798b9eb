"""How the parts connect, and where the source is in doubt."""

from __future__ import annotations

from pydantic import Field

from digitrend.model.item import Id, Item, Line, OptionalLine, Printed, Reference, Word
from digitrend.model.source import Locator, Place


class RelationKind(Word):
    """What one part is to another."""

    ANSWERED_BY = "answered_by", "an issue, by a countermeasure or a measure"
    ADDRESSED_BY = "addressed_by", "a trend, by a countermeasure or a measure that takes it up"
    CARRIES_RISK = "carries_risk", "a trend, of an issue"


class Strength(Word):
    """How a relation is known."""

    STATED = "stated", "the source names the same thing on both sides; needs evidence of each"
    READING = "reading", "the editor infers it; always labelled so"


class Evidence(Item):
    """Words of the source, and where they stand."""

    locator: Locator
    printed: Printed


class Relation(Item):
    """A link between two parts, with its reason."""

    source: Reference = Field(alias="from", description="the part that it starts from, such as issue-1")
    target: Reference = Field(alias="to", description="the part or measure it leads to: countermeasure-2.1")
    kind: RelationKind = Field(description="what the end is to the start")
    strength: Strength = Field(description="stated by the source in two places, or the editor's reading")
    reason: Line = Field(description="why, in a few words", examples=["The dredging that it asks for removes the silt"])
    evidence: tuple[Evidence, ...] = Field(
        default=(), max_length=2, description="for a stated relation: the words on each side"
    )


class NoteKind(Word):
    """What is odd about a place in the source."""

    MISTRANSLATION = "mistranslation", "a word translated by the look of it"
    LOST_TEXT = "lost text", "words or lines that are gone"
    BROKEN_SENTENCE = "broken sentence", "cut in two, or run into another"
    TENSE = "tense", "the past told as the future, or the other way round"
    TERMINOLOGY = "terminology", "one thing under several words, or a term used wrongly"
    AMBIGUITY = "ambiguity", "more than one reading is possible"
    ALIAS = "alias", "two names for one thing"
    MISSING_SOURCE = "missing source", "a figure or statement without its origin"
    NOISE = "noise", "furniture of the page that is no part of the text"


class NoteSeverity(Word):
    """How much a note weighs, and so how loudly it is shown."""

    MATERIAL = "material", "careful readers could act differently on a figure or claim; shown with its caution"
    MINOR = "minor", "the sense does not depend on it; folded with a count"
    WHOLE = "whole", "about the article as a whole; shown once"


class Note(Item):
    """A place where the source is wrong, broken, cut off or ambiguous, and what we make of it."""

    id: Id
    locator: Place | None = Field(default=None, description="leave it out for the document as a whole")
    kind: NoteKind = Field(description="what is odd about the place")
    printed: Printed
    reading: Line = Field(description="how we read it", examples=["A street market"])
    action: Line = Field(description="what we do about it", examples=["Quoted as printed, with this note"])
    touches: tuple[Reference, ...] = Field(default=(), description="figures, events, entities or parts it bears on")
    severity: NoteSeverity = Field(
        default=NoteSeverity.MINOR, description="how much it weighs: material, minor, or whole for the article as such"
    )
    caution: OptionalLine = Field(
        default="",
        max_length=120,
        description="one sentence to stand at the figure or claim; a material note needs it, others have none",
        examples=["Printed as viewers; read here as views."],
    )


class RelationFile(Item):
    """All relations."""

    relations: tuple[Relation, ...] = Field(default=(), description="each link between two parts, once")


class NoteFile(Item):
    """All notes, in the order of the source."""

    notes: tuple[Note, ...] = Field(default=(), description="each place, in the order of the source")
