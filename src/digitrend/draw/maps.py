"""What leads to what: the argument as a map or as matrices; and counts by section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from digitrend.draw.lines import apart
from digitrend.draw.style import DASHES, FULL, LIGHT, PIXELS, Sheet, area, box, dot, point_gid, put, stroke, write
from digitrend.draw.text import HEADING, LABEL, SMALL, VALUE, measure, widest, wrap

if TYPE_CHECKING:
    from digitrend.charts.types import Argument, PartColumn, PartLink, PartNode, Tally
    from digitrend.draw.style import On, Role, Width

ROW = 38.0  # from one part to the next
BOX = 10.0  # padding inside a box
HEAD = 32.0
SPARE = 4.0  # beside the last column: the face that stands in for ours sets some words a little wider


def draw_argument(figure: Argument, width: Width) -> Sheet:
    """Draw the map from left to right when wide, as short chains when narrow."""
    return chains(figure) if width == "narrow" else across(figure)


def accented(figure: Argument) -> str:
    """Return the part in the middle to which most lead: the one that the map is about."""
    middle = figure.columns[1].nodes if len(figure.columns) > 2 else ()
    counts = {node.id: sum(link.target == node.id for link in figure.links) for node in middle}
    return max(counts, key=lambda name: counts[name], default="")


def link_role(link: PartLink, figure: Argument, accent: str) -> Role:
    """Return the colour of a link: of those through the accented part, of others, and of those that pass by."""
    if accent in (link.source, link.target):
        return "evidence"
    middle = {node.id for node in figure.columns[1].nodes} if len(figure.columns) > 2 else set[str]()
    return "soft" if {link.source, link.target} & middle else "mute"


def across(figure: Argument) -> Sheet:
    """Draw each kind of part in a column, placed near what leads to it, and the links as curves."""
    columns = [column for column in figure.columns if column.nodes]
    room = FULL / len(columns) * 0.72
    lines = {node.id: wrap(titled(node, i), room - 2 * BOX, LABEL) for i, c in enumerate(columns) for node in c.nodes}
    height = max(sum(LABEL.height(len(lines[node.id])) + 18 for node in column.nodes) for column in columns)
    height = max(height, ROW * max(len(column.nodes) for column in columns))
    places = placed(figure, columns, lines, height)
    on = Sheet(FULL, HEAD + height + 34)
    heads = [measure(column.heading, HEADING) for column in columns]
    wides = [
        max(head, *(widest(lines[node.id], LABEL) for node in c.nodes)) for head, c in zip(heads, columns, strict=True)
    ]
    edges: dict[str, tuple[float, float]] = {}
    for i, column in enumerate(columns):
        boxed = 0 < i < len(columns) - 1
        wide = wides[i] + (2 * BOX if boxed else SPARE)
        left = 0.0 if i == 0 else FULL - wide if i == len(columns) - 1 else (FULL - wide) * i / (len(columns) - 1)
        edges |= {node.id: (left - (0 if boxed else 10), left + wide + (0 if boxed else 10)) for node in column.nodes}
        write(on, (left, 0), [column.heading], HEADING, "mute")
        for node in column.nodes:
            gid, y, text = point_gid(node.id), HEAD + places[node.id], lines[node.id]
            half = LABEL.height(len(text)) / 2 + 6
            if boxed:
                area(
                    on,
                    box(left, y - half, left + wide, y + half),
                    "paper",
                    "ink" if node.id == accented(figure) else "mute",
                    gid=gid,
                    z=6,
                )
            write(on, (left + (BOX if boxed else 0), LABEL.centred(y, len(text))), text, LABEL, gid=gid, z=6.1)
    accent = accented(figure)
    order: dict[Role, int] = {"mute": 1, "soft": 2, "evidence": 3}
    for link in sorted(figure.links, key=lambda link: order[link_role(link, figure, accent)]):
        role = link_role(link, figure, accent)
        ends = (edges[link.source][1], HEAD + places[link.source]), (edges[link.target][0], HEAD + places[link.target])
        curve(on, *ends, role, link, order[role])
    key(on, figure, FULL, HEAD + height + 12)
    return on


def titled(node: PartNode, column: int) -> str:
    """Return what a node says: trends are numbered, since texts speak of them by number."""
    return f"{node.number}  {node.label}" if column == 0 else node.label


def placed(
    figure: Argument, columns: list[PartColumn], lines: dict[str, tuple[str, ...]], height: float
) -> dict[str, float]:
    """Return the middle of each part: the first column evenly, the others near the middle of what leads to them."""
    found: dict[str, float] = {}
    for i, column in enumerate(columns):
        nodes = column.nodes
        if i == 0:
            found |= {node.id: (k + 0.5) * height / len(nodes) for k, node in enumerate(nodes)}
            continue
        wanted = []
        for k, node in enumerate(nodes):
            sources = [found[link.source] for link in figure.links if link.target == node.id and link.source in found]
            wanted.append(sum(sources) / len(sources) if sources else (k + 0.5) * height / len(nodes))
        spread = max(ROW + 14, height / (len(nodes) + 0.5))
        heights = [max(spread, LABEL.height(len(lines[node.id])) + 26) for node in nodes]
        found |= dict(zip((node.id for node in nodes), apart(wanted, heights, 0.0, height), strict=True))
    return found


def curve(on: On, start: tuple[float, float], end: tuple[float, float], role: Role, link: PartLink, z: float) -> None:
    """Draw a link as a curve that leaves and arrives level; dashed where it is our reading."""
    middle = (start[0] + end[0]) / 2
    path = Path([start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, *[Path.CURVE4] * 3])
    shape = PathPatch(
        path,
        facecolor="none",
        edgecolor=LIGHT[role],
        linewidth=1.2 if role == "mute" else 2.2,
        linestyle="-" if link.made else (0, DASHES),
        capstyle="butt",
        gid=point_gid(link.id) if link.url else None,
        zorder=z,
    )
    put(on, shape)


def key(on: On, figure: Argument, whole: float, top: float) -> None:
    """Say what solid, dashed and thin lines are: side by side if they fit."""
    x = 0.0
    passes = whole == FULL and any(link_role(link, figure, "") == "mute" for link in figure.links)
    entries: list[tuple[str, bool, Role]] = [(figure.made, False, "evidence"), (figure.reading, True, "evidence")]
    direct = figure.direct[:1].lower() + figure.direct[1:]  # a heading elsewhere
    for text, dashed, role in entries + [(direct, False, "mute")] * passes:
        if x and x + 42 + measure(text, SMALL) > whole:
            x, top = 0.0, top + 21
        middle = top + SMALL.ascent - SMALL.size * 0.33
        stroke(on, (x, x + 32), (middle, middle), role, 1.2 if role == "mute" else 2.2, dashed=dashed)
        write(on, (x + 40, top), [text], SMALL, "mute")
        x += 40 + measure(text, SMALL) + 28


Entry = tuple[str, str, str, bool]  # what sort of line, its text, the id of what it leads to, whether it is dashed


def chains(figure: Argument) -> Sheet:
    """Draw a short chain for each part in the middle: what leads to it and what answers it; then what passes by."""
    whole, middle = PIXELS["narrow"], figure.columns[1 if len(figure.columns) > 2 else -1]
    nodes = {node.id: node for column in figure.columns for node in column.nodes}
    entries: list[Entry] = []
    for node in middle.nodes:
        entries.append(("title", node.label, node.id, False))
        for column, into in ((figure.columns[0], True), (figure.columns[-1], False)):
            if column is middle:
                continue
            links = [link for link in figure.links if node.id == (link.target if into else link.source)]
            ends = [(nodes[link.source if into else link.target], link) for link in links]
            entries.append(("head", column.heading, "", False))
            entries += [("link", titled(end, 0 if into else 1), link.id, not link.made) for end, link in ends]
            entries += [] if links else [("none", figure.nothing, "", False)]
    within = {node.id for node in middle.nodes}
    past = [link for link in figure.links if not {link.source, link.target} & within]
    entries += [("title", figure.direct, "", False)] if past else []
    for link in past:
        entries.append(
            ("link", f"{titled(nodes[link.source], 0)} → {nodes[link.target].label}", link.id, not link.made)
        )
    return _chained(entries, figure, whole)


def _chained(entries: list[Entry], figure: Argument, whole: float) -> Sheet:
    styles = {"title": (VALUE, 14.0), "head": (SMALL, 14.0), "link": (LABEL, 52.0), "none": (LABEL, 52.0)}
    laid, y, starts = [], 0.0, list[float]()
    for kind, text, name, dashed in entries:
        style, x = styles[kind]
        y += (16 if starts else 0) if kind == "title" else 3
        starts += [y] if kind == "title" else []
        lines = wrap(text, whole - x, style)
        laid.append((kind, lines, name, dashed, y))
        y += style.height(len(lines))
    on = Sheet(whole, y + 54)
    for start, end in zip(starts, [*(start - 16 for start in starts[1:]), y], strict=True):
        area(on, box(0, start + 1, 4, end), "evidence", z=2)
    for kind, lines, name, dashed, top in laid:
        style, x = styles[kind]
        gid, middle = point_gid(name), top + style.ascent - style.size * 0.33
        if kind == "link":
            stroke(on, (14, 44), (middle, middle), "evidence", 2.2, dashed=dashed, gid=gid, z=3 + top / 1e5)
        write(on, (x, top), lines, style, "ink" if kind in ("title", "link") else "mute", gid=gid, z=3 + top / 1e5)
    key(on, figure, whole, y + 10)
    return on


CELL = 34.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One matrix: a kind of part by a later kind that it leads to."""

    rows: PartColumn
    columns: PartColumn
    links: tuple[PartLink, ...]
    heads: tuple[tuple[str, ...], ...]  # over the columns, in lines
    legend: tuple[str, ...]  # the names of the columns, where only their numbers have room over them

    @property
    def head(self) -> float:
        """How high it is above its first row."""
        tallest = max(SMALL.height(len(lines)) for lines in self.heads)
        return HEADING.height(1) + 4 + SMALL.height(len(self.legend)) + (4 if self.legend else 0) + tallest + 6


