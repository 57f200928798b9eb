"""What all tests share: a real browser, and a loud end for whatever this machine could not run."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from real_site import ROOT, real_site
from window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _pytest.terminal import TerminalReporter
    from playwright.sync_api import Browser, Page

    from real_site import RealSite

__all__ = ["ROOT", "real_site"]

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MAC_APPLICATIONS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PROGRAMS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
QUIET = (  # a browser that asks no other host for anything
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
NO_BROWSER = "NO BROWSER"
NO_CHECKER = "NO CHECKER"
NO_LANGUAGE_SERVER = "NO LANGUAGE SERVER"
NO_MOUNT = "NO MOUNT"
NO_NETWORK = "NO NETWORK"
NO_RSYNC = "NO RSYNC"
NO_NGINX = "NO NGINX"
NO_SOURCE = "NO SOURCE"
NO_TYPESETTER = "NO TYPESETTER"
REMEDY = {
    NO_BROWSER: "install Chromium, Chrome or Edge, or name one in DIGITREND_CHROMIUM",
    NO_CHECKER: "install Java 17 and npm, then run `npm ci --ignore-scripts --prefix tools/checker`",
    NO_LANGUAGE_SERVER: "install npm, then run `npm ci --ignore-scripts --prefix tools/language-server`",
    NO_MOUNT: "run the tests as a user who may mount a disk in memory, such as root of a machine of one's own",
    NO_NETWORK: "connect to a package index, or fill pip's cache",
    NO_RSYNC: "install rsync 3.2.3 or newer",
    NO_NGINX: "install nginx; on Debian the package of that name",
    NO_SOURCE: "name the text of the article, which is not part of the project, in DIGITREND_SOURCE",
    NO_TYPESETTER: "install Pango; on Debian libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0",
}
MANDATORY = {  # set: what needs the thing must run
    NO_BROWSER: ("DIGITREND_REQUIRE_BROWSER",),
    NO_CHECKER: ("DIGITREND_REQUIRE_BROWSER",),
    NO_LANGUAGE_SERVER: ("DIGITREND_REQUIRE_BROWSER",),
    NO_MOUNT: (),  # not every machine of a CI lets its tests mount
    NO_NETWORK: ("DIGITREND_REQUIRE_BROWSER", "CI"),
    NO_RSYNC: ("DIGITREND_REQUIRE_BROWSER", "CI"),
    NO_NGINX: ("DIGITREND_REQUIRE_BROWSER",),
    NO_SOURCE: (),
    NO_TYPESETTER: ("DIGITREND_REQUIRE_BROWSER", "CI"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one option of these tests."""
    parser.addoption("--accept", action="store_true", help="write what was got over what was expected")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to accept where nobody looks at what is accepted."""
    if config.getoption("--accept") and os.environ.get("CI"):
        raise pytest.UsageError("--accept is refused where CI is set: look at the difference, then accept it yourself")


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that holds what is expected; with `--accept`, write it there instead."""

    def compare(path: Path, got: str) -> None:
        if request.config.getoption("--accept"):
            path.write_bytes(got.encode())
        assert path.is_file(), f"{path.name} is missing; run pytest --accept, and look at what it writes"
        assert got == path.read_bytes().decode(), f"if what is new is right: pytest --accept -k {path.parent.name}"

    return compare


def stand_down(lack: str, why: str) -> NoReturn:
    """End a test that this machine cannot run: a failure where it must run, else a skip with a loud end."""
    if any(os.environ.get(variable) for variable in MANDATORY[lack]):
        pytest.fail(f"{lack}: {why}; {REMEDY[lack]}", pytrace=False)
    pytest.skip(f"{lack}: {why}")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark every test that asks for a browser, so that none can forget to say so."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say just before the closing line what did not run, and what would make it run."""
    skipped = (report.longrepr for report in terminalreporter.stats.get("skipped", ()))
    reasons = (reason[2] for reason in skipped if isinstance(reason, tuple))
    lacks = Counter(lack for reason in reasons for lack in REMEDY if f"{lack}: " in reason)
    for lack, count in sorted(lacks.items()):
        tests = "1 test" if count == 1 else f"{count} tests"
        terminalreporter.write_line(f"{lack}: {tests} did not run: {REMEDY[lack]}", bold=True, yellow=True)
    passed = (report.user_properties for report in terminalreporter.stats.get("passed", ()))
    weights = [tuple(value) for properties in passed for name, value in properties if name == "weight"]
    if weights:
        terminalreporter.write_line(f"The largest page: {max(weights)[1]}")


def installed_browsers() -> Iterator[str]:
    """Yield the Chromium-like browsers of this machine, the one that the caller names before all others."""
    if named := os.environ.get("DIGITREND_CHROMIUM"):
        yield named
        return
    yield from filter(None, map(shutil.which, COMMANDS))
    if sys.platform == "darwin":
        places = [Path("/Applications"), Path.home() / "Applications"]
        programs = [f"{name}.app/Contents/MacOS/{name}" for name in MAC_APPLICATIONS]
    else:
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        places = [Path(folder) for name in variables if (folder := os.environ.get(name))]
        programs = list(WINDOWS_PROGRAMS)
    yield from (str(path) for program in programs for place in places if (path := place / program).is_file())


def launch_arguments() -> list[str]:
    """Return the arguments for a quiet browser; root on Linux gets no sandbox from Chromium."""
    root = sys.platform == "linux" and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if root else [])]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser of this machine for all tests of a process."""
    from playwright.sync_api import Error, sync_playwright

    path = next(installed_browsers(), None)
    if path is None:
        stand_down(NO_BROWSER, "none was found on this machine")
    fault = ""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=launch_arguments())
        except Error as error:
            fault = error.message.splitlines()[0]
        else:
            yield browser
            browser.close()
    if fault:
        stand_down(NO_BROWSER, f"{path} does not start ({fault})")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own, so that no test sees what another left behind."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def window(browser: Browser, real_site: RealSite) -> Iterator[Window]:
    """A window onto the real site for all tests of a module; scripts of the tests' own are let in."""
    context = browser.new_context(bypass_csp=True)
    yield Window(context.new_page(), real_site.address)
    context.close()
