"""The window that the tests of pages look through: one for each test module, moved from page to page.

A context for every test would cost more than what is looked at; what a page could leave behind, a new page clears.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

Scheme = Literal["light", "dark"]

READY = """async () => {
  document.body.getBoundingClientRect(); // what is laid out asks for its fonts
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(done));
}"""


@dataclass(frozen=True, slots=True)
class Window:
    """A browser page and the address of the site in it."""

    page: Page
    site: str

    def open(self, path: str, width: int = 1280, height: int = 900, scheme: Scheme = "light") -> None:
        """Go to a page of the site, on screen, and wait until its fonts are there."""
        self.page.emulate_media(
            media="screen", color_scheme=scheme, forced_colors="none", reduced_motion="no-preference"
        )
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(self.site + path)
        self.settle()

    def resize(self, width: int, height: int = 900, scheme: Scheme = "light") -> None:
        """Change the size of the window, or its scheme, and wait until the page is laid out again."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": height})
        self.settle()

    def settle(self) -> None:
        """Wait until fonts are loaded and a frame is drawn."""
        self.page.evaluate(READY)

    def ask(self, script: str, argument: object = None) -> Any:  # noqa: ANN401 scripts return what they like
        """Run a script in the page and return what it returns."""
        return self.page.evaluate(script, argument)
