"""Pages as values: the context of each template, and the page around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from digitrend.charts import Chart
from digitrend.site.changes import ChangesContext
from digitrend.site.lookup import Link, ResolvedProse
from digitrend.site.views import (
    AuditView,
    Caution,
    EntityView,
    EventView,
    FigureView,
    ForecastView,
    IndexLetter,
    MatrixView,
    MeasureView,
    NoteView,
    PartCard,
    PassageGroup,
    PassageView,
    RelatedPart,
    RelationView,
    SectionView,
)


class HomeContext(NamedTuple):
    """The overview."""

    title: str
    subtitle: str
    headline: ResolvedProse
    provenance: tuple[str, ...]  # what this is, whose, written when, and whether outcomes were checked
    points: tuple[ResolvedProse, ...]
    caution: ResolvedProse  # what to know before quoting
    audit: str  # whether this was held against the text, in a sentence
    thesis: tuple[PassageView, ...]
    lead_chart: Chart | None
    map: Chart | None  # how the argument connects
    cards: tuple[CardList, ...]
    charts: tuple[Chart, ...]  # of the briefing as a whole
    more: tuple[tuple[str, int, str], ...]  # word, number, address of what else there is
    note: ResolvedProse


class CardList(NamedTuple):
    """All parts of a kind in brief, as the overview and their own page list them."""

    kind: str  # "trends", "issues", "countermeasures"
    cards: tuple[PartCard, ...]
    year: int | None  # the year that the source looks ahead to, if it is one


class PartContext(NamedTuple):
    """A trend, an issue or a group of countermeasures."""

    kind: str
    number: int
    name: str
    title: ResolvedProse
    finding: ResolvedProse
    summary: ResolvedProse
    lead: FigureView | None
    passage_groups: tuple[PassageGroup, ...]
    measures: tuple[MeasureView, ...]
    figures: tuple[FigureView, ...]
    charts: tuple[Chart, ...]
    events: tuple[EventView, ...]
    cautions: tuple[Caution, ...]
    risks: tuple[RelatedPart, ...]  # the issues that it could lead to, or the trends that could lead to it
    answers: tuple[RelatedPart, ...]  # the advice on it, or what it answers
    relations: tuple[RelationView, ...]  # why the parts above are named
    entities: tuple[Link, ...]  # what the part names, for programs
    notes: tuple[NoteView, ...]
    remarks: tuple[ResolvedProse, ...]
    section: SectionView | None
    cite: str
    previous: Link | None
    following: Link | None


class FiguresContext(NamedTuple):
    """All figures in one table."""

    rows: tuple[FigureView, ...]


class FigureContext(NamedTuple):
    """One figure."""

    figure: FigureView
    related: tuple[FigureView, ...]  # its whole and its parts, what it is computed from, its like in the same paragraph
    chart: Chart | None  # that shows it
    audit: str  # whether it was held against the text, in a sentence
    uses: tuple[Link, ...]
    cite: str
    styles: tuple[tuple[str, str], ...]  # the same as a reference in each style
    previous: Link | None
    following: Link | None


class ChartsContext(NamedTuple):
    """The gallery."""

    charts: tuple[tuple[Chart, Link], ...]


class ChartContext(NamedTuple):
    """One chart."""

    chart: Chart
    figures: tuple[FigureView, ...]
    holder: Link | None
    downloads: tuple[Link, ...]
    cite: str
    styles: tuple[tuple[str, str], ...]  # the same as a reference in each style
    embed: Link  # the page to embed, under the title that its frame has
    previous: Link | None
    following: Link | None


class EmbedContext(NamedTuple):
    """One chart, to be shown within pages of others."""

    chart: Chart
    page: Link  # the chart's own page


class TimelineContext(NamedTuple):
    """All events, by the part that names them, in order of date."""

    lanes: tuple[tuple[Link, tuple[EventView, ...]], ...]
    chart: Chart | None


class OutlookContext(NamedTuple):
    """Every forecast as a claim."""

    periods: tuple[tuple[str, tuple[tuple[Link, tuple[ForecastView, ...]], ...]], ...]  # heading; part and forecasts
    open: int
    scored: int

    @property
    def claims(self) -> tuple[ForecastView, ...]:
        """All forecasts in the order of the page."""
        return tuple(each for _, by_part in self.periods for _, forecasts in by_part for each in forecasts)


class ConnectionsContext(NamedTuple):
    """How the parts connect, and what nothing answers."""

    matrices: tuple[MatrixView, ...]
    rows: tuple[PartCard, ...]  # trends and issues, each with what it leads to
    gaps: tuple[tuple[str, tuple[Link, ...]], ...]  # heading and what it lists
    stated: int


class TermsContext(NamedTuple):
    """People, places and terms."""

    types: tuple[tuple[str, str, tuple[EntityView, ...]], ...]  # id, heading, entities


class TermContext(NamedTuple):
    """One person, place or term that the briefing has much to say of."""

    term: EntityView
    passages: tuple[tuple[Link, PassageView], ...]  # each with the part that holds it
    measures: tuple[Link, ...]
    events: tuple[EventView, ...]


class SourceContext(NamedTuple):
    """The source and how it was read."""

    record: tuple[tuple[str, str], ...]
    digest: str
    further: tuple[Link, ...]  # other works that locators name
    remarks: tuple[ResolvedProse, ...]
    method: tuple[ResolvedProse, ...]
    sections: tuple[SectionView, ...]
    general_notes: tuple[NoteView, ...]
    cite: str
    styles: tuple[tuple[str, str], ...]  # the same as a reference in each style
    source_styles: tuple[tuple[str, str], ...]  # the source itself likewise
    licence: str
    licence_url: str
    edition: str
    data: tuple[Link, ...]
    corrections: tuple[tuple[str, str, ResolvedProse], ...]  # day in words, in ISO 8601, and what was changed
    changes: Link | None  # the page that compares this edition with an earlier one, if there is one
    gaps: tuple[tuple[str, tuple[Link, ...]], ...]  # heading and what it lists
    audit: AuditView | None  # None: not audited
    proof: Link
    written: tuple[str, ...]  # what it is, in pieces: whose, when, how far it was checked
    caution: ResolvedProse


@dataclass(frozen=True, slots=True)
class WholeContext:
    """The whole briefing on one page, for print."""

    home: HomeContext
    parts: tuple[PartContext, ...]
    cite: str
    licence: str
    licence_url: str
    anchors: tuple[tuple[str, str], ...]  # the address of a part's own page, and its id on this one


@dataclass(frozen=True, slots=True)
class PrintContext(WholeContext):
    """The whole briefing as it is set for paper, with what goes into its appendix."""

    terms: TermsContext
    source: SourceContext


class IndexContext(NamedTuple):
    """The A–Z index."""

    letters: tuple[IndexLetter, ...]


class SearchContext(NamedTuple):
    """The search; without scripts it shows the letters of the index."""

    letters: tuple[Link, ...]  # letters of the A–Z index


class NotFoundContext(NamedTuple):
    """The page for an address that leads nowhere."""

    links: tuple[Link, ...]


class MovedContext(NamedTuple):
    """The page at an address that an item had under another name."""

    url: str  # the address that it has now


Context = (
    HomeContext
    | CardList
    | PartContext
    | FiguresContext
    | FigureContext
    | ChartsContext
    | ChartContext
    | EmbedContext
    | TimelineContext
    | OutlookContext
    | ConnectionsContext
    | TermsContext
    | TermContext
    | SourceContext
    | ChangesContext
    | WholeContext
    | PrintContext
    | IndexContext
    | SearchContext
    | NotFoundContext
    | MovedContext
)


class MenuEntry(NamedTuple):
    """An entry of the site's menu."""

    link: Link
    here: str  # "page" for the page itself, "true" for its section, "" otherwise (the values of aria-current)


