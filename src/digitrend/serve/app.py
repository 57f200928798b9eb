"""The pages that are open in browsers, and what each does not show yet."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from digitrend.build.hosting import EMBEDDED, content_type, headers
from digitrend.serve.preview import FOLDER, MISSING, waiting

if TYPE_CHECKING:
    import threading

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from digitrend.serve.preview import Preview


KEEPALIVE = 20.0  # seconds between messages on an idle connection
RETRY = 400  # ms after which a browser tries again
PATIENCE = 0.3  # seconds that one slow browser may keep the others waiting


class Client:
    """One open page, and what it shows."""

    def __init__(self, path: str, tag: str) -> None:
        self.path = path
        self.tag = tag  # of the content that it shows
        self.overlay: str | None = None  # not known at first
        self.woken = asyncio.Event()
        self.idle = asyncio.Event()


class Clients:
    """All open pages.  Belongs to the event loop: only `open_pages` may be called from other threads."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.open: set[Client] = set()
        self.closed = False

    def open_pages(self) -> frozenset[str]:
        """Return the paths of the pages that are open."""
        return frozenset(client.path for client in tuple(self.open))

    async def follow(self, client: Client) -> AsyncIterator[str]:
        """Yield the changes of a page as server-sent events, until it is closed."""
        self.open.add(client)
        try:
            yield f"retry: {RETRY}\n\n"
            while not self.closed:
                client.woken.clear()
                if changes := self._changes(client):
                    yield f"id: {client.tag}\ndata: {json.dumps(changes)}\n\n"
                    continue
                client.idle.set()
                try:
                    await asyncio.wait_for(client.woken.wait(), KEEPALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self.open.discard(client)
            client.idle.set()

    def _changes(self, client: Client) -> dict[str, str]:
        preview, changes = self.preview, {}
        content = preview.read(client.path)
        if content is None and (to := preview.moved.get(client.path)):
            client.path = to
            return {"go": f"/{to}"}
        content = content or preview.missing()
        if content is not None and content_tag(content) != client.tag:
            client.tag = changes["has"] = content_tag(content)
            changes["page"] = content.decode()
        if preview.overlay != client.overlay:
            client.overlay = changes["over"] = preview.overlay
        return changes

    async def notify(self) -> None:
        """Send every page what changed, and wait until it was sent."""
        clients = tuple(self.open)
        for client in clients:
            client.idle.clear()
            client.woken.set()
        if clients:
            waiting = [asyncio.ensure_future(client.idle.wait()) for client in clients]
            _, late = await asyncio.wait(waiting, timeout=PATIENCE)
            for each in late:
                each.cancel()

    def close(self) -> None:
        """End all connections."""
        self.closed = True
        for client in self.open:
            client.woken.set()


def content_tag(content: bytes) -> str:
    """Return a short digest of a page's content."""
    return sha256(content).hexdigest()[:16]


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
NEVER_KEPT: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-store"})
OURS = {"Cross-Origin-Resource-Policy": "same-origin"}  # no page of another site can load a file as its own
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


class Guard:
    """Refuses requests that other sites could have caused (DNS rebinding, cross-site requests)."""

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


def application(clients: Clients, ready: threading.Event, port: int) -> ASGIApp:
    """Return the preview's application; it answers once `ready` is set."""

    async def site(request: Request) -> Response:
        await run_in_threadpool(ready.wait)
        path = _path(request.path_params["path"])
        content, status = clients.preview.read(path), 200
        if content is None and clients.preview.read(f"{path}/index.html") is not None:
            return RedirectResponse(request.url.replace(path=f"/{path}/"), 301, headers(path))  # as hosts answer
        if content is None:
            path, content, status = MISSING, clients.preview.missing(), 404
        if content is None:  # there has been no site yet
            content, status = waiting(clients.preview.overlay).encode(), 503
        if not path.endswith(".html"):
            return _file(path, content)
        # A page for the frames of others takes no scripts, so it cannot follow.
        page = content if path.startswith(EMBEDDED) else _with_client(content)
        return Response(page, status, {**headers(path, content), **OURS, **NEVER_KEPT}, "text/html")

    async def events(request: Request) -> Response:
        if request.method == "HEAD":  # the stream itself would never end
            return Response(headers=NEVER_KEPT, media_type="text/event-stream")
        has = request.headers.get("last-event-id") or request.query_params.get("has", "")
        client = Client(_path(request.query_params.get("page", "")), has)
        return StreamingResponse(clients.follow(client), headers=NEVER_KEPT, media_type="text/event-stream")

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
    script = f'<script src="{FOLDER}client.js" data-has="{content_tag(page)}"></script>'
    head = HEAD.search(text)
    at = head.end() if head else 0
    return f"{text[:at]}{script}{text[at:]}".encode()


def _path(address: str) -> str:
    """Return the file that an address in the site names; a folder's is its index."""
    path = address.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _file(path: str, content: bytes) -> Response:
    """Answer with a file, under the headers that a host should send with it."""
    return Response(content, 200, {**headers(path), **OURS}, content_type(path))


def _refused(why: str, status: int = 403) -> Response:
    return PlainTextResponse(why, status, headers(""))
