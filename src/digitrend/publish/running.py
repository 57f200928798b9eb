"""Other programs, run to their end or to a signal; what they say comes back as text."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitrend.publish.faults import lacks
from digitrend.stopping import may_stop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LOOK_UP = 0.1  # seconds between two looks at whether to stop


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
        told = [line for line in lines if line.startswith(("fatal:", "error:", "ERROR:", "@ERROR", "rsync:", " ! "))]
        line = (told or lines or [f"exit code {self.code}"])[0]
        return line.removeprefix("fatal: ").removeprefix("error: ").removeprefix("@ERROR: ")


def run(command: Sequence[str], place: str, *, cwd: Path | None = None, more: Mapping[str, str] | None = None) -> Ran:
    """Run a program; `more` is added to its environment.

    Raises CannotPublish when it is not installed, KeyboardInterrupt after a signal, the program having ended.
    """
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C", **(more or {})}
    if not os.isatty(0):
        environment.setdefault("GIT_TERMINAL_PROMPT", "0")  # nobody is there to answer
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )
    except FileNotFoundError:
        raise lacks(command[0], place, f"install {command[0]}") from None
    with process:
        while True:
            try:
                out, errors = process.communicate(timeout=LOOK_UP)
            except subprocess.TimeoutExpired:
                _give_up(process)
            else:
                may_stop()
                return Ran(process.returncode, out, errors.decode(errors="replace"))


def _give_up(process: subprocess.Popen[bytes]) -> None:
    """End a program when a signal came, and pass that on."""
    try:
        may_stop()
    except KeyboardInterrupt:
        process.terminate()
        raise
