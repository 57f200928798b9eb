"""Prose to HTML: Markdown with its references filled in.

Raw HTML is off, and what Markdown makes is cleaned, so content can bring in no element, handler or address of its own
but the few that prose needs.  Most prose is plain and needs no Markdown at all; it gives the same HTML either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape

from digitrend.site.lookup import Mention, ResolvedProse

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
    """Return Markdown as HTML; a text that is no `block` is one line, in which nothing begins a list or the like."""
    if MARKED.search(text):
        made = with_markdown(text, block=block)
    else:
        paragraphs = (part for part in re.split(r"\n\s*\n", text) if part.strip())
        made = "\n".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in paragraphs)
    return made if block else re.sub(r"^<p>(.*)</p>$", r"\1", made, flags=re.DOTALL)


@lru_cache(maxsize=4096)
def with_markdown(text: str, *, block: bool) -> str:
    """Return Markdown as clean HTML, by way of the Markdown library."""
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
