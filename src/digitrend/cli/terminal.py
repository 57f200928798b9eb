"""What commands share: the content option, findings as shown, sizes in words, one sentence for what stops them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from digitrend.diagnostics import Diagnostic, Format

FOLDER = click.Path(path_type=Path, file_okay=False)

content_option = click.option(
    "--content", type=FOLDER, default=Path("content"), show_default=True, help="The folder of the YAML files."
)


@contextmanager
def reporting() -> Iterator[None]:
    """Turn what stops a command into one sentence and an exit code."""
    from digitrend.errors import BuildError, DigitrendError
    from digitrend.signals import stopped

    try:
        yield
    except BuildError as error:
        show([error.diagnostic], {}, err=True)
        sys.exit(error.exit_code)
    except DigitrendError as error:
        click.echo(f"digitrend: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        stopped()


def show(found: Iterable[Diagnostic], texts: Mapping[str, str], form: Format = "text", *, err: bool = False) -> None:
    """Print findings, on standard error if need be; in colour where somebody sees it and has not refused it."""
    from digitrend.diagnostics import format_findings

    colour = in_colour(sys.stderr if err else sys.stdout)
    click.echo(format_findings(found, texts, form, colour=colour), err=err, color=colour)


def in_colour(stream: TextIO) -> bool:
    """Say whether text on a stream may have colours: on a terminal that has them, unless NO_COLOR is set.

    NO_COLOR counts when it is not empty (https://no-color.org).
    """
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def count_files(paths: Iterable[str]) -> str:
    """Return how many files there are, in words."""
    return counted(len(tuple(paths)), "file")


def counted(count: int, name: str) -> str:
    """Return a count with what it counts: "1 chart", "9 charts"."""
    return f"{count} {name}{'' if count == 1 else 's'}"


def size_text(count: int) -> str:
    """Return a number of bytes for reading."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
