"""A folder as bytes: what a recipe gives whose output is several files, the names of which only its making tells.

Equal files give equal bytes: a zip archive, not compressed, with the names in order and without dates.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files, by their path in the folder, as one."""
    from zipfile import ZipFile, ZipInfo  # noqa: PLC0415 - a build without folders need not load it

    archive = io.BytesIO()
    with ZipFile(archive, "w") as writer:
        for path in sorted(files):
            member = ZipInfo(path)  # dated 1980, as far back as the format goes
            member.create_system = 3  # the same on every system
            writer.writestr(member, files[path])
    return archive.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files that were packed, by their path in the folder."""
    from zipfile import ZipFile  # noqa: PLC0415 - as in packed

    with ZipFile(io.BytesIO(content)) as reader:
        return {member.filename: reader.read(member) for member in reader.infolist()}
