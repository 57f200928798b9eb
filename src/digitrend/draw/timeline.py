"""Events by month on an axis of whole years; below it, those with only a year, then those without a date.

A month is drawn as long as it lasts, never as a point inside it. When narrow, the axis runs down the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitrend.draw import moments as dates
from digitrend.draw.lettering import HEADING, LABEL, TICK, VALUE, measure, widest, wrap
from digitrend.draw.shapes import PIXELS, Disc, Drawing, Sheet, Trace, Width, Words, area, box, line, paragraph

if TYPE_CHECKING:
    from digitrend.charts.values import Moment, Timeline

LABELS = 168.0  # the widest label; so much is left free on the right of the axis for December's
LEAST = 100.0  # the narrowest label that reads well
INDENT = 8.0  # from an event's line to its label
APART = 12.0
BETWEEN = 9.0  # two events of one date
BAND = 6.0  # how thick a month is drawn on the axis


def draw(figure: Timeline, width: Width) -> Drawing:
    """Draw the axis with its events, and a list for each lane that has any."""
    sheet = Sheet(PIXELS[width])
    events = dates.dated(figure.moments)
    if events and width == "wide":
        along(sheet, events, figure.months)
    elif events:
        down(sheet, events)
    of_years = dates.of_years(figure.moments)
    several = len({moment.date for moment in of_years}) > 1
    lane(sheet, figure.year_lane, of_years, width, several)
    lane(sheet, figure.undated_lane, dates.undated(figure.moments), width, False)
    return sheet.drawing()


@dataclass(frozen=True, slots=True)
class Flag:
    """An event's label below the axis, on a line that hangs from `x`."""

    x: float
    date: str
    labels: tuple[tuple[str, ...], ...]  # one for each event of the date, wrapped

    @property
    def right(self) -> float:
        """Where it ends."""
        lines = [text for label in self.labels for text in label]
        return self.x + INDENT + max(widest((self.date,), VALUE), widest(tuple(lines), LABEL))

    @property
    def height(self) -> float:
        """How high it stands."""
        return VALUE.line + sum(LABEL.height(len(label)) + BETWEEN for label in self.labels)


def along(sheet: Sheet, events: list[Moment], names: tuple[str, ...]) -> None:
    """Draw the axis across the page, and the events' labels hanging from it."""
    years = dates.years(events)
    month = (sheet.width - LABELS) / (12 * len(years))
    axis = axis_across(sheet, years, month, names)
    # by their middles: a day early in a month lies left of the month's
    groups = sorted(dates.by_date(events), key=lambda group: sum(dates.span(group[0], years.start)))
    spans = [dates.span(date, years.start) for date, _ in groups]
    middles = [(start + end) / 2 * month for start, end in spans]
    sheet.add(*(band(start * month, end * month, axis) for start, end in spans))
    flags = []
    for (_, group), x, following in zip(groups, middles, [*middles[1:], sheet.width], strict=True):
        labels = tuple(wrap(moment.label, room(x, following), LABEL) for moment in group)
        flags.append(Flag(x, dates.in_words(group[0]), labels))
    for flag, top in hung(flags, axis + 16):
        fly(sheet, flag, axis, top)
        sheet.y = max(sheet.y, top + flag.height)


def room(x: float, following: float) -> float:
    """Return how wide a label may be: it keeps clear of the next one's line, if it need not be too narrow."""
    clear = following - x - 2 * INDENT
    return clear if LEAST <= clear < LABELS - INDENT else LABELS - INDENT


def band(start: float, end: float, axis: float) -> Trace:
    """Return a span of time on the axis: a month as a band, a day as a mark that stands up."""
    if end - start < BAND:
        return area(box(max(0.0, (start + end) / 2 - 1.5), axis - BAND, 3, 2 * BAND), fill="evidence")
    return area(box(start + 1, axis - BAND / 2, end - start - 2, BAND), fill="evidence")


