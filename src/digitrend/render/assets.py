"""The stylesheet, the typefaces and the other files that pages load, under names that change with their content.

The names carry the digest of the bytes, so fonts and stylesheets are made while the site is planned. What was made is
noted in the cache with what it was made from: fonts are opened only when that has changed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from digitrend.build.cache import Cache, font_cache
from digitrend.build.files import digest
from digitrend.build.keys import canonical
from digitrend.build.recipe import Recipe, constant
from digitrend.draw.fonts import FACES, Face, face_css, font, glyphs_in

FONT_FACES = "/* @font-face */"  # where the stylesheet wants its typefaces
_PART = re.compile(rb"/\* @(\w+) \*/")  # where a script wants another, by its name: one request less
_REMARK = re.compile(rb"^[ \t]*//[^\n]*\n|^[ \t]+", re.MULTILINE)  # what only the editors of a script read
# What only the editors of a stylesheet read; strings are stepped over.
_ADVICE = re.compile(rb"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/|(?<=[:,])\s+|\s*([{};])\s*""", re.DOTALL)


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


def hashed(name: str, content: bytes) -> str:
    """Return an asset's path in the site: its plain name with the head of the digest of its bytes."""
    stem, suffix = posixpath.splitext(name)
    return f"assets/{stem}-{digest(content)[:10]}{suffix}"


def assets_of(files: Mapping[str, bytes], texts: tuple[str, ...], program: str, cache: Cache | None = None) -> Assets:
    """Return the assets of the templates' `assets/` folder and the fonts; `texts` are all that pages may show."""
    glyphs = frozenset(glyphs_in(texts))
    made: dict[str, bytes] = {}
    for face in FACES:
        key = digest(canonical((face, "".join(sorted(glyphs)), program)))
        made[font_name(face)] = _noted(
            cache, font_name(face), key, partial(_shared, key, partial(font, face, glyphs, {}))
        )
    fonts = {name: posixpath.basename(hashed(name, content)) for name, content in made.items()}
    for name, given in files.items():
        made[name] = _unadvised(_whole(given, files)) if name.endswith(".js") else given
        if name.endswith(".css"):
            key = digest(canonical((digest(given), fonts, program)))
            made[name] = _noted(cache, name, key, partial(_with_faces, given, fonts))
    paths = {name: hashed(name, content) for name, content in made.items()}
    recipes = (Recipe(paths[name], {"content": digest(raw)}, partial(constant, raw)) for name, raw in made.items())
    return Assets(tuple(recipes), paths)


def _noted(cache: Cache | None, name: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what the cache has noted of an asset that was made from the same, or make and note it."""
    note = f"asset {name}"
    head, _, content = ((cache.note(note) if cache else None) or b"").partition(b"\n")
    if head != key.encode():
        content = make()
        if cache:
            cache.write_note(note, key.encode() + b"\n" + content)
    return content


def _shared(key: str, make: Callable[[], bytes]) -> bytes:
    """Return a typeface from the user's cache, where another site has it, or make it and keep it there."""
    shared = font_cache()
    content = shared.get(key) if shared else None
    if content is None:
        content = make()
        if shared:
            shared.put(key, content)
    return content


def _unadvised(script: bytes) -> bytes:
    """Return a script without the lines and the indents that only its editors read; it has no text of several lines."""
    return _REMARK.sub(b"", script)


def _whole(script: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a script with the others that it wants inside, and what those want."""
    return _PART.sub(lambda found: _whole(files.get(f"{found[1].decode()}.js", b""), files), script)


def _with_faces(raw: bytes, fonts: Mapping[str, str]) -> bytes:
    """Return a stylesheet with its typefaces, and without what only its editors read."""
    urls = {face: fonts[font_name(face)] for face in FACES}
    return without_comments(raw.replace(FONT_FACES.encode(), face_css(urls).encode()))


def without_comments(sheet: bytes) -> bytes:
    """Return a stylesheet without what only its editors read."""
    return _ADVICE.sub(rb"\1\2", sheet)
