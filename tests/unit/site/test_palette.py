"""The contrast of every pair of the palette, computed from the stylesheet: light, dark and on paper.

WCAG 2.2: 4.5 for text (1.4.3), 3 for what must be seen to understand or to use (1.4.11). `--rule` and `--faint` only
guide the eye: nothing is said by them alone, so no pair asks anything of them but as a ground.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

import pytest

from digitrend.draw.style import DARK, LIGHT, Role
from paths import ROOT
from tables import table

CSS = re.sub(r"/\*.*?\*/", "", (ROOT / "templates/assets/site.css").read_text(encoding="utf-8"), flags=re.DOTALL)
Mode = Literal["light", "dark", "print"]
MODES: tuple[Mode, ...] = get_args(Mode)
TEXT, SIGN = 4.5, 3.0

PAIRS: dict[str, dict[str, float]] = {  # ground: what stands on it, and how well it must be seen
    "paper": {"ink": TEXT, "mute": TEXT, "evidence": TEXT, "outlook": TEXT},
    "sheet": {"ink": TEXT, "mute": TEXT, "evidence": TEXT, "outlook": TEXT},
    "evidence-wash": {"ink": TEXT, "mute": TEXT, "evidence": TEXT, "outlook": TEXT},
    "outlook-wash": {"ink": TEXT, "mute": TEXT, "evidence": TEXT, "outlook": TEXT},
    "ink": {"paper": TEXT},
}
DRAWN: dict[Role, float] = {  # on paper; the names of lines are in their colours
    **dict.fromkeys(("ink", "mute", "evidence", "outlook", "hue-2", "hue-3", "hue-4", "hue-5"), TEXT),
    "soft": SIGN,
}
GUIDES = {"rule", "faint", "outlook-wash"}


def palette(mode: Mode) -> dict[str, str]:
    """Return the colours of a mode by the names of their custom properties."""
    found: dict[str, str] = {}
    for rules in [_outside_media(CSS), *(_print_rules() if mode == "print" else [])]:
        for selector, body in re.findall(r"([^{}]*)\{([^{}]*)\}", rules):
            if selector.strip() == ":root":
                found |= _properties(body)
    return {name: _of_mode(value, mode) for name, value in found.items() if "#" in value}


def _properties(body: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]*)", body)}


def _of_mode(value: str, mode: Mode) -> str:
    if both := re.fullmatch(r"light-dark\(\s*(#\w+)\s*,\s*(#\w+)\s*\)", value):
        return both[2 if mode == "dark" else 1]
    return value


def _parts(css: str) -> list[tuple[str, str]]:
    """Return a stylesheet as it stands: the query and the rules of each media block, with "" what lies between."""
    parts, at = [], 0
    for start in re.finditer(r"@media([^{]*)\{", css):
        depth, end = 1, start.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        parts += [("", css[at : start.start()]), (start[1].strip(), css[start.end() : end - 1])]
        at = end
    return [*parts, ("", css[at:])]


def _outside_media(css: str) -> str:
    return "".join(rules for query, rules in _parts(css) if not query)


def _print_rules() -> list[str]:
    return [rules for query, rules in _parts(CSS) if query == "print"]


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb, as WCAG defines it."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    shares = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return how well two colours are told apart, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_what_wcag_defines() -> None:
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.478, abs=0.001)


@table("mode", MODES)
def test_every_pair_can_be_read(mode: Mode) -> None:
    colours = palette(mode)
    found = {(above, on): contrast(colours[above], colours[on]) for on, pairs in PAIRS.items() for above in pairs}

    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < PAIRS[pair[1]][pair[0]]} == {}


@table("mode", MODES)
def test_every_role_of_a_chart_can_be_seen(mode: Mode) -> None:
    colours = palette(mode)
    found = {role: contrast(colours[role], colours["paper"]) for role in DRAWN}

    assert {role: round(ratio, 2) for role, ratio in found.items() if ratio < DRAWN[role]} == {}
    assert {*DRAWN, *GUIDES, "paper"} == set(get_args(Role)) == set(LIGHT) == set(DARK)


def test_a_chart_that_stands_alone_has_the_colours_of_the_pages() -> None:
    assert {role: palette("light")[role] for role in LIGHT} == LIGHT
    assert {role: palette("dark")[role] for role in DARK} == DARK


def test_the_table_has_all_that_the_stylesheet_pairs() -> None:
    above = set(re.findall(r"(?<![\w-])color:\s*var\(--([\w-]+)\)", CSS))
    grounds = set(re.findall(r"background(?:-color)?:[^;}]*?var\(--([\w-]+)\)", CSS))
    signs = {"evidence", "mute"}  # grounds on which nothing stands: a stated relation's dot, the knob of a switch

    assert above <= {name for pairs in PAIRS.values() for name in pairs}
    assert grounds - signs <= PAIRS.keys()


def test_the_stylesheet_colours_every_role_of_a_chart() -> None:
    roles = set(re.findall(r"\.f-([\w-]+) \{ fill: var\(--\1\); \}", CSS))

    assert roles == set(get_args(Role))


def test_a_chosen_appearance_changes_no_colour_by_itself() -> None:
    chosen = re.findall(r":root\[data-theme[^{]*\{([^{}]*)\}", CSS)

    assert len(chosen) == 2
    assert [body for body in chosen if re.fullmatch(r"\s*color-scheme: (light|dark);\s*", body) is None] == []


@table("mode", MODES)
def test_light_and_dark_are_two_designs(mode: Mode) -> None:
    other: Mode = "light" if mode == "dark" else "dark"

    assert palette(mode).keys() == palette(other).keys()
    assert all(palette(mode)[name] != palette(other)[name] for name in ("paper", "ink", "evidence", "outlook"))
