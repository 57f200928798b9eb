"""Compressed copies beside texts, for hosts that send what they find: `.gz` (RFC 1952) and `.br` (RFC 7932).

Equal texts give equal copies: no name, no date and no system in the header.  The only module that imports brotli.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from .build import Recipe, packed, unpacked

TEXTS = (".bib", ".css", ".csv", ".html", ".js", ".json", ".ris", ".svg", ".txt", ".xml")
GZIP, BROTLI = ".gz", ".br"
HEAD = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"  # deflated, undated, as small as can be, made on no system in particular
MAKER = {"zlib": zlib.ZLIB_RUNTIME_VERSION}  # brotli's version is the program's to count

Make = Callable[[Mapping[str, bytes]], bytes]


def copies(recipes: Iterable[Recipe]) -> Iterator[Recipe]:
    """Yield the recipes of the copies of every text among the recipes' files; folders have theirs inside."""
    for recipe in recipes:
        if recipe.published and not recipe.folder and recipe.path.endswith(TEXTS):
            for suffix, make in MAKERS.items():
                yield Recipe(
                    f"{recipe.path}{suffix}", MAKER, partial(_copy, recipe.path, make), (recipe.path,), apart=True
                )


def with_copies(recipe: Recipe) -> Recipe:
    """Return the recipe of a folder, in which every text has its copies."""
    return replace(recipe, key={**recipe.key, **MAKER}, make=partial(_folder, recipe.make)) if recipe.folder else recipe


def gzipped(content: bytes) -> bytes:
    """Return bytes as a gzip file."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflater.compress(content) + deflater.flush()
    return HEAD + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def brotlied(content: bytes) -> bytes:
    """Return bytes as a Brotli stream."""
    import brotli  # noqa: PLC0415 - few builds need it

    return bytes(brotli.compress(content, mode=brotli.MODE_TEXT))


MAKERS = {GZIP: gzipped, BROTLI: brotlied}


def _copy(path: str, make: Callable[[bytes], bytes], products: Mapping[str, bytes]) -> bytes:
    return make(products[path])


def _folder(make: Make, products: Mapping[str, bytes]) -> bytes:
    files = unpacked(make(products))
    texts = {path: content for path, content in files.items() if path.endswith(TEXTS)}
    return packed(files | {f"{path}{end}": made(text) for path, text in texts.items() for end, made in MAKERS.items()})
