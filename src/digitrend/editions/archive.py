"""The site as a ZIP archive beside it (APPNOTE 6.3), and compressed copies of its files."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from digitrend.build.files import MARKER, replace_file, store_errors
from digitrend.build.recipe import Recipe
from digitrend.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from digitrend.build.output import Site


TOP = "briefing"  # the folder in it, whatever the site's own is called
MADE_BY = b"digitrend"  # the archive's comment, by which we know our own


class Packed(NamedTuple):
    """An archive that was written, or was up to date."""

    path: str  # as the user wrote the site's folder
    bytes: int


def archive(site: Site) -> Packed:
    """Pack a site's own files, not what was put into it by hand, into the file `site.zip` beside `site`.

    Raises StoreError when a file of that name is not an archive of ours, and when the disk refuses.
    """
    target = site.out.with_name(f"{site.out.name}.zip")
    name = f"{site.name}.zip"
    with store_errors(f"cannot write '{name}'"):
        if target.is_symlink() or (target.exists() and not _is_ours(target)):
            raise StoreError(f"'{name}' is not an archive of this program: move it away")
        content = _archive({**site.contents(), MARKER: (site.out / MARKER).read_bytes()})
        if not target.exists() or target.read_bytes() != content:
            replace_file(target, content)
    return Packed(name, len(content))


def _archive(files: dict[str, bytes]) -> bytes:
    import io  # noqa: PLC0415 - few builds pack
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo  # noqa: PLC0415

    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as writer:
        writer.comment = MADE_BY
        for path in sorted(files):
            member = ZipInfo(f"{TOP}/{path}")  # dated 1980, as far back as the format goes
            member.create_system = 3  # the same on every system
            member.external_attr = 0o100644 << 16  # a file that its owner may change and all may read
            member.compress_type = ZIP_DEFLATED
            writer.writestr(member, files[path], compresslevel=9)
    return packed.getvalue()


def _is_ours(target: Path) -> bool:
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415 - as above

    try:
        with ZipFile(target) as reader:
            return reader.comment == MADE_BY
    except BadZipFile:
        return False


TEXTS = (".bib", ".css", ".csv", ".html", ".js", ".json", ".md", ".ris", ".svg", ".txt", ".xml")
GZIP, BROTLI = ".gz", ".br"
HEAD = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"  # deflated, undated, as small as can be, made on no system in particular
MAKER = {"zlib": zlib.ZLIB_RUNTIME_VERSION}  # brotli's version is the program's to count


def copies(recipes: Iterable[Recipe]) -> Iterator[Recipe]:
    """Yield the recipes of the copies of every text among the recipes' files."""
    for recipe in recipes:
        if recipe.published and recipe.path.endswith(TEXTS):
            for suffix, make in MAKERS.items():
                yield Recipe(
                    f"{recipe.path}{suffix}", MAKER, partial(_copy, recipe.path, make), (recipe.path,), in_worker=True
                )


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
