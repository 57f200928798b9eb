"""The output folder: its lock, the new site beside it, the swap, and files put there by hand, which are kept.

Also the site as a ZIP archive beside it (APPNOTE 6.3).
"""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digitrend.build.files import (
    MARKER,
    digest,
    discard,
    exchange,
    folders_above,
    is_link,
    is_ours,
    listing,
    marked_files,
    marker_text,
    replace_file,
    safe,
    store_errors,
)
from digitrend.errors import BusyError, NotOursError, StoreError
from digitrend.signals import check_interrupt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from filelock import BaseFileLock


def check_room(site: Path, files: Mapping[str, bytes], replaced: Collection[str] = ()) -> None:
    """Raise StoreError if a file put into `site` by hand is in the place of one of `files`.

    It may have the same bytes, or be one of `replaced`.
    """
    folders = _folders(files)
    for path, kind in _by_hand(site).items():
        if path in files and kind == "file" and (site / path).read_bytes() == files[path]:
            continue
        if (path in files and path not in replaced) or (path in folders and kind != "folder"):
            raise StoreError(f"'{path}' was put into the site by hand, and the build makes one: move it away")
        if any(above in files for above in folders_above(path)):
            raise StoreError(f"'{path}' was put where the build makes a file: move it away")


def carry(old: Path, new: Path, *, late: bool = False) -> None:
    """Copy files put into `old` by hand to `new`, unless the build makes a file of the same path.

    `late`: `new` is the site already, so move what it lacks; `old` is removed afterwards.
    """
    made = marked_files(new) or {}
    for path, kind in sorted(_by_hand(old).items()):
        if path in made:
            continue
        if kind == "folder":
            (new / path).mkdir(parents=True, exist_ok=True)
        elif not late:
            _copy(old / path, new / path, kind)
        elif not _same(old / path, new / path):
            (old / path).replace(new / path)


def _by_hand(site: Path) -> dict[str, str]:
    """Return the files of a site that its marker does not list, path → kind."""
    made = marked_files(site)
    if made is None:
        return {}
    made_too = made.keys() | _folders(made) | {MARKER}
    return {path: kind for path, kind in listing(site).items() if path not in made_too}


