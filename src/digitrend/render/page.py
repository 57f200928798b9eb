"""Pages to HTML, with prose from Markdown. A template gets only the page and the names in `_Names`."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil

import jinja2
from markupsafe import Markup

from digitrend.build.hosting import policy
from digitrend.charts import Chart
from digitrend.diagnostics import Diagnostic, Position
from digitrend.errors import RenderError
from digitrend.render.theme import Templates, Theme
from digitrend.site import urls
from digitrend.site.contexts import Page, PartContext, WholeContext
from digitrend.site.lookup import Link, Mention, ResolvedProse
from digitrend.text.lexicon import right_to_left
from digitrend.text.wording import MissingWordError, punctuate_html, word

REM = 18  # pixels
SIZES = {"title": (1.4, 1.25), "measure": (0.95, 1.4), "note": (0.88, 1.5), "source": (0.82, 1.45)}  # rem, line height
WIDTH = 0.52  # of a letter, in its size
LINK = 40  # letters that follow the source
SPACE = 90  # between the texts and around them
# How wide the text is, and the drawing that stands there with how much larger than drawn it is shown at most.
VIEWS = ((288, "narrow", 0.88), (450, "narrow", 1.38), (640, "wide", 1.15))


def frame_height(chart: Chart, drawings: Mapping[str, str]) -> int:
    """Return a frame height in pixels that suffices at every width from 320; `drawings` has "wide" and "narrow"."""
    drawn = {width: int(re.findall(r'height="([0-9]+)"', svg)[0]) for width, svg in drawings.items()}
    return ceil(max(drawn[name] * scale + _texts(chart, width) for width, name, scale in VIEWS) / 10) * 10


def _texts(chart: Chart, width: int) -> float:
    letters = {
        "title": len(chart.title),
        "measure": len(chart.subtitle),
        "note": len(chart.note),
        "source": len(chart.source) + LINK,
    }
    doubts = sum(ceil((len(doubt) + 4) * WIDTH * 0.92 * REM / width) * 0.92 * 1.55 + 0.3 for _, doubt in chart.doubts)
    lines = {name: ceil(letters[name] * WIDTH * size * REM / width) for name, (size, _) in SIZES.items()}
    return SPACE + doubts * REM + sum(lines[name] * size * REM * height for name, (size, height) in SIZES.items())


# What may mean something in Markdown; prose without any of it is paragraphs of plain text.
MARKED = re.compile(r"[*_`\[\]<>&\\~|!]|^\s*(?:[-+#=]|\d+[.)])|^ {4}|\t|\S {2,}\n|^\s*-{3,}", re.MULTILINE)
TAGS = {"p", "em", "strong", "code", "ul", "ol", "li", "blockquote", "a", "br"}
SCHEMES = {"http", "https", "mailto"}
_LIST = re.compile(r"^((?![ \t]*(?:[-+*]|\d+[.)])[ \t])[^\n]*\S[^\n]*)\n(?= {0,3}(?:[-+*]|1[.)])[ \t])", re.MULTILINE)
_YEAR = re.compile(r"^( {0,3}\d{3,})([.)][ \t])", re.MULTILINE)  # no list has so many items
_PLACE = re.compile("\ue000([0-9]+)\ue001")  # no content holds such characters (C013)

Filler = Callable[[Mention], str]


def html(prose: ResolvedProse, fill: Filler) -> str:
    """Return prose as HTML, paragraphs for a block, inline for a line; `fill` gives the HTML of each mention."""
    mentions: list[Mention] = []
    text = ""
    for piece in prose.pieces:
        if isinstance(piece, Mention):
            text += f"\ue000{len(mentions)}\ue001"
            mentions.append(piece)
        else:
            text += piece
    made = marked_up(text.strip(), block=prose.block)
    return _PLACE.sub(lambda found: fill(mentions[int(found[1])]), made)


def marked_up(text: str, *, block: bool) -> str:
    """Return Markdown as HTML; unless it is a `block`, a text is one line without lists and the like."""
    if MARKED.search(text):
        made = with_markdown(text, block=block)
    else:
        paragraphs = (part for part in re.split(r"\n\s*\n", text) if part.strip())
        made = "\n".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in paragraphs)
    return made if block else re.sub(r"^<p>(.*)</p>$", r"\1", made, flags=re.DOTALL)


@lru_cache(maxsize=4096)
def with_markdown(text: str, *, block: bool) -> str:
    """Return Markdown as sanitized HTML, with the Markdown library."""
    import markdown  # noqa: PLC0415 - prose seldom needs it, and it is slow to load
    import nh3  # noqa: PLC0415

    converter = markdown.Markdown(extensions=["sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    if block:  # as CommonMark has it: a list may follow its paragraph, and a year begins none
        text = _LIST.sub(r"\1\n\n", _YEAR.sub(r"\1\\\2", text))
    else:
        for name in ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference"):
            converter.parser.blockprocessors.deregister(name)
        text = " ".join(text.split())
    made = converter.convert(text)
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=SCHEMES, link_rel=None)


STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
Draw = Callable[[Chart, str], str]  # a chart and "wide" or "narrow" to an `svg` element


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page for link previews."""

    url: str  # absolute, as Open Graph wants it
    width: int  # in pixels, as `height`
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Head:
    """Data for programs in the head of a page."""

    linked: str = ""  # JSON-LD, safe to stand in a `script` element
    picture: Picture | None = None  # none: the site's own address is not known


