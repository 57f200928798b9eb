"""The briefing of this project as its readers get it: built once a run, served on loopback, gzip and all.

Assets may be kept, as `_headers` promises; where fonts come late nothing may, so that each visit is a first one.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from filelock import FileLock

from digitrend.build.hosting import ASSETS, FOR_GOOD, NOT_FOUND, SINGLE
from paths import ROOT

LATE = 0.15  # seconds that a font takes on the slow server
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
PACKED = {".png", ".woff2"}  # what gzip would not make smaller


Pages = Callable[[], tuple[str, ...]]


@cache
def pages(kind: str = "") -> tuple[str, ...]:
    """Return the files of all pages of the plan, or of those that one template makes, in reading order."""
    return tuple(path for path, template in _planned() if kind in ("", Path(template).stem))


@cache
def one_of_each() -> tuple[str, ...]:
    """Return the first page that each template makes."""
    return tuple({template: path for path, template in reversed(_planned())}.values())[::-1]


@cache
def the_others() -> tuple[str, ...]:
    """Return all pages but the first that each template makes."""
    return tuple(path for path in pages() if path not in one_of_each())


def on_each_page(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test twice: with one page of each template as `chosen`, and in the full run with all others."""
    others = pytest.param(the_others, marks=pytest.mark.full, id="the others")
    both: Callable[..., None] = pytest.mark.parametrize(
        "chosen", [pytest.param(one_of_each, id="one of each template"), others]
    )(test)
    return both


@cache
def _planned() -> tuple[tuple[str, str], ...]:
    """Return file and template of every page that the plan asks for."""
    from digitrend.build.inputs import templates_of
    from digitrend.check.runner import check
    from digitrend.content.reader import read_documents
    from digitrend.render.theme import read_templates
    from digitrend.site.lookup import Lookup
    from digitrend.site.planning import plan
    from digitrend.site.search import search_entries
    from digitrend.site.viewer import Viewer

    words, _, _ = read_templates(templates_of(ROOT / "templates"), "templates")
    briefing, found = check(*read_documents(ROOT / "content"))
    assert briefing is not None, found
    viewer = Viewer(Lookup(briefing, words))
    return tuple((page.path, page.template) for page in plan(viewer, search_entries(viewer)))


@dataclass(frozen=True, slots=True)
class RealSite:
    """The built site: its folder, its address, and its address where fonts come late."""

    folder: Path
    address: str
    slow: str

    def text(self, path: str) -> str:
        """Return a file of the site as text."""
        return (self.folder / path).read_text(encoding="utf-8")

    def cache(self, folder: Path) -> Path:
        """Copy what the build left in its cache: drawings and fonts of other editions are the same.

        Nobody builds with it itself: another process may be copying it.
        """
        return Path(shutil.copytree(self.folder.parent / "cache", folder))


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """The site that `digitrend build` makes of this project, served; built once, however many processes test."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "real" / "site"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(shared / "real.lock"):
        if not folder.is_dir():
            _build(folder)
    with served(folder) as address, served(folder, LATE) as slow:
        yield RealSite(folder, address, slow)


def _build(folder: Path) -> None:
    where = ("--out", str(folder), "--cache", str(folder.parent / "cache"))
    command = [sys.executable, "-m", "digitrend", "build", *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.fail(f"the site cannot be built:\n{done.stdout}{done.stderr}", pytrace=False)


@contextmanager
def served(folder: Path, late: float = 0) -> Iterator[str]:
    """Serve a folder on a free port of this machine, fonts so many seconds late, and yield the address."""
    server = _Server(folder.resolve(), late)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class _Server(ThreadingHTTPServer):
    """A server that says nothing of browsers that hang up."""

    daemon_threads = True

    def __init__(self, folder: Path, late: float) -> None:
        self.folder, self.late = folder, late
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: object) -> None:
        """Say nothing: what a page misses, its test sees."""


class _Handler(BaseHTTPRequestHandler):
    """A plain static host: what is text goes out in gzip, and the site's own page stands for what is missing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        folder, path = self.server.folder, unquote(urlsplit(self.path).path).lstrip("/")
        file = (folder / path / "index.html") if path.endswith("/") or not path else folder / path
        found = file.is_file() and file.resolve().is_relative_to(folder)
        if not found:
            file = folder / "404.html"
        if file.suffix == ".woff2":
            time.sleep(self.server.late)
        body = _body(file)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        if file.suffix == ".html" and file.name not in {NOT_FOUND, SINGLE}:  # which have their styles inside
            self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        kept = path.startswith(ASSETS) and found and not self.server.late
        self.send_header("Cache-Control", FOR_GOOD if kept else "no-store")
        if file.suffix not in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def _body(file: Path) -> bytes:
    content = file.read_bytes()
    return content if file.suffix in PACKED else gzip.compress(content, 9, mtime=0)
