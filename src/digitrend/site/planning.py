"""A briefing to its pages, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from digitrend import addresses
from digitrend.lookup import Link, Lookup, Mention
from digitrend.model import Briefing
from digitrend.wording import Words, date_text

from . import figures, index, parts, sourcing, surveys
from .contexts import Context, MenuEntry, NotFoundContext, Page, PartContext, WholeContext
from .topics import topics
from .viewing import Viewer
from .views import Evidence

MENU = (
    ("home", addresses.HOME),
    ("trends", addresses.HOME + "#trends"),
    ("issues", addresses.HOME + "#issues"),
    ("countermeasures", addresses.HOME + "#countermeasures"),
    ("figures", addresses.FIGURES),
    ("charts", addresses.CHARTS),
    ("timeline", addresses.TIMELINE),
    ("outlook", addresses.OUTLOOK),
    ("connections", addresses.CONNECTIONS),
    ("terms", addresses.TERMS),
    ("source", addresses.SOURCE),
    ("search", addresses.SEARCH),
)
DATA = (
    "statistics.csv",
    "events.csv",
    "entities.csv",
    "relations.csv",
    "forecasts.csv",
    "measures.csv",
    "oddities.csv",
    "briefing.json",
    "datapackage.json",
)


def plan(briefing: Briefing, words: Words, *, pdf: bool = False) -> tuple[Page, ...]:
    """Return the pages of a checked briefing, in reading order; the words are the templates'.

    With `pdf` every page knows where the whole edition is as a PDF.
    """
    viewer = Viewer(Lookup(briefing, words))
    return tuple(replace(page, pdf=addresses.PDF) if pdf else page for page in _pages(viewer))


def _pages(viewer: Viewer) -> Iterator[Page]:
    look, briefing = viewer.lookup, viewer.briefing
    name = look.word
    home = parts.home_context(viewer)
    yield _page(viewer, Head(addresses.HOME, "home", name("page.home"), look.plain(briefing.overview.subtitle)), home)

    links = tuple(look.part_link(part) for part in briefing.parts)
    anchors = tuple((link.url, part.id) for link, part in zip(links, briefing.parts, strict=True))
    contexts: list[PartContext] = []
    for i, part in enumerate(briefing.parts):
        context = parts.part_context(part, viewer, parts.neighbours(links, i))
        contexts.append(context)
        finding = look.plain(part.finding)
        yield _page(viewer, Head(links[i].url, "part", links[i].text, finding, addresses.FOLDERS[part.kind]), context)

    head = Head(addresses.FIGURES, "figures", name("page.figures"), name("about.figures"))
    yield _page(viewer, head, figures.figures_context(viewer))
    links = tuple(
        Link(look.plain(s.label), addresses.statistic_url(each)) for each, (_, s) in briefing.statistics.items()
    )
    for i, each in enumerate(briefing.statistics):
        figure = figures.statistic_context(each, viewer, parts.neighbours(links, i))
        about = f"{links[i].text}: {figure.figure.text}"
        yield _page(viewer, Head(links[i].url, "statistic", links[i].text, about, "figures"), figure)

    head = Head(addresses.CHARTS, "charts", name("page.charts"), name("about.charts"))
    yield _page(viewer, head, figures.charts_context(viewer))
    links = tuple(look.link(spec.id) for _, spec in briefing.charts)
    for i, link in enumerate(links):
        chart = figures.chart_context(i, viewer, parts.neighbours(links, i))
        title = name("page.chart", title=link.text)
        yield _page(viewer, Head(link.url, "chart", title, chart.chart.description, "charts"), chart)
        head = Head(chart.embed.url, "embed", chart.embed.text, chart.chart.description, "charts")
        yield _page(viewer, head, figures.embed_context(chart))

    source = sourcing.source_context(viewer, tuple(Link(file, f"/data/{file}") for file in DATA))
    whole = WholeContext(home, tuple(contexts), source.cite, source.licence, source.licence_url, anchors)
    others: tuple[tuple[str, str, Context], ...] = (
        ("timeline", addresses.TIMELINE, surveys.timeline_context(viewer)),
        ("outlook", addresses.OUTLOOK, surveys.outlook_context(viewer)),
        ("connections", addresses.CONNECTIONS, surveys.connections_context(viewer)),
        ("terms", addresses.TERMS, surveys.terms_context(viewer)),
        ("source", addresses.SOURCE, source),
        ("whole", addresses.WHOLE, whole),
    )
    for key, url, shown in others:
        yield _page(viewer, Head(url, key, name(f"page.{key}"), name(f"about.{key}")), shown)
    yield from _found(viewer)
    missing = NotFoundContext(tuple(Link(name(f"page.{key}"), url) for key, url in MENU))
    yield _page(viewer, Head(addresses.NOT_FOUND, "404", name("page.not_found"), name("about.not_found")), missing)


def _found(viewer: Viewer) -> Iterator[Page]:
    """Yield the pages for those who look for something: the search and the A–Z index."""
    look = viewer.lookup
    found = topics(look)
    listed = index.index_context(found, look)
    head = Head(addresses.SEARCH, "search", look.word("page.search"), look.word("about.search"))
    yield _page(viewer, head, index.search_context(listed, found, look))
    head = Head(addresses.INDEX, "a-z", look.word("page.index"), look.word("about.index"), "search")
    yield _page(viewer, head, listed)


@dataclass(frozen=True, slots=True)
class Head:
    """What sets a page apart from the others of its template."""

    url: str
    template: str
    title: str
    description: str
    section: str = ""  # the menu's entry that the page stands under


def _page(viewer: Viewer, head: Head, context: Context) -> Page:
    look, overview = viewer.lookup, viewer.briefing.overview
    trail: tuple[Link, ...] = ()
    if head.url != addresses.HOME:
        trail = (Link(look.word("page.home"), addresses.HOME),)
    if head.section:
        trail += (Link(look.word(f"page.{head.section}"), dict(MENU)[head.section]),)
    return Page(
        url=head.url,
        template=f"pages/{head.template}.html",
        title=head.title,
        description=head.description,
        language=overview.language,
        site_title=look.plain(overview.title),
        edition=look.plain(overview.edition),
        as_of=date_text(overview.as_of.isoformat(), look.words),
        as_of_iso=overview.as_of.isoformat(),
        publisher=overview.publisher,
        menu=tuple(MenuEntry(Link(look.word(f"page.{key}"), to), _here(key, to, head)) for key, to in MENU),
        trail=trail,
        context=context,
        evidence=tuple(viewer.evidence[each] for each in dict.fromkeys(mentioned(context))),
        work=sourcing.work_of(viewer.briefing),
    )


def _here(key: str, entry: str, head: Head) -> str:
    """Return the menu entry's `aria-current`: "page" for the page itself, "true" for the section it is in."""
    if entry == head.url:
        return "page"
    return "true" if key == head.section else ""


def mentioned(value: object) -> Iterator[str]:
    """Yield the id of each statistic that the prose in a value mentions, in order of appearance.

    The evidence that a value holds is not looked into: a figure shown with its evidence needs no second one.
    """
    if isinstance(value, Mention):
        if value.statistic:
            yield value.statistic
        return
    if isinstance(value, tuple):
        within: Iterable[object] = value
    elif isinstance(value, Evidence):
        return
    else:
        within = (getattr(value, name) for name in getattr(value, "__dataclass_fields__", ()))
    for each in within:
        if not isinstance(each, (str, int)):  # most are: they need no look inside
            yield from mentioned(each)
