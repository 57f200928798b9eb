"""A briefing to its pages, in reading order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields

from digitrend.model import Briefing
from digitrend.site import changes, pages, source_page, urls
from digitrend.site.contexts import (
    CardList,
    ChartsContext,
    Context,
    EmbedContext,
    FiguresContext,
    HomeContext,
    MenuEntry,
    MovedContext,
    NotFoundContext,
    Page,
    PartContext,
    PrintContext,
    SearchContext,
    SourceContext,
    TermsContext,
    WholeContext,
)
from digitrend.site.lookup import Link, Lookup
from digitrend.site.mentions import Walker
from digitrend.site.search import SearchEntry
from digitrend.site.viewer import Viewer
from digitrend.text.wording import date_text

MENU = {
    "trends": urls.TRENDS,
    "issues": urls.ISSUES,
    "countermeasures": urls.ADVICE,
    "figures": urls.FIGURES,
    "timeline": urls.TIMELINE,
    "source": urls.SOURCE,
}
MORE = {  # what only the footer leads to
    "charts": urls.CHARTS,
    "outlook": urls.OUTLOOK,
    "connections": urls.CONNECTIONS,
    "terms": urls.TERMS,
    "index": urls.INDEX,
    "whole": urls.WHOLE,
}
UNDER = {"charts": "figures", "outlook": "timeline"}  # the menu's entry under which a page of the footer stands
DATA = (
    "figures.csv",
    "events.csv",
    "entities.csv",
    "relations.csv",
    "forecasts.csv",
    "measures.csv",
    "notes.csv",
    "briefing.json",
    "datapackage.json",
)


def menu(briefing: Briefing) -> dict[str, str]:
    """Return the menu's entries, key → address, without kinds of parts that the briefing does not have."""
    absent = {kind for kind in ("trends", "issues", "countermeasures") if not getattr(briefing, kind)}
    return {key: url for key, url in MENU.items() if key not in absent}


def plan(
    viewer: Viewer,
    found: tuple[SearchEntry, ...],
    pdf: bool = False,
    single: bool = False,
    earlier: Lookup | None = None,
) -> tuple[Page, ...]:
    """Return the pages of a checked briefing, in reading order; `found` are its search entries.

    With `pdf` every page knows where the whole edition is as a PDF, with `single` where it is as one file.  With an
    `earlier` edition there is a page of what changed since.
    """
    walk = Walker()
    pages = (_page(viewer, head, context, walk) for head, context in _contexts(viewer, found, earlier))
    if not (pdf or single):
        return tuple(pages)
    printed, one_file = urls.PDF if pdf else "", urls.SINGLE if single else ""
    return tuple(page._replace(pdf=printed, single=one_file) for page in pages)


def in_one_file(pages: Iterable[Page], title: str) -> Page:
    """Return the page for the single file: the whole briefing, in a template of its own."""
    (whole,) = (page for page in pages if page.url == urls.WHOLE)
    return whole._replace(url=urls.SINGLE, template="pages/single.html", title=title, pdf="", single="")


def in_print(pages: Iterable[Page]) -> Page:
    """Return the page for the PDF: the whole briefing, with its terms and notes."""
    by_url = {page.url: page for page in pages}
    whole, terms, source = (by_url[url] for url in (urls.WHOLE, urls.TERMS, urls.SOURCE))
    assert isinstance(terms.context, TermsContext)
    assert isinstance(source.context, SourceContext)
    shown = {field.name: getattr(whole.context, field.name) for field in fields(WholeContext)}
    context = PrintContext(**shown, terms=terms.context, source=source.context)
    evidence = tuple(dict.fromkeys((*whole.evidence, *terms.evidence, *source.evidence)))
    return whole._replace(
        url=urls.PDF, template="pages/print.html", context=context, evidence=evidence, pdf="", single=""
    )


def plan_some(viewer: Viewer, wanted: Collection[str]) -> Iterator[Page]:
    """Yield the pages at some addresses just as `plan` does, at little more than their own cost.

    The pages that list entries are left out: they take as long as all others together.
    """
    walk, left = Walker(), {*wanted} - {urls.SEARCH, urls.INDEX}
    contexts = _contexts(viewer, ())
    while left and (planned := next(contexts, None)):
        if planned[0].url in left:
            left.remove(planned[0].url)
            yield _page(viewer, *planned, walk)


