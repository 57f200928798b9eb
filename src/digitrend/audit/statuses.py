"""What a figure reports, held against the words around it: planned, expected, aimed at, estimated, claimed."""

from __future__ import annotations

import re

from digitrend.audit.clauses import Level
from digitrend.audit.figures import Binding
from digitrend.audit.source import Span
from digitrend.audit.words import Language
from digitrend.model.figures import Status

BEHIND = re.compile(r"[ -]*(?:\w+[ -]+)?(?:\w+)?")  # a word or two behind a number
ASKED = (Status.PLANNED, Status.TARGET)  # what advice may ask for
SURE = (Status.PLANNED, Status.PROJECTED, Status.TARGET, Status.ESTIMATED)  # of which the source must say so


def the_status_is_as_printed(b: Binding) -> None:
    """A119: words such as "planned" and "expects" are the figure's status, and a status has its words."""
    item, words = b.item, b.at.reading.names.source
    said: set[str] = set()
    b.levels["status"] = Level.EDITOR
    for level, span in b.at.spans[:2]:
        said = _of_this_number(b) or _statuses(_without_others(b, span), words)
        if said:
            b.levels["status"] = level
            break
    until = b.at.line.text[: b.at.sentence[1]]  # what comes later tells of later things
    told = {name for name, finder in words.table("statuses").items() if finder.search(until)}
    if said == {"projected"} and item.status is Status.OBSERVED and (_is_past(b) or _moves_from(b)):
        return  # "will rise from 37% in 2019 to 41%", "our forecasts were too high by 2%"
    if "estimated" in said and item.status is Status.PROJECTED and (_is_to_come(b) or _will(b)):
        return  # "the need in the summer is estimated at $182 billion"
    if not said and item.status.value in told:
        b.levels["status"] = Level.PARAGRAPH
        return
    if item.status is Status.CLAIMED and words.phrases("attributions").search(b.at.within(b.at.sentence)):
        return  # "plans …, and says that it has 30,000 customers"
    if said and item.status.value not in said:
        what = " and ".join(sorted(said))
        message = f"the sentence of '{item.printed}' has words of what is {what}, and the status is '{item.status}'"
        b.error("A119", message, "status", hint=f"write 'status: {sorted(said)[0]}'")
    elif item.status in (Status.PROJECTED, Status.PLANNED) and _was_over(b):
        message = f"'{item.printed}' is of a time that was over when the source was written, and is '{item.status}'"
        b.warning("A119", message, "status", hint="write 'status: observed', or what the sentence says")
    elif not said and item.status in SURE and not _will(b) and not (item.status in ASKED and _advises(b)):
        message = f"no word in the sentence of '{item.printed}' says that it is {item.status}"
        b.warning("A119", message, "status", hint="write 'status: observed', or what the sentence says")
    elif not said and item.status is Status.OBSERVED and _ahead(b):
        message = f"'{item.printed}' is of a time ahead, and the status is 'observed'"
        b.warning("A119", message, "status", hint="write 'status: projected', or what the sentence says")


def _statuses(text: str, words: Language) -> set[str]:
    return {name for name, finder in words.table("statuses").items() if finder.search(text)}


def _of_this_number(b: Binding) -> set[str]:
    """Return the statuses that the words right behind or before the number say: "the 2% goal", "our forecast of 2%"."""
    behind = b.at.within((b.at.span[1], b.at.sentence[1]))
    return _behind(behind, b.at.reading.names.source) or said_before(b)


def said_before(b: Binding) -> set[str]:
    """Return the statuses that the words right before the number say: "our forecast of 2% in March"."""
    start = b.at.found.start if b.at.found else b.at.span[0]
    lead = b.at.within((b.at.sentence[0], start))
    return {name for name, _ in _before(lead, b.at.reading.names.source)}


def _before(text: str, words: Language) -> list[tuple[str, int]]:
    """Return the statuses that the last words of a text say of the number behind them, and where they begin."""
    found = ((name, finder.finditer(text)) for name, finder in words.table("statuses_before").items())
    return [(name, each.start()) for name, matches in found for each in matches if not text[each.end() :].strip()]


def _behind(text: str, words: Language) -> set[str]:
    first = BEHIND.match(text)
    near = first[0] if first else ""
    return {name for name, finder in words.table("statuses_behind").items() if finder.search(near)}


def _without_others(b: Binding, span: Span) -> str:
    """Return the text of a span without what is said of the other numbers in it: "the 2% target", "an estimated 5%"."""
    text, words = b.at.line.text, b.at.reading.names.source
    for each in reversed(b.at.reading.quantities(b.at.line)):
        if each != b.at.found and span[0] <= each.start < span[1]:
            first = min([each.start, *(at for _, at in _before(text[: each.start], words))])
            said = BEHIND.match(text[each.end : span[1]]) if _behind(text[each.end : span[1]], words) else None
            last = each.end + (said.end() if said else 0)
            text = text[:first] + " " * (last - first) + text[last:]
    return text[span[0] : span[1]]


def _is_to_come(b: Binding) -> bool:
    """Return whether the figure is of a time that ends after the source was written."""
    time, published = b.item.time, b.at.reading.published
    return time is not None and published is not None and time.end > published.start


def _was_over(b: Binding) -> bool:
    time, published = b.item.time, b.at.reading.published
    return time is not None and published is not None and time.end < published.start


def _advises(b: Binding) -> bool:
    return bool(b.at.reading.names.source.phrases("advice_words").search(b.at.within(b.at.sentence)))


def _moves_from(b: Binding) -> bool:
    """Return whether "from" leads to the number, or the sentence tells by how much a forecast was wrong."""
    words, start = b.at.reading.names.source, b.at.found.start if b.at.found else b.at.span[0]
    lead = b.at.within((b.at.sentence[0], start)).rstrip().lower()
    return lead.endswith(tuple(words.words.words("not_a_range_after"))) or bool(
        words.phrases("proved_wrong").search(lead)
    )


def _is_past(b: Binding) -> bool:
    """Return whether the sentence names a later time than the figure's."""
    time = b.item.time
    years = [each.year for each in b.at.reading.times(b.at.line) if each.year]
    return time is not None and any(year > time.start.year for year in years)


def _will(b: Binding) -> bool:
    return bool(b.at.reading.names.source.phrases("will_words").search(b.at.within(b.at.sentence)))


def _ahead(b: Binding) -> bool:
    """Return whether the figure is of the whole time that the source looks ahead to, or of a later one."""
    overview, time = b.contents.overview, b.item.time
    year = overview.item.looks_ahead_to if overview else None
    return bool(year and time and (time.start.year > year or (time.end.year == year and time.end.month == 12)))
