"""What publishing would change at a place, and in which order, so that no reader meets a page without its styles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitrend.build.files import MARKER, marker_text
from digitrend.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = (".html", ".xml", ".txt", "_redirects", "_headers")  # what leads readers and robots to other files

Files = Mapping[str, bytes]  # by path, sorted


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done at a place, by path, each in order."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()  # somebody else's files that stand where ours belong; `--overwrite` replaces them

    @property
    def sent(self) -> tuple[str, ...]:
        """What must be sent."""
        return tuple(sorted((*self.new, *self.changed)))

    def __bool__(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.new or self.changed or self.removed)

    def __str__(self) -> str:
        """Count: "3 new, 2 changed, 1 removed, 576 as they were"."""
        return (
            f"{len(self.new)} new, {len(self.changed)} changed, {len(self.removed)} removed, "
            f"{len(self.same)} as they were"
        )


def changes(
    files: Files, standing: Mapping[str, bool], listed: Collection[str], *, ours: Collection[str] = ()
) -> Changes:
    """Compare the files to be published with what stands there.

    `standing` says of each path there whether it is the same as ours; `listed` is what the manifest there lists: of
    what is not to be published, only that is removed. What neither it nor `ours` names is somebody else's.
    """
    folders = {above for path in files for above in _above(path)}
    theirs = (path for path, same in standing.items() if not (same or path in listed or path in ours or path == MARKER))
    return Changes(
        new=tuple(path for path in files if path not in standing),
        changed=tuple(path for path in files if standing.get(path) is False),
        removed=tuple(sorted(path for path in listed if path not in files and path in standing)),
        same=tuple(path for path in files if standing.get(path)),
        taken=tuple(
            sorted(
                path
                for path in theirs
                if path in files or path in folders or any(above in files for above in _above(path))
            )
        ),
    )


def _above(path: str) -> list[str]:
    """Return the folders that a file is in."""
    parts = path.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]


def steps(files: Files, todo: Changes, listed: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[Files]:
    """Yield what to send, part by part, each to be there in whole before the next: the manifest, assets, then pages.

    The manifest comes first with all that is there or will be, so that whatever interrupts us, the next time knows
    what is ours.  What is gone is removed after the last part; then the manifest is sent as it is, by the caller.
    """
    if any(path not in listed for path in todo.new if path != MARKER):
        yield {MARKER: marker_text({**listed, **ours})}
    sent = [path for path in todo.sent if path != MARKER]
    yield {path: files[path] for path in sent if not path.endswith(PAGES)}
    yield {path: files[path] for path in sent if path.endswith(PAGES)}


def vanished(todo: Changes, place: str) -> list[Diagnostic]:
    """X101: an address that was published is no more."""
    return [
        Diagnostic(
            "X101",
            f"the address '{path}' was published at {place} and is no more",
            path,
            severity=Severity.WARNING,
            hint="give the item that took its place the old address as an alias",
        )
        for path in todo.removed
        if path.endswith(".html")
    ]