def matrices(figure: Argument, width: Width) -> Sheet:
    """Draw a matrix of each kind of part by each later kind that it leads to; marks grow with the number of links."""
    whole = PIXELS[width]
    names = {node.id: wrap(node.label, whole * 0.34, LABEL) for column in figure.columns for node in column.nodes}
    left = (
        max((widest(names[node.id], LABEL) for column in figure.columns[:-1] for node in column.nodes), default=0) + 14
    )
    most = max((len(column.nodes) for column in figure.columns[1:]), default=1)
    pitch = min((whole - left) / most, 100.0)
    pairs = [
        paired(rows, columns, figure, pitch, whole)
        for i, rows in enumerate(figure.columns)
        for columns in figure.columns[i + 1 :]
    ]
    pairs = [pair for pair in pairs if pair.links]
    heights = {name: max(CELL, LABEL.height(len(lines)) + 12) for name, lines in names.items()}
    height = sum(pair.head + sum(heights[node.id] for node in pair.rows.nodes) + 26 for pair in pairs)
    on, y = Sheet(whole, height + 36), 0.0
    for pair in pairs:
        write(on, (0, y), [f"{pair.rows.heading} → {pair.columns.heading}"], HEADING)
        write(on, (0, y + HEADING.height(1) + 4), pair.legend, SMALL, "mute")
        y += pair.head
        edge = left + pitch * len(pair.columns.nodes)
        centres = {node.id: left + (k + 0.5) * pitch for k, node in enumerate(pair.columns.nodes)}
        for node, lines in zip(pair.columns.nodes, pair.heads, strict=True):
            place = (centres[node.id], y - 6 - SMALL.height(len(lines)))
            write(on, place, lines, SMALL, "mute", "center", point_gid(node.id))
        for node in pair.rows.nodes:
            stroke(on, (0, edge), (y, y), "rule", z=1)
            middle = y + heights[node.id] / 2
            place = (0, LABEL.centred(middle, len(names[node.id])))
            write(on, place, names[node.id], LABEL, gid=point_gid(node.id), z=3)
            for link in (each for each in pair.links if each.source == node.id):
                draw_cell(on, link, (centres[link.target], middle), 4 + y / 1e5)
            y += heights[node.id]
        stroke(on, (0, edge), (y, y), "rule", z=1)
        y += 26
    draw_legend(on, figure, whole, y - 12)
    return on


