"""A site as one file beside it: a zip archive (APPNOTE 6.3), the same bytes for the same site."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digitrend.store.files import StoreError, replace, saying
from digitrend.store.marker import MARKER

if TYPE_CHECKING:
    from pathlib import Path

    from digitrend.store.site import Site

TOP = "briefing"  # the folder in it, whatever the site's own is called
MADE_BY = b"digitrend"  # the archive's comment, by which we know our own


class Packed(NamedTuple):
    """An archive that was written, or stood already."""

    path: str  # as the user wrote the site's folder
    bytes: int


def archive(site: Site) -> Packed:
    """Pack a site's own files, not what was put into it by hand, into the file `site.zip` beside `site`.

    Raises StoreError when a file of that name is not an archive of ours, and when the disk refuses.
    """
    target = site.out.with_name(f"{site.out.name}.zip")
    name = f"{site.name}.zip"
    with saying(f"cannot write '{name}'"):
        if target.is_symlink() or (target.exists() and not _is_ours(target)):
            raise StoreError(f"'{name}' is not an archive of this program: move it away")
        content = _archive({**site.contents(), MARKER: (site.out / MARKER).read_bytes()})
        if not target.exists() or target.read_bytes() != content:
            replace(target, content)
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
