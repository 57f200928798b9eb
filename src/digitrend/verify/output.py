"""Rules about what is sent: nothing of the machine that made it, and not too much at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.diagnostics import Diagnostic
from digitrend.verify.written import error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digitrend.verify.written import Written

WANTED_DOTS = frozenset({".nojekyll", ".well-known"})  # names with a dot that hosts and standards ask for


def nothing_is_of_one_machine(written: Written) -> Iterator[Diagnostic]:
    """V111: no file names a folder of the machine that made it or an address that only this machine has.

    Why: it would lead nowhere, and tells of the machine. Such are the folders of users and of temporary files, `file:`
    addresses and `localhost`; an address below the one that the site was built for is meant. Nor is there a file whose
    name begins with a dot, save `.nojekyll` and what is in `.well-known`: editors and systems make them, and servers
    often refuse them.
    Example: a link to `http://localhost:8000/`.
    Mend: remove it, or give an address that readers can reach.
    """
    for path in sorted(written.paths):
        if any(part.startswith(".") and part not in WANTED_DOTS for part in path.split("/")):
            yield Diagnostic("V111", f"'{path}' is a hidden file", path, hint="do not write it into the site")
    for path, facts in written.facts.items():
        for mention in facts.leaks:
            if not (written.base_url and f"{mention.text}/".startswith(written.root)):
                fault = f"'{mention.text}' exists on one machine only"
                yield error("V111", fault, path, mention, "remove it, or give an address that readers can reach")


def pages_are_light(written: Written) -> Iterator[Diagnostic]:
    """V112: a page and all that a browser fetches with it stay within the budget, as sent with compression.

    Why: readers on the road pay for every byte, with money or with time. Counted are the page, its stylesheets, the
    fonts and pictures that these name, its scripts with the modules that they import, and its pictures, save those that
    are loaded lazily; icons and downloads are not.
    Example: a photograph of two megabytes in a template.
    Mend: begin with the largest part, which the hint names.
    """
    loads: dict[str, set[str]] = {}
    for lead in written.leads:
        if lead.mention.kind == "asset" and lead.target.path in written.paths:
            loads.setdefault(lead.path, set()).add(lead.target.path)
    for path in written.pages:
        weights = {each: written.facts[each].weight for each in _fetched(path, loads) if each in written.facts}
        total = sum(weights.values())
        if total > written.budget:
            largest = max(sorted(weights), key=lambda each: weights[each])
            fault = f"the page and what it loads weigh {_kb(total)}, more than the {_kb(written.budget)} it may"
            hint = f"begin with the largest part, '{largest}' with {_kb(weights[largest])}"
            yield Diagnostic("V112", fault, path, hint=hint)


def _fetched(path: str, loads: Mapping[str, set[str]]) -> set[str]:
    """Return a page with all that is fetched with it, directly or because of something else that is."""
    fetched, ahead = set[str](), [path]
    while ahead:
        if (here := ahead.pop()) not in fetched:
            fetched.add(here)
            ahead.extend(loads.get(here, ()))
    return fetched


def _kb(weight: int) -> str:
    return f"{weight / 1000:.1f} kB"
