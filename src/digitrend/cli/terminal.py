"""What commands share: the content option, sizes in words, and one sentence for what stops a command."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path, file_okay=False)

content_option = click.option(
    "--content", type=FOLDER, default=Path("content"), show_default=True, help="The folder of the YAML files."
)


@contextmanager
def reporting() -> Iterator[None]:
    """Turn what stops a command into one sentence and an exit code."""
    from digitrend.stopping import stopped
    from digitrend.store import NotOurs, StoreError

    try:
        yield
    except (NotOurs, StoreError) as error:
        click.echo(f"digitrend: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        stopped()


def files(paths: Iterable[str]) -> str:
    """Return how many files there are, in words."""
    count = len(tuple(paths))
    return f"{count} file{'' if count == 1 else 's'}"


def size(count: int) -> str:
    """Return a number of bytes for reading."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
