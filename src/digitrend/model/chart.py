"""What an editor asks of a chart; its numbers come from the statistics it names."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from .item import Id, Item, Line, OptionalLine


class ChartForm(StrEnum):
    """The honest forms, by what they can show."""

    BARS = "bars"  # rates or shares of one kind, unit and period
    PART = "part"  # a declared part of one whole: the part first, then the whole
    CARDS = "cards"  # counts whose units differ
    MARKS = "marks"  # n of n: the part first, then the whole
    SQUARES = "squares"  # one share, as squares of a hundred
    TIMELINE = "timeline"  # all events
    MATRIX = "matrix"  # all relations
    TALLY = "tally"  # evidence by section


class ChartSpec(Item):
    """A chart in a few lines: nothing numeric is typed."""

    id: Id
    form: ChartForm = Field(description="what the numbers allow; the tool refuses a form that would mislead")
    statistics: tuple[Id, ...] = Field(default=(), description="by id, in the order in which they are drawn")
    title: Line = Field(description="a finding, not a topic")
    measure: Line = Field(description="the subtitle: what, in which unit, where, when")
    description: Line = Field(description="what a reader who cannot see it takes away")
    note: OptionalLine = ""
