"""Charts as values, without pixels and colours.

Drawing, table, description and exports are made from one `Chart`, so they cannot differ. Numbers are unscaled, beside
the text that a reader sees, with its hedge. Nothing here depends on the model or matplotlib.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Bound = Literal["", "lower", "upper"]  # "more than" and "less than": never drawn as if it were a point
EXPECTED = ("projected", "planned", "target")  # what has not happened where the source speaks of it


class Point(NamedTuple):
    """One figure of the source in a chart."""

    id: str
    label: str  # what it measures, in a few words: drawn beside the mark
    value: float  # unscaled: 49.9 trillion is 49.9e12, a percentage is 18.2; of a range the middle
    text: str  # as a reader sees it: "more than 10 million", "18.2%"
    bare: str = ""  # the number in `text` without its qualifier, where a form sets it apart
    low: float | None = None  # of a range
    high: float | None = None
    bound: Bound = ""
    status: str = "observed"
    start: str = ""  # the first year, month or day that it covers: "2020", "2020-04", "2020-04-09"
    end: str = ""  # the last, included
    when: str = ""  # the same in words
    sentence: str = ""  # the figure in a sentence, for hover, focus and tap
    url: str = ""  # its page, from the site's root
    strong: bool = True  # whether the title speaks of it; what it does not speak of is drawn softer

    @property
    def hedge(self) -> str:
        """What `text` says beside the bare number: "incomplete statistics"."""
        return self.text.replace(self.bare, "", 1).strip(" ()") if self.bare else ""

    @property
    def expected(self) -> bool:
        """Whether it has not happened yet where the source speaks of it."""
        return self.status in EXPECTED


class PlotSeries(NamedTuple):
    """Figures that belong together: the values of one thing over time, or one group of bars."""

    label: str
    points: tuple[Point, ...]


class Plot(NamedTuple):
    """Figures on one axis, or side by side without one: the data of every form that draws figures."""

    series: tuple[PlotSeries, ...]
    unit: str = ""  # of the axis, in words: "per cent"
    tick: str = "{}"  # a number on the axis, with what belongs to it: "{}%"
    scale: float = 1.0  # what a number on the axis is counted in: 1e12 for trillions
    expected: str = ""  # what stands over the part of the axis that lies ahead: "Expected"
    said: str = ""  # what the form says of the figures together: "24 of 24"

    @property
    def points(self) -> tuple[Point, ...]:
        """All figures, series by series."""
        return tuple(point for series in self.series for point in series.points)


class Moment(NamedTuple):
    """One event on a timeline."""

    id: str
    label: str  # a few words: drawn beside the mark
    start: str  # "2020-04", "2020" or "": never finer than the source
    end: str = ""  # of a quarter or a range
    when: str = ""  # the date in words: "April 2020"
    url: str = ""


class Lane(NamedTuple):
    """The events of one field."""

    label: str
    moments: tuple[Moment, ...]
    url: str = ""


class Timeline(NamedTuple):
    """Events in lanes by field; those with only a year, and those without a date, stand apart."""

    lanes: tuple[Lane, ...]
    undated: str  # the words for those without a date
    year_only: str = "{year}"  # the words for those with only a year
    months: tuple[str, ...] = ()  # the names of the months, as short as an axis needs them


class PartNode(NamedTuple):
    """A part of the argument: a trend, an issue, a group of advice."""

    id: str
    label: str  # its short title
    number: int
    name: str = ""  # "Trend 4"
    url: str = ""


@dataclass(frozen=True, slots=True)
class PartLink:
    """How one part leads to another."""

    source: str
    target: str
    count: int = 1  # how many links of the article or the editor stand behind it
    made: bool = True  # by the article itself; else it is the editor's reading
    url: str = ""  # of the page that lists them
    sentence: str = ""

    @property
    def id(self) -> str:
        """The name of the link in a drawing."""
        return f"{self.source}>{self.target}"


class PartColumn(NamedTuple):
    """The parts of one kind, in order, and what they are."""

    heading: str
    nodes: tuple[PartNode, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """What leads to what: drawn as a map, or as matrices of one kind by the next."""

    columns: tuple[PartColumn, ...]  # trends, issues, advice
    links: tuple[PartLink, ...]
    made: str  # the key's words
    reading: str
    count: str = "{count}"  # the key's words for the number in a cell
    nothing: str = ""  # what stands where a chain has no part of a kind
    direct: str = ""  # the heading of what leads from the first kind to the last


class Tally(NamedTuple):
    """Counts by section: a small panel of bars from zero for each kind of evidence."""

    rows: tuple[str, ...]
    panels: tuple[str, ...]  # "figures", "events", …
    counts: tuple[tuple[int, ...], ...]  # one tuple a row, one number a panel


Content = Plot | Timeline | Argument | Tally


class Table(NamedTuple):
    """The data of a chart, as text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...] = ()  # the figure that each row is of; () for a table of other things


class Chart(NamedTuple):
    """A chart with all its texts."""

    id: str
    form: str  # the name of a form
    content: Content
    title: str  # a finding, not a topic; plain text
    subtitle: str  # what, in which unit, where, when; plain text
    description: str  # what a reader who cannot see it takes away; plain text
    source: str  # the source line; plain text
    table: Table  # what the page shows
    data: Table = Table((), ())  # what the CSV holds; its header is the same in every language
    note: str = ""  # what the drawing itself cannot show; plain text
    why: str = ""  # why it has this form
    ours: bool = False  # whether it shows what the article does not say: readings, or the briefing's own counts
    doubts: tuple[tuple[str, str], ...] = ()  # the id of what it shows, and what is to be doubted of that
    computed: bool = False  # whether its description names a figure that is computed here
    # The description in pieces, each with the figure that it is, or "".
    description_pieces: tuple[tuple[str, str], ...] = ()

    @property
    def small(self) -> bool:
        """Whether it stands in the text like a picture, without frame: cards, marks and squares."""
        return self.form in ("cards", "marks", "squares")

    @property
    def points(self) -> tuple[Point, ...]:
        """The figures that it draws."""
        return self.content.points if isinstance(self.content, Plot) else ()

    @property
    def linked(self) -> tuple[tuple[str, str, str], ...]:
        """The links in the drawing: id, address from the site's root, and a sentence."""
        match self.content:
            case Plot(series):
                return tuple((p.id, p.url, p.sentence) for each in series for p in each.points)
            case Timeline(lanes):
                return tuple((m.id, m.url, f"{m.when}: {m.label}") for lane in lanes for m in lane.moments)
            case Argument(columns, links):
                nodes = ((n.id, n.url, n.label) for column in columns for n in column.nodes)
                return (*nodes, *((link.id, link.url, link.sentence) for link in links))
        return ()

    @property
    def drawn(self) -> tuple[str, ...]:
        """The ids of the figures that it draws."""
        return tuple(point.id for point in self.points)
