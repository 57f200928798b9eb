"""What a page tells machines stands in a script element, and a strict policy lets it be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from site_bench import Bench

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
LISTEN = (
    "window.faults = []; document.addEventListener('securitypolicyviolation', e => faults.push(e.violatedDirective))"
)


def test_a_strict_policy_lets_linked_data_be(built: Bench, page: Page) -> None:
    said: list[str] = []
    site = built.site
    types = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

    def serve(route: Route) -> None:
        file = route.request.url.removeprefix("http://site.example/")
        kind = types.get(file.rpartition(".")[2], "application/octet-stream")
        headers = {"Content-Type": kind, "Content-Security-Policy": POLICY}
        route.fulfill(body=site.get(file, b""), headers=headers)

    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(LISTEN)
    page.route("**/*", serve)
    for path in ("index.html", "figures/crossings.html", "charts/fleet.html"):
        page.goto(f"http://site.example/{path}")

        assert page.evaluate(
            "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').text)['@graph'].length"
        ), path
        assert (page.evaluate("faults"), said) == ([], []), path
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: '1'}))")
    assert set(page.evaluate("faults")) == {"script-src-elem"}, "the policy is not in force"
