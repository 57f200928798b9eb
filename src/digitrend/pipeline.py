"""The whole of digitrend in order: read this first.

    documents ─▶ Briefing ─▶ Page… ─▶ Recipe… ─▶ build/site/
        read, parse   check     plan    recipes   build

Each step is a function from one type to the next.  Reading happens before the first, writing after the last.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from digitrend.apart import Drawing, card, drawing
from digitrend.build.cache import Cache
from digitrend.build.files import digest
from digitrend.build.inputs import Inputs, Options, record_build
from digitrend.build.keys import Known, canonical
from digitrend.build.output import Site
from digitrend.build.recipe import Recipe
from digitrend.build.scheduler import Progress, Report, build
from digitrend.build.workers import Workers, cores
from digitrend.charts import Chart
from digitrend.check.runner import check
from digitrend.content.reader import content_of, parse_content
from digitrend.diagnostics import Diagnostic, by_position, failed
from digitrend.editions.plan import PRINTED, added, given, pdf_recipe
from digitrend.editions.single_file import single_recipe
from digitrend.errors import BuildError
from digitrend.exports import files, jsonld, preview, tables
from digitrend.git import files_of, label
from digitrend.links import urls
from digitrend.links.lookup import Lookup
from digitrend.model import Briefing
from digitrend.render.page import Head, Picture, Theme, render
from digitrend.render.theme import Dress, dressed, read_templates, recall, remember
from digitrend.signals import check_interrupt
from digitrend.site import search
from digitrend.site.contexts import Page
from digitrend.site.planning import in_one_file, plan, plan_some
from digitrend.site.search_entries import search_entries
from digitrend.site.viewing import Viewer
from digitrend.sitecheck.proof import proof_recipe
from digitrend.sitecheck.runner import Inspection
from digitrend.sitecheck.site import Budgets

Pages = Sequence[tuple[Page, str]]  # each with its canonical text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: a report, or the findings that stopped it; warnings may go with a report."""

    found: tuple[Diagnostic, ...]
    report: Report | None = None
    pages: int = 0
    charts: int = 0
    figures: int = 0


def build_site(options: Options, inputs: Inputs, progress: Callable[[Progress], None]) -> Outcome:
    """Build the site that the options ask for; nothing is written when anything is wrong.

    Raises NotOurs and StoreError for an output folder that must not or cannot be written.
    """
    raw, made_by = inputs.templates, inputs.program
    site, cache = Site(options.out), Cache(options.cache)
    site.check()
    briefing, found = check(*parse_content(inputs.content))
    check_interrupt()
    compiled = recall(cache, made_by)
    language = briefing.overview.language if briefing else "en"
    words, templates, faults = read_templates(raw, str(options.templates), compiled, language)
    everything = by_position([*found, *faults])
    if briefing is None or failed(everything):
        return Outcome(tuple(everything))
    publication = briefing.overview.site
    asked, options = options, replace(options, base_url=options.base_url or publication.url)
    earlier, wrong = earlier_edition(options)
    if wrong:
        return Outcome(tuple(wrong))
    try:
        with Workers(cores()) as workers:

            def begin(recipe: Recipe) -> None:
                if not cache.has(recipe.cache_key()):
                    workers.begin(recipe)

            made = planned(briefing, Dress(words, templates, raw, earlier), options, made_by, begin)
            check_interrupt()
            budgets, former = Budgets(*publication.budgets.in_bytes), former_files(options, site, briefing)
            inspection = Inspection(cache, made_by, options.base_url, budgets, former)

            def look(step: Progress) -> None:
                if not step.path.startswith(PRODUCT):
                    inspection.look(step.path, step.content)
                progress(step)

            def seal(digests: Mapping[str, str]) -> Recipe:
                told = {"content": found, "templates": faults, "site": inspection.found}
                return proof_recipe(inputs, options, told, briefing.audit, digests)

            approve = inspection.approve
            report = build(made.recipes, site, cache, inputs.digest, look, approve, seal=seal, workers=workers)
        everything += inspection.found
        record_build(asked, cache)
        remember(cache, made_by, compiled)
    except BuildError as error:
        return Outcome((*everything, error.diagnostic))
    return Outcome(tuple(everything), report, len(made.pages), len(briefing.charts), len(briefing.figures))


def earlier_edition(options: Options) -> tuple[Briefing | None, list[Diagnostic]]:
    """Return the briefing that the new one is to be compared with, if one is named, or what is wrong with it."""
    if not options.since:
        return None, []
    files = files_of(options.since, options.content)
    briefing, found = check(*parse_content(content_of(files, label(options.since, options.content))))
    return briefing, found if failed(found) else []


@dataclass(frozen=True, slots=True)
class Plan:
    """What a site is to be made of."""

    pages: Pages
    theme: Theme
    recipes: tuple[Recipe, ...]


def _later(_: Recipe) -> None:
    """Begin nothing."""


