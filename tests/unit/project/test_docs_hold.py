"""README, guide and reference say what is so: their links, commands, options and findings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import click

from builders import the_real_content, told
from digitrend.cli.main import COMMANDS, cli
from paths import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"\bdigitrend ([a-z]+)\b([^`\n|#]*)")


@cache
def anchors(page: Path) -> set[str]:
    """Return the ids that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_leads_to_a_file_and_to_a_heading() -> None:
    lost = []
    for page in PAGES:
        for link in LINK.findall(page.read_text("utf-8")):
            file, _, anchor = link.partition("#")
            to = page.parent / file if file else page
            if ":" not in link and (not to.exists() or (anchor and anchor not in anchors(to))):
                lost.append(f"{page.name}: {link}")

    assert lost == []


def test_every_command_and_option_that_is_named_exists() -> None:
    wrong = []
    for page in PAGES:
        for name, rest in COMMAND.findall(page.read_text("utf-8")):
            command = cli.get_command(click.Context(cli), name) if name in COMMANDS else None
            known = {"--help", *(option for each in command.params for option in each.opts)} if command else set()
            wrong += [f"{page.name}: {name} {each}" for each in re.findall(r"--[a-z-]+", rest) if each not in known]
            if f"`digitrend {name}" in page.read_text("utf-8") and command is None:
                wrong.append(f"{page.name}: {name}")

    assert wrong == []


def test_the_page_of_commands_has_all() -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")

    assert set(re.findall(r"^\| `digitrend (\w+)", text, re.MULTILINE)) == set(COMMANDS)


def test_the_finding_in_the_readme_is_what_check_prints() -> None:
    (shown,) = re.findall(
        r"^```\n(content/.+?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    name, line = re.findall(r"^content/(.+?):(\d+)", shown)[0]
    files = the_real_content()
    rows = files[name].splitlines(keepends=True)
    rows[int(line) - 1] = rows[int(line) - 1].replace("trend-1/1", "trend-1/9")

    assert shown in told({**files, name: "".join(rows)})


def test_the_index_of_the_decisions_is_complete() -> None:
    folder = ROOT / "docs" / "decisions"
    rows = re.findall(r"^\| (\d+) \| \[.+?\]\((.+?)\)", (folder / "README.md").read_text("utf-8"), re.MULTILINE)

    assert [name for _, name in rows] == sorted(path.name for path in folder.glob("0*.md"))
    assert all(int(name[:4]) == int(number) for number, name in rows)