class _Links:
    """Turns addresses of the site into links of a page."""

    def __init__(self, page: Page, theme: Theme) -> None:
        self._path, self._theme = page.path, theme
        # A page for missing addresses is served at any depth, so with a known address its links are absolute.
        self._absolute = page.url == urls.NOT_FOUND and bool(theme.base)
        self._alone = page.url == urls.SINGLE  # a file that is read anywhere has no other page beside it
        self._anchors = dict(page.context.anchors) if isinstance(page.context, WholeContext) else {}

    def rel(self, url: str) -> str:
        """Return the address of a page, or of a part of it, as seen from this page."""
        file, _, fragment = url.partition("#")
        if file in self._anchors:  # what stands on this page too is not looked up on another
            return f"#{self._anchors[file]}-{fragment}" if fragment else f"#{self._anchors[file]}"
        if self._alone:
            return self.public(url)
        return self._from_here(url)

    def asset(self, name: str) -> str:
        """Return the address of an asset, by the name that it has without its digest."""
        return self._from_here(f"/{self._theme.assets[name]}")

    def public(self, url: str) -> str:
        """Return an address with the site's own before it, or "" when that is not known."""
        return urls.absolute(url, self._theme.base) if self._theme.base else ""

    def _from_here(self, url: str) -> str:
        return self.public(url) if self._absolute else urls.relative(url, self._path)


