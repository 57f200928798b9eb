"""What a chart is, as a value: no pixels, no colours, no sentences still to be formatted.

A `Chart` is drawn, tabled, described and exported from the same figure, so the four cannot differ.
Numbers arrive unscaled beside the text that a reader sees, qualifier included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Point:
    """One figure in a chart."""

    id: str  # the figure's id
    label: str  # what it measures, in a few words: drawn beside the mark
    value: float  # unscaled: 49.9 trillion is 49.9e12; a percentage is 18.2
    text: str  # as a reader sees it: "more than 10 million", "18.2%"
    lower: bool = False  # "more than": a lower bound, never drawn as if it were a point
    bare: str = ""  # the number in `text` without its qualifier, where a form sets it apart

    @property
    def hedge(self) -> str:
        """What `text` says beside the bare number: "incomplete statistics"."""
        return self.text.replace(self.bare, "", 1).strip(" ()") if self.bare else ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from zero, for rates or shares of one kind, unit and period."""

    points: tuple[Point, ...]
    axis: str  # the unit, in words: "per cent"


@dataclass(frozen=True, slots=True)
class Part:
    """One bar for the whole, with a declared part of it marked."""

    whole: Point
    part: Point


@dataclass(frozen=True, slots=True)
class Cards:
    """Numbers side by side, for counts whose units differ and so share no axis."""

    points: tuple[Point, ...]


# The words of a drawing in English; charts of a briefing take theirs from the templates' words.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Marks:
    """`part` marks filled out of `whole`: both small whole numbers, "n of n"."""

    whole: Point
    part: Point
    count: str = "{part} of {whole}"  # what the drawing says of them
    rest: str = "{label} (all {whole})"  # what it says of the whole


@dataclass(frozen=True, slots=True)
class Squares:
    """A hundred squares, as many filled as the share has per cents."""

    point: Point  # a percentage from 0 to 100


@dataclass(frozen=True, slots=True)
class Moment:
    """One event on a timeline."""

    id: str
    label: str  # a few words: drawn beside the mark
    date: str  # "2020-04", "2020" or "": never finer than the source
    when: str = ""  # the date in words: "April 2020"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by month, with a lane for those that have only a year and one for those without a date."""

    moments: tuple[Moment, ...]  # in order of date; those without one last
    year_lane: str  # the lane's label, in words
    undated_lane: str  # the lane's label, in words
    months: tuple[str, ...] = MONTHS  # their names, January first


@dataclass(frozen=True, slots=True)
class Cell:
    """One relation, at a row and a column counted from 0."""

    row: int
    column: int
    stated: bool  # the source states it (filled mark); otherwise the editor reads it (open mark)


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column of a matrix: a short name for narrow drawings, a longer one for wide."""

    short: str  # "Trend 4"
    long: str  # "Trend 4: Digital infrastructure"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which rows and columns are related; the strength is told by the mark's shape."""

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[Cell, ...]
    stated: str  # the key's words for a filled mark
    reading: str  # the key's words for an open mark


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by section: a small panel of bars from zero for each kind of evidence."""

    rows: tuple[Heading, ...]
    panels: tuple[str, ...]  # "figures", "events", …
    counts: tuple[tuple[int, ...], ...]  # one tuple a row, one number a panel


Figure = Bars | Part | Cards | Marks | Squares | Timeline | Matrix | Tally
Form = Literal["bars", "part", "cards", "marks", "squares", "timeline", "matrix", "tally"]


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a chart, as text: what the page shows beside it and the CSV holds."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...] = ()  # the figure that each row is of; () for a table of other things


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its words, all numbers in them already formatted from figures."""

    id: str
    form: Form
    figure: Figure
    title: str  # a finding, not a topic; plain text
    measure: str  # what, in which unit, where, when: the subtitle; plain text
    description: str  # what a reader who cannot see it takes away; plain text
    source: str  # the source line; plain text
    table: Table
    note: str = ""  # doubts and qualifiers that the drawing itself cannot show; plain text
    ours: bool = False  # whether it shows what the article does not say: readings, or the briefing's own counts
    doubts: tuple[tuple[str, str], ...] = ()  # the id of what it shows, and what is to be doubted of that
    computed: bool = False  # whether its description names a figure that is computed here
    told: tuple[tuple[str, str], ...] = ()  # the description in pieces, each with the figure whose figure it is, or ""

    @property
    def drawn(self) -> tuple[str, ...]:
        """The figures that the drawing shows."""
        match self.figure:
            case Bars(points) | Cards(points):
                return tuple(point.id for point in points)
            case Part(whole, part) | Marks(whole, part):
                return part.id, whole.id
            case Squares(point):
                return (point.id,)
        return ()
