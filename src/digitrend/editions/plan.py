"""What is added to a site besides its pages and data: what hosts are told, and other forms of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from digitrend.build.files import MARKER, digest
from digitrend.build.inputs import Options, typesetters
from digitrend.build.keys import canonical
from digitrend.build.recipe import Recipe
from digitrend.editions.archive import copies
from digitrend.editions.pdf import Edition, typeset, typesetter
from digitrend.exports import hosts
from digitrend.http_headers import NOT_FOUND, SINGLE
from digitrend.links import urls
from digitrend.links.lookup import Lookup
from digitrend.render.page import Theme
from digitrend.sitecheck.proof import PROOF

PRINTED = "pdf.css"  # the template of what only the PDF can do


def added(recipes: Sequence[Recipe], options: Options, made_by: str) -> Iterator[Recipe]:
    """Yield the recipes to add to those of a site, when all others are known."""
    paths = (*published(recipes), MARKER, PROOF)
    key = {"content": digest(canonical((paths, options.base_url))), "program": made_by}
    needs = tuple(path for path in (NOT_FOUND, SINGLE) if path in paths)
    yield Recipe(hosts.HEADERS, key, partial(hosts.host_headers, paths, options.base_url), needs)
    if options.compress:
        yield from copies(recipes)


def given(path: str, content: bytes, made_by: str) -> Recipe:
    """Return the recipe of a file whose content is known already."""
    return Recipe(path, {"content": digest(content), "program": made_by}, partial(_given, content))


def pdf_recipe(lookup: Lookup, theme: Theme, more: str, made_by: str) -> Recipe:
    """Key the PDF by the page and all that it loads, and by what sets it; raises NoTypesetter if nothing can."""
    overview = lookup.briefing.overview
    page, sheet = urls.file_of(urls.WHOLE), theme.assets["site.css"]
    edition = Edition(
        page=page,
        sheet=sheet,
        more=more,
        base=theme.base,
        title=lookup.plain(overview.title),
        author=overview.publisher,
        subject=lookup.plain(overview.subtitle),
        keywords=tuple(lookup.mentions[name].text for name in overview.entities),
        date=overview.as_of.isoformat(),
    )
    key = {"edition": digest(canonical(edition)), "program": digest(canonical((made_by, typesetter(), typesetters())))}
    needs = (page, sheet, *(path for path in theme.assets.values() if path.endswith(".woff2")))
    return Recipe(urls.file_of(urls.PDF), key, partial(typeset, edition), needs, apart=True)


def published(recipes: Iterable[Recipe]) -> Iterator[str]:
    """Yield the paths of what is published."""
    yield from (each.path for each in recipes if each.published)


def _given(content: bytes, _: Mapping[str, bytes]) -> bytes:
    return content
