"""The whole of digitrend in order: read this first.

    documents ─▶ Briefing ─▶ Page… ─▶ Recipe… ─▶ build/site/
        read, parse   check     plan    recipes   build

Each step is a function from one type to the next.  Reading happens before the first, writing after the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from . import addresses, exports
from .apart import Drawing, drawing
from .assets import assets_of
from .build import Progress, Recipe, Report, build, canonical, digest
from .charts import Chart
from .charts.charting import chart_of
from .check import check
from .content import parse, read_documents
from .diagnostics import Diagnostic, by_position, failed
from .inputs import Options, digest_of, program, templates_of
from .inspection import Inspection
from .lookup import Lookup
from .model import Briefing
from .render import RenderError, Templates, Theme, render
from .site import Page, plan
from .store import Cache, Site
from .wording import MissingWordError, Words, flattened

WORDS = "words.yaml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: a report, or the findings that stopped it; warnings may go with a report."""

    found: tuple[Diagnostic, ...]
    report: Report | None = None
    pages: int = 0
    charts: int = 0
    figures: int = 0


def build_site(options: Options, progress: Callable[[Progress], None]) -> Outcome:
    """Build the site that the options ask for; nothing is written when anything is wrong.

    Raises NotOurs and StoreError for an output folder that must not or cannot be written.
    """
    raw, made_by = templates_of(options.templates), program()
    inputs = digest_of(options, raw, made_by)
    site, cache = Site(options.out), Cache(options.cache)
    site.check()
    briefing, found = check(*read_documents(options.content))
    words, templates, faults = read_templates(raw, str(options.templates))
    everything = by_position([*found, *faults])
    if briefing is None or failed(everything):
        return Outcome(tuple(everything))
    try:
        pages = plan(briefing, words)
        assets = assets_of(_assets(raw), _texts(pages, templates, words), made_by)
        theme = Theme(templates, words, assets.paths, options.base_url)
        recipes = [*assets.recipes, *recipes_of(briefing, pages, theme, made_by)]
        inspection = Inspection(cache, made_by, options.base_url)
        report = build(recipes, site, cache, inputs, progress, inspection.approve)
        everything += inspection.found
    except MissingWordError as error:
        hint = "add it"
        fault = Diagnostic("P005", str(error), f"{options.templates}/{WORDS}", hint=hint)
        return Outcome((*everything, fault))
    except RenderError as error:
        return Outcome((*everything, error.diagnostic))
    charts = sum(1 for _ in briefing.charts)
    return Outcome(tuple(everything), report, len(pages), charts, len(briefing.statistics))


def read_templates(raw: Mapping[str, bytes], root: str) -> tuple[Words, Templates, list[Diagnostic]]:
    """Return the words, the templates, and what is wrong with either."""
    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    words: Words = {}
    for name, content in raw.items():
        if name == WORDS:
            document = parse(f"{root}/{name}", content, name)
            if isinstance(document, list):
                found += document
            else:
                words = flattened(document.data)
        elif name.endswith(".html"):
            try:
                texts[name] = content.decode()
            except UnicodeDecodeError:
                found.append(Diagnostic("C004", "not UTF-8", f"{root}/{name}", hint="save the file as UTF-8"))
    if WORDS not in raw:
        found.append(Diagnostic("P006", f"the file '{WORDS}' is missing", f"{root}/{WORDS}", hint="put it back"))
    templates = Templates(texts, root)
    return words, templates, [*found, *templates.faults()]


def recipes_of(briefing: Briefing, pages: tuple[Page, ...], theme: Theme, made_by: str) -> Iterator[Recipe]:
    """Yield the recipe of every page, chart and data file of the site."""
    lookup = Lookup(briefing, theme.words)
    for _, spec in briefing.charts:
        yield from chart_recipes(chart_of(spec, lookup), made_by)
    for page in pages:
        yield page_recipe(page, theme, made_by)
    for path, content in exports.files(briefing, lookup, theme.base):
        yield Recipe(path, {"content": digest(content), "program": made_by}, partial(_given, content))


def _assets(raw: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name.removeprefix("assets/"): content for name, content in raw.items() if name.startswith("assets/")}


def _texts(pages: tuple[Page, ...], templates: Templates, words: Words) -> tuple[str, ...]:
    """Return all text that pages may show, for the glyphs of the fonts: planned values, not rendered pages."""
    return (*(canonical(page) for page in pages), *templates.texts.values(), *words.values())


DRAWINGS: dict[Drawing, tuple[str, bool]] = {
    "wide": ("drawing:{id}:wide", False),
    "narrow": ("drawing:{id}:narrow", False),
    "svg": ("charts/{id}.svg", True),
    "png": ("charts/{id}.png", True),
}


def chart_recipes(chart: Chart, made_by: str) -> Iterator[Recipe]:
    """Yield the drawings of a chart and its data: equal charts are drawn once, whatever the prose around them."""
    key = {"chart": digest(canonical(chart)), "program": made_by}
    for what, (path, published) in DRAWINGS.items():
        make = partial(drawing, chart, what)
        yield Recipe(path.format(id=chart.id), key, make, published=published, apart=True)
    content = exports.chart_csv(chart)
    yield Recipe(addresses.file_of(addresses.chart_url(chart.id, "csv")), key, partial(_given, content))


def page_recipe(page: Page, theme: Theme, made_by: str) -> Recipe:
    """Key a page by all that its template may see, so nothing can be forgotten."""
    key = {
        "content": digest(canonical(page)),
        "templates": digest(canonical(theme.templates.sources(page.template))),
        "words": digest(canonical(dict(theme.words))),
        "assets": digest(canonical(dict(theme.assets))),
        "address": digest(theme.base),
        "program": made_by,
    }
    needs = tuple(f"drawing:{chart}:{width}" for chart in charts_on(page) for width in ("wide", "narrow"))

    def make(products: Mapping[str, bytes]) -> bytes:
        def draw(chart: Chart, width: str) -> str:
            return products[f"drawing:{chart.id}:{width}"].decode()

        return render(page, theme, draw).encode()

    return Recipe(page.path, key, make, needs)


def charts_on(page: Page) -> tuple[str, ...]:
    """Return the ids of the charts that a page shows, each once."""
    return tuple(dict.fromkeys(_charts_in(page.context)))


def _charts_in(value: object) -> Iterator[str]:
    if isinstance(value, Chart):
        yield value.id
    elif isinstance(value, tuple):
        for each in value:
            yield from _charts_in(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _charts_in(getattr(value, name))


def _given(content: bytes, _: Mapping[str, bytes]) -> bytes:
    return content