def standalone_changes(viewer: Viewer, earlier: Lookup, style: str, policy: str) -> Page:
    """Return the page of what changed since an earlier edition as one that needs no other file.

    `style` is its whole stylesheet, `policy` the one that lets in nothing else.
    """
    look = viewer.lookup
    context = changes.changes_context(earlier, look, linked=False)._replace(style=style, policy=policy)
    head = PageHead(urls.CHANGES, "changes-standalone", look.word("page.changes"), look.word("about.changes"))
    return _page(viewer, head, context, Walker())


def _contexts(
    viewer: Viewer, found: tuple[SearchEntry, ...], earlier: Lookup | None = None
) -> Iterator[tuple[PageHead, Context]]:
    look, briefing = viewer.lookup, viewer.briefing
    name = look.word
    home = pages.home_context(viewer)
    yield PageHead(urls.HOME, "home", name("page.home"), look.plain(briefing.overview.subtitle)), home
    for listed in home.cards:
        yield PageHead(MENU[listed.kind], "parts", name(f"page.{listed.kind}"), name(f"about.{listed.kind}")), listed

    links = tuple(look.link(part.id) for part in briefing.parts)
    anchors = tuple((link.url, part.id) for link, part in zip(links, briefing.parts, strict=True))
    contexts: list[PartContext] = []
    for i, part in enumerate(briefing.parts):
        of = len(getattr(briefing, urls.FOLDERS[part.kind]))
        context = pages.part_context(part, viewer, pages.neighbours(links, i))
        contexts.append(context)
        finding = look.plain(part.finding)
        here = name("part.number", number=part.number, of=of)
        yield PageHead(links[i].url, "part", links[i].text, finding, urls.FOLDERS[part.kind], here), context

    yield from _figures(viewer)
    yield from _terms(viewer)
    yield from _charts(viewer)
    data = tuple(Link(file, f"/data/{file}") for file in DATA)
    source = source_page.source_context(viewer, data, compared=earlier is not None)
    whole = WholeContext(home, tuple(contexts), source.cite, source.licence, source.licence_url, anchors)
    others: tuple[tuple[str, str, Context], ...] = (
        ("timeline", urls.TIMELINE, pages.timeline_context(viewer)),
        ("outlook", urls.OUTLOOK, pages.outlook_context(viewer)),
        ("connections", urls.CONNECTIONS, pages.connections_context(viewer)),
        ("terms", urls.TERMS, pages.terms_context(viewer)),
        ("source", urls.SOURCE, source),
        ("whole", urls.WHOLE, whole),
    )
    for key, url, shown in others:
        yield PageHead(url, key, name(f"page.{key}"), name(f"about.{key}")), shown
    if earlier:
        head = PageHead(urls.CHANGES, "changes", name("page.changes"), name("about.changes"), "source")
        yield head, changes.changes_context(earlier, look)
    yield from _found(viewer, found)
    for old, now in urls.moves(briefing):
        if old.endswith(".html"):
            yield PageHead(old, "moved", name("page.moved"), name("about.moved")), MovedContext(now)
    missing = NotFoundContext(tuple(Link(name(f"page.{key}"), url) for key, url in menu(viewer.briefing).items()))
    yield PageHead(urls.NOT_FOUND, "404", name("page.not_found"), name("about.not_found")), missing


def _figures(viewer: Viewer) -> Iterator[tuple[PageHead, Context]]:
    """Yield the page of all figures, and each figure's own."""
    look, briefing = viewer.lookup, viewer.briefing
    head = PageHead(urls.FIGURES, "figures", look.word("page.figures"), look.word("about.figures"))
    yield head, FiguresContext(tuple(viewer.evidence.values()))
    links = tuple(Link(look.plain(s.label), urls.figure_url(each)) for each, (_, s) in briefing.figures.items())
    for i, each in enumerate(briefing.figures):
        figure = pages.figure_context(each, viewer, pages.neighbours(links, i))
        here = look.word("part.number", number=i + 1, of=len(links))
        yield PageHead(links[i].url, "figure", links[i].text, viewer.sentence(each), "figures", here), figure


def _terms(viewer: Viewer) -> Iterator[tuple[PageHead, Context]]:
    """Yield the page of each person, place and term that the briefing has much to say of."""
    for _, entities in viewer.briefing.entities:
        for entity in entities:
            if page := viewer.entity_views[entity.id].page:
                about = f"{entity.name}: {viewer.lookup.plain(entity.gloss)}"
                yield PageHead(page, "term", entity.name, about, "terms"), pages.term_context(entity.id, viewer)


