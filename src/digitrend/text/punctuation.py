"""Punctuation by language: what templates and sentences made here write as “, ” is “，” in Chinese.

Languages with signs of their own list them as `full_width` in their data file.
"""

from __future__ import annotations

import re
from functools import cache

from digitrend.text.lexicon import languages, lexicon

HAN = "\u3400-\u9fff\uf900-\ufaff"
TAG = re.compile(r"(<[^>]*>)")
# Text that stands as it is: quotations, code, drawings, what browsers read.
AS_IT_IS = ("q", "code", "pre", "script", "style", "svg", "textarea")
_OPENS = re.compile(rf"<(/?)({'|'.join(AS_IT_IS)})\b")


def punctuate(text: str, language: str) -> str:
    """Return plain text with the language's own signs beside its own letters."""
    signs = _signs(language)
    return _filled(text, "", signs) if signs else text


def punctuate_html(html: str, language: str) -> str:
    """Return HTML with the language's own signs beside its own letters, whatever tags stand between."""
    signs = _signs(language)
    if not signs:
        return html
    pieces, before, kept = [], "", 0
    for piece in TAG.split(html):
        if piece.startswith("<"):
            if found := _OPENS.match(piece):
                kept += -1 if found[1] else 1
            pieces.append(piece)
            continue
        made = piece if kept else _filled(piece, before, signs)
        pieces.append(made)
        before = (made.rstrip() or before)[-1:]
    return "".join(pieces)


@cache
def _signs(language: str) -> dict[str, str]:
    short = language.partition("-")[0]
    return dict(lexicon(short).table("full_width")) if short in languages() else {}


def _filled(text: str, before: str, signs: dict[str, str]) -> str:
    """Replace each sign that stands behind a Han character, or before one and behind no digit."""
    spelt = "".join(map(re.escape, signs))
    behind = re.compile(rf"(?<=[{HAN}）》”’])([{spelt}])(?:[ \n]+|$|(?=[<{HAN}]))")
    made = behind.sub(lambda match: signs[match[1]], text)
    if re.match(rf"[{HAN}）》”’]", before):
        made = re.sub(rf"^\s*([{spelt}])(?:\s+|$)", lambda match: signs[match[1]], made)
    return re.sub(rf"([{spelt}]) (?=[{HAN}《“])", lambda match: signs[match[1]], made)
