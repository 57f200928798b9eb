"""`digitrend diff`: what changed between two contents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from .terminal import content_option, reporting

if TYPE_CHECKING:
    from digitrend.model import Briefing

EXAMPLES = """\b
Examples: digitrend diff HEAD
          digitrend diff first-edition second-edition --format json
          digitrend diff ../last-year/content content
"""


@click.command("diff", epilog=EXAMPLES)
@click.argument("old")
@click.argument("new", default="")
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "json"]), default="text", help="How it is written."
)
@content_option
def command(old: str, new: str, form: Literal["text", "html", "json"], content: Path) -> None:
    """Tell what changed in the content from OLD to NEW: figures, texts, relations and all other items.

    OLD and NEW are folders or revisions of git; NEW is the content folder as it is, if it is left out. The HTML is
    one page that needs nothing else. `digitrend build --since OLD` makes it a page of the site.
    """
    with reporting():
        sys.exit(_diff(old, new or content.as_posix(), content, form))


def _diff(old: str, new: str, content: Path, form: str) -> int:
    """Compare, print, and return the exit code; a content with errors is not compared."""
    from digitrend.comparing import as_json, as_text, compare

    before, after = _briefing(old, content), _briefing(new, content)
    if before is None or after is None:
        click.echo("Nothing was compared: mend the content first.", err=True)
        return 1
    if form == "html":
        return _page(before, after)
    comparison = compare(before, after)
    click.echo(as_json(comparison) if form == "json" else as_text(comparison))
    return 0


def _page(old: Briefing, new: Briefing) -> int:
    """Print the page, with the templates of the folder one is in, and return the exit code."""
    from digitrend.alone import NotShownError, changes_alone
    from digitrend.content import texts_of
    from digitrend.diagnostics import listing
    from digitrend.inputs import templates_of

    folder = Path("templates")
    try:
        click.echo(changes_alone(old, new, templates_of(folder), folder.as_posix()), nl=False)
    except NotShownError as error:
        click.echo(listing(error.found, texts_of(error.found)), err=True)
        return 1
    return 0


def _briefing(named: str, content: Path) -> Briefing | None:
    """Return the briefing of a folder or a revision; None, and its findings printed, for one that has errors."""
    from digitrend.check import check
    from digitrend.content import documents_of
    from digitrend.diagnostics import failed, listing
    from digitrend.revisions import called, files_of

    files, base = files_of(named, content), called(named, content)
    briefing, found = check(*documents_of(files, base))
    if failed(found):
        texts = {f"{base}/{path}": raw.decode("utf-8", "replace") for path, raw in files.items()}
        click.echo(listing(found, texts), err=True)
    return briefing
