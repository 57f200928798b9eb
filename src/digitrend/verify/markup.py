"""Markup to tags: what a browser's tokenizer would see, as far as checking a page needs it.

The standard library's parser takes three times as long for this as one regular expression does, and a build checks
every page.  The expression follows the tokenizer of the HTML standard for all that a well-formed page holds; a broken
page is read to its end in linear time.  https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Tag: TypeAlias = tuple[str, str, int, int]
"""A tag: its name in lower case ("/p" closes), its attributes as written, where it begins and where it ends."""

# Elements whose content is text, whatever it holds.
_RAW = r"(?i:iframe|noembed|noframes|script|style|textarea|title|xmp)(?=[ \t\n\r\f/>])"

# What repeats a character is possessive: where one alternative ends, no other could have gone on.
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+|(?=>))"""
_NAME = r"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
_EQUALS = r"[ \t\n\r\f]*+=[ \t\n\r\f]*+"
_ATTRIBUTES = rf"((?:[ \t\n\r\f/]++|{_NAME}(?:{_EQUALS}{_VALUE}|(?![ \t\n\r\f]*+=)))*)"
_ELEMENT = r"/?[a-zA-Z][^ \t\n\r\f/>]*+"
_ASIDE = r"!--(?:-?>|.*?(?:--!?>|\Z))|!\[CDATA\[.*?(?:\]\]>|\Z)|[!?/][^>]*+(?:>|\Z)"
_UNCLOSED = r"[a-zA-Z].*"  # a tag that never ends takes the rest of the file with it
_CONTENT = r".*?(?:</(?i:(?P=raw))(?=[ \t\n\r\f/>])|\Z)"

_HTML = rf"<(?:((?P<raw>{_RAW})|{_ELEMENT}){_ATTRIBUTES}>(?(raw){_CONTENT})|{_ASIDE}|{_UNCLOSED})"
_XML = rf"<(?:((?P<raw>(?!))|{_ELEMENT}){_ATTRIBUTES}>|{_ASIDE}|{_UNCLOSED})"
HTML = re.compile(_HTML, re.DOTALL)
XML = re.compile(_XML, re.DOTALL)  # the same groups; no element is raw

_PAIR = re.compile(rf"({_NAME})(?:{_EQUALS}({_VALUE}))?")


def tags(text: str, language: re.Pattern[str] = HTML) -> Iterator[Tag]:
    """Yield the tags of a text in order, without those in comments and, in HTML, in scripts and the like."""
    for found in language.finditer(text):
        name, _, written = found.groups()
        if name:
            if written and name.startswith("/"):
                written = ""  # an end tag's attributes mean nothing
            yield name.lower(), written, found.start(), found.end(3) + 1


def written_attributes(written: str) -> list[tuple[str, str]]:
    """Return a tag's attributes: their names as written, and their values with the quotes."""
    return _PAIR.findall(written)


def meaning(written: str) -> str:
    """Return what a written value means: without its quotes, and with its character references resolved."""
    plain = written[1:-1] if written[:1] in {'"', "'"} else written
    return unescape(plain) if "&" in plain else plain
