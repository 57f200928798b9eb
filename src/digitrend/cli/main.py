"""The group of all commands, and what they share.

A command's module is imported when the command is called, and imports what it needs when it runs, so that a command
with nothing to do is fast.  Exit codes: 0 success, 1 errors in the content or output, 2 misuse, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from digitrend import __version__

if TYPE_CHECKING:
    from digitrend.diagnostics import Diagnostic, Format


COMMANDS = {  # name → module of this package, in the order of an editor's day
    "build": "build",
    "serve": "build",
    "publish": "build",
    "check": "check",
    "audit": "check",
    "verify": "check",
    "gaps": "check",
    "explain": "check",
    "new": "new",
    "draft": "new",
    "diff": "check",
    "init": "new",
    "schema": "check",
}


class Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"digitrend.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> NoReturn:
        """Run a command and exit with the code that it returns; an exception of ours becomes one printed sentence."""
        from digitrend.errors import BuildError, DigitrendError
        from digitrend.signals import stopped

        try:
            sys.exit(super().invoke(ctx) or 0)
        except BuildError as error:
            show([error.diagnostic], {}, err=True)
            sys.exit(error.exit_code)
        except DigitrendError as error:
            click.echo(f"digitrend: {error}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            stopped()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with; suggest a similar one if there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from digitrend.diagnostics import closest

            near = closest(args[0], COMMANDS)
            ctx.fail(f"No such command '{args[0]}'." + (f" Did you mean '{near}'?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    epilog="Examples: digitrend check; digitrend build --out public; digitrend check --help",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="digitrend")
def cli() -> None:
    """Turn an outlook article, encoded in YAML, into a briefing that people can browse, check and cite."""


FOLDER = click.Path(path_type=Path, file_okay=False)

content_option = click.option(
    "--content", type=FOLDER, default=Path("content"), show_default=True, help="The folder of the content."
)


format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="The output format."
)
strict_option = click.option("--strict", is_flag=True, help="Count warnings as errors.")


def show(found: Iterable[Diagnostic], texts: Mapping[str, str], form: Format = "text", *, err: bool = False) -> None:
    """Print findings, with `err` on standard error; in colour on a terminal."""
    from digitrend.diagnostics import format_findings

    terminal = (sys.stderr if err else sys.stdout).isatty() and os.environ.get("TERM") != "dumb"
    colour = terminal and not os.environ.get("NO_COLOR")  # https://no-color.org
    click.echo(format_findings(found, texts, form, colour=colour), err=err, color=colour)


def count_files(paths: Iterable[str]) -> str:
    """Return the number of files: "1 file", "9 files"."""
    return counted(len(tuple(paths)), "file")


def counted(count: int, name: str) -> str:
    """Return a count with its noun: "1 chart", "9 charts"."""
    return f"{count} {name}{'' if count == 1 else 's'}"


def size_text(count: int) -> str:
    """Return a number of bytes as "1.2 MB" or "34 kB"."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
