"""`digitrend publish`: send the built site to a host."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitrend.cli.main import FOLDER, content_option, reporting, show

if TYPE_CHECKING:
    from digitrend.build.inputs import Options
    from digitrend.diagnostics import Diagnostic
    from digitrend.publish import Changes, Target, TargetOptions

EXAMPLES = """\b
Examples:
  digitrend publish --to github-pages --dry-run
  digitrend publish --to s3://briefings/2021 --endpoint-url https://s3.example.org
  digitrend publish --to rsync://web.example.org/site
  digitrend publish --to /var/www/outlook"""
TO = "github-pages, s3://BUCKET/PREFIX, rsync://HOST/MODULE/PATH, HOST:PATH, or a folder."


@click.command("publish", epilog=EXAMPLES)
@click.option("--to", required=True, metavar="PLACE", help=TO)
@click.option("--dry-run", is_flag=True, help="Print what would change; send nothing.")
@click.option("--base-url", default="", metavar="URL", help="Refuse a site that was not built for this address.")
@click.option("--remote", default="origin", show_default=True, help="github-pages: the remote to push to.")
@click.option("--branch", default="gh-pages", show_default=True, help="github-pages: the branch to write.")
@click.option("--cname", default="", metavar="DOMAIN", help="github-pages: the custom domain, if it changed.")
@click.option("--endpoint-url", default="", metavar="URL", help="s3: the address of another store than Amazon's.")
@click.option("--overwrite", is_flag=True, help="Replace files that digitrend did not publish.")
@click.option("--unaudited", is_flag=True, help="Publish without a passed audit.")
@content_option
@click.option(
    "--templates",
    type=FOLDER,
    default=Path("templates"),
    show_default=True,
    help="The templates the site was built with.",
)
@click.option("--out", type=FOLDER, default=Path("build/site"), show_default=True, help="The folder of the built site.")
@click.option("--cache", type=FOLDER, default=Path("build/cache"), show_default=True, help="The cache of the build.")
def publish_command(
    to: str,
    dry_run: bool,
    base_url: str,
    remote: str,
    branch: str,
    cname: str,
    endpoint_url: str,
    overwrite: bool,
    unaudited: bool,
    content: Path,
    templates: Path,
    out: Path,
    cache: Path,
) -> None:
    """Publish the site that was built.

    Only files that changed are sent. The site is refused if it is damaged, has errors, is older than its content or was
    built for another address. If publishing is interrupted, run the command again.
    """
    from digitrend.build.inputs import Options
    from digitrend.publish import TargetOptions
    from digitrend.signals import deferred, set_stop_message

    options = Options(content, templates, out, cache)
    wanted = TargetOptions(to, "", remote, branch, cname, endpoint_url)
    with reporting(), deferred():
        set_stop_message("nothing was published")
        sys.exit(_publish(options, wanted, base_url, dry_run=dry_run, overwrite=overwrite, unaudited=unaudited))


def _publish(
    options: Options, wanted: TargetOptions, base_url: str, *, dry_run: bool, overwrite: bool, unaudited: bool
) -> int:
    """Check the site, compare it with the target, send it, and return the exit code."""
    from dataclasses import replace

    from digitrend.publish import ready, taken, vanished
    from digitrend.publish.targets import Folder
    from digitrend.signals import set_stop_message

    _target(wanted, options)  # fail early on a wrong name
    state = ready(options, base_url, unaudited=unaudited)
    _show(state.found)
    if state.files is None:
        click.echo("Nothing was published.", err=True)
        return 1
    target = _target(replace(wanted, address=state.address), options)
    todo = target.compare(state.files)
    _show(vanished(todo, target.name))
    if todo.taken and not overwrite:
        raise taken(todo.taken, target.name)
    if dry_run:
        _print_changes(todo, target)
    elif todo:
        set_stop_message("run the same command again to finish")
        target.send(state.files, todo)
        set_stop_message("the site is published")
        click.echo(f"Published to {target.name}: {todo}.")
    else:
        if isinstance(target, Folder):
            target.tidy()
        click.echo(f"Nothing to do: {target.name} has all {len(todo.same)} files.")
    return 0


def _target(wanted: TargetOptions, options: Options) -> Target:
    """Return the target that `--to` names; raise a usage error for a wrong one."""
    from dataclasses import replace

    from digitrend.publish import target_of

    site, to = options.out.resolve(), Path(wanted.to).resolve()
    if to == site or site in to.parents or to in site.parents:
        raise click.BadParameter("this is the site's own folder, or one around it or in it", param_hint="--to")
    replace(options, out=Path(wanted.to)).check()
    try:
        return target_of(wanted)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--to") from None


def _print_changes(todo: Changes, target: Target) -> None:
    """Print each file that would change, then the counts."""
    for sign, paths in (("+", todo.new), ("~", todo.changed), ("-", todo.removed)):
        for path in paths:
            click.echo(f"{sign} {path}")
    click.echo(f"Would publish to {target.name}: {todo}.")


def _show(found: Iterable[Diagnostic]) -> None:
    """Print findings, if there are any."""
    if ordered := tuple(found):
        show(ordered, {}, err=True)
