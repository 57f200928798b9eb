"""What templates show: items of the briefing as frozen values, with references resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from digitrend.charts import Chart
from digitrend.model import AnyFigure
from digitrend.site.lookup import Link, ResolvedProse


class NoteView(NamedTuple):
    """A place where the source is in doubt."""

    id: str
    kind: str
    printed: str
    reading: ResolvedProse
    action: ResolvedProse
    place: Link | None  # none: the document as a whole
    touches: tuple[Link, ...]
    url: str
    material: bool  # whether two careful readers could act differently
    caution: ResolvedProse  # one sentence to stand at what it touches; only a material one has it


class Caution(NamedTuple):
    """A caution, and what it is about."""

    text: ResolvedProse
    id: str  # of the figure that it is about; "" for a claim
    figure: str  # its number
    url: str  # of the note that says more


class Exact(NamedTuple):
    """A figure for programs: its exact values."""

    value: float  # the full number, as in the CSV
    unit: str  # the model's name for it: "percent", "CNY", …
    interval: str  # ISO 8601, both ends included; "" for none
    lower: bool  # "more than": a lower bound


class FigureView(NamedTuple):
    """A figure with its evidence, notes and doubts."""

    id: str
    item: AnyFigure  # as the content has it: a field that needs no other words is taken from here
    url: str
    label: ResolvedProse
    text: str  # with its qualifier
    bare: str  # the number alone, with a unit that is part of it
    qualifier: str  # "more than", …; "" for an exact figure
    qualifier_before: bool  # whether the qualifier reads before the number
    unit: str  # in words
    kind: str
    measure: ResolvedProse
    subject: ResolvedProse
    area: ResolvedProse
    period: str
    period_basis: str
    compared_with: ResolvedProse
    compared_with_basis: str
    status: str
    scenario: str  # "low case", …; "" for none
    base: str  # the period in which an index is 100
    computed: bool
    formula: str
    inputs: tuple[Link, ...]
    printed: str
    place: Link | None
    attributed_to: str
    part_of: Link | None
    doubts: tuple[ResolvedProse, ...]
    note: ResolvedProse
    notes: tuple[NoteView, ...]
    cautions: tuple[ResolvedProse, ...]
    sentence: ResolvedProse  # the figure in one sentence, for pop-ups and its page
    quotation: str  # what "copy quotation" copies, but for the address
    holder: Link  # the part that it belongs to
    section: str  # "trend-1": for filters and anchors
    part_name: str  # "Trend 1"
    exact: Exact


class PassageView(NamedTuple):
    """A paragraph of the briefing with the paragraph of the source that it retells."""

    id: str
    prose: ResolvedProse
    place: Link
    charts: tuple[Chart, ...] = ()  # that show the figures it names


class PassageGroup(NamedTuple):
    """A group of passages under one heading: what happened, the outlook, a cause."""

    id: str
    heading: str
    outlook: bool  # whether it speaks of the year ahead, and is set apart
    passages: tuple[PassageView, ...]


class EventView(NamedTuple):
    """A dated policy or action."""

    id: str
    date: str
    datetime: str  # "2020-04", for <time>; "" without a date
    kind: str
    what: ResolvedProse
    label: ResolvedProse
    place: Link
    printed: str
    figures: tuple[str, ...]
    note: ResolvedProse
    holder: Link
    notes: tuple[NoteView, ...]


class OutcomeView(NamedTuple):
    """What came of a forecast, by a source of its own."""

    verdict: str
    text: str
    source: Link
    publisher: str
    date: str


class ForecastView(NamedTuple):
    """What the source expects of a year."""

    id: str
    period: str  # in words
    period_basis: str
    gist: ResolvedProse
    condition: ResolvedProse
    place: Link
    figures: tuple[Link, ...]
    complete: bool
    outcome: OutcomeView | None  # None: open
    note: ResolvedProse
    holder: Link | None
    notes: tuple[NoteView, ...]


class RelationView(NamedTuple):
    """A link between two parts, seen from one of them."""

    kind: str
    label: str
    other: Link  # the part or measure at the other end
    stated: bool
    strength: str
    reason: ResolvedProse
    evidence: tuple[tuple[Link, str], ...]  # the place and the words


class RelatedPart(NamedTuple):
    """A part at the other end of one or more relations, with the measures that they name there."""

    part: Link
    name: str  # "Issue 1"
    short: str  # the part's title in a few words
    via: tuple[Link, ...]  # measures of that part, or measures of this one that lead there
    stated: bool  # whether any of the relations is more than our reading


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How one part leads to another."""

    url: str  # of the reasons
    count: int  # of relations
    stated: bool  # whether any of them is more than our reading
    label: str  # "Trend 2, Issue 1"


class MatrixView(NamedTuple):
    """Which parts of one kind lead to which of another."""

    id: str
    heading: str
    columns: tuple[Link, ...]
    rows: tuple[tuple[Link, tuple[MatrixCell | None, ...]], ...]


class MeasureView(NamedTuple):
    """One recommendation."""

    id: str
    ordinal: int
    action: ResolvedProse
    actor: ResolvedProse
    instruments: tuple[ResolvedProse, ...]
    aim: ResolvedProse
    text: ResolvedProse
    place: Link
    answers: tuple[RelationView, ...]  # what it meets


class EntityView(NamedTuple):
    """A named thing and where it is mentioned."""

    id: str
    name: str
    acronym: str
    aliases: tuple[str, ...]
    broader: Link | None
    gloss: ResolvedProse
    url: str  # of its page, or of its entry among the terms
    page: str  # the address of its own page; "" for one with little to say
    mentions: tuple[Link, ...]
    notes: tuple[NoteView, ...]


class PartCard(NamedTuple):
    """A part in brief, as lists show it."""

    kind: str
    number: int
    name: str  # "Trend 1"
    link: Link
    short: str
    finding: ResolvedProse
    summary: ResolvedProse
    expected: ResolvedProse  # what is expected, in a line; empty for what expects nothing
    lead: FigureView | None
    leads_to: tuple[RelationView, ...]
    risks: tuple[RelatedPart, ...]
    advice: tuple[RelatedPart, ...]
    measures: tuple[Link, ...]


class ParagraphView(NamedTuple):
    """A paragraph of the source: not its text, but all items that cite it."""

    number: int
    anchor: str
    digest: str
    figures: tuple[tuple[str, Link], ...]  # each with its id
    events: tuple[Link, ...]
    forecasts: tuple[Link, ...]
    measures: tuple[Link, ...]
    passages: int  # how many passages retell it
    notes: tuple[NoteView, ...]


class SectionView(NamedTuple):
    """A section of the source with its paragraphs and the part that retells it."""

    id: str
    name: str
    title: ResolvedProse
    retold: Link | None
    paragraphs: tuple[ParagraphView, ...]
    heading_notes: tuple[NoteView, ...]


class AuditView(NamedTuple):
    """The last audit, where it was of exactly this content and its source."""

    claims: tuple[tuple[str, str], ...]  # "16 of 16", "figures"
    faults: str  # "2 errors": what it found wrong; "" for nothing


class IndexLine(NamedTuple):
    """A name in the A–Z index."""

    text: str
    url: str
    kind: str  # in words
    see: str  # the title of what the name stands for, where the name alone would not say
    computed: bool = False  # whether it is a figure that is computed here


class IndexLetter(NamedTuple):
    """The names under one letter."""

    id: str
    heading: str
    lines: tuple[IndexLine, ...]
