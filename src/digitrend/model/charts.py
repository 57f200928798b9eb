"""What an editor asks of a chart; its numbers come from the figures it names."""

from __future__ import annotations

from pydantic import Field

from digitrend.model.base import Aliases, FigureId, Id, Item, OptionalLine, Word


class ChartForm(Word):
    """The honest forms, by what they can show."""

    AUTO = "auto", "the one of these that the figures allow"
    BARS = "bars", "horizontal bars from zero: rates or shares of one kind, unit and period"
    COLUMNS = "columns", "standing bars from zero: one thing over equal periods"
    GROUPED = "grouped", "bars in groups: several things at a few times"
    LINE = "line", "values over time, one line for each thing"
    RANGE = "range", "from a low to a high end, or from one time to another"
    SLOPE = "slope", "several things at two times"
    STACKED = "stacked", "the parts of a whole, in per cent, at one or several times"
    PART = "part", "a declared part of one whole: the part first, then the whole"
    CARDS = "cards", "number cards: counts whose units differ"
    MARKS = "marks", "one mark a thing, n of n: the part first, then the whole"
    SQUARES = "squares", "one share, as squares of a hundred"
    TIMELINE = "timeline", "all events by date; takes no figures"
    MATRIX = "matrix", "all relations, as tables of one kind of part by another; takes no figures"
    ARGUMENT = "argument", "all relations, as a map from trends to issues to advice; takes no figures"
    TALLY = "tally", "evidence by section; takes no figures"


class ChartSpec(Item):
    """A chart in a few lines: nothing numeric is typed, and what is left out follows from the figures."""

    id: Id = Field(examples=["robots-and-circuits"])
    form: ChartForm = Field(
        default=ChartForm.AUTO, description="what the numbers allow; the tool refuses a form that would mislead"
    )
    figures: tuple[FigureId, ...] = Field(
        default=(), description="figures or series by id, in the order in which they are drawn"
    )
    title: OptionalLine = Field(
        default="",
        description="a finding, not a topic; without one, what the figures say at once",
        examples=["Robots grew faster than circuits"],
    )
    subtitle: OptionalLine = Field(
        default="",
        description="the subtitle: what, in which unit, where, when; without one, as the figures have it",
        examples=["Growth in output, in per cent, China, January to September 2020"],
    )
    description: OptionalLine = Field(
        default="",
        description="what a reader who cannot see it takes away; without one, each figure with its label",
        examples=["Output of robots grew by [[robot-output-growth]]."],
    )
    note: OptionalLine = ""
    aliases: Aliases = ()
