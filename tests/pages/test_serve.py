"""The preview in a real browser: the page follows every save, mistakes lie over it, and nobody else gets in."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from axe import SCHEMES, faults
from builders import FERRIES, SILT, a_content, edited
from digitrend.build.hosting import content_policy
from serving import PATIENCE, Served, served
from site_bench import TEMPLATES, digitrend_, tree
from tables import table
from window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.xdist_group("preview")

TREND = "trends/ferries.html"
OF_A_BUILD = {"digitrend.json", "proof.json"}  # what says that it was built
OVER = "#digitrend-preview .over"
SAID = "more passengers liked it"  # in a passage of the trend
WATCH = """
window.violations = [];
addEventListener('securitypolicyviolation', e => violations.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, small_cache: Path) -> Iterator[Served]:
    """The preview of the small briefing, for all tests of this module."""
    cache = shutil.copytree(small_cache, tmp_path_factory.mktemp("kept") / "cache")
    with served(tmp_path_factory.mktemp("preview"), None, "--cache", str(cache)) as project:
        project.until("changed, shown")
        yield project


@pytest.fixture
def preview(running: Served) -> Iterator[Served]:
    """The same, put back afterwards to what it was."""
    yield running
    running.save(a_content())
    shutil.rmtree(running.root / "templates")
    (running.root / "templates").mkdir()


@pytest.fixture
def page(shared_context: BrowserContext) -> Iterator[Page]:
    """A window that notes what a strict policy forbids and what goes wrong."""
    page = shared_context.new_page()
    page.set_viewport_size({"width": 900, "height": 500})
    page.set_default_timeout(PATIENCE * 1000)
    page.add_init_script(WATCH)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert page.evaluate("violations") == []
    page.close()
    assert said == []


def shown(page: Page, preview: Served, path: str = TREND, text: str = SAID) -> None:
    """Open a page, wait until it shows what it should, and mark it, so that a new load can be told."""
    page.goto(preview.address + path)
    page.get_by_text(text).first.wait_for()
    page.evaluate("window.mine = true")


def same(page: Page) -> bool:
    """Whether this is still the page that was opened, not loaded again."""
    return bool(page.evaluate("window.mine === true"))


def until(page: Page, script: str, value: object) -> None:
    """Wait until a script gives a value; the policy lets no page wait for it by itself."""
    end = time.monotonic() + PATIENCE
    while (got := page.evaluate(script)) != value:
        assert time.monotonic() < end, got
        time.sleep(0.02)


# An editor's day


def test_an_edit_is_shown_where_the_reader_is_without_loading_the_page_again(page: Page, preview: Served) -> None:
    shown(page, preview)
    page.evaluate("scrollTo(0, 400)")

    preview.save(edited(a_content(), FERRIES, "if the quays are dredged", "if only the quays were dredged"))

    page.get_by_text("if only the quays were dredged").first.wait_for()
    assert same(page)
    assert page.evaluate("scrollY") == 400


def test_what_is_open_stays_open(page: Page, preview: Served) -> None:
    shown(page, preview)
    page.locator(".figure").first.click()
    note = page.locator("[id^=evidence-]:popover-open")
    note.wait_for()

    preview.save(edited(a_content(), FERRIES, SAID, "fewer passengers complained"))

    page.get_by_text("fewer passengers complained").first.wait_for()
    assert same(page)
    assert note.is_visible()


def test_another_figure_is_shown_and_drawn(page: Page, preview: Served) -> None:
    shown(page, preview)
    drawn = page.locator("main .chart-figure svg").first
    before = drawn.inner_html()

    text = a_content()[FERRIES].replace("value: 12.5", "value: 14.5").replace("printed: 12.5%", "printed: 14.5%")
    preview.save(a_content({FERRIES: text}))

    page.locator("main").get_by_text("14.5%").first.wait_for()
    assert drawn.inner_html() != before
    assert same(page)


def test_every_mistake_lies_over_the_last_good_page_until_it_is_mended(page: Page, preview: Served) -> None:
    shown(page, preview)
    broken = edited(a_content(), FERRIES, "locator: trend-1/3\n\nfigures", "locator: trend-1/9\n\nfigures")
    broken[SILT] = broken[SILT].replace("finding: Silt", "findings: Silt")

    preview.save(broken)

    over = page.locator(OVER)
    over.wait_for()
    told = over.inner_text()
    assert re.search(r"2 errors in 2 files", told)
    assert re.search(r"content/trends/01-ferries\.yaml:\d+:14", told)
    assert "content/issues/01-silt.yaml:3:1" in told
    assert "locator: trend-1/9" in told
    assert "'trend-1' has 3 paragraphs" in told
    assert page.get_by_text(SAID).first.is_visible()

    preview.save(a_content())

    over.wait_for(state="detached")
    assert same(page)


