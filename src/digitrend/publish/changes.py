"""What all targets share: the changes and their order, errors, and running other programs."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Collection, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from digitrend.build.files import MARKER, folders_above, marker_text
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.errors import BuildError
from digitrend.git import git_environment
from digitrend.signals import check_interrupt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


PAGES = (".html", ".xml", ".txt", "_redirects", "_headers")  # what leads readers and robots to other files

Files = Mapping[str, bytes]  # by path, sorted


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes to make at a target, by sorted path."""

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
        """Whether there is anything to do."""
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
    """Compare the files to publish with those at the target.

    `standing` says for each path there whether it equals ours; `listed` are the files of the manifest there.  Only
    files in `listed` are removed; a file that neither `listed` nor `ours` names belongs to somebody else.
    """
    folders = {above for path in files for above in folders_above(path)}
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
                if path in files or path in folders or any(above in files for above in folders_above(path))
            )
        ),
    )


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


_USERINFO = re.compile(r"(?<=://)\S*@")  # user and password, which may hold `@` and `/` too
_QUERY = re.compile(r"(://[^\s?#]*)[?#][^\s'\"<>]*")  # where tokens stand
_SECRET_NAMES = re.compile(r"SECRET|TOKEN|PASSW|CREDENTIAL|ACCESS_KEY|API_KEY|AUTH", re.IGNORECASE)
_HIDDEN = "…"


FAULTS = {  # by code: the message, and what to do unless the caller knows better
    "X004": ("the site was built for {}", "build it with the right --base-url"),
    "X005": ("there are files there that digitrend did not publish", "name an empty place"),
    "X006": ("{} is not installed", "install it"),
    "X007": (
        "{} there is not digitrend's, and the site has a file in that place",
        "move it away, or replace it with --overwrite",
    ),
    "X201": ("it cannot be reached: {}", "check the address and the network, and try again"),
    "X202": ("the credentials are not accepted: {}", "give others"),
    "X203": ("there is no right to write there: {}", "ask whoever runs it for that right"),
    "X204": ("there is no such place: {}", "correct it"),
    "X205": ("somebody else published there meanwhile: {}", "publish again"),
    "X206": ("this is no git repository: {}", "publish from a clone of the repository"),
    "X207": ("it failed: {}", "fix that and publish again; files that arrived are not sent again"),
}


class PublishError(BuildError):
    """The site cannot be published at a place: `code` is one of `FAULTS`, `what` completes its message."""

    def __init__(self, code: str, place: str, what: str = "", hint: str = "") -> None:
        message, usual = FAULTS[code]
        told = without_secrets(message.format(what))
        super().__init__(Diagnostic(code, told, without_secrets(place), hint=hint or usual))


def without_secrets(text: str) -> str:
    """Return a text on one line, without secrets: logins and queries of addresses, and values of the environment."""
    text = _QUERY.sub(r"\1", _USERINFO.sub("", text))
    for name, value in os.environ.items():
        if _SECRET_NAMES.search(name) and len(value) > 5:
            text = text.replace(value, _HIDDEN)
    return " ".join(text.split())


def another_address(built: str, wanted: str, place: str) -> PublishError:
    """X004: the site was built for another address than the one that it is to be published at."""
    built = f"'{built}'" if built else "no address"
    return PublishError("X004", place, f"{built} and is to be published at '{wanted}'")


def taken(paths: Sequence[str], place: str) -> PublishError:
    """X007: somebody else's file stands where a file of the site belongs."""
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return PublishError("X007", place, f"'{paths[0]}'{more}")


LOOK_UP = 0.1  # seconds between two looks at whether to stop
SCRATCH = "digitrend-publish-"  # begins the names of our folders among the system's temporary ones
LOCK = ".lock"  # in such a folder, held while it is in use
YOUNG = 60.0  # seconds in which a folder may not have its lock yet


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """Exit code and output of a program."""

    code: int
    out: bytes
    errors: str

    def says(self, *words: str) -> bool:
        """Whether its errors contain one of these words."""
        folded = self.errors.casefold()
        return any(word.casefold() in folded for word in words)

    @property
    def why(self) -> str:
        """The most informative line of its errors."""
        lines = [line.strip() for line in self.errors.splitlines() if line.strip()]
        told = [line for line in lines if line.startswith(("fatal:", "error:", "ERROR:", "@ERROR", "rsync:", "! "))]
        line = (told or lines or [f"exit code {self.code}"])[0]
        return line.removeprefix("fatal: ").removeprefix("error: ").removeprefix("@ERROR: ")

    @property
    def answer(self) -> str:
        """What git's server said, in its own words, or ""."""
        lines = (
            line.removeprefix("remote:").strip() for line in self.errors.splitlines() if line.startswith("remote:")
        )
        return " ".join(line for line in lines if line)


def run(
    command: Sequence[str],
    place: str,
    *,
    cwd: Path | None = None,
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> ProcessResult:
    """Run a program; `given` is its input, `more` is added to its environment.

    Raises PublishError when it is not installed, KeyboardInterrupt after a signal, the program having ended.
    """
    environment = {**git_environment(), "LC_ALL": "C", "LANGUAGE": "C", **(more or {})}
    if not os.isatty(0):
        environment.setdefault("GIT_TERMINAL_PROMPT", "0")  # nobody is there to answer
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)
    except FileNotFoundError:
        raise PublishError("X006", place, command[0], f"install {command[0]}") from None
    with process:
        rest: bytes | None = given
        while True:
            try:
                out, errors = process.communicate(rest, timeout=LOOK_UP)
            except subprocess.TimeoutExpired:
                rest = None  # the rest of it is on its way
                try:
                    check_interrupt()
                except KeyboardInterrupt:
                    process.terminate()
                    raise
            else:
                check_interrupt()
                return ProcessResult(process.returncode, out, errors.decode(errors="replace"))


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield a temporary folder, and remove those of killed processes."""
    _sweep()
    with tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as name, FileLock(Path(name, LOCK)):
        yield Path(name)


def _sweep() -> None:
    """Remove our folders that no process holds; a killed one holds none."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        with suppress(OSError, Timeout):
            status = folder.lstat()
            ours = stat.S_ISDIR(status.st_mode) and (os.name == "nt" or status.st_uid == os.getuid())
            if ours and time.time() - status.st_mtime > YOUNG:
                with FileLock(folder / LOCK, timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)
