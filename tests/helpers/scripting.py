"""Pages with their scripts as a strict host serves them: the policy enforced, every request and message kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Route

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"


@dataclass
class Strict:
    """A browser page under the site's own policy, and what it fetched and said."""

    page: Page
    site: str  # the address of the site, or of its folder on disk
    policy: str = POLICY
    fetched: list[str] = field(default_factory=list)  # paths in the site, in order
    said: list[str] = field(default_factory=list)  # console messages and errors

    def __post_init__(self) -> None:
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        if self.site.startswith("http"):
            self.page.route("**/*.html*", self._with_policy)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def _note(self, request: Request) -> None:
        self.fetched.append(urlsplit(request.url).path.lstrip("/"))

    def _with_policy(self, route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": self.policy})