class WorkView(NamedTuple):
    """The source and the terms of the briefing, for programs that read a page."""

    author: str
    by_person: bool  # otherwise an organisation
    title: str
    language: str
    date: str  # ISO 8601, as fine as it is known; "" for none
    licence: str
    licence_url: str


class Page(NamedTuple):
    """A page: its address, its template, and all that the template can use."""

    url: str
    template: str
    title: str
    head_title: str  # what a browser calls it, with the site's title where there is room
    description: str
    language: str
    site_title: str
    edition: str
    as_of: str
    as_of_iso: str
    publisher: str
    menu: tuple[MenuEntry, ...]
    more: tuple[Link, ...]  # the pages that only the footer leads to
    trail: tuple[Link, ...]
    here: str  # what stands for the page itself at the end of the trail
    context: Context
    evidence: tuple[FigureView, ...]  # of every figure that the page's prose mentions, in order of appearance
    terms: tuple[EntityView, ...]  # every person, place and term that the page's prose mentions
    charts: tuple[str, ...]  # the ids of the charts that the page shows, each once
    work: WorkView
    pdf: str = ""  # the address of the whole edition as a PDF, if there is one
    single: str = ""  # the same of the edition in one file

    @property
    def path(self) -> str:
        """The output file."""
        return self.url.lstrip("/")
