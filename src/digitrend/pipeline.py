"""A build from start to end: read this first.

    content/*.yaml ─▶ Document… ─▶ Briefing ─▶ Page… ─▶ Recipe… ─▶ build/site/
                 content       check       site    pipeline    build

Each step is a function from one type to the next.  Files are read before the first and written after the last.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from digitrend.build.cache import Cache
from digitrend.build.files import MARKER, digest
from digitrend.build.hosting import NOT_FOUND, SINGLE, copies
from digitrend.build.inputs import Inputs, Options, record_build, typesetters
from digitrend.build.output import Site
from digitrend.build.recipe import KeyMemo, Recipe, canonical, constant
from digitrend.build.scheduler import Progress, Report, work_on
from digitrend.build.workers import Workers, cores, prepare
from digitrend.charts import Chart
from digitrend.check.rules.consistency import audit_findings
from digitrend.check.runner import check
from digitrend.content.reader import content_of, parse_content
from digitrend.diagnostics import Diagnostic, Severity, by_position, failed
from digitrend.draw import IN_WORKERS, drawing, make_card, make_drawings
from digitrend.draw.fonts import fallback_file, missing_from_pictures
from digitrend.editions.pdf import Typesetting, typeset, typesetter
from digitrend.errors import BuildError
from digitrend.exports import files, jsonld
from digitrend.exports.files import chart_csv, chart_json, chart_oembed
from digitrend.exports.markdown import INDEX, SUFFIX, has_markdown, index, markdown_copy
from digitrend.git import content_files, revision_label
from digitrend.model import Briefing
from digitrend.render.page import Head, Picture, frame_height, render
from digitrend.render.single_file import single_recipe
from digitrend.render.theme import Templates, Theme, ThemeSource, load_theme, read_templates, with_own_words
from digitrend.signals import check_interrupt, interruptible
from digitrend.site import search, urls
from digitrend.site.contexts import Page, PartContext
from digitrend.site.lookup import Lookup
from digitrend.site.planning import in_one_file, in_print, plan, plan_some
from digitrend.site.search import search_entries
from digitrend.site.viewer import Viewer
from digitrend.sitecheck.proof import PROOF, Inspection, proof_recipe
from digitrend.text.wording import MissingWordError, Words

SHEET = "print.css"  # the template of the PDF's stylesheet
Pages = Sequence[tuple[Page, str]]  # each with its canonical JSON


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build: a report, perhaps with warnings, or the findings that stopped it."""

    found: tuple[Diagnostic, ...]
    report: Report | None = None
    pages: int = 0
    charts: int = 0
    figures: int = 0
    forms: tuple[tuple[str, str, str], ...] = ()  # of each chart: id, form, and why it has this form


def build_site(options: Options, inputs: Inputs, progress: Callable[[Progress], None]) -> BuildResult:
    """Build the site; write nothing if there are errors.

    Raises NotOursError and StoreError for an output folder that must not or cannot be written.
    """
    site, cache = Site(options.out), Cache(options.cache)
    site.check()

    read = read_all(options, inputs)
    check_interrupt()
    briefing, found, faults = read.briefing, read.found, read.faults
    if briefing is None or failed([*found, *faults], strict=options.strict):
        return BuildResult(tuple(by_position([*found, *faults])))
    asked, options = options, replace(options, base_url=options.base_url or briefing.overview.site.url)
    earlier, wrong = earlier_edition(options)
    if wrong:
        return BuildResult(tuple(wrong))
    try:
        with Workers(cores()) as workers:
            # Plan. Workers start on the drawings first.
            with interruptible():
                viewer = Viewer(Lookup(briefing, read.words))
                drawings = chart_recipes(viewer.charts.values(), inputs.program, options.base_url)
            found += missing_glyphs(viewer.charts.values())
            start_drawings(drawings, workers, cache)
            source = ThemeSource(read.words, read.templates, inputs.templates, earlier, cache)
            with interruptible():
                plan = plan_site(viewer, drawings, source, options, inputs.program)

            # Make what is out of date, check the site, and swap it in.
            budgets = briefing.overview.site.budgets
            former = former_files(options, site, briefing)
            inspection = Inspection(cache, inputs.program, options.base_url, budgets, former)
            with work_on(plan.recipes, site, cache) as work:
                for step in work.make(workers):
                    inspection.facts_of(step.path, step.content)
                    progress(step)
                inspection.check(work.files)
                everything = [*by_position([*found, *faults]), *inspection.found]
                if failed(inspection.found, strict=options.strict):
                    return BuildResult(tuple(everything))
                findings = {"content": found, "templates": faults, "site": inspection.found}
                work.add(proof_recipe(inputs, options, findings, briefing, work.digests()))
                report = work.swap(inputs.digest)
            record_build(asked, cache)
    except (BuildError, MissingWordError) as error:
        return BuildResult((*by_position([*found, *faults]), error.diagnostic))
    forms = tuple((chart.id, chart.form, chart.why) for chart in viewer.charts.values())
    return BuildResult(tuple(everything), report, len(plan.pages), len(forms), len(briefing.figures), forms)


