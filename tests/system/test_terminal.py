"""The command line as people meet it: help with examples that hold, completion, colours where they belong."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from builders import FERRIES, a_content, edited, findings
from digitrend.cli.main import COMMANDS, cli
from digitrend.diagnostics import format_findings
from paths import ROOT
from tables import table

SCRIPT = Path(sys.executable).with_name("digitrend")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
PLAIN = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "TERM"}}


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def examples(name: str) -> list[str]:
    return re.findall(rf"digitrend {name}\b[^\n;]*", command(name).epilog or "")


# --- help


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_itself_with_an_example(name: str, option: str) -> None:
    result = CliRunner().invoke(cli, [name, option])

    assert result.exit_code == 0
    assert f"digitrend {name}" in " ".join(result.output.split())
    assert examples(name)


@table("example", [each for name in COMMANDS for each in examples(name)])
def test_every_example_is_one_that_its_command_takes(example: str) -> None:
    _, name, *arguments = shlex.split(example)
    found = command(name)

    context = click.Context(found, help_option_names=["-h", "--help"])  # as below the group: the names are kept
    found.make_parser(context).parse_args(arguments)


@table("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    options = [each for each in command(name).params if isinstance(each, click.Option)]

    assert [each.name for each in options if not each.help] == []


def test_the_help_lists_every_command_with_what_it_does() -> None:
    result = CliRunner().invoke(cli, ["--help"])

    for name in COMMANDS:
        assert re.search(rf"^  {name} +\w", result.output, re.MULTILINE)
    assert "Examples: digitrend check" in result.output


@table(("typed", "told"), [("chekc", " Did you mean 'check'?"), ("xyzzy", "")])
def test_a_misspelt_command_is_answered_with_the_near_one(typed: str, told: str) -> None:
    result = CliRunner().invoke(cli, [typed])

    assert result.exit_code == 2
    assert result.output.endswith(f"No such command '{typed}'.{told}\n")


def test_the_manual_lists_every_command_and_the_readme_leads_to_it() -> None:
    manual = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert sorted(re.findall(r"^\| `digitrend (\w+)", manual, re.MULTILINE)) == sorted(COMMANDS)
    assert "(docs/commands.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


# --- completion


def completed(*words: str) -> list[str]:
    """Return what click's own completion offers for the last of the words."""
    asked = {"COMP_WORDS": " ".join(["digitrend", *words]), "COMP_CWORD": str(len(words))}
    environment = {**os.environ, "_DIGITREND_COMPLETE": "bash_complete", **asked}
    done = subprocess.run([str(SCRIPT)], env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no shell that click completes for")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("che",), ["check"]),
        (("check", "--for"), ["--format"]),
        (("check", "--format", "g"), ["github"]),
        (("explain", "R10"), ["R101", *(f"R10{i}" for i in range(3, 10))]),  # a code that was given up is not offered
    ],
)
def test_commands_options_words_and_codes_are_completed(words: tuple[str, ...], offered: list[str]) -> None:
    assert [each for each in completed(*words) if each in offered] == offered


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash on this machine")
def test_the_line_of_the_manual_sets_completion_up() -> None:
    (line,) = re.findall(r"`(eval [^`]+)`", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"))
    script = f'PATH="{SCRIPT.parent}:$PATH"; {line}; complete -p digitrend'

    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("complete ")
    assert done.stdout.rstrip().endswith("digitrend")


# --- colours


def on_a_terminal(folder: Path, **environment: str) -> str:
    """Return what `digitrend check` prints to a terminal."""
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    ours, its = pty.openpty()
    arguments = [str(SCRIPT), "check", "--content", str(folder)]
    done = subprocess.run(arguments, stdout=its, stderr=its, env={**PLAIN, **environment}, check=False)
    os.close(its)
    printed = b""
    try:
        while read := os.read(ours, 65536):
            printed += read
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(ours)
    assert done.returncode == 1
    return printed.decode().replace("\r\n", "\n")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    files = edited(a_content(), FERRIES, "locator: trend-1/2\n\noutlook", "locator: trend-1/9\n\noutlook")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_findings_on_a_terminal_are_in_colour(broken: Path) -> None:
    printed = on_a_terminal(broken, TERM="xterm")

    assert "\x1b[1;31mR101\x1b[0m" in printed
    assert "the source has no paragraph" in printed


@pytest.mark.parametrize("environment", [{"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colours_gets_none(broken: Path, environment: dict[str, str]) -> None:
    printed = on_a_terminal(broken, **environment)

    assert "\x1b" not in printed
    assert "R101 the source has no paragraph" in printed


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1", "TERM": "xterm"}])
def test_what_is_no_terminal_gets_no_colours(broken: Path, environment: dict[str, str]) -> None:
    arguments = [str(SCRIPT), "check", "--content", str(broken)]
    done = subprocess.run(arguments, capture_output=True, env={**PLAIN, **environment}, check=False)

    assert b"R101" in done.stdout
    assert b"\x1b" not in done.stdout


def test_without_its_colours_a_listing_is_the_plain_one() -> None:
    files = edited(a_content(), FERRIES, "[[mark-2]]", "[[mark-\u202e3]] and 7 船")
    files = edited(files, FERRIES, "slogan: Ferries turn to batteries", "slogan: Ferries turn to batteries\ntitel: x")
    found = findings(files)
    texts = {f"content/{name}": text for name, text in files.items()}

    coloured = format_findings(found, texts, colour=True)

    assert ESCAPE.sub("", coloured) == format_findings(found, texts)
    assert len(ESCAPE.findall(coloured)) >= 6