def paired(rows: PartColumn, columns: PartColumn, figure: Argument, pitch: float, whole: float) -> Pair:
    """Return the matrix of two kinds of parts; where a heading is wider than its column, numbers stand for all."""
    sources, targets = {node.id for node in rows.nodes}, {node.id for node in columns.nodes}
    links = tuple(link for link in figure.links if link.source in sources and link.target in targets)
    fits = all(measure(word, SMALL) <= pitch - 6 for node in columns.nodes for word in node.label.split(" "))
    if fits:
        return Pair(rows, columns, links, tuple(wrap(node.label, pitch - 6, SMALL) for node in columns.nodes), ())
    legend = " · ".join(f"{node.number}\u00a0{node.label}" for node in columns.nodes)
    return Pair(rows, columns, links, tuple((str(node.number),) for node in columns.nodes), wrap(legend, whole, SMALL))


def draw_cell(on: On, link: PartLink, at: tuple[float, float], z: float) -> None:
    """Draw a cell: a disc or, where it is our reading alone, a ring; with its number of links if there are several."""
    gid = point_gid(link.id) if link.url else None
    radius = min(16.0, 7.0 + 2.5 * (link.count - 1))
    dot(on, at, radius, "evidence" if link.made else "paper", "evidence", 2, gid=gid, z=z)
    if link.count > 1:
        text = (at[0], SMALL.centred(at[1]))
        write(on, text, [str(link.count)], SMALL, "paper" if link.made else "evidence", "center", gid, z)


