"""Rules about what is sent: nothing of the machine that made it, and not too much at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.diagnostics import Diagnostic
from digitrend.verify.written import SINGLE, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digitrend.verify.written import Written

WANTED_DOTS = frozenset({".nojekyll", ".well-known"})  # names with a dot that hosts and standards ask for


def nothing_is_of_one_machine(written: Written) -> Iterator[Diagnostic]:
    """V111: no file names a folder of the machine that made it or an address that only this machine has."""
    for path in sorted(written.paths):
        if any(part.startswith(".") and part not in WANTED_DOTS for part in path.split("/")):
            yield Diagnostic("V111", f"'{path}' is a hidden file", path, hint="do not write it into the site")
    for path, facts in written.facts.items():
        for mention in facts.leaks:
            if not (written.base_url and f"{mention.text}/".startswith(written.root)):
                fault = f"'{mention.text}' exists on one machine only"
                yield error("V111", fault, path, mention, "remove it, or give an address that readers can reach")


def pages_are_light(written: Written) -> Iterator[Diagnostic]:
    """V112: a page and all that a browser fetches with it stay within the budget, as sent with compression."""
    loads: dict[str, set[str]] = {}
    for lead in written.leads:
        if lead.mention.kind == "asset" and lead.target.path in written.paths:
            loads.setdefault(lead.path, set()).add(lead.target.path)
    for path in sorted(written.pages.keys() - {SINGLE}):
        weights = {each: written.facts[each].weight for each in _fetched(path, loads) if each in written.facts}
        total = sum(weights.values())
        if total > written.budgets.page:
            largest = max(sorted(weights), key=lambda each: weights[each])
            fault = f"the page and what it loads weigh {_kb(total)}, more than the {_kb(written.budgets.page)} it may"
            hint = f"begin with the largest part, '{largest}' with {_kb(weights[largest])}"
            yield Diagnostic("V112", fault, path, hint=hint)


def files_are_light(written: Written) -> Iterator[Diagnostic]:
    """V116: no file of the site is heavier, as it is sent, than `file` among the `budgets` of `briefing.yaml`."""
    most = written.budgets.file
    for path, facts in sorted(written.facts.items()):
        if 0 < most < facts.weight:
            fault = f"the file weighs {_kb(facts.weight)}, more than the {_kb(most)} it may"
            hint = "make it smaller, or raise 'file' under 'budgets' in briefing.yaml"
            yield Diagnostic("V116", fault, path, hint=hint)


def the_site_is_light(written: Written) -> Iterator[Diagnostic]:
    """V117: all files together are no heavier, as they are sent, than `site` among the `budgets` of `briefing.yaml`."""
    most = written.budgets.site
    copies = (path for path in written.facts if path.endswith((".gz", ".br")) and path[:-3] in written.facts)
    total = sum(facts.weight for facts in written.facts.values()) - sum(written.facts[path].weight for path in copies)
    if 0 < most < total:
        largest = max(sorted(written.facts), key=lambda path: written.facts[path].weight)
        fault = f"the site weighs {_kb(total)}, more than the {_kb(most)} it may; '{largest}' is its largest file"
        hint = "make it smaller, or raise 'site' under 'budgets' in briefing.yaml"
        yield Diagnostic("V117", fault, largest, hint=hint)


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
