"""What the last audit found, kept with the content that it was of."""

from __future__ import annotations

import hashlib
import json

from pydantic import Field

from digitrend.model.base import Item, Text, Word
from digitrend.model.source import Digest


class ClaimKind(Word):
    """What quotes the source."""

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
    """How far a briefing has been held against its source's text."""

    PASSED = "passed", "exactly this content was held against exactly this text, and no error was found"
    FAILED = "failed", "it was, and errors were found"
    STALE = "stale", "the audit on record is of another content or of another text"
    MISSING = "missing", "no audit is on record"


class Claims(Item):
    """How many claims of a kind stand where they are said to."""

    kind: ClaimKind = Field(description="what quotes the source")
    standing: int = Field(ge=0, description="how many stand where they are said to", examples=[16])
    all: int = Field(ge=0, description="how many there are", examples=[16])


class Aspect(Item):
    """How near the source says one thing of its figures: in the clause, the sentence, the paragraph, or nowhere."""

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
    """An audit, bound to the one content and the one text that it held against each other."""

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
        """The seal that a record of these findings has."""
        text = json.dumps(self.model_dump(mode="json", exclude={"seal"}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
