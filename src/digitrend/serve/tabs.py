"""The pages that are open in browsers, and what each does not show yet."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .preview import Preview

ALIVE = 20.0  # seconds after which a silent connection is tried
RETRY = 400  # ms after which a browser tries again
PATIENCE = 0.3  # seconds that one slow browser may keep the others waiting


class Tab:
    """One open page, as far as it has been told."""

    def __init__(self, path: str, has: str) -> None:
        self.path = path
        self.has = has  # the mark of what it shows
        self.over: str | None = None  # what lies over it; not known at first
        self.woken = asyncio.Event()
        self.idle = asyncio.Event()


class Tabs:
    """All open pages.  Belongs to the event loop: only `open_pages` may be asked by other threads."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.open: set[Tab] = set()
        self.closed = False

    def open_pages(self) -> frozenset[str]:
        """Return the paths of the pages that are open."""
        return frozenset(tab.path for tab in tuple(self.open))

    async def follow(self, tab: Tab) -> AsyncIterator[str]:
        """Yield what a page must be told, as server-sent events, until it is closed."""
        self.open.add(tab)
        try:
            yield f"retry: {RETRY}\n\n"
            while not self.closed:
                tab.woken.clear()
                if news := self._news(tab):
                    yield f"id: {tab.has}\ndata: {json.dumps(news)}\n\n"
                    continue
                tab.idle.set()
                try:
                    await asyncio.wait_for(tab.woken.wait(), ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self.open.discard(tab)
            tab.idle.set()

    def _news(self, tab: Tab) -> dict[str, str]:
        preview, news = self.preview, {}
        content = preview.read(tab.path)
        if content is None and (to := preview.moved.get(tab.path)):
            tab.path = to
            return {"go": f"/{to}"}
        content = content or preview.missing(tab.path)
        if content is not None and mark(content) != tab.has:
            tab.has = news["has"] = mark(content)
            news["page"] = content.decode()
        if preview.over != tab.over:
            tab.over = news["over"] = preview.over
        return news

    async def tell(self) -> None:
        """Tell every page what is new, and wait until they have been told."""
        tabs = tuple(self.open)
        for tab in tabs:
            tab.idle.clear()
            tab.woken.set()
        if tabs:
            waiting = [asyncio.ensure_future(tab.idle.wait()) for tab in tabs]
            _, late = await asyncio.wait(waiting, timeout=PATIENCE)
            for each in late:
                each.cancel()

    def close(self) -> None:
        """End all connections."""
        self.closed = True
        for tab in self.open:
            tab.woken.set()


def mark(content: bytes) -> str:
    """Return what tells a content from others."""
    return sha256(content).hexdigest()[:16]
