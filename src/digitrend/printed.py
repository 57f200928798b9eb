"""Figures as an English text prints them, read as numbers: "49.9 trillion yuan", "18.2%", "400,000"."""

from __future__ import annotations

import re
from decimal import Decimal

from .model import Unit

SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "万": 10**4,
    "亿": 10**8,
}
UNITS = {"%": Unit.PERCENT, "％": Unit.PERCENT, "per cent": Unit.PERCENT, "percent": Unit.PERCENT, "yuan": Unit.CNY}
_FIGURE = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scales>(?:\s*(?:hundred|thousand|million|billion|trillion|万|亿))*)"
    r"\s*(?P<unit>%|％|per\s?cent|yuan|元)?",
    re.IGNORECASE,
)


def printed_value(printed: str) -> tuple[float, Unit | None] | None:
    """Return the first figure in `printed` as a full number, with its unit if one is printed; None without a figure."""
    found = _FIGURE.search(printed)
    if found is None:
        return None
    value = Decimal(found["number"].replace(",", ""))
    for scale in re.findall(r"[a-z]+|万|亿", found["scales"].lower()):
        value *= SCALES[scale]
    sign = " ".join((found["unit"] or "").lower().split())
    unit = Unit.CNY if sign == "元" else UNITS.get(sign)
    return float(value), unit
