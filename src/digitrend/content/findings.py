"""The findings about one text, collected while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.content.document import Lines
from digitrend.diagnostics import Diagnostic, by_position

if TYPE_CHECKING:
    from digitrend.content.faults import Broken

MOST = 100  # findings of a file; more would help nobody


class EnoughError(Exception):
    """There is no sense in reading on: what follows could only be guessed at."""


class Findings:
    """Collects what is wrong with a text; places are given as offsets from 0."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = Lines(text)
        self._found: list[Diagnostic] = []

    def error(self, code: str, message: str, offset: int, hint: str) -> None:
        """Add an error.  Raises EnoughError when there are as many as anybody would read."""
        self._add(Diagnostic(code, message, self._path, self._lines.at(offset), hint=hint))

    def repeated(self, code: str, message: str, places: tuple[int, int], hint: str) -> None:
        """Add an error about the second of two places, which tells of the first."""
        first, second = map(self._lines.at, places)
        related = (("first given here", first),)
        self._add(Diagnostic(code, message, self._path, second, hint=hint, related=related))

    def broken(self, broken: Broken) -> None:
        """Add a mistake in the YAML itself."""
        self.error(broken.code, broken.message, broken.offset, broken.hint)

    def fatal(self, code: str, message: str, offset: int, hint: str) -> None:
        """Add an error after which nothing can be read; raises EnoughError."""
        self.error(code, message, offset, hint)
        raise EnoughError

    def on_line_of(self, offset: int) -> bool:
        """Say whether there is a finding already in the line of that place."""
        line = self._lines.at(offset).line
        return any(one.at.line == line for one in self._found)

    @property
    def all(self) -> list[Diagnostic]:
        """All findings, by position."""
        return by_position(self._found)

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self._found)

    def _add(self, one: Diagnostic) -> None:
        self._found.append(one)
        if len(self._found) >= MOST:
            raise EnoughError
