"""Warnings that the briefing silences, by code and with a reason: still told, but as silenced, and failing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from digitrend.check.contents import Contents, Placed
from digitrend.diagnostics import Diagnostic, Severity, by_position, failed
from digitrend.model import CountermeasureGroup, Item, Silence

WHOLE = "briefing"  # the item of a silence of what belongs to no part


def with_suppressions(found: Iterable[Diagnostic], contents: Contents, family: str) -> list[Diagnostic]:
    """Return the findings, those marked that are silenced, and what is wrong with the silences; in order of place.

    `family` is the letter of the codes that could be found here: a silence of another family may well have its use.
    """
    silences = [(placed, tuple(_places(placed.item, contents))) for placed in contents.silences]
    told, used = list[Diagnostic](), set[int]()
    for one in found:
        by = next((i for i, (placed, places) in enumerate(silences) if _covers(placed, places, one)), None)
        if by is None or one.severity is Severity.ERROR:
            told.append(one)
        else:
            used.add(by)
            told.append(replace(one, silenced=silences[by][0].item.reason))
    idle = [placed for i, (placed, _) in enumerate(silences) if i not in used and placed.item.code[0] == family]
    return by_position([*told, *every_suppression_has_its_use(idle, told)])


def every_suppression_has_its_use(idle: Iterable[Placed[Silence]], found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """R401: an entry of `silenced` silences something; a warning."""
    told = tuple(found)
    if failed(one for one in told if one.code not in {each.item.code for each in idle}):
        return  # what is broken may be what it was for
    for placed in idle:
        code, where = placed.item.code, f" in '{placed.item.item}'"
        if any(one.code == code and one.severity is Severity.ERROR for one in told):
            message, hint = f"'{code}' is an error, which cannot be silenced", "mend it, and remove this entry"
        else:
            message, hint = f"the silence of '{code}' silences nothing{where}", "remove it, or mend its code or item"
        yield placed.warning("R401", message, "code", hint=hint)


def _places(silence: Silence, contents: Contents) -> Iterator[Placed[Item]]:
    """Yield where the item of a silence is written; more than once, if its id was given more than once."""
    yield from (part for part in contents.parts if part.item.id == silence.item)
    yield from (placed for placed in contents.identified if placed.item.id == silence.item)
    for group in contents.parts:
        if isinstance(group.item, CountermeasureGroup):
            for i, measure in enumerate(group.item.measures):
                if group.item.measure_id(i + 1) == silence.item:
                    yield Placed(measure, group.document, ("measures", i))


def _covers(silence: Placed[Silence], places: Iterable[Placed[Item]], one: Diagnostic) -> bool:
    if silence.item.code != one.code:
        return False
    if silence.item.item == WHOLE:
        return PurePosixPath(one.path).parent == PurePosixPath(silence.document.path).parent
    return any(placed.document.path == one.path and placed.document.holds(placed.where, one.at) for placed in places)
