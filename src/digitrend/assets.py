"""The stylesheet, the typefaces and the other files that pages load, under names that change with their content.

A font's name carries the digest of what it is made from, which settles its bytes; so the stylesheet that names it can
be written before the font is cut.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from .apart import font
from .build import Recipe, canonical, digest
from .typefaces import FACES, Face, face_css, glyphs_in

FONT_FACES = "/* @font-face */"  # where the stylesheet wants its typefaces


@dataclass(frozen=True, slots=True)
class Assets:
    """The recipes of all assets, and the path of each by its plain name."""

    recipes: tuple[Recipe, ...]
    paths: Mapping[str, str]  # "site.css" → "assets/site-1a2b3c4d5e.css"


def font_name(face: Face) -> str:
    """Return the plain name of a face's file: "serif-400.woff2", "serif-400-italic.woff2"."""
    family = face.family.rpartition(" ")[2].lower()
    style = "" if face.style == "normal" else f"-{face.style}"
    return f"{family}-{face.weight}{style}.woff2"


def hashed(name: str, key: str) -> str:
    """Return an asset's path in the site: its plain name with the head of a digest."""
    stem, suffix = posixpath.splitext(name)
    return f"assets/{stem}-{key[:10]}{suffix}"


def assets_of(files: Mapping[str, bytes], texts: tuple[str, ...], program: str) -> Assets:
    """Return the assets of the templates' `assets/` folder and the fonts; `texts` are all that pages may show."""
    glyphs = frozenset(glyphs_in(texts))
    recipes: list[Recipe] = []
    paths: dict[str, str] = {}
    for face in FACES:
        key = {"typeface": digest(canonical(face)), "glyphs": digest("".join(sorted(glyphs))), "program": program}
        paths[font_name(face)] = hashed(font_name(face), digest(canonical(key)))
        recipes.append(Recipe(paths[font_name(face)], key, partial(font, face, glyphs), apart=True))
    for name, raw in files.items():
        content = _with_fonts(raw, paths) if name.endswith(".css") else raw
        paths[name] = hashed(name, digest(content))
        recipes.append(Recipe(paths[name], {"content": digest(content)}, partial(_given, content)))
    return Assets(tuple(recipes), paths)


def _with_fonts(raw: bytes, paths: Mapping[str, str]) -> bytes:
    urls = {face: posixpath.basename(paths[font_name(face)]) for face in FACES}
    return raw.decode().replace(FONT_FACES, face_css(urls)).encode()


def _given(content: bytes, _: Mapping[str, bytes]) -> bytes:
    return content
