"""Publishes to another machine by rsync, through its daemon or a shell.

A file is sent if its content differs, and replaced once all of it has arrived.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digitrend.build.files import MARKER, digest, marked_in
from digitrend.publish.changes import (
    Changes,
    PublishError,
    changes,
    run,
    scratch,
    steps,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from digitrend.publish.changes import Files, ProcessResult

SILENCE = "--timeout=60"  # seconds without a word from the other side
READABLE = "--chmod=D755,F644"  # for the web server there, whatever the mask here


class Rsync:
    """A folder on another machine."""

    def __init__(self, target: str) -> None:
        """Take the place; nothing is looked at yet."""
        self.name = target
        self._listed: Mapping[str, str] = {}  # what the manifest there lists

    def compare(self, files: Files) -> Changes:
        """Ask what stands there, and say what must be done for just these files to be there."""
        with _written({}) as folder:
            entries = self._entries()
            manifest = None
            if MARKER in entries:
                self._rsync("--", f"{self.name}/{MARKER}", f"{folder}/")
                manifest = marked_in((folder / MARKER).read_bytes())
        if entries and manifest is None:
            raise PublishError("X005", self.name)
        self._listed = manifest or {}
        same = self._same(files) if entries else set()
        return changes(files, {path: plain and path in same for path, plain in entries.items()}, self._listed)

    def send(self, files: Files, todo: Changes) -> None:
        """Send what is new or changed, then remove what is gone, then say what there is."""
        ours = {path: digest(content) for path, content in files.items() if path != MARKER}
        for part in steps(files, todo, self._listed, ours):
            self._send(part, *(["--force"] if todo.taken else []))
        if todo.removed:
            self._remove(todo.removed)
        self._send({MARKER: files[MARKER]})

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files there, and nothing else: what no pattern includes is protected by the last, which excludes all.

        `--delete-missing-args` would say it in a word; rsync 3.4.3, and what was mended like it, refuses it
        (https://github.com/RsyncProject/rsync/issues/910).
        """
        with _written({}) as folder:
            for path in paths:  # a folder that is missing here would be removed there
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
            folders = {f"{parent}/" for path in paths for parent in PurePosixPath(path).parents if parent.name}
            included = [f"/{_pattern(path)}" for path in (*sorted(folders), *paths)]
            options = ("--recursive", "--existing", "--delete", "--exclude=*")
            self._rsync(*options, "--", f"{folder}/", f"{self.name}/", paths=included, of="--include-from=-")

    def _send(self, files: Files, *more: str) -> None:
        if files:
            with _written(files) as folder:
                options = ("--checksum", READABLE, "--mkpath", *more)
                self._rsync(*options, "--", f"{folder}/", f"{self.name}/", paths=files)

    def _entries(self) -> dict[str, bool]:
        """Return the paths of what the folder there holds, and which are plain files; none without a folder."""
        ran = run(["rsync", "--list-only", "--recursive", "--links", "-8", SILENCE, "--", f"{self.name}/"], self.name)
        if ran.code and ran.says("no such file"):
            return {}
        if ran.code:
            raise self._fault(ran)
        rows = (line.split(maxsplit=4) for line in ran.out.decode(errors="surrogateescape").splitlines())
        found = {row[4]: row[0] for row in rows if len(row) == 5 and row[0][0] != "d"}
        return {path.partition(" -> ")[0] if mode[0] == "l" else path: mode[0] == "-" for path, mode in found.items()}

    def _same(self, files: Files) -> set[str]:
        """Return which files are the same there, by rsync's checksums."""
        with _written(files) as folder:
            options = ("--dry-run", "--force", "--checksum", "--out-format=%i %n")
            told = self._rsync(*options, "--", f"{folder}/", f"{self.name}/", paths=files)
        lines = (line.partition(" ") for line in told.out.decode(errors="surrogateescape").splitlines())
        return files.keys() - {path for what, _, path in lines if what[:2] in {"<f", ">f"}}  # such as `<fcs.......`

    def _rsync(self, *arguments: str, paths: Iterable[str] = (), of: str = "--files-from=-") -> ProcessResult:
        """Run rsync, for some paths only if they are given; `of` is the option that takes them."""
        given = b"".join(path.encode() + b"\0" for path in paths)
        listed = ("--from0", of) if given else ()
        ran = run(["rsync", SILENCE, *listed, *arguments], self.name, given=given)
        if ran.code:
            raise self._fault(ran)
        return ran

    def _fault(self, ran: ProcessResult) -> PublishError:
        """Return the finding for an error of rsync."""
        if ran.says("auth failed", "(publickey", "host key verification", "password"):
            hint = "give the password in RSYNC_PASSWORD, or a key to ssh"
            return PublishError("X202", self.name, ran.why, hint)
        if ran.says("read only", "read-only", "permission denied", "operation not permitted"):
            return PublishError("X203", self.name, ran.why)
        if ran.says("unknown module", "chdir failed", "change_dir"):
            return PublishError("X204", self.name, ran.why, "correct the name of the module or folder")
        if ran.says("failed to connect", "connection refused", "could not resolve", "name or service", "getaddrinfo"):
            return PublishError("X201", self.name, ran.why)
        return PublishError("X207", self.name, ran.why)


def _pattern(path: str) -> str:
    """Return a pattern of rsync that only this path fits; a backslash escapes only where there is a wildcard."""
    return re.sub(r"([\\*?\[])", r"\\\1", path) if re.search(r"[*?\[]", path) else path


@contextmanager
def _written(files: Files) -> Iterator[Path]:
    """Give a folder with just these files."""
    with scratch() as folder:
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        yield folder