def axis_across(sheet: Sheet, years: range, month: float, names: tuple[str, ...]) -> float:
    """Draw the line of the axis with its months and years above it; return the line's y."""
    labels = month_labels(names, month)
    for i, year in enumerate(years):
        left = i * 12 * month
        if measure(str(year), HEADING) <= 12 * month:
            sheet.add(Words(left, HEADING.ascent, str(year), HEADING))
        for j, label in enumerate(labels):
            sheet.add(Words(left + (j + 0.5) * month, 34, label, TICK, "mute", "middle"))
    step = 1 if month >= BAND else 12
    axis, end = 46.0, len(years) * 12 * month
    ticks = [
        ((max(0.5, i * month), axis - 4), (max(0.5, i * month), axis)) for i in range(0, 12 * len(years) + 1, step)
    ]
    sheet.add(line(((0, axis), (end, axis)), *ticks, stroke="ink"))
    return axis


def month_labels(names: tuple[str, ...], month: float) -> tuple[str, ...]:
    """Return the months' names as short as their room asks, or none if there is no room at all."""
    for letters in (3, 1):
        short = tuple(name[:letters] for name in names)
        if widest(short, TICK) + 3 <= month:
            return short
    return ()


def hung(flags: list[Flag], top: float) -> list[tuple[Flag, float]]:
    """Return each flag with its top, so that no label covers another or another's line.

    From right to left: a flag hangs below all those on its right that begin within its length. Their lines
    end above it, and its own line runs left of them.
    """
    placed: list[tuple[Flag, float]] = []
    for flag in reversed(flags):
        covered = [low + other.height + APART for other, low in placed if other.x < flag.right + INDENT]
        placed.insert(0, (flag, max(covered, default=top)))
    return placed


def fly(sheet: Sheet, flag: Flag, axis: float, top: float) -> None:
    """Draw a flag: its line down from the axis, its date and its labels."""
    x, y = flag.x + INDENT, top + VALUE.line
    sheet.add(*paragraph((flag.date,), (x, top), VALUE, "evidence"))
    for label in flag.labels:
        sheet.add(*paragraph(label, (x, y), LABEL))
        y += LABEL.height(len(label)) + BETWEEN
    sheet.add(line(((flag.x, axis + BAND / 2), (flag.x, y - BETWEEN)), stroke="mute"))


def down(sheet: Sheet, events: list[Moment]) -> None:
    """Draw the axis down the page, with the events in order on its right."""
    x, indent, start = BAND / 2, 20.0, sheet.y
    for i, (date, group) in enumerate(dates.by_date(events)):
        sheet.skip(APART if i else 0)
        top = sheet.y
        sheet.write(dates.in_words(group[0]), VALUE, "evidence", x=indent)
        for j, moment in enumerate(group):
            sheet.skip(BETWEEN if j else 4)
            sheet.write(moment.label, LABEL, x=indent)
        height = VALUE.size if len(date) == 7 else BAND  # a month lasts, a day is a mark
        sheet.add(area(box(0, top + 1 + (VALUE.size - height) / 2, BAND, height), fill="evidence"))
    sheet.shapes.insert(0, line(((x, start), (x, sheet.y)), stroke="ink"))


def lane(sheet: Sheet, heading: str, events: list[Moment], width: Width, with_years: bool) -> None:
    """List the events of a lane below a thin line, in two columns when wide."""
    if not events:
        return
    sheet.skip(22 if sheet.shapes else 0)
    sheet.add(line(((0, sheet.y), (sheet.width, sheet.y)), stroke="rule"))
    sheet.skip(9)
    sheet.write(heading, HEADING)
    sheet.skip(8)
    columns, gutter = (2 if width == "wide" and len(events) > 1 else 1), 28.0
    extent = (sheet.width - gutter * (columns - 1)) / columns
    split = -(-len(events) // columns)
    top, lowest = sheet.y, sheet.y
    for i in range(columns):
        sheet.y = top
        for event in events[i * split : (i + 1) * split]:
            entry(sheet, event, i * (extent + gutter), extent, with_years)
        lowest = max(lowest, sheet.y)
    sheet.y = lowest - 6


def entry(sheet: Sheet, event: Moment, x: float, width: float, with_year: bool) -> None:
    """Set one event of a lane behind its mark: an open one, since the month is not known."""
    sheet.add(Disc(x + 5, sheet.y + 6.5, 3.5, stroke="evidence" if event.date else "mute"))
    text = f"{event.date}: {event.label}" if with_year else event.label
    sheet.write(text, LABEL, x=x + 18, width=width - 18)
    sheet.skip(6)
