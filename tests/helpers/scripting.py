"""Pages with their scripts as a strict host serves them: every request and message kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request


@dataclass
class Strict:
    """A browser page, and what it fetched and said; tests/helpers/real_site.py sends a strict policy with each."""

    page: Page
    site: str  # the address of the site, or of its folder on disk
    fetched: list[str] = field(default_factory=list)  # paths in the site, in order
    said: list[str] = field(default_factory=list)  # console messages and errors

    def __post_init__(self) -> None:
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def clear(self) -> None:
        """Have the page look as a new one does."""
        self.page.goto("about:blank")
        self.page.set_viewport_size({"width": 1280, "height": 720})
        self.page.emulate_media(media="screen", color_scheme="light")
        self.fetched.clear()
        self.said.clear()

    def _note(self, request: Request) -> None:
        self.fetched.append(urlsplit(request.url).path.lstrip("/"))
