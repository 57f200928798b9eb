"""A briefing to its pages, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from digitrend import addresses
from digitrend.lookup import Link, Lookup, Mention
from digitrend.model import Briefing
from digitrend.wording import Words, date_text

from . import figures, parts, sourcing, surveys
from .contexts import Context, MenuEntry, NotFoundContext, Page, PartContext, WholeContext
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
)


def plan(briefing: Briefing, words: Words) -> tuple[Page, ...]:
    """Return the pages of a checked briefing, in reading order; the words are the templates'."""
    viewer = Viewer(Lookup(briefing, words))
    return tuple(_pages(viewer))


def _pages(viewer: Viewer) -> Iterator[Page]:
    look, briefing = viewer.lookup, viewer.briefing
    name = look.word
    home = parts.home_context(viewer)
    yield _page(viewer, Head(addresses.HOME, "home", name("page.home"), look.plain(briefing.overview.subtitle)), home)

    links = tuple(look.part_link(part) for part in briefing.parts)
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

    source = sourcing.source_context(viewer, tuple(Link(file, f"/data/{file}") for file in DATA))
    terms = surveys.terms_context(viewer)
    others: tuple[tuple[str, str, Context], ...] = (
        ("timeline", addresses.TIMELINE, surveys.timeline_context(viewer)),
        ("outlook", addresses.OUTLOOK, surveys.outlook_context(viewer)),
        ("connections", addresses.CONNECTIONS, surveys.connections_context(viewer)),
        ("terms", addresses.TERMS, terms),
        ("source", addresses.SOURCE, source),
        ("whole", addresses.WHOLE, WholeContext(home, tuple(contexts), terms, source)),
    )
    for key, url, shown in others:
        yield _page(viewer, Head(url, key, name(f"page.{key}"), name(f"about.{key}")), shown)
    missing = NotFoundContext(tuple(Link(name(f"page.{key}"), url) for key, url in MENU))
    yield _page(viewer, Head(addresses.NOT_FOUND, "404", name("page.not_found"), name("about.not_found")), missing)


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
    elif isinstance(value, tuple):
        for each in value:
            yield from mentioned(each)
    elif is_dataclass(value) and not isinstance(value, (type, Evidence)):
        for field in fields(value):
            yield from mentioned(getattr(value, field.name))