def render(page: Page, theme: Theme, draw: Draw, head: Head = Head()) -> str:
    """Return a page as HTML; raises RenderError if a template fails."""
    try:
        template = theme.templates.environment.get_template(page.template)
        made = template.render(_Names(page, theme, draw).names(head))
    except (
        MissingWordError,
        jinja2.TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise RenderError(_fault(error, theme.templates, page)) from error
    made = punctuate_html(re.sub(r"\n\s*\n+", "\n", made), page.language)
    if page.url == urls.NOT_FOUND:
        made = made.replace(policy(page.path), policy(page.path, STYLE.findall(made)), 1)
    return made


class _Names:
    """The names that every template gets; see `docs/templates.md`."""

    def __init__(self, page: Page, theme: Theme, draw: Draw) -> None:
        self._page, self._words, self._draw = page, theme.words, draw
        self._links = _Links(page, theme)
        self._mentions = _Mentions(page, self._links.rel, word(theme.words, "evidence.care"))

    def names(self, head: Head) -> dict[str, object]:
        """Return all by name."""
        page, links = self._page, self._links
        return {
            "page": page,
            "rtl": right_to_left(page.language),
            "mark": self.mark,
            "care": Markup(self._mentions.care),
            "policy": Markup(policy(page.path)),
            "canonical": links.public(page.url),
            "linked": Markup(head.linked),
            "picture": head.picture,
            "t": self.t,
            "rel": links.rel,
            "prose": self.prose,
            "said": self.said,
            "asset": links.asset,
            "basis": self.basis,
            "draw": self.draw,
            "public": links.public,
            "height": self.height,
        }

    def t(self, key: str, **values: object) -> str:
        """Return a word of the interface, its gaps filled."""
        return word(self._words, key, **values)

    def prose(self, text: ResolvedProse) -> Markup:
        """Return prose with links."""
        return Markup(html(text, self._mentions.linked))

    def said(self, text: ResolvedProse) -> Markup:
        """Return prose without links: figures stand out, all else is text."""
        return Markup(html(text, self._mentions.said))

    def basis(self, name: str) -> Markup:
        """Return how a field is known: stated, implied or missing."""
        kind, text = escape(name), escape(self.t(f"basis.{name}"))
        return Markup(f'<span class="basis basis-{kind}">{text}</span>')

    def draw(self, chart: Chart, width: str) -> Markup:
        """Return a drawing whose links lead on from this page."""
        drawn = self._draw(chart, width)
        return Markup(re.sub(r'(?<= href=")(/[^"]*)', lambda found: self._links.rel(found[1]), drawn))

    def height(self, chart: Chart) -> int:
        """Return the height in pixels of the frame that shows a chart's page to embed."""
        return frame_height(chart, {width: self._draw(chart, width) for width in ("wide", "narrow")})

    def mark(self, place: Link, short: bool = False) -> str:
        """Return a place in the source as it stands behind a line: "¶2" where it is known in which part."""
        own = place.text.partition("¶")[0] if short else ""
        if isinstance(self._page.context, PartContext):
            own = self._page.context.name
        return place.text.removeprefix(own).strip() or self.t("section.heading")


LONG = 24  # letters of a number with its unit that stay on one line
LEADING = re.compile(r"(.*\d\S*(?: \w+illion\b)?)")  # up to the last number, with its scale


class _Mentions:
    """References in prose as HTML; a term is a link where a page names it first, and text from then on."""

    def __init__(self, page: Page, rel: Callable[[str], str], care: str) -> None:
        self._numbers = {figure.id: number for number, figure in enumerate(page.evidence, 1)}
        self._terms = {term.id for term in page.terms}
        self._links = not isinstance(page.context, WholeContext)  # on paper a link to every term would be noise
        self._rel = rel
        # A triangle, as small as the letters beside it.
        self.care = (
            f'<svg class="care" viewBox="0 0 16 15" role="img" aria-label="{escape(care)}">'
            '<path d="M8 1.5 15 14H1ZM8 6v4M8 11.2v1.3"/></svg>'
        )

    def linked(self, found: Mention) -> str:
        """Return a reference: a figure opens its evidence, other things are links, counts are text."""
        text = escape(found.text)
        if not found.url:
            return f'<span class="count">{text}</span>'
        if found.figure:
            return self._figure(found)
        if not self._links:
            return text
        if not found.term:
            return f'<a class="ref" href="{escape(self._rel(found.url))}">{text}</a>'
        if found.term in self._terms:
            self._terms.remove(found.term)
            return f'<a class="term" href="{escape(self._rel(found.url))}" data-term="{found.term}">{text}</a>'
        return text

    def said(self, found: Mention) -> str:
        """Return a reference as text."""
        text = escape(found.text)
        if not found.figure:
            return text
        before, bare, after = (escape(part) for part in found.parts)
        return f'{before}<b class="n" data-figure="{found.figure}">{bare}</b>{after}'

    def _figure(self, found: Mention) -> str:
        before, bare, after = (escape(part) for part in found.parts)
        if found.figure not in self._numbers:  # a note names it, and no text of the page does
            return f'{before}<a class="ref" href="{escape(self._rel(found.url))}">{bare}</a>{after}'
        if len(bare) > LONG:  # a button does not break over lines; the words of a long unit may
            bare, rest = LEADING.split(bare, maxsplit=1)[1:] if LEADING.match(bare) else (bare, "")
            after = rest + after
        button = f'<button type="button" class="figure n" popovertarget="evidence-{found.figure}">{bare}</button>'
        number = f'<span class="endnote">[{self._numbers[found.figure]}]</span>'  # what print has for the evidence
        care = self.care if found.care else ""
        together = f'<span class="whole-figure">{button}{care}{number}</span>'  # the note's number stays beside it
        whose = "fig" if found.place else "fig ours"  # by the source, or here alone
        return f'<span class="{whose}" data-figure="{found.figure}">{before}{together}{after}</span>'


def _fault(error: Exception, templates: Templates, page: Page) -> Diagnostic:
    """P005: a template uses a name, word or asset that does not exist, or fails in another way."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in templates.texts]
    name, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else ("", 1)
    message = f"{error}, on the page '{page.path}'"
    path = f"{templates.root}/{name}" if name else templates.root
    hint = "add it to words.en.yaml, or correct the name" if isinstance(error, MissingWordError) else "correct the name"
    return Diagnostic("P005", message[:1].lower() + message[1:], path, Position(line, 1), hint=hint)
