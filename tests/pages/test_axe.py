"""Every page under axe-core: WCAG 2.0 to 2.2, levels A and AA, and best practices; light and dark, phone and desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from axe import COLOURS, SCHEMES, faults, look
from fuzzing import FULL
from real_site import on_each_page, pages

if TYPE_CHECKING:
    from real_site import Pages
    from window import Scheme, Window


def test_axe_is_recent_and_sees_faults(window: Window) -> None:
    window.open("404.html")
    window.ask("document.querySelector('h1').outerHTML = '<img src=x><button></button>'")

    found = look(window)["faults"]

    assert tuple(map(int, window.ask("axe.version").split("."))) >= (4, 10)
    assert {fault.split(":")[0] for fault in found} >= {"image-alt", "button-name", "page-has-heading-one"}


# What may differ on a phone; in `make test` the rest is asked for on a desk, which shows more, and where a menu opens.
OF_A_PHONE = () if FULL else (*COLOURS, "target-size")


def look_at(window: Window, path: str, phone: Scheme, desk: Scheme, *rules: str) -> list[str]:
    """Return what is wrong with a page on a phone in one scheme and on a desk in the other."""
    window.open(path, 390, scheme=phone)
    found = faults(window, f"{path}, 390, {phone}", *(rules or OF_A_PHONE))
    window.resize(1280, scheme=desk)
    return found + faults(window, f"{path}, 1280, {desk}", *rules)


@on_each_page
def test_axe_finds_nothing(window: Window, chosen: Pages) -> None:
    found: list[str] = []
    for path in chosen():
        found += look_at(window, path, "light", "dark")

    assert found == []


@pytest.mark.full
def test_axe_finds_nothing_in_the_other_colours(window: Window) -> None:
    found: list[str] = []
    for path in pages():
        found += look_at(window, path, "dark", "light", *COLOURS)

    assert found == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_where_evidence_is_open(window: Window, width: int) -> None:
    found: list[str] = []
    window.open(pages("part")[0], width)
    window.page.locator("main button.figure").first.click()
    for scheme, rules in SCHEMES:
        window.resize(width, scheme=scheme)
        assert window.ask("document.querySelector('.evidence:popover-open') !== null")
        found += faults(window, scheme, *rules)

    # Evidence may lie half over a link in the margin, which is whole again when it closes; its own controls may not.
    beneath = re.compile(r"\w+: target-size: (?!\S*evidence).*partially obscured")
    assert [fault for fault in found if not beneath.match(fault)] == []


def test_axe_finds_nothing_where_the_menu_is_open(window: Window) -> None:
    window.open("index.html", 390)
    window.page.click("button[popovertarget=menu]")
    for scheme, rules in SCHEMES:
        window.resize(390, scheme=scheme)

        assert window.ask("document.querySelector('#menu:popover-open') !== null")
        assert faults(window, scheme, *rules) == []
