"""What all tests share: a real browser, and a loud end for whatever this machine could not run."""

from __future__ import annotations

import gc
import os
import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from browsers import installed_browsers, launch_arguments
from changed_site import changed
from digitrend.build.workers import cores
from machine import NO_BROWSER, REMEDY, stand_down
from paper import folder, lookup, paper, typesetting
from publish_bench import editions, editions_once
from real_site import real_site
from scripting import Strict
from site_bench import bench, built, built_once, one_core, small_cache
from window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _pytest.terminal import TerminalReporter
    from playwright.sync_api import Browser, BrowserContext, Page

    from real_site import RealSite

# Fixtures: imported here, and not by each module that asks for one, so that one of a session is made once a session.
__all__ = [
    "bench",
    "built",
    "built_once",
    "changed",
    "editions",
    "editions_once",
    "folder",
    "lookup",
    "one_core",
    "paper",
    "real_site",
    "small_cache",
    "typesetting",
]

# A machine with other work is slow, and that is no fault.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one option of these tests."""
    parser.addoption("--accept", action="store_true", help="write what was got over what was expected")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to accept where nobody looks at what is accepted; have Ctrl-C reach the commands that are tested."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as shells start what runs in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Have one process more than cores: many tests wait for a browser, a server or a command."""
    asked = "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ
    return None if asked else cores() + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for a browser, so that none can forget to say so; put first what takes long alone."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


def pytest_sessionfinish() -> None:
    """Let be what is left: pytest looks for garbage five times before it ends, which takes seconds among so much."""
    gc.freeze()


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser of this machine for all tests of a process."""
    from playwright.sync_api import Error, expect, sync_playwright

    expect.set_options(timeout=60_000)  # as patient as all that waits: nothing is measured
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


@pytest.fixture(scope="session")
def shared_context(browser: Browser) -> Iterator[BrowserContext]:
    """What the pages of tests share: a context for each would cost more than what most look at."""
    context = browser.new_context()
    context.new_page()  # stays: without a page the browser ends what the next one needs
    yield context
    context.close()


@pytest.fixture
def page(shared_context: BrowserContext) -> Iterator[Page]:
    """An empty page; what it keeps, and what it may do, goes with it, so that no test sees what another left behind."""
    page = shared_context.new_page()
    yield page
    forget(page)
    for each in shared_context.pages[1:]:
        each.close()


def forget(page: Page) -> None:
    """Clear what a page has kept, and what it may do."""
    storage = page.context.new_cdp_session(page)
    storage.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    storage.detach()
    page.context.clear_permissions()


@pytest.fixture(scope="session")
def still_context(browser: Browser) -> Iterator[BrowserContext]:
    """The same where scripts do not run."""
    context = browser.new_context(java_script_enabled=False)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def still(still_context: BrowserContext) -> Iterator[Page]:
    """An empty page in which no script runs."""
    page = still_context.new_page()
    yield page
    page.close()


@pytest.fixture(scope="session")
def open_context(browser: Browser) -> Iterator[BrowserContext]:
    """The same where scripts of the tests' own are let in."""
    context = browser.new_context(bypass_csp=True)
    context.new_page()
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(open_context: BrowserContext, real_site: RealSite) -> Iterator[Window]:
    """A window onto the real site for all tests of a module; scripts of the tests' own are let in."""
    page = open_context.new_page()
    yield Window(page, real_site.address)
    forget(page)
    page.close()


@pytest.fixture(scope="session")
def strict_page(shared_context: BrowserContext, real_site: RealSite) -> Strict:
    """The page of `strict`, the first of the context, which stays."""
    return Strict(shared_context.pages[0], real_site.address)


@pytest.fixture
def strict(strict_page: Strict) -> Iterator[Strict]:
    """An empty page on the real site: one for all tests, which add nothing to it; cheaper than `page`."""
    strict_page.clear()
    yield strict_page
    forget(strict_page.page)