def test_axe_finds_nothing_in_what_lies_over_a_page(open_context: BrowserContext, preview: Served) -> None:
    preview.save(edited(a_content(), FERRIES, "slogan: ", "slogans: "))
    window = Window(open_context.new_page(), preview.address)

    window.open(TREND, 390)

    window.page.locator(OVER).wait_for(timeout=PATIENCE * 1000)
    for scheme, rules in SCHEMES:
        window.resize(390, scheme=scheme)
        assert faults(window, scheme, *rules) == []
    window.page.close()


def test_an_overlay_can_be_put_aside(page: Page, preview: Served) -> None:
    shown(page, preview)
    preview.save(edited(a_content(), FERRIES, "slogan: ", "slogans: "))
    page.locator(OVER).wait_for()

    page.get_by_role("button", name="Hide").click()

    page.locator(OVER).wait_for(state="detached")


def test_a_template_a_style_and_a_word_are_followed_too(page: Page, preview: Served) -> None:
    shown(page, preview)
    own = preview.root / "templates"
    (own / "assets").mkdir(parents=True)
    (own / "pages").mkdir()

    (own / "assets/site.css").write_text((TEMPLATES / "assets/site.css").read_text() + "\nbody { color: rgb(1 2 3) }\n")
    until(page, "getComputedStyle(document.body).color", "rgb(1, 2, 3)")
    words = (TEMPLATES / "words.en.yaml").read_text(encoding="utf-8")
    (own / "words.en.yaml").write_text(words.replace("skip: ", "skip: Now ", 1), encoding="utf-8")
    page.get_by_text("Now ").first.wait_for(state="attached")
    part = (TEMPLATES / "pages/part.html").read_text(encoding="utf-8")
    (own / "pages/part.html").write_text(part.replace("{% block main %}", "{% block main %}<p>By hand</p>"))
    page.get_by_text("By hand").wait_for()

    assert same(page)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not told of in files")
