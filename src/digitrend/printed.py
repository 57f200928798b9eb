"""Figures as a text prints them, read as numbers: "49.9 trillion yuan", "18.2%", "400,000", "3亿元"."""

from __future__ import annotations

import re
from decimal import Decimal

from digitrend.model import Unit

SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "万": 10**4,
    "亿": 10**8,
}
UNITS = {"%": Unit.PERCENT, "％": Unit.PERCENT, "percent": Unit.PERCENT, "percentagepoints": Unit.PERCENT}
CURRENCIES = {  # "pounds" alone are weight; a yen sign alone is the yuan's, as in the texts at hand
    **dict.fromkeys(("yuan", "元", "rmb", "cny", "¥", "￥"), Unit.CNY),
    **dict.fromkeys(("euro", "euros", "eur", "€"), Unit.EUR),
    **dict.fromkeys(("gbp", "£", "poundssterling", "poundsterling"), Unit.GBP),
    **dict.fromkeys(("yen", "jpy"), Unit.JPY),
    **dict.fromkeys(("usd", "$", "us$", "dollar", "dollars", "usdollar", "usdollars"), Unit.USD),
}
# Words that compare a figure with that of another time.
COMPARISON = re.compile(
    r"\byear[- ](?:on|over)[- ]year\b|\bmonth[- ]on[- ]month\b|\bquarter[- ]on[- ]quarter\b|\byoy\b"
    r"|\b(?:compared|comparison) (?:with|to)\b|\bsame (?:period|month|quarter|half)\b"
    r"|\b(?:over|than|from) (?:the )?(?:first|second|previous|preceding|prior|last|year|corresponding|(?:19|20)\d\d)\b"
    r"|\b(?:a )?year (?:earlier|before|ago)\b|\bon the year\b|同比|环比",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?:(?P<currency>\b(?:RMB|CNY|EUR|GBP|JPY|USD)|(?<![A-Za-z])(?:US)?\$|[¥￥€£])\s*"
    r"|(?<![.,第])(?<![^\W\u3400-\u9fff]))"  # ideographs before it part nothing
    r"(?P<sign>[-−])?"
    r"(?P<number>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![.,]?\d)"
    r"(?P<scales>(?:\s*(?:hundred|thousand|million|billion|trillion|万|亿))*)"
    r"\s*(?P<unit>%|％|per\s?cent|percentage\s+points|yuan|RMB|CNY|元|euros?|EUR|€"
    r"|GBP|pounds?\ssterling|yen|JPY|(?:US\s)?dollars?|USD)?(?![a-z])",
    re.IGNORECASE,
)


def printed_value(printed: str) -> tuple[float, Unit | None] | None:
    """Return the first figure in `printed` as a full number, with its unit if one is printed; None without a figure.

    A number that is part of a name, such as "5G", is none.
    """
    found = _FIGURE.search(printed)
    if found is None:
        return None
    value = Decimal(re.sub(r"[^\d.]", "", found["number"]))
    for scale in re.findall(r"[a-z]+|万|亿", found["scales"].lower()):
        value *= SCALES[scale]
    sign = "".join((found["unit"] or found["currency"] or "").lower().split())
    unit = CURRENCIES.get(sign) or UNITS.get(sign)
    return float(-value if found["sign"] else value), unit
