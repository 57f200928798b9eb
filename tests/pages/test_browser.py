"""The browser that the page tests stand on: that it draws, runs scripts, and forgets between tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browsers import installed_browsers

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from playwright.sync_api import Page


def test_a_page_is_laid_out(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    page.set_content("<!doctype html><title>t</title><p>text")

    assert page.evaluate("document.documentElement.clientWidth") == 390
    assert page.evaluate("document.querySelector('p').getBoundingClientRect().height") > 0


def test_the_named_browser_comes_before_all_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIGITREND_CHROMIUM", str(tmp_path))

    assert list(installed_browsers()) == [str(tmp_path)]