def test_a_lost_worker_is_said_and_the_next_save_has_another(page: Page, tmp_path: Path, small_cache: Path) -> None:
    cache = shutil.copytree(small_cache, tmp_path / "cache")
    with served(tmp_path / "own", None, "--cache", str(cache)) as preview:  # its workers are whole
        shown(page, preview)
        figures = [a_content()[FERRIES].replace("12.5", f"{each}.5") for each in (20, 21, 22)]
        preview.save(a_content({FERRIES: figures.pop(0)}))
        # The drawing has come, so the workers wait for the next save: one lost at its work would be told of this one.
        page.locator("main svg text", has_text="20.5%").first.wait_for(state="attached")
        assert preview.process
        workers = [worker for child in children(preview.process.pid) for worker in children(child)]
        assert workers
        for worker in workers:
            os.kill(worker, signal.SIGKILL)

        preview.save(a_content({FERRIES: figures[0]}))
        page.locator(OVER).get_by_text("a worker process ended").wait_for()
        preview.save(a_content({FERRIES: figures[1]}))

        page.locator(OVER).wait_for(state="detached")
        page.locator("main").get_by_text("22.5%").first.wait_for()
        assert same(page)


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    told = (path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children"))
    return [int(number) for numbers in told for number in numbers.split()]


def test_a_page_that_is_gone_is_said_to_be_missing_and_comes_back(page: Page, preview: Served) -> None:
    mud = a_content()[SILT].replace("The landings silt up", "Mud comes").replace("short: Silt", "short: Mud")
    preview.save(a_content({"issues/02-mud.yaml": mud.replace("issue-1/1", "issue-1/1")}))
    page.goto(preview.address)
    page.get_by_text("Mud comes").first.wait_for()
    shown(page, preview, "issues/mud.html", "Mud comes")

    (preview.root / "content/issues/02-mud.yaml").unlink()

    page.get_by_text("Page not found").first.wait_for()
    page.wait_for_load_state()
    assert page.evaluate("document.querySelector('main a').pathname") == "/"
    assert page.evaluate("document.styleSheets.length") == 1
    (preview.root / "content/issues/02-mud.yaml").write_text(mud, encoding="utf-8")
    page.get_by_role("heading", name="Mud comes").wait_for()


def test_a_page_that_is_renamed_is_followed_to_its_new_address(page: Page, preview: Served) -> None:
    shown(page, preview)

    old = preview.root / "content" / FERRIES
    old.rename(old.with_name("01-boats.yaml"))

    page.wait_for_url("**/trends/boats.html")
    page.get_by_text(SAID).first.wait_for()


def test_a_save_by_rename_and_a_save_by_deletion_are_saves(page: Page, preview: Served) -> None:
    shown(page, preview)
    file = preview.root / "content" / FERRIES
    text = file.read_text(encoding="utf-8")

    file.with_suffix(".new~").write_text(text.replace(SAID, "By rename, passengers grew"), encoding="utf-8")
    file.with_suffix(".new~").replace(file)
    page.get_by_text("By rename").first.wait_for()
    file.unlink()
    time.sleep(0.03)
    file.write_text(text.replace(SAID, "By deletion, passengers grew"), encoding="utf-8")
    page.get_by_text("By deletion").first.wait_for()

    assert same(page)


def test_of_a_burst_of_saves_the_last_is_shown(page: Page, preview: Served) -> None:
    shown(page, preview)
    file = preview.root / "content" / FERRIES
    text = file.read_text(encoding="utf-8")

    letters = "abcdefghijklmnopqrstuvwxyz"
    for letter in letters:
        file.write_text(text.replace(SAID, f"Burst {letter}, passengers grew"), encoding="utf-8")
        time.sleep(0.01)

    page.get_by_text("Burst z").first.wait_for()
    page.locator(OVER).wait_for(state="detached")
    assert same(page)


def test_a_folder_that_another_takes_the_place_of_is_followed(page: Page, preview: Served) -> None:
    shown(page, preview)
    here, other = preview.root / "content", preview.root / "other"
    shutil.copytree(here, other)
    text = (other / FERRIES).read_text(encoding="utf-8")
    (other / FERRIES).write_text(text.replace(SAID, "On another branch, passengers grew"), encoding="utf-8")

    here.rename(preview.root / "away")
    other.rename(here)

    page.get_by_text("On another branch").first.wait_for()
    (here / FERRIES).write_text(text.replace(SAID, "And an edit there"), encoding="utf-8")
    page.get_by_text("And an edit there").first.wait_for()
    shutil.rmtree(preview.root / "away")


def test_a_branch_that_is_checked_out_is_followed(page: Page, preview: Served) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
        subprocess.run(["git", *who, *arguments], cwd=preview.root, check=True, capture_output=True)

    git("init", "--initial-branch=one")
    git("add", "content")
    git("commit", "--message=One")
    git("checkout", "-b", "other")
    shown(page, preview)
    other = edited(a_content(), FERRIES, SAID, "On the other branch, passengers grew")
    other["trends/01-boats.yaml"] = other.pop(FERRIES)
    other["issues/01-mud.yaml"] = other.pop(SILT)
    preview.save(other)
    git("add", "content")
    git("commit", "--message=Other")
    page.get_by_text("On the other branch").first.wait_for()

    git("checkout", "one")

    page.wait_for_url("**/trends/ferries.html")
    page.get_by_text(SAID).first.wait_for()
    shutil.rmtree(preview.root / ".git", onerror=writable)


def writable(_: object, path: str, __: object) -> None:
    """Remove what git made read-only, which Windows leaves."""
    Path(path).chmod(0o700)
    Path(path).unlink()


@pytest.mark.skipif(os.name == "nt", reason="a browser is named by a command line, and there is no such signal")
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.full)])
def test_a_broken_content_is_told_of_in_the_browser_that_opens_shown_once_sound_and_left_at_once(
    page: Page, tmp_path: Path, number: signal.Signals
) -> None:
    opened, project = tmp_path / "opened.txt", tmp_path / "project"
    (tmp_path / "browser").write_text(f'#!/bin/sh\necho "opened $1" > "{opened}"\n', encoding="utf-8")
    (tmp_path / "browser").chmod(0o755)
    broken = edited(a_content(), FERRIES, "slogan: ", "slogans: ")
    with served(project, broken, "--open", BROWSER=str(tmp_path / "browser")) as preview:
        page.goto(preview.address)
        page.get_by_text("content/trends/01-ferries.yaml").wait_for()
        end = time.monotonic() + PATIENCE
        while not opened.is_file() and time.monotonic() < end:
            time.sleep(0.02)

        preview.save(a_content())

        page.get_by_text("Ferries turn to batteries").first.wait_for()
        preview.until("changed, shown")
        assert opened.read_text(encoding="utf-8") == f"opened {preview.address}\n"
        assert {path.name for path in project.iterdir()} == {"content", "templates"}
        assert preview.process
        began = time.monotonic()
        preview.process.send_signal(number)  # the page stays open, and asks for news
        code = preview.process.wait(timeout=PATIENCE)
        seconds = time.monotonic() - began

    assert (code, preview.said[-1]) == (0, "The preview has ended.\n")
    assert seconds < 20  # an open page would hold it for good; a busy machine takes more than the second that it needs
    assert "Traceback" not in preview.text


# What is served


UNSERVED = {"digitrend.json", "proof.json"}  # what vouches for a whole site


