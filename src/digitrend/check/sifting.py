"""Which of a schema's complaints are told: one mistake, one finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from digitrend.diagnostics import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digitrend.check.places import Fault
    from digitrend.check.report import Report
    from digitrend.content import Where


def sifted(faults: Iterable[Fault], report: Report) -> list[Fault]:
    """Return the complaints that are no consequence of others; the report learns what misspelt fields were meant."""
    return _misspelt(_strangers(_own(list(faults)), report), report)


def _own(faults: list[Fault]) -> list[Fault]:
    """Leave out a length that is wrong only because pydantic left out the items that are wrong themselves."""
    below = {fault.where[:i] for fault in faults for i in range(len(fault.where))}
    return [fault for fault in faults if not (fault.type in {"too_short", "too_long"} and fault.where in below)]


def _misspelt(faults: list[Fault], report: Report) -> list[Fault]:
    """Leave out a missing field that an unknown one near it was meant to be: one mistake, one finding."""
    missing = {fault.where for fault in faults if fault.type == "missing"}
    for fault in faults:
        if fault.type == "extra_forbidden":
            *above, key = fault.where
            absent = {str(each[-1]): each for each in missing if each[:-1] == tuple(above)}
            meant = nearest(str(key), absent) or _only(absent, fault.where, faults, report)
            if meant:
                missing.discard(absent[meant])
                report.meant[fault.where] = meant
    return [fault for fault in faults if fault.type != "missing" or fault.where in missing]


def _only(absent: Iterable[str], where: Where, faults: list[Fault], report: Report) -> str:
    """Return the one missing field, if the one unknown field there can stand for no other: it has a name of its own."""
    *above, key = where
    strange = [each for each in faults if each.type == "extra_forbidden" and each.where[:-1] == tuple(above)]
    names = tuple(absent)
    return names[0] if len(names) == len(strange) == 1 and not report.near(str(key), tuple(above)) else ""


def _strangers(faults: list[Fault], report: Report) -> list[Fault]:
    """Tell once of an item that belongs to another list, and not of those that follow it: their list's name is gone."""
    unknown = Counter(fault.where[:-1] for fault in faults if fault.type == "extra_forbidden")
    strange = sorted(
        where
        for where, count in unknown.items()
        if count > 1 and len(where) > 1 and isinstance(where[-1], int) and report.kin(where)
    )
    first = {where for i, where in enumerate(strange) if not i or strange[i - 1][:-1] != where[:-1]}
    told = [
        replace(fault, type="stranger", where=where)
        for where in sorted(first)
        for fault in [next(each for each in faults if each.where[:-1] == where and each.type == "extra_forbidden")]
    ]
    return [*told, *(each for each in faults if not any(each.where[: len(where)] == where for where in strange))]
