"""`digitrend explain`: what a code means, why it is a fault, and how it is mended."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

WIDTH = 88  # columns of an explanation


def _codes(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete a code, with what it says."""
    from digitrend.explanations import explanations

    known = explanations().values()
    return [CompletionItem(each.code, help=each.what) for each in known if each.code.startswith(begun.upper())]


@click.command("explain", epilog="Examples: digitrend explain R101; digitrend explain")
@click.argument("code", required=False, default="", shell_complete=_codes)
def command(code: str) -> None:
    """Tell what a CODE means, why it is a fault, how it looks and how it is mended.

    Without a code, list all of them. The same texts are a page of the documentation, docs/findings.md.
    """
    from digitrend.explanations import explanations, no_such_code

    known = explanations()
    if not code:
        for each in known.values():
            click.echo(f"{each.code}: {each.what}")
    elif found := known.get(code.upper()):
        click.echo(click.wrap_text(found.told, WIDTH, preserve_paragraphs=True))
    else:
        raise click.BadParameter(f"there is no code '{code}'; {no_such_code(code, known)}", param_hint="CODE")