def test_what_is_served_is_what_a_build_makes_and_nothing_is_written(
    preview: Served, tmp_path: Path, small_cache: Path
) -> None:
    shutil.copytree(small_cache, tmp_path / "cache")
    made = digitrend_(
        "build", "--content", preview.root / "content", "--out", tmp_path / "site", "--cache", tmp_path / "cache"
    )
    assert made.returncode == 0, made.stderr
    files = {path: raw for path, raw in tree(tmp_path / "site").items() if path not in UNSERVED}

    got = {path: answer(preview, f"/{path}")[2] for path in files}

    assert {path: without_client(raw) for path, raw in got.items()} == files
    assert sorted(path.name for path in preview.root.iterdir()) == ["content", "templates"]


def without_client(raw: bytes) -> bytes:
    return re.sub(rb'<script src="/_preview/client.js" data-has="[0-9a-f]+"></script>', b"", raw)


def answer(preview: Served, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for a path just as it is written."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers={name.title(): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


@table(
    "headers",
    [
        {"host": "example.org"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1:1"},
        {"host": "localhost.example.org:{port}"},
        {"host": ""},
        {"origin": "https://example.org"},
        {"origin": "http://127.0.0.1"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "null"},
    ],
)
def test_who_means_another_host_or_comes_from_one_is_refused(running: Served, headers: dict[str, str]) -> None:
    for path in ("/", "/_preview/events"):
        status, _, body = answer(running, path, **{k: v.format(port=running.port) for k, v in headers.items()})

        assert status == 403
        assert b"preview" in body
        assert b"Ferries" not in body


@table("host", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
def test_who_means_this_machine_is_answered(running: Served, host: str) -> None:
    own = f"{host}:{running.port}"

    assert answer(running, "/", host=own, origin=f"http://{own}")[0] == 200


@table(
    "path",
    [
        "/../content/briefing.yaml",
        "/..%2fcontent/briefing.yaml",
        "/%2e%2e/content/briefing.yaml",
        "/trends/../../content/briefing.yaml",
        "//etc/passwd",
        "/C:/Windows/win.ini",
        "/..%5ccontent%5cbriefing.yaml",
        "/%00",
        "/index.html%00.css",
        "/_preview/../server.py",
        "/_preview/..%2fserver.py",
        "/_preview/server.py",
        "/nothing.css",
    ],
)
def test_no_path_leads_out_of_the_site(running: Served, path: str) -> None:
    status, _, body = answer(running, path)

    assert status == 404
    assert b"root:" not in body
    assert b"thesis:" not in body


def test_only_reading_is_allowed(running: Served) -> None:
    assert [answer(running, "/", method)[0] for method in ("POST", "PUT", "DELETE")] == [405] * 3


def test_a_page_comes_under_a_strict_policy_and_is_never_kept(running: Served) -> None:
    _, headers, _ = answer(running, "/")

    assert headers["content-security-policy"] == content_policy("index.html")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["content-type"] == "text/html; charset=utf-8"


def test_a_folder_is_answered_as_hosts_do(running: Served) -> None:
    status, headers, _ = answer(running, "/charts?x=1")

    assert (status, headers["location"]) == (301, f"http://127.0.0.1:{running.port}/charts/?x=1")
    assert answer(running, "/charts/")[0] == 200
    assert answer(running, "/no/such")[0] == 404


def test_the_stream_of_news_ends_when_only_its_head_is_asked_for(running: Served) -> None:
    status, headers, body = answer(running, "/_preview/events?page=/", "HEAD")

    assert (status, headers["content-type"], body) == (200, "text/event-stream; charset=utf-8", b"")


@pytest.mark.full  # waits for twelve seconds
def test_a_request_that_does_not_arrive_is_ended_and_a_slow_but_steady_reader_is_not(preview: Served) -> None:
    with ExitStack() as open_:
        begun = time.monotonic()
        kept, *others = (
            open_.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=30)) for _ in range(4)
        )
        kept.sendall(f"GET /_preview/events?page=/ HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode())
        others[1].sendall(b"GET / HTTP/1.1\r\nHost:")
        others[2].sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1")
        for half in others:
            while half.recv(65536):
                pass

        assert time.monotonic() - begun < 20
        kept.settimeout(max(1, begun + 12 - time.monotonic()))
        with pytest.raises(TimeoutError):
            list(iter(lambda: kept.recv(65536), b""))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere loopback is a single address")
def test_it_listens_on_one_address_of_loopback_only(running: Served) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", running.port), timeout=5)


def test_a_port_that_is_taken_is_said_clearly(running: Served) -> None:
    second = digitrend_("serve", "--port", str(running.port), cwd=running.root)

    hint = "end the program that uses it, or name another with --port"
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"digitrend: port {running.port} is in use: {hint}\n"
