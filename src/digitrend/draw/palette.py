"""The colours of charts by role, on paper; the page's stylesheet has others for dark and forced colours.

A role is what a colour means, and every drawing names roles only. Here is the light palette, which is built
into each drawing so that it also reads by itself. Text has 4.5:1 and marks have 3:1 on paper at least (WCAG
2.2, 1.4.3 and 1.4.11); `rule` and `faint` carry no meaning alone and may be fainter.
"""

from __future__ import annotations

from typing import Literal

Role = Literal["paper", "ink", "mute", "rule", "faint", "evidence", "outlook"]

COLOURS: dict[Role, str] = {
    "paper": "#fbfaf7",  # what lies under all
    "ink": "#1b1d1f",  # text, zero lines
    "mute": "#55595e",  # secondary text, outlines of what is not filled
    "rule": "#cfccc4",  # thin lines that guide the eye
    "faint": "#e7e4dc",  # the fill of a whole, behind its part
    "evidence": "#0b5a78",  # what the source states
    "outlook": "#9a4b12",  # what it expects
}