def _copy(source: Path, target: Path, kind: str) -> None:
    """Hard-link a file, or copy it where that is not possible."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "link":
        target.symlink_to(source.readlink(), target_is_directory=source.is_dir())
        return
    try:
        target.hardlink_to(source)
    except (OSError, AttributeError):
        import shutil  # noqa: PLC0415 - loads three compressors

        shutil.copy2(source, target)


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except FileNotFoundError:
        return False


def _folders(paths: Collection[str]) -> set[str]:
    return {above for path in paths for above in folders_above(path)}


TURN = 0.2  # seconds between checks for a signal while waiting
PATIENCE = 60.0  # seconds to wait for another build; a cold one takes 3


class Site:
    """The output folder `out`, and temporary folders beside it.

    Call methods that write inside `with site.locked():`, which also removes what is staged and not swapped.
    """

    def __init__(self, out: Path) -> None:
        """Take the path of the folder; nothing is read yet."""
        self.name = Path(out).as_posix()  # as the user wrote it, for messages
        # The last part of the path is not resolved, so that a link can be refused.
        parent = Path(os.path.realpath(Path(out).parent))
        self.out = parent / out.name if out.name not in {"", ".."} else Path(os.path.realpath(out))

    def check(self) -> None:
        """Raise NotOursError if the folder must not be written to; StoreError if it cannot be read."""
        with store_errors(f"cannot read '{self.name}'"):
            if fault := self._no_folder() or self._not_ours():
                raise NotOursError(fault)

    def _no_folder(self) -> str:
        """Return why this cannot be the folder of a site, or ""."""
        if is_link(self.out):
            # Swapping would replace the link and not its target.
            return f"'{self.name}' is a link: name the folder that it leads to"
        if not self.out.exists():
            return ""
        if not self.out.is_dir():
            return f"'{self.name}' is a file: name a folder for the site"
        return ""

    def _not_ours(self) -> str:
        """Return why this folder must not be written to, or ""."""
        if not self.out.exists():
            return ""
        if any(self.out.samefile(place) for place in _lived_in()):
            return f"'{self.name}' is your working or home folder, or contains it: name a folder for the site only"
        if os.path.ismount(self.out):
            return f"'{self.name}' is a mount point: name a folder below it"
        if any(self.out.iterdir()) and self.files() is None:
            return f"'{self.name}' contains files that digitrend did not write: empty it or name another folder"
        return ""

    def files(self) -> Mapping[str, str] | None:
        """Return the files of the site, path → SHA-256, or None if there is no site."""
        return marked_files(self.out)

    def contents(self) -> dict[str, bytes]:
        """Return the bytes of the site's files that exist, edited or not."""
        with store_errors(f"cannot read '{self.name}'"):
            standing = listing(self.out) if self.out.is_dir() else {}
        read = {}
        for path in self.files() or {}:
            if standing.get(path) == "file":
                # A file that cannot be read counts as missing.
                with suppress(OSError):
                    read[path] = (self.out / path).read_bytes()
        return read

    def marked(self, files: Mapping[str, str]) -> bool:
        """Return whether the marker lists exactly `files` (path → SHA-256)."""
        with suppress(OSError):
            return (self.out / MARKER).read_bytes() == marker_text(files)
        return False

    def intact(self, files: Mapping[str, str]) -> int | None:
        """Return the total size of `files` (path → SHA-256), or None if one is missing or damaged."""
        total = 0
        try:
            for path, sha in files.items():
                with open(f"{self.out}/{path}", "rb") as file:  # noqa: PTH123 - this is the fast path
                    content = file.read()
                if digest(content) != sha:
                    return None
                total += len(content)
        except OSError:
            return None
        return total

    @contextmanager
    def locked(self, patience: float = PATIENCE) -> Iterator[None]:
        """Lock the site for one build; wait up to `patience` seconds for another one.

        Raises NotOursError, BusyError, StoreError if nothing can be written beside the site, and KeyboardInterrupt
        after a signal.
        """
        from filelock import FileLock  # noqa: PLC0415 - 40 ms that only a build should cost

        self.check()
        # Beside the site and not in the cache, because builds with other caches must find it.
        file = self.out.with_name(f".{self.out.name}.lock")
        with store_errors(f"cannot write beside '{self.name}'"):
            self.out.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(file)
            until = time.monotonic() + patience
            while not _acquired(lock, until - time.monotonic()):
                check_interrupt()
                if time.monotonic() >= until:
                    raise BusyError(f"another build is writing to '{self.name}'; try again later")
        try:
            self.sweep()
            self.check()
            yield
        finally:
            self.sweep()
            # While locked: a build that waits for this file finds it gone and makes a new one.
            with suppress(OSError):
                file.unlink()
            lock.release()

    def sweep(self) -> None:
        """Clean up after killed builds: restore a site that was moved aside, remove other folders."""
        for left in self.left_over():
            if not os.path.lexists(self.out) and ".old-" in left.name:
                with store_errors(f"cannot put back '{self.name}'"):
                    left.rename(self.out)
            else:
                discard(left, MARKER)

    def left_over(self) -> list[Path]:
        """Return temporary folders of this site, beside it, old sites first."""
        pattern = re.compile(rf"\.{re.escape(self.out.name)}\.(new|old)-[0-9a-f]{{8}}")
        with suppress(OSError):
            found = [path for path in self.out.parent.iterdir() if pattern.fullmatch(path.name)]
            return sorted((path for path in found if is_ours(path)), key=lambda path: path.name, reverse=True)
        return []

    def stage(self, files: Mapping[str, bytes], replaced: Collection[str] = ()) -> Path:
        """Write a new site beside the old one and return its folder.

        Unchanged files are hard links to those of the old site, so they keep their dates.  Files put into the old site
        by hand are copied, except for `replaced`.  Raises ValueError for a path that is not safe, StoreError for errors
        of the disk or a file made by hand that is in the way.
        """
        digests = {safe(path): digest(content) for path, content in files.items()}
        if MARKER in files:
            raise ValueError(f"'{MARKER}' is the marker's own path")
        with store_errors(f"cannot read '{self.name}'"):
            check_room(self.out, files, replaced)
        new = self._aside("new")
        with store_errors(f"cannot write beside '{self.name}'"):
            new.mkdir()
            # First, so that a kill leaves no folder of unknown origin.  It must survive a power cut: without the
            # marker the next build would refuse the folder; other files are made again if damaged.
            replace_file(new / MARKER, marker_text(digests), durable=True)
        self._fill(new, files, digests)
        with store_errors(f"cannot copy what was put into '{self.name}' by hand"):
            carry(self.out, new)
        return new

    def _fill(self, new: Path, files: Mapping[str, bytes], digests: Mapping[str, str]) -> None:
        old = self.files() or {}
        for folder in sorted({path.rpartition("/")[0] for path in files}):
            with store_errors(f"cannot make the folder '{folder}'"):
                (new / folder).mkdir(parents=True, exist_ok=True)
        # One walk, which follows no links.
        plain = {path for path, kind in (listing(self.out) if old else {}).items() if kind == "file"}
        for path in sorted(files):
            if path in plain and old.get(path) == digests[path] and self._link(new, path, files[path]):
                continue
            with store_errors(f"cannot write '{path}'"):
                (new / path).write_bytes(files[path])

    def _link(self, new: Path, path: str, content: bytes) -> bool:
        """Hard-link a file of the old site into the new one, if it is intact; return whether that worked."""
        standing = os.path.join(self.out, path)  # noqa: PTH118 - paths as values cost more here than the links
        with suppress(OSError, AttributeError):  # no links on this file system, or in this Python
            with open(standing, "rb") as file:  # noqa: PTH123
                if file.read() != content:
                    return False
            os.link(standing, os.path.join(new, path))  # noqa: PTH118
            return True
        return False

    def swap(self, staged: Path) -> None:
        """Replace the site by a staged folder, in one step if the system can.

        Raises StoreError if that fails; the old site is then unchanged.
        """
        with store_errors(f"cannot replace '{self.name}' by the new site"):
            old = self._exchange(staged)
            if old is not None:
                # Files that were put there by hand during staging.
                carry(old, self.out, late=True)
                discard(old, MARKER)

    def _exchange(self, staged: Path) -> Path | None:
        """Swap, and return the path of the old site, or None."""
        if self.files() is None:
            if self.out.exists():
                self.out.rmdir()  # empty, by `check`; Windows cannot rename onto it
            staged.rename(self.out)
            return None
        if exchange(staged, self.out):
            return staged
        old = self._aside("old")
        self.out.rename(old)
        staged.rename(self.out)  # if this fails, `sweep` restores the old one
        return old

    def _aside(self, kind: str) -> Path:
        """Return a new random path beside the site."""
        return self.out.with_name(f".{self.out.name}.{kind}-{os.urandom(4).hex()}")


def _acquired(lock: BaseFileLock, patience: float) -> bool:
    """Try to get a lock for TURN seconds, or `patience` seconds if that is less."""
    from filelock import Timeout  # noqa: PLC0415 - as in locked

    try:
        lock.acquire(timeout=max(0.0, min(TURN, patience)))
    except Timeout:
        return False
    return True


def _lived_in() -> list[Path]:
    """Return the working folder, the home folder, and all folders above them."""
    places = []
    for place in (Path(), Path("~")):
        with suppress(OSError, RuntimeError):  # the folder is gone; there is no home
            places.append(place.expanduser().resolve(strict=True))
    return sorted({above for place in places for above in (place, *place.parents)})


TOP = "briefing"  # the folder in it, whatever the site's own is called
MADE_BY = b"digitrend"  # the archive's comment, by which we know our own


def archive(site: Site) -> tuple[str, int]:
    """Pack a site's own files, not what was put into it by hand, into the file `site.zip` beside `site`.

    Returns its path, as the user wrote the site's folder, and its bytes.
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
    return name, len(content)


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