def _charts(viewer: Viewer) -> Iterator[tuple[PageHead, Context]]:
    """Yield the gallery, and each chart's page and page to embed."""
    look, briefing = viewer.lookup, viewer.briefing
    head = PageHead(urls.CHARTS, "charts", look.word("page.charts"), look.word("about.charts"))
    links = tuple(look.link(spec.id) for _, spec in briefing.charts)
    shown = (viewer.charts[spec.id] for _, spec in briefing.charts)
    yield head, ChartsContext(tuple(zip(shown, links, strict=True)))
    for i, link in enumerate(links):
        chart = pages.chart_context(i, viewer, pages.neighbours(links, i))
        title = look.word("page.chart", title=link.text)
        here = look.word("part.number", number=i + 1, of=len(links))
        yield PageHead(link.url, "chart", title, chart.chart.description, "charts", here), chart
        about = f"{chart.chart.title}: {chart.chart.subtitle}"
        head = PageHead(chart.embed.url, "embed", chart.embed.text, about, "charts")
        yield head, EmbedContext(chart.chart, Link(chart.chart.title, urls.chart_url(chart.chart.id)))


def _found(viewer: Viewer, found: tuple[SearchEntry, ...]) -> Iterator[tuple[PageHead, Context]]:
    """Yield the search and the A–Z index."""
    look = viewer.lookup
    listed = pages.index_context(found, look)
    head = PageHead(urls.SEARCH, "search", look.word("page.search"), look.word("about.search"))
    yield head, SearchContext(tuple(Link(each.heading, f"{urls.INDEX}#{each.id}") for each in listed.letters))
    head = PageHead(urls.INDEX, "a-z", look.word("page.index"), look.word("about.index"), "search")
    yield head, listed


@dataclass(frozen=True, slots=True)
class PageHead:
    """The address, title and description of a page."""

    url: str
    template: str
    title: str
    description: str
    section: str = ""  # the menu's or the footer's entry that the page stands under
    here: str = ""  # what stands for the page in its breadcrumbs, if not its title


TITLE = 65  # characters that search engines show of a title
DESCRIPTION = (70, 160)  # of a description, at least and at most


def head_title(title: str, site: str) -> str:
    """Return the `title` of a page: with the site's title if there is room for it."""
    together = f"{title} – {site}" if title else site
    return together if len(together) <= TITLE else _cut(title or site, TITLE)


def description(text: str, subtitle: str) -> str:
    """Return the meta description of a page, of a length that search engines show."""
    least, most = DESCRIPTION
    if len(text) < least:
        text = f"{text.rstrip('.')}. {subtitle}."
    return _cut(text, most)


def _cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters: whole words, and an ellipsis."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:–')}…"


def _page(viewer: Viewer, head: PageHead, context: Context, walk: Walker) -> Page:
    look, overview = viewer.lookup, viewer.briefing.overview
    trail: tuple[Link, ...] = ()
    if head.url != urls.HOME:
        trail = (Link(look.word("page.home"), urls.HOME),)
    if head.section:
        trail += (Link(look.word(f"page.{head.section}"), {**MENU, **MORE, "search": urls.SEARCH}[head.section]),)
    entries = menu(viewer.briefing)
    section = head.section if head.section in entries else UNDER.get(head.section or head.template, "")
    return Page(
        url=head.url,
        template=f"pages/{head.template}.html",
        title=head.title,
        description=description(head.description, look.plain(overview.subtitle)),
        head_title=head_title("" if head.url == urls.HOME else head.title, look.plain(overview.title)),
        language=overview.language,
        site_title=look.plain(overview.title),
        edition=look.plain(overview.edition),
        as_of=date_text(overview.as_of.isoformat(), look.words),
        as_of_iso=overview.as_of.isoformat(),
        publisher=overview.publisher,
        menu=tuple(
            MenuEntry(
                Link(look.word(f"page.{key}"), to), "page" if to == head.url else "true" if key == section else ""
            )
            for key, to in entries.items()
        ),
        more=tuple(Link(look.word(f"page.{key}"), to) for key, to in MORE.items()),
        trail=trail,
        here=head.here or head.title,
        context=context,
        evidence=tuple(viewer.evidence[each] for each in walk.mentioned(context)),
        terms=tuple(viewer.entity_views[each] for each in walk.terms(context))
        if isinstance(context, (HomeContext, PartContext, CardList))
        else (),
        charts=walk.charts(context),
        work=source_page.work_of(viewer.briefing),
    )
