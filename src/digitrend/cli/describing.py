"""`digitrend schema`: JSON Schemas of the content files, for editors that complete and explain."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .terminal import content_option, reporting


@click.command("schema", epilog="Example: digitrend schema --content content")
@content_option
def command(content: Path) -> None:
    """Write JSON Schemas of the content files into the content folder's `.schema`.

    With them the YAML extension of VS Code, and whatever else uses the YAML language server, completes fields and
    words, explains them and marks what is wrong. A content file points at its schema in its first line:

    # yaml-language-server: $schema=../.schema/trend.json
    """
    with reporting():
        sys.exit(_schema(content))


def _schema(content: Path) -> int:
    """Write what is not current, print, and return the exit code; a file that a hand made is left alone."""
    from digitrend.schemas import FOLDER, MADE, schemas
    from digitrend.store import DiskStore

    if not content.is_dir():
        raise click.BadParameter(f"'{content.as_posix()}' is not a folder", param_hint="--content")
    store, wanted = DiskStore(content), schemas()
    stale = {path: text.encode() for path, text in wanted.items() if store.read(path) != text.encode()}
    if strange := [path for path in stale if MADE.encode() not in (store.read(path) or MADE.encode())]:
        click.echo(f"digitrend: {(content / strange[0]).as_posix()} was not made by this command; move it", err=True)
        return 1
    for path, text in stale.items():
        store.write(path, text)
    click.echo(f"{len(stale)} of {len(wanted)} schemas written to {(content / FOLDER).as_posix()}, the others current.")
    return 0