def draw_legend(on: On, figure: Argument, whole: float, top: float) -> None:
    """Say what discs, rings and numbers are."""
    x = 0.0
    for text, made in ((figure.made, True), (figure.reading, False), (figure.count, None)):
        room = 24 + measure(text, SMALL)
        if x and x + room > whole:
            x, top = 0.0, top + 21
        middle = top + SMALL.ascent - SMALL.size * 0.33
        if made is None:
            write(on, (x + 3, top), ["2"], SMALL, "evidence")
        else:
            dot(on, (x + 7, middle), 7, "evidence" if made else None, "evidence", 2)
        write(on, (x + 20, top), [text], SMALL, "mute")
        x += room + 20


def draw_tally(figure: Tally, width: Width) -> Sheet:
    """Draw a panel of bars from zero for each kind, all on one scale, the sections down the left."""
    whole, gutter = PIXELS[width], 18.0 if width == "wide" else 6.0
    names = [wrap(row, whole * (0.38 if width == "wide" else 0.27), LABEL) for row in figure.rows]
    left = max((widest(name, LABEL) for name in names), default=0.0) + gutter
    pitch = (whole - left + gutter) / max(1, len(figure.panels))
    heads = [wrap(panel, pitch - gutter, SMALL) for panel in figure.panels]
    top = max((SMALL.height(len(head)) for head in heads), default=0.0) + 6
    heights = [LABEL.height(len(name)) + 8 for name in names]
    most = max((count for row in figure.counts for count in row), default=1) or 1
    room = pitch - gutter - 6 - max(measure(str(count), VALUE) for row in figure.counts for count in row)
    on, y = Sheet(whole, top + sum(heights)), top
    for name, height in zip(names, heights, strict=True):
        write(on, (0, LABEL.centred(y + height / 2, len(name))), name, LABEL)
        y += height
    middles = [top + sum(heights[:i]) + heights[i] / 2 for i in range(len(heights))]
    for i, head in enumerate(heads):
        start = left + i * pitch
        write(on, (start, top - 6 - SMALL.height(len(head))), head, SMALL, "mute")
        for row, middle in zip(figure.counts, middles, strict=True):
            end = start + row[i] * room / most
            if row[i]:
                area(on, box(start, middle - 6, end, middle + 6), "evidence")
            style, role = (VALUE, "ink") if row[i] else (LABEL, "mute")
            write(on, (end + 5, style.centred(middle)), [str(row[i])], style, role)  # type: ignore[arg-type]
        stroke(on, (start, start), (top, top + sum(heights)), "mute", z=9)
    return on


FORMS = {"matrix": matrices, "argument": draw_argument, "tally": draw_tally}
