"""What attributes say: ids, references to ids, addresses, inline code, statistics shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from digitrend.verify.markup import meaning, written_attributes

if TYPE_CHECKING:
    from digitrend.verify.places import Finds

POINTING = frozenset(
    {f"aria-{end}" for end in ("activedescendant", "controls", "describedby", "details", "errormessage")}
    | {"aria-flowto", "aria-labelledby", "aria-owns"}
    | {"commandfor", "for", "form", "headers", "list", "popovertarget"}
)
FACTS = {"id": "ids", "data-statistic": "statistics", **dict.fromkeys(POINTING, "pointers")}
_LINK = {"href": "link", "xlink:href": "link"}
_DRAWN = {"href": "asset", "xlink:href": "asset"}
ADDRESSES = {  # which attributes of which elements hold an address, and which kind of reference that is
    "a": _LINK,
    "area": _LINK,
    "audio": {"src": "later"},
    "base": {"href": "base"},
    "blockquote": {"cite": "about"},
    "button": {"formaction": "link"},
    "embed": {"src": "asset"},
    "feimage": _DRAWN,
    "form": {"action": "link"},
    "iframe": {"src": "asset"},
    "image": _DRAWN,
    "img": {"src": "asset", "srcset": "later"},
    "input": {"src": "asset", "formaction": "link"},
    "object": {"data": "asset"},
    "q": {"cite": "about"},
    "script": {"src": "asset", **_DRAWN},
    "source": {"src": "later", "srcset": "later"},
    "track": {"src": "later"},
    "use": _DRAWN,
    "video": {"src": "later", "poster": "asset"},
}

_ID_IN_URL = re.compile(r"""url\(\s*['"]?#([^'")]+)""")
# Browsers drop line breaks and tabs in an address before they look at it.
_SCRIPT = re.compile(r"[\0-\x20]*+" + r"[\t\r\n]*+".join("javascript:"), re.IGNORECASE)

Written: TypeAlias = list[tuple[str, str]]
"""The attributes of a tag as they stand there."""


class Attributes(dict[str, str]):
    """The attributes of a tag by name in lower case, with their values as written."""

    @classmethod
    def of(cls, given: Written) -> Attributes:
        """Return the attributes; of two with one name the first counts."""
        return cls((name.lower(), value) for name, value in reversed(given))

    def value(self, name: str) -> str:
        """Return what a value means, without spaces around it; "" for an attribute that is not there."""
        return meaning(self[name]).strip() if name in self else ""

    def keyword(self, name: str) -> str:
        """Return a value for which case does not count."""
        return self.value(name).lower()


def read_attributes(finds: Finds, written: str, start: int) -> Written:
    """Add what an attribute may say on any element, and return all of them for what only this element does."""
    given = written_attributes(written)
    for spelt, value in given:
        name = spelt.lower()
        if fact := FACTS.get(name):
            kind = name if fact == "pointers" else ""
            for text in (meaning(value),) if name == "id" else meaning(value).split():
                finds.add(fact, kind, text, start)
        elif name[:2] == "on" or name == "style":
            finds.add("inline", f"'{name}' attribute", "", start)
    if "url(" in written:
        _read_drawn(finds, given, start)
    return given


def read_addresses(finds: Finds, name: str, given: Attributes, start: int) -> None:
    """Add the addresses that an element refers to."""
    lazy = "loading" in given and given.keyword("loading") == "lazy"
    for attribute, kind in ADDRESSES[name].items():
        if attribute not in given:
            continue
        text = meaning(given[attribute])
        for address in _candidates(text) if attribute == "srcset" else (text,):
            refer(finds, "later" if lazy else kind, address, start)


def refer(finds: Finds, kind: str, address: str, start: int) -> None:
    """Add a reference; an address that is a script counts as inline code."""
    if ":" in address and _SCRIPT.match(address):
        finds.add("inline", "'javascript:' address", "", start)
    else:
        finds.add("references", kind, address.strip(), start)


def _read_drawn(finds: Finds, given: Written, start: int) -> None:
    """Add the ids that a drawing is clipped, filled or marked with."""
    for name, value in given:
        for pointed in _ID_IN_URL.findall(meaning(value)):
            finds.add("pointers", name, pointed, start)


def _candidates(srcset: str) -> list[str]:
    """Return the addresses among which a browser chooses."""
    return [candidate.split()[0] for candidate in re.split(r",\s", srcset) if candidate.strip()]
