"""The group of all commands.

Each command has a module, loaded when it is asked for, and imports what it needs when it runs: so a command that finds
nothing to do starts light.  Exit codes: 0 nothing wrong, 1 findings of error severity or an output that cannot be
written, 2 misuse of the command.
"""

from __future__ import annotations

from importlib import import_module

import click

from digitrend import __version__

COMMANDS = {  # name → module of this package
    "build": "build",
    "serve": "serve",
    "publish": "publish",
    "check": "check",
    "audit": "check",
    "verify": "check",
    "gaps": "inspect",
    "explain": "check",
    "new": "new",
    "draft": "new",
    "diff": "inspect",
    "init": "new",
    "schema": "inspect",
}


class Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands, in the order of an editor's day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by name, or None if there is no such."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"digitrend.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with; one that there is not is answered with the near one."""
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
