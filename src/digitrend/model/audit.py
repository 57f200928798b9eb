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


class AuditRecord(Item):
    """An audit, bound to the one content and the one text that it held against each other."""

    tool: Text = Field(description="what audited", examples=["digitrend 1.0.0"])
    source: Digest = Field(description="SHA-256 of the file of the text")
    content: Digest = Field(description="SHA-256 of all other files of the content together")
    claims: tuple[Claims, ...] = Field(default=(), description="how much stands, kind by kind")
    errors: int = Field(ge=0, description="how many errors were found", examples=[0])
    warnings: int = Field(ge=0, description="how many warnings were found", examples=[0])
    seal: str = Field(default="", description="SHA-256 of the record without this line, so that no hand edits it")

    @property
    def computed_seal(self) -> str:
        """The seal that a record of these findings has."""
        text = json.dumps(self.model_dump(mode="json", exclude={"seal"}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
