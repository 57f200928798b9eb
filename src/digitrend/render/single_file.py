"""HTML files that need no other file: the whole site in one file, and the page of changes.

Takes a rendered page and inlines the files that it loads.  The policy allows only these, by their digests
(https://www.w3.org/TR/CSP3/): the file loads and sends nothing.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import partial

from digitrend.build.files import digest
from digitrend.build.hosting import hash_source
from digitrend.build.recipe import Recipe, canonical
from digitrend.diagnostics import failed
from digitrend.errors import BuildError
from digitrend.model import Briefing
from digitrend.render.page import render
from digitrend.render.theme import FONT_FACES, Theme, read_templates, without_comments
from digitrend.site import search, urls
from digitrend.site.lookup import Lookup
from digitrend.site.planning import standalone_changes
from digitrend.site.search import SearchEntry
from digitrend.site.viewer import Viewer
from digitrend.text.wording import MissingWordError

SHEET, SCRIPTS, ICON = "site.css", ("controls.js", "search.js"), "icon.svg"

_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_ICON = re.compile(r'(<link rel="icon" href=")([^"]+)(")')
_CODE = re.compile(r'<script src="([^"]+)"([^>]*)></script>')
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
_NOWHERE = re.compile(r"(<a\b[^>]*?) href=\"\"")
_POINT = re.compile(r'(<a class="point") href=""')  # a mark of a chart keeps its name, as a picture has one
_MORE = re.compile(r'<p class="evidence-more"><a href="">[^<]*</a></p>\n?')
_FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)["']?\)""")
_ID = re.compile(r'\bid="([^"]+)"')
_SWAP = re.compile(r"font-display:\s*\w+")


def single_recipe(
    page: Recipe, theme: Theme, entries: tuple[SearchEntry, ...], anchors: Mapping[str, str], program: str
) -> Recipe:
    """Return the recipe of the file, given that of its page, what its search finds, and the ids of the parts."""
    needs = tuple(
        path for name, path in theme.assets.items() if name in {SHEET, *SCRIPTS, ICON} or name.endswith(".woff2")
    )
    key = {**page.key, "search": digest(canonical(entries)), "program": program}
    place = partial(place_of, anchors, theme.base)
    return Recipe(page.path, key, partial(_made, page, needs, entries, place), (*page.needs, *needs))


def _made(
    page: Recipe,
    needs: tuple[str, ...],
    entries: tuple[SearchEntry, ...],
    place: Callable[[frozenset[str], SearchEntry], str],
    products: Mapping[str, bytes],
) -> bytes:
    text = page.make({path: products[path] for path in page.needs}).decode()
    index = search.index_script(entries, partial(place, frozenset(_ID.findall(text))))
    return in_one(text, {path: products[path] for path in needs} | {search.SCRIPT: index}).encode()


def place_of(anchors: Mapping[str, str], base: str, ids: frozenset[str], entry: SearchEntry) -> str:
    """Return where an entry is in the file with these ids, else in the part that holds it, else in the site."""
    name, _, fragment = entry.url.partition("#")
    part, stem = anchors.get(entry.holder, ""), posixpath.basename(name).removesuffix(".html")
    places = [f"{part}-{fragment}", fragment, f"evidence-{stem}", f"chart-{stem}", part]
    if found := next((each for each in places if each in ids), ""):
        return f"#{found}"
    return urls.absolute(entry.url, base) if base else ""


def in_one(page: str, files: Mapping[str, bytes]) -> str:
    """Return a page with its files inlined, and links that lead nowhere turned to text."""
    styles, scripts = list[str](), list[str]()

    def style(found: re.Match[str]) -> str:
        styles.append(_with_fonts(found[1], files))
        return f"<style>{styles[-1]}</style>"

    def script(found: re.Match[str]) -> str:
        scripts.append(_kept_inside(files[found[1]].decode(), "script"))
        return f"<script{found[2]}>{scripts[-1]}</script>"

    page = _STYLES.sub(style, _CODE.sub(script, page))
    page = _ICON.sub(lambda found: f"{found[1]}{_address('image/svg+xml', files[found[2]])}{found[3]}", page)
    page = _POLICY.sub(lambda found: f"{found[1]}{single_file_policy(styles, scripts)}{found[2]}", page)
    return _NOWHERE.sub(r"\1", _POINT.sub(r'\1 role="img"', _MORE.sub("", page)))


def single_file_policy(styles: list[str], scripts: list[str]) -> str:
    """Return the policy that allows only the inlined styles and scripts."""
    given = {
        "default-src": ["'none'"],
        "script-src": [hash_source(each) for each in scripts],
        "style-src": [hash_source(each) for each in styles],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in given.items())


def _with_fonts(path: str, files: Mapping[str, bytes]) -> str:
    """Return a stylesheet with its typefaces inside; they are there at once, so that text waits for them."""
    folder = posixpath.dirname(path)

    def font(found: re.Match[str]) -> str:
        return f"url({_address('font/woff2', files[posixpath.join(folder, found[1])])})"

    sheet = _SWAP.sub("font-display:block", files[path].decode())
    return _kept_inside(_FONT.sub(font, sheet), "style")


def _kept_inside(text: str, element: str) -> str:
    """Return a text unchanged; raises ValueError if it would end the element that it is in."""
    # In a script a comment of HTML would also change where the element ends.
    if f"</{element}" in text.lower() or (element == "script" and "<!--" in text):
        raise ValueError(f"the text of a '{element}' element would end it")
    return text


def _address(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


def changes_page(old: Briefing, new: Briefing, raw: Mapping[str, bytes], root: str) -> str:
    """Return the page of what changed between two briefings, its styles in it; `raw` are the templates' files.

    Raises BuildError with the first thing that is wrong with the templates.
    """
    words, templates, found = read_templates(raw, root, language=new.overview.language)
    if failed(found):
        raise BuildError(found[0])
    words = {**words, **new.overview.words}
    sheet = without_comments(raw["assets/site.css"].replace(FONT_FACES.encode(), b""))
    # Without empty lines, which pages have none of: the policy lets in these bytes and no others.
    style = b"\n".join(line for line in sheet.splitlines() if line.strip())
    try:
        policy = f"default-src 'none'; style-src {hash_source(style.decode())}; base-uri 'none'; form-action 'none'"
        page = standalone_changes(Viewer(Lookup(new, words)), Lookup(old, words), style.decode(), policy)
    except MissingWordError as error:
        raise BuildError(error.diagnostic) from error
    return render(page, Theme(templates, words, {}), lambda *_: "")  # it has no charts
