"""`digitrend serve`: the site as it is being written, in a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitrend.cli.terminal import FOLDER, content_option, count_files, reporting, show

if TYPE_CHECKING:
    from digitrend.build.inputs import Options
    from digitrend.diagnostics import Diagnostic
    from digitrend.serve.preview import Told

PORT = 8000


@click.command("serve", epilog="Example: digitrend serve --port 8080 --open")
@content_option
@click.option(
    "--templates",
    type=FOLDER,
    default=Path("templates"),
    show_default=True,
    help="Templates that stand, file by file, over those that digitrend carries.",
)
@click.option(
    "--cache", type=FOLDER, default=Path("build/cache"), show_default=True, help="What builds kept; it is only read."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port on this machine; 0 for any that is free.",
)
@click.option("--open", "opening", is_flag=True, help="Open the preview in the browser.")
def serve_command(content: Path, templates: Path, cache: Path, port: int, opening: bool) -> None:
    """Show the site while it is being written.

    The open page follows every save, and mistakes are laid over it until they are mended. Nothing is written. Only this
    machine can see it. Ctrl-C ends it.
    """
    from digitrend.build.inputs import Options

    with reporting():
        options = Options(content, templates, Path("build/site"), cache)
        options.check()
        sys.exit(_serve(options, port, opening=opening))


def _serve(options: Options, port: int, *, opening: bool) -> int:
    """Serve until told to stop, and return the exit code."""
    from digitrend.build.workers import prepare
    from digitrend.draw import IN_WORKERS
    from digitrend.errors import WorkerLostError

    try:
        prepare(*IN_WORKERS)
    except WorkerLostError as error:
        click.echo(f"digitrend: {error}", err=True)
        return 1
    from digitrend.errors import PortTakenError
    from digitrend.serve.server import serve

    def opened(address: str) -> None:
        click.echo(f"The preview is at {address} (Ctrl-C ends it).")
        if opening:
            import threading
            import webbrowser

            # Some browsers return only when they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        serve(options, port, Teller(), opened)
    except PortTakenError as error:
        click.echo(f"digitrend: {error}", err=True)
        return 1
    click.echo("The preview has ended.")
    return 0


class Teller:
    """Prints what comes of each save: what must be mended, or what is new; what stays is told once."""

    def __init__(self) -> None:
        self._told: tuple[Diagnostic, ...] = ()

    def __call__(self, told: Told, seconds: float) -> None:
        """Print what came of a save, and after how many seconds."""
        from digitrend.content.reader import texts_of

        if told.trouble:
            click.echo(f"digitrend: {told.trouble}", err=True)
        elif told.found and told.found != self._told:
            show(told.found, texts_of(told.found), err=True)
        if told.changed:
            click.echo(f"{count_files(told.changed)} changed, shown after {seconds:.2f} s.")
        if told.whole or told.failed:
            self._told = told.found