def planned(
    briefing: Briefing, dress: Dress, options: Options, made_by: str, begin: Callable[[Recipe], None] = _later
) -> Plan:
    """Plan the site of a checked briefing; raises BuildError.

    `begin` is told of the heavy recipes that need no other as soon as they are known: they may be under way while the
    rest is planned.
    """
    viewer = Viewer(Lookup(briefing, dress.words))
    charts = [recipe for chart in viewer.charts.values() for recipe in chart_recipes(chart, made_by)]
    for recipe in charts:
        if recipe.apart:
            begin(recipe)
    entries = search_entries(viewer)
    known: Known = {}
    earlier = Lookup(dress.earlier, dress.words) if dress.earlier else None
    shown = plan(viewer, entries, options.pdf, options.single_file, earlier)
    pages = [(page, canonical(page, known)) for page in shown]
    # What may be shown, for the fonts: planned values, not rendered pages.
    theme, assets = dressed(dress, (text for _, text in pages), pages[0][0], options.base_url, made_by)
    index = given(search.SCRIPT, search.index_script(entries), made_by)
    recipes = [index, *charts, *assets, *recipes_of(viewer, pages, theme, made_by)]
    if options.pdf:
        recipes.append(pdf_recipe(viewer.lookup, theme, dress.raw[PRINTED].decode(errors="replace"), made_by))
    if options.single_file:
        page = in_one_file((page for page, _ in pages), viewer.lookup.word("page.single"))
        (recipe,) = page_recipes([(page, canonical(page))], theme, made_by)
        anchors = {urls.part_url(part): part.id for part in briefing.parts}
        recipes.append(single_recipe(recipe, theme, entries, anchors, made_by))
    recipes += added(recipes, options, made_by)
    return Plan(pages, theme, tuple(recipes))


def planned_first(briefing: Briefing, theme: Theme, urls: Collection[str], made_by: str) -> Iterator[Recipe]:
    """Yield the recipes of the pages at some addresses and of the drawings in them: what somebody waits for."""
    viewer = Viewer(Lookup(briefing, theme.words))
    pages = [(page, canonical(page)) for page in plan_some(viewer, urls)]
    for chart in dict.fromkeys(chart for page, _ in pages for chart in page.charts):
        yield from (recipe for recipe in chart_recipes(viewer.charts[chart], made_by) if not recipe.published)
    yield from page_recipes(pages, theme, made_by)


def former_files(options: Options, site: Site, briefing: Briefing) -> frozenset[str]:
    """Return the files of the site that the new one replaces, without those whose new address is told."""
    moved = {urls.file_of(old) for old, _ in urls.moves(briefing)}
    return frozenset((Site(options.former) if options.former else site).files() or ()) - moved


def recipes_of(viewer: Viewer, pages: Pages, theme: Theme, made_by: str) -> Iterator[Recipe]:
    """Yield the recipe of every page and data file of the site."""
    if theme.base:  # only a full address can be given for the picture of a page
        yield card_recipe(viewer.lookup, made_by)
    yield from page_recipes(pages, theme, made_by)
    for path, content in files.data_files(viewer.briefing, viewer.lookup, theme.base, tuple(page for page, _ in pages)):
        yield given(path, content, made_by)


PRODUCT = "drawing:"  # begins the names of what is made to stand in pages
DRAWINGS: dict[Drawing, tuple[str, bool]] = {
    "wide": (PRODUCT + "{id}:wide", False),
    "narrow": (PRODUCT + "{id}:narrow", False),
    "svg": ("charts/{id}.svg", True),
    "png": ("charts/{id}.png", True),
}


def chart_recipes(chart: Chart, made_by: str) -> Iterator[Recipe]:
    """Yield the drawings of a chart and its data: equal charts are drawn once, whatever the prose around them."""
    key = {"chart": digest(canonical(chart)), "program": made_by}
    for what, (path, published) in DRAWINGS.items():
        make = partial(drawing, chart, what)
        yield Recipe(path.format(id=chart.id), key, make, published=published, apart=True)
    content = tables.chart_csv(chart)
    yield Recipe(urls.file_of(urls.chart_url(chart.id, "csv")), key, partial(_given, content))


def page_recipes(pages: Pages, theme: Theme, made_by: str) -> Iterator[Recipe]:
    """Key each page by all that its template may see, so nothing can be forgotten."""
    shared = {
        "words": digest(canonical(dict(theme.words))),
        "assets": digest(canonical(dict(theme.assets))),
        "address": digest(theme.base),
        "program": made_by,
    }
    names = {page.template for page, _ in pages}
    sources = {name: digest(canonical(theme.templates.sources(name))) for name in names}
    for page, text in pages:
        key = {"content": digest(text), "templates": sources[page.template], **shared}
        needs = tuple(f"{PRODUCT}{chart}:{width}" for chart in page.charts for width in ("wide", "narrow"))
        if theme.base:
            needs += (urls.file_of(preview.pictured(page)[0]),)
        yield Recipe(page.path, key, partial(_rendered, page, theme), needs)


def _rendered(page: Page, theme: Theme, products: Mapping[str, bytes]) -> bytes:
    def draw(chart: Chart, width: str) -> str:
        return products[f"{PRODUCT}{chart.id}:{width}"].decode()

    picture = picture_of(page, theme.base, products) if theme.base else None
    return render(page, theme, draw, Head(jsonld.linked(page, theme.base), picture)).encode()


def picture_of(page: Page, base: str, products: Mapping[str, bytes]) -> Picture:
    """Return what previews of links show of a page."""
    url, alt = preview.pictured(page)
    return Picture(urls.absolute(url, base), *preview.png_size(products[urls.file_of(url)]), alt)


def card_recipe(lookup: Lookup, made_by: str) -> Recipe:
    """Return the recipe of the briefing's picture in previews of links."""
    overview = lookup.briefing.overview
    words = (lookup.plain(overview.title), lookup.plain(overview.subtitle), overview.publisher)
    key = {"words": digest(canonical(words)), "program": made_by}
    return Recipe(urls.file_of(urls.CARD), key, partial(card, *words), apart=True)


def _given(content: bytes, _: Mapping[str, bytes]) -> bytes:
    return content
