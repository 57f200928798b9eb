"""What a document of the wrong shape may hold: its ids, so that references to them are no second finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrend.content import Data

_IDENTIFIED = ("statistics", "derived", "events", "forecasts", "charts", "entities", "oddities")


def ids_in(data: object) -> Iterator[str]:
    """Yield every id in the data; one that has itself the wrong form in the right one, too."""
    if isinstance(data, dict):
        if isinstance(name := data.get("id"), str):
            yield name
            yield re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        for value in data.values():
            yield from ids_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from ids_in(value)


def holds_nameless(data: Data) -> bool:
    """Say whether one of the lists of items with ids holds one without."""
    lists = [data.get(name) for name in _IDENTIFIED] if isinstance(data, dict) else []
    return any(
        isinstance(each, dict) and not isinstance(each.get("id"), str)
        for items in lists
        for each in (items if isinstance(items, list) else [items])  # an item may stand there without its dash
    )
