"""`digitrend verify`: a published folder held against the proof that lies in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .terminal import reporting, show

if TYPE_CHECKING:
    from digitrend.diagnostics import Format


@click.command("verify", epilog="Example: digitrend verify build/site")
@click.argument(
    "site", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("build/site"), required=False
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are written."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
def command(site: Path, form: Format, strict: bool) -> None:
    """Hold a published folder against its proof.

    SITE is the folder, build/site if none is given. What was changed after it was built, what is missing and what was
    put there is named, the proof and the marker included; a file that was put there is a warning.
    """
    with reporting():
        sys.exit(_verify(site, form, strict=strict))


def _verify(site: Path, form: Format, *, strict: bool) -> int:
    """Verify, print, and return the exit code."""
    from digitrend.diagnostics import failed
    from digitrend.store import digest, files_of
    from digitrend.verify import PROOF, standing

    files = files_of(site)
    found = standing(files)
    if found or form != "text":
        show(found, {}, form)
    if form == "text" and not failed(found):
        click.echo(f"All files stand as they were built. The SHA-256 of {PROOF} is {digest(files[PROOF])}.")
    return 1 if failed(found, strict=strict) else 0