@dataclass(frozen=True, slots=True)
class Read:
    """The checked content and templates, with the findings about each."""

    briefing: Briefing | None
    words: Words
    templates: Templates
    found: list[Diagnostic]  # about the content
    faults: list[Diagnostic]  # about the templates


def read_all(options: Options, inputs: Inputs) -> Read:
    """Check the content, its audit record and the templates."""
    documents, found = parse_content(inputs.content)
    briefing, found = check(documents, found)
    language = briefing.overview.language if briefing else "en"
    words, templates, faults = read_templates(inputs.templates, str(options.templates), inputs.program, language)
    if briefing:
        words, wrong = with_own_words(words, briefing, documents)
        faults += wrong
    if briefing and not options.unaudited:
        found += audit_findings(briefing, options.content.as_posix())
    return Read(briefing, words, templates, found, faults)


def start_drawings(drawings: Iterable[Recipe], workers: Workers, cache: Cache) -> None:
    """Start the drawings that are not in the cache in workers; if there are none, matplotlib is not loaded."""
    missing = [each for each in drawings if each.in_worker and not cache.has(each.cache_key())]
    if missing and workers.most:
        prepare(*IN_WORKERS)
    workers.start_early(missing)


def earlier_edition(options: Options) -> tuple[Briefing | None, list[Diagnostic]]:
    """Return the briefing that `--since` names, or None, and its findings if it has errors."""
    if not options.since:
        return None, []
    files = content_files(options.since, options.content)
    briefing, found = check(*parse_content(content_of(files, revision_label(options.since, options.content))))
    return briefing, found if failed(found) else []


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages and recipes of a site."""

    pages: Pages
    theme: Theme
    recipes: tuple[Recipe, ...]


def plan_site(viewer: Viewer, drawings: Sequence[Recipe], source: ThemeSource, options: Options, program: str) -> Plan:
    """Plan the site of a checked briefing; raises BuildError.

    `drawings` are the recipes of its charts, `program` is the digest of the code and its libraries.
    """
    briefing, lookup = viewer.briefing, viewer.lookup
    entries = search_entries(viewer)
    memo = KeyMemo()
    earlier = Lookup(source.earlier, source.words) if source.earlier else None
    pages = [(page, canonical(page, memo)) for page in plan(viewer, entries, options.pdf, options.single_file, earlier)]
    # Fonts get the characters of planned values, not of rendered pages.
    theme, assets = load_theme(source, memo.letters, options.base_url, program)
    recipes = [constant_recipe(search.SCRIPT, search.index_script(entries), program), *drawings, *assets]
    if theme.base:  # link previews need the full address of a picture
        recipes += card_recipes(lookup, (page for page, _ in pages), program)
    recipes += page_recipes(pages, theme, program)
    for path, content in files.data_files(briefing, lookup, theme.base, tuple(page for page, _ in pages)):
        recipes.append(constant_recipe(path, content, program))
    if options.markdown:
        recipes += markdown_recipes(recipes, lookup, [page for page, _ in pages], theme.base, program)
    if options.pdf:
        page = in_print(page for page, _ in pages)
        (recipe,) = page_recipes([(page, canonical(page, memo))], theme, program)
        style = f"{source.raw[SHEET].decode(errors='replace')}@page {{ size: {options.paper}; }}\n"
        recipes += pdf_recipes(recipe, lookup, theme, style, program)
    if options.single_file:
        page = in_one_file((page for page, _ in pages), lookup.word("page.single"))
        (recipe,) = page_recipes([(page, canonical(page, memo))], theme, program)
        anchors = {urls.part_url(part): part.id for part in briefing.parts}
        recipes.append(single_recipe(recipe, theme, entries, anchors, program))
    recipes.append(headers_recipe(recipes, options.base_url, program))
    if options.compress:
        recipes += copies(recipes)
    return Plan(pages, theme, tuple(recipes))


def open_page_recipes(briefing: Briefing, theme: Theme, urls: Collection[str], program: str) -> Iterator[Recipe]:
    """Yield the recipes of the pages at some addresses and of the drawings in them, for the preview."""
    viewer = Viewer(Lookup(briefing, theme.words))
    memo = KeyMemo()
    pages = [(page, canonical(page, memo)) for page in plan_some(viewer, urls)]
    shown = dict.fromkeys(chart for page, _ in pages for chart in page.charts)
    drawings = chart_recipes((viewer.charts[chart] for chart in shown), program)
    yield from (recipe for recipe in drawings if not recipe.published)
    yield from page_recipes(pages, theme, program)


def former_files(options: Options, site: Site, briefing: Briefing) -> frozenset[str]:
    """Return the files of the previous site, without those that redirect in the new one."""
    moved = {urls.file_of(old) for old, _ in urls.moves(briefing)}
    return frozenset((Site(options.former) if options.former else site).files() or ()) - moved


def missing_glyphs(charts: Iterable[Chart]) -> Iterator[Diagnostic]:
    """P010: pictures of charts show boxes for characters that no font of digitrend has; a warning."""
    texts = (canonical((chart.content, chart.title, chart.subtitle, chart.note, chart.source)) for chart in charts)
    if missing := missing_from_pictures("".join(texts)):
        message = f"the pictures of charts show boxes for {len(missing)} characters: {missing[:40]}"
        hint = "pip install cvttf-notosanscjk-regular"
        yield Diagnostic("P010", message, "content/briefing.yaml", severity=Severity.WARNING, hint=hint)


PRODUCT = "drawings:"  # the prefix of the product that holds all drawings of a chart


def chart_recipes(charts: Iterable[Chart], program: str, base: str = "") -> list[Recipe]:
    """Return the recipes of charts: drawings, CSV and JSON, keyed by the chart alone.

    With the site's address, `base`, there is an oEmbed file, too.
    """
    recipes, fallback = [], fallback_file()
    for chart in charts:
        key = {
            "chart": digest(canonical(chart)),
            "program": program,
            "fallback": digest(fallback.name if fallback else ""),
        }
        product = PRODUCT + chart.id
        recipes.append(Recipe(product, key, partial(make_drawings, chart), published=False, in_worker=True))
        for suffix in urls.DRAWN:
            path = urls.file_of(urls.chart_url(chart.id, suffix))
            recipes.append(Recipe(path, key, partial(drawing, product, suffix), needs=(product,)))
        for suffix, content in (("csv", chart_csv(chart)), ("json", chart_json(chart))):
            recipes.append(Recipe(urls.file_of(urls.chart_url(chart.id, suffix)), key, partial(constant, content)))
        if base:
            path, keyed = urls.file_of(urls.chart_url(chart.id, "oembed.json")), {**key, "address": digest(base)}
            recipes.append(Recipe(path, keyed, partial(_embedded, chart, base), needs=(product,)))
    return recipes


def _embedded(chart: Chart, base: str, products: Mapping[str, bytes]) -> bytes:
    views = {width: drawing(PRODUCT + chart.id, width, products).decode() for width in ("wide", "narrow")}
    return chart_oembed(chart, base, (640, frame_height(chart, views)))


def page_recipes(pages: Pages, theme: Theme, program: str) -> Iterator[Recipe]:
    """Yield the recipe of each page, keyed by everything that its template can use."""
    shared = {
        "words": digest(canonical(dict(theme.words))),
        "assets": digest(canonical(dict(theme.assets))),
        "address": digest(theme.base),
        "program": program,
    }
    names = {page.template for page, _ in pages}
    sources = {name: digest(canonical(theme.templates.sources(name))) for name in names}
    for page, text in pages:
        key = {"content": digest(text), "templates": sources[page.template], **shared}
        needs = tuple(f"{PRODUCT}{chart}" for chart in page.charts)
        if theme.base:
            needs += (urls.file_of(files.pictured(page)[0]),)
        yield Recipe(page.path, key, partial(_rendered, page, theme), needs)


def _rendered(page: Page, theme: Theme, products: Mapping[str, bytes]) -> bytes:
    def draw(chart: Chart, width: str) -> str:
        return drawing(f"{PRODUCT}{chart.id}", width, products).decode()

    picture = None
    if theme.base:
        url, alt = files.pictured(page)
        picture = Picture(urls.absolute(url, theme.base), *files.png_size(products[urls.file_of(url)]), alt)
    return render(page, theme, draw, Head(jsonld.linked(page, theme.base), picture)).encode()


def markdown_recipes(
    recipes: Iterable[Recipe], lookup: Lookup, pages: Sequence[Page], base: str, program: str
) -> Iterator[Recipe]:
    """Yield the Markdown copy of each page, with the key of the page, and `llms.txt`."""
    keys = {recipe.path: recipe.key for recipe in recipes}
    for page in filter(has_markdown, pages):
        yield Recipe(f"{page.path}{SUFFIX}", keys[page.path], partial(markdown_copy, page.path), (page.path,))
    overview = lookup.briefing.overview
    summary = lookup.plain(overview.headline or overview.subtitle)
    yield constant_recipe(INDEX, index(lookup.plain(overview.title), summary, pages, base), program)


def card_recipes(lookup: Lookup, pages: Iterable[Page], program: str) -> Iterator[Recipe]:
    """Yield the pictures for link previews: of the briefing, and of each part without a chart."""
    overview = lookup.briefing.overview
    title = lookup.plain(overview.title)
    said = {urls.CARD: (title, lookup.plain(overview.headline or overview.subtitle), overview.publisher)}
    for page in pages:
        url, _ = files.pictured(page)
        if isinstance(page.context, PartContext) and not page.context.charts:
            said[url] = (page.context.title.plain, page.context.finding.plain, title)
    for url, words in said.items():
        key = {"words": digest(canonical(words)), "program": program}
        yield Recipe(urls.file_of(url), key, partial(make_card, *words), in_worker=True)


def constant_recipe(path: str, content: bytes, program: str) -> Recipe:
    """Return the recipe of a file whose content is known."""
    return Recipe(path, {"content": digest(content), "program": program}, partial(constant, content))


def headers_recipe(recipes: Iterable[Recipe], base_url: str, program: str) -> Recipe:
    """Return the recipe of `_headers`."""
    paths = (*(each.path for each in recipes if each.published), MARKER, PROOF)
    key = {"content": digest(canonical((paths, base_url))), "program": program}
    needs = tuple(path for path in (NOT_FOUND, SINGLE) if path in paths)
    return Recipe(files.HEADERS, key, partial(files.host_headers, paths, base_url), needs)


def pdf_recipes(page: Recipe, lookup: Lookup, theme: Theme, style: str, program: str) -> Iterator[Recipe]:
    """Yield the page for print and the PDF made from it, keyed by the page, its files and WeasyPrint.

    Raises NoTypesetterError if WeasyPrint does not work.
    """
    overview = lookup.briefing.overview
    set_page = replace(page, path=f"print:{page.path}", published=False)
    sheet = theme.assets["site.css"]
    edition = Typesetting(
        page=set_page.path,
        sheet=sheet,
        style=style,
        base=theme.base,
        title=lookup.plain(overview.title),
        author=overview.publisher,
        subject=lookup.plain(overview.subtitle),
        keywords=tuple(lookup.mentions[name].text for name in overview.entities),
        date=overview.as_of.isoformat(),
    )
    key = {"edition": digest(canonical(edition)), "program": digest(canonical((program, typesetter(), typesetters())))}
    needs = (set_page.path, sheet, *(path for path in theme.assets.values() if path.endswith(".woff2")))
    yield set_page
    yield Recipe(page.path, key, partial(typeset, edition), needs, in_worker=True)
