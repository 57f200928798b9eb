"""What the preview answers: the files of the site, its own two, and the events.

The only module that imports starlette.  It listens on loopback, where any page of any site can send a browser to: so
whoever names another host, or comes from a page of one, is refused.  Files are looked up in memory by their names, and
no name leads elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from digitrend.policies import EMBEDDED, headers

from .overlay import FOLDER, waiting
from .preview import MISSING
from .tabs import Tab, mark

if TYPE_CHECKING:
    import threading

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from .tabs import Tabs

TYPES = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
NEVER_KEPT: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-store"})
OURS = {"Cross-Origin-Resource-Policy": "same-origin"}  # no page of another site can load a file as its own
NONE: Mapping[str, str] = MappingProxyType({})
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


class Guard:
    """Lets in only those who mean this server and no other."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = {f"{host}:{port}" for host in LOOPBACK} | (set(LOOPBACK) if port == 80 else set())
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse to."""
        sent = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        if sent.get(b"host", "").lower() not in self.hosts:
            await _refused("This is a preview; it answers under its own address alone.")(scope, receive, send)
        elif sent.get(b"origin", "").lower() not in {"", *self.origins}:
            await _refused("This is a preview; pages of other sites get nothing.")(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def application(tabs: Tabs, ready: threading.Event, port: int) -> ASGIApp:
    """Return the preview's application; it answers once `ready` is set."""

    async def site(request: Request) -> Response:
        await run_in_threadpool(ready.wait)
        path = _path(request.path_params["path"])
        content, status = tabs.preview.read(path), 200
        if content is None:
            path, content, status = MISSING, tabs.preview.missing(path), 404
        if content is None:  # there has been no site yet
            content, status = waiting(tabs.preview.over).encode(), 503
        if not path.endswith(".html"):
            return _file(path, content)
        # A page for the frames of others takes no scripts, so it cannot follow.
        page = content if path.startswith(EMBEDDED) else _with_client(content)
        return _file(path, page, status, NEVER_KEPT)

    async def events(request: Request) -> Response:
        has = request.headers.get("last-event-id") or request.query_params.get("has", "")
        tab = Tab(_path(request.query_params.get("page", "")), has)
        return StreamingResponse(tabs.follow(tab), headers=NEVER_KEPT, media_type="text/event-stream")

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {"client.js", "overlay.css"}:
            return _refused("There is no such file.", 404)
        return _file(name, (resources.files("digitrend.serve") / name).read_bytes())

    routes = [Route(f"{FOLDER}events", events), Route(f"{FOLDER}{{name}}", own), Route("/{path:path}", site)]
    return Guard(Starlette(routes=routes), port)


def _with_client(page: bytes) -> bytes:
    """Return a page with the script that keeps it up to date, before all others; nothing else is added."""
    text = page.decode()
    script = f'<script src="{FOLDER}client.js" data-has="{mark(page)}"></script>'
    head = HEAD.search(text)
    at = head.end() if head else 0
    return f"{text[:at]}{script}{text[at:]}".encode()


def _path(address: str) -> str:
    """Return the file that an address in the site names; a folder's is its index."""
    path = address.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _file(path: str, content: bytes, status: int = 200, more: Mapping[str, str] = NONE) -> Response:
    """Answer with a file, under the headers that a host should send with it."""
    kind = TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")
    return Response(content, status, {**headers(path), **OURS, **more}, kind)


def _refused(why: str, status: int = 403) -> Response:
    return PlainTextResponse(why, status, headers(""))
