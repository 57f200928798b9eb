"""Run other programs to their end or to a signal, and give them a folder to work in."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from digitrend.git import git_environment
from digitrend.publish.errors import lacks
from digitrend.signals import check_interrupt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LOOK_UP = 0.1  # seconds between two looks at whether to stop
SCRATCH = "digitrend-publish-"  # begins the names of our folders among the system's temporary ones
LOCK = ".lock"  # in such a folder, held while it is in use
YOUNG = 60.0  # seconds in which a folder may not have its lock yet


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended and what it said."""

    code: int
    out: bytes
    errors: str

    def says(self, *words: str) -> bool:
        """Whether its errors contain one of these words."""
        folded = self.errors.casefold()
        return any(word.casefold() in folded for word in words)

    @property
    def why(self) -> str:
        """The line of its errors that says most."""
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
) -> Ran:
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
        raise lacks(command[0], place, f"install {command[0]}") from None
    with process:
        rest: bytes | None = given
        while True:
            try:
                out, errors = process.communicate(rest, timeout=LOOK_UP)
            except subprocess.TimeoutExpired:
                rest = None  # the rest of it is on its way
                _give_up(process)
            else:
                check_interrupt()
                return Ran(process.returncode, out, errors.decode(errors="replace"))


def _give_up(process: subprocess.Popen[bytes]) -> None:
    """End a program when a signal came, and pass that on."""
    try:
        check_interrupt()
    except KeyboardInterrupt:
        process.terminate()
        raise


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a temporary folder, and remove those that killed processes left."""
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
