"""`digitrend check`: every finding about the content; nothing is built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .terminal import content_option, reporting, show

if TYPE_CHECKING:
    from digitrend.diagnostics import Format


@click.command("check", epilog="Example: digitrend check --format github")
@content_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are written."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
def command(content: Path, form: Format, strict: bool) -> None:
    """Check the content and show every finding; nothing is built."""
    from digitrend.check import check
    from digitrend.content import read_documents, texts_of
    from digitrend.diagnostics import failed

    with reporting():
        _, found = check(*read_documents(content))
        if found or form != "text":
            show(found, texts_of(found), form)
        else:
            click.echo("Nothing is wrong.")
        sys.exit(1 if failed(found, strict=strict) else 0)
