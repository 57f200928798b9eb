"""Files put into the site by hand: they stay, whatever the build does around them."""

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
    is_link,
    is_ours,
    listing,
    marked_files,
    marker_text,
    replace_file,
    safe,
    saying,
)
from digitrend.errors import BusyError, NotOursError, StoreError
from digitrend.signals import check_interrupt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from filelock import BaseFileLock


def check_room(site: Path, files: Mapping[str, bytes], replaced: Collection[str] = ()) -> None:
    """Raise StoreError when a file put into `site` by hand stands where one of `files` belongs.

    One with the same bytes does not: from then on it is the build's. Nor does one of `replaced`.
    """
    folders = _folders(files)
    for path, kind in _by_hand(site).items():
        if path in files and kind == "file" and (site / path).read_bytes() == files[path]:
            continue
        if (path in files and path not in replaced) or (path in folders and kind != "folder"):
            raise StoreError(f"'{path}' was put into the site by hand, and the build makes one: move it away")
        if any(above in files for above in _above(path)):
            raise StoreError(f"'{path}' was put where the build makes a file: move it away")


def carry(old: Path, new: Path, *, late: bool = False) -> None:
    """Bring what was put into `old` by hand to `new`, where nothing of the same path is made.

    `late`: `new` is the site already and `old` goes away, so what `new` lacks is moved.
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
    """Return what stands in a site and not in its marker, path → kind."""
    made = marked_files(site)
    if made is None:
        return {}
    made_too = made.keys() | _folders(made) | {MARKER}
    return {path: kind for path, kind in listing(site).items() if path not in made_too}


def _copy(source: Path, target: Path, kind: str) -> None:
    """Make the same file a second time: as a link to it, or where there are none, as a copy."""
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
    return {above for path in paths for above in _above(path)}


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]


TURN = 0.2  # seconds between two looks at whether to go on waiting
PATIENCE = 60.0  # seconds to wait for another build; a cold one takes 3


class Site:
    """The output folder `out` and what stands beside it in the same parent folder.

    Methods that write belong inside `with site.locked():`, which also clears away what is staged
    and not swapped.
    """

    def __init__(self, out: Path) -> None:
        """Take the folder to be made; nothing is looked at yet."""
        self.name = Path(out).as_posix()  # as the user wrote it, for messages
        # The folder's own last name is kept, so that a link there can be seen and refused.
        parent = Path(os.path.realpath(Path(out).parent))
        self.out = parent / out.name if out.name not in {"", ".."} else Path(os.path.realpath(out))

    def check(self) -> None:
        """Raise NotOurs when this folder must not be written to; StoreError if it cannot be read."""
        with saying(f"cannot look into '{self.name}'"):
            if fault := self._no_folder() or self._not_ours():
                raise NotOursError(fault)

    def _no_folder(self) -> str:
        """Say why this cannot be the folder of a site, or return ""."""
        if is_link(self.out):
            # The exchange would replace the link and leave untouched what it leads to.
            return f"'{self.name}' is a link: name the folder that it leads to"
        if not self.out.exists():
            return ""
        if not self.out.is_dir():
            return f"'{self.name}' is a file: name a folder for the site"
        return ""

    def _not_ours(self) -> str:
        """Say why this folder must not be written to, or return ""."""
        if not self.out.exists():
            return ""
        if any(self.out.samefile(place) for place in _lived_in()):
            return f"'{self.name}' is a folder that you work in or live in: name one for the site alone"
        if os.path.ismount(self.out):
            return f"'{self.name}' is where a disk is mounted: name a folder on it"
        if any(self.out.iterdir()) and self.files() is None:
            return f"'{self.name}' holds files that are not this program's: empty it or name another folder"
        return ""

    def files(self) -> dict[str, str] | None:
        """Return what the site is made of, path → SHA-256, or None when it is not there."""
        return marked_files(self.out)

    def contents(self) -> dict[str, bytes]:
        """Return the bytes of those files of the site that still stand, edited or not."""
        with saying(f"cannot read '{self.name}'"):
            standing = listing(self.out) if self.out.is_dir() else {}
        read = {}
        for path in self.files() or {}:
            if standing.get(path) == "file":
                # One that cannot be read is as good as gone: it is made again.
                with suppress(OSError):
                    read[path] = (self.out / path).read_bytes()
        return read

    def marked(self, files: Mapping[str, str]) -> bool:
        """Tell whether the marker says that the site is made of just `files` (path → SHA-256)."""
        with suppress(OSError):
            return (self.out / MARKER).read_bytes() == marker_text(files)
        return False

    def intact(self, files: Mapping[str, str]) -> int | None:
        """Return how many bytes `files` (path → SHA-256) are, or None when one is missing or damaged."""
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
        """Hold the site for one build, waiting `patience` seconds for another to end.

        Raises NotOurs, Busy, StoreError when nothing can be written beside the site, and KeyboardInterrupt after a
        signal meanwhile.
        """
        from filelock import FileLock  # noqa: PLC0415 - 40 ms that only a build should cost

        self.check()
        # Beside the site, not in a cache: whoever builds here must meet whoever else does.
        file = self.out.with_name(f".{self.out.name}.lock")
        with saying(f"cannot write beside '{self.name}'"):
            self.out.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(file)
            until = time.monotonic() + patience  # a clock that nobody sets
            while not _acquired(lock, until - time.monotonic()):
                check_interrupt()
                if time.monotonic() >= until:
                    raise BusyError(f"another build is writing to '{self.name}'; try again when it has ended")
        try:
            self.sweep()
            self.check()
            yield
        finally:
            self.sweep()
            # Still held: one who waits for this file finds it gone and makes a new one.
            with suppress(OSError):
                file.unlink()
            lock.release()

    def sweep(self) -> None:
        """Put back a site that a kill left aside, and remove what killed builds left beside it."""
        for left in self.left_over():
            if not os.path.lexists(self.out) and ".old-" in left.name:
                with saying(f"cannot put back '{self.name}'"):
                    left.rename(self.out)
            else:
                discard(left, MARKER)

    def left_over(self) -> list[Path]:
        """Return the folders beside the site that carry our name and our marker, old ones first."""
        pattern = re.compile(rf"\.{re.escape(self.out.name)}\.(new|old)-[0-9a-f]{{8}}")
        with suppress(OSError):
            found = [path for path in self.out.parent.iterdir() if pattern.fullmatch(path.name)]
            return sorted((path for path in found if is_ours(path)), key=lambda path: path.name, reverse=True)
        return []

    def stage(self, files: Mapping[str, bytes], replaced: Collection[str] = ()) -> Path:
        """Write a new site beside the old one and return its folder.

        Files that are the same as in the old site are links to those, so their dates stay.  Files
        put into the old site by hand are carried over, but for `replaced`.  Raises ValueError for a path that is not
        safe, StoreError when the disk refuses or a file made by hand stands in the way.
        """
        digests = {safe(path): digest(content) for path, content in files.items()}
        if MARKER in files:
            raise ValueError(f"'{MARKER}' is the marker's own path")
        with saying(f"cannot read '{self.name}'"):
            check_room(self.out, files, replaced)
        new = self._aside("new")
        with saying(f"cannot write beside '{self.name}'"):
            new.mkdir()
            # First of all, so that a kill leaves no folder of unknown origin.  The one file that must
            # survive a power cut: the digests tell what else is damaged, but without the marker the
            # next build would not know the site for its own.
            replace_file(new / MARKER, marker_text(digests), durable=True)
        self._fill(new, files, digests)
        with saying(f"cannot carry over what was put into '{self.name}'"):
            carry(self.out, new)
        return new

    def _fill(self, new: Path, files: Mapping[str, bytes], digests: Mapping[str, str]) -> None:
        old = self.files() or {}
        for folder in sorted({path.rpartition("/")[0] for path in files}):
            with saying(f"cannot make the folder '{folder}'"):
                (new / folder).mkdir(parents=True, exist_ok=True)
        # Found in one walk, which follows no link: what lies behind one is not among them.
        plain = {path for path, kind in (listing(self.out) if old else {}).items() if kind == "file"}
        for path in sorted(files):
            if path in plain and old.get(path) == digests[path] and self._link(new, path, files[path]):
                continue
            with saying(f"cannot write '{path}'"):
                (new / path).write_bytes(files[path])

    def _link(self, new: Path, path: str, content: bytes) -> bool:
        """Make a file of the new site one with the old site's, if that is intact."""
        standing = os.path.join(self.out, path)  # noqa: PTH118 - paths as values cost more here than the links
        with suppress(OSError, AttributeError):  # no links on this file system, or in this Python
            with open(standing, "rb") as file:  # noqa: PTH123
                if file.read() != content:
                    return False
            os.link(standing, os.path.join(new, path))  # noqa: PTH118
            return True
        return False

    def swap(self, staged: Path) -> None:
        """Put a staged folder in the site's place, in one step where the system can.

        Raises StoreError when the system refuses; the old site then stands as before.
        """
        with saying(f"cannot put the new site in the place of '{self.name}'"):
            old = self._exchange(staged)
            if old is not None:
                # A file put there while we were staging; in its place before the old site goes.
                carry(old, self.out, late=True)
                discard(old, MARKER)

    def _exchange(self, staged: Path) -> Path | None:
        """Swap, and return where the old site is now; None when there was none."""
        if self.files() is None:
            if self.out.exists():
                self.out.rmdir()  # empty, as `check` saw; Windows renames nothing onto it
            staged.rename(self.out)
            return None
        if exchange(staged, self.out):
            return staged
        old = self._aside("old")
        self.out.rename(old)
        staged.rename(self.out)  # whatever stops it, `sweep` puts the old one back
        return old

    def _aside(self, kind: str) -> Path:
        """Return a new name beside the site; the random part never reaches a file's content."""
        return self.out.with_name(f".{self.out.name}.{kind}-{os.urandom(4).hex()}")


def _acquired(lock: BaseFileLock, patience: float) -> bool:
    """Try for a turn, or for `patience` seconds if that is less, to have a lock."""
    from filelock import Timeout  # noqa: PLC0415 - as in locked

    try:
        lock.acquire(timeout=max(0.0, min(TURN, patience)))
    except Timeout:
        return False
    return True


def _lived_in() -> list[Path]:
    """Return the working folder, the home folder, and every folder that holds one of them."""
    places = []
    for place in (Path(), Path("~")):
        with suppress(OSError, RuntimeError):  # the folder is gone; there is no home
            places.append(place.expanduser().resolve(strict=True))
    return sorted({above for place in places for above in (place, *place.parents)})
