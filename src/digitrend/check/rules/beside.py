"""Words beside a figure, which must not contradict it: direction, hedge, certainty, share, time, thing and place.

A reference brings number, unit and hedge with it; the words around it bring the rest.  The words of each language are
data: `text/data/<language>.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from digitrend.check.contents import Contents, Placed, ProseField
from digitrend.check.rules.evidence import as_printed
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import Bound, Direction, Figure, Period, Precision, Qualifier, QuantityKind, Status
from digitrend.text.claims import words_beside
from digitrend.text.dates import NamedTime, find_dates
from digitrend.text.lexicon import lexicon
from digitrend.text.references import Ref, Stretch, references, split

SPELT = re.compile(r"(?![\u4e00-\u9fff])\w")  # words go on: Chinese has no spaces between them
STOP = r"(?<!\b[A-Z])[.](?=\s|$)"  # and not that of "U.S."
SENTENCE = re.compile(rf"{STOP}|[!?;](?=\s|$)|[。！？；]|\n\s*\n")
FULL_STOP = re.compile(rf"{STOP}|[!?](?=\s|$)|[。！？]|\n\s*\n")
CLAUSE = re.compile(rf"{STOP}|[!?;,:](?=\s|$)|[–—。！？；，、：]|\n\s*\n|(?<=\s)(?:and|while|whereas|but|with)(?=\s)")
AHEAD = (Status.PLANNED, Status.TARGET, Status.PROJECTED)
DONE = (Status.OBSERVED, Status.CLAIMED)
MONTH, YEAR = 31, 360  # days
LONGEST_TIME = 60  # characters of a clause that is only a time
MOVING = (QuantityKind.GROWTH_RATE, QuantityKind.CHANGE)
STILL = (QuantityKind.COUNT, QuantityKind.SHARE)
CAVEATS = frozenset({"note", "notes", "doubts", "reading", "action", "changes", "caution", "remarks", "method"})
BARE = ("number", "value", "size", "short")  # forms of a reference beside which a sentence may have the hedge
UNHEDGED = ("value", "size")  # those that leave it to the sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """A reference to a figure in a text, with the words around it."""

    prose: ProseField
    ref: Ref
    figure: Figure
    before: str  # of the sentence
    after: str
    clause: str  # with the reference left out
    lead: str  # of the clause, before the reference
    trail: str  # and behind it
    beside: tuple[str, ...]  # the clauses before and behind it
    next: str  # the figure to which the text refers next

    def error(self, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Diagnostic:
        """Return a finding at the reference."""
        return self.prose.error(code, message, self.ref.offset, hint, severity)


def words_agree_with_figures(contents: Contents) -> Iterator[Diagnostic]:
    """R320 to R324: direction, hedge, certainty, share and time beside a figure agree with it."""
    for setting in references_in(contents):
        yield from _direction(setting, contents)
        yield from _hedge(setting, contents)
        yield from _certainty(setting, contents)
        yield from _share(setting, contents)
        yield from _extreme(setting, contents)
        yield from _time(setting, contents)


def labels_agree_with_figures(contents: Contents) -> Iterator[Diagnostic]:
    """R320: a label or indicator that says which way a figure went says the way that it went."""
    for placed in contents.figures:
        if placed.item.kind in MOVING and as_printed(placed.item, contents):
            for field in ("label", "indicator"):
                text = getattr(placed.item, field)
                if placed.item.unit in ("percentage-points", "basis-points"):  # what changes may be a growth
                    text = re.sub(first_word(text, "rates_of_change", contents.language) or "(?!)", "", text)
                said = _ways(text, contents.language)
                wrong = said - {_way(placed.item)}
                if wrong and _way(placed.item) not in said:
                    message = (
                        f"the {field} speaks of a {_named(wrong)}, but the figure is a {_named({_way(placed.item)})}"
                    )
                    yield placed.error("R320", message, field, hint="correct the words, or the sign of the figure")


@lru_cache(maxsize=1)  # several rules ask, one after the other
def references_in(contents: Contents) -> list[Setting]:
    """Return every reference to a figure that the prose has, but for what editors say of their own."""
    computed = {placed.item.id for placed in contents.derived}
    found = []
    for prose in contents.prose:
        if CAVEATS.isdisjoint(prose.where):
            refs = [ref for ref in prose.refs if ref.id in contents.figure or ref.id in computed]
            for ref in refs:
                placed = contents.figure.get(ref.id)
                if placed and as_printed(placed.item, contents):  # else its sign or number may be wrong
                    found.append(_setting(prose, ref, placed, [other for other in refs if other.offset != ref.offset]))
    return found


def _setting(prose: ProseField, ref: Ref, placed: Placed[Figure], others: list[Ref]) -> Setting:
    """Return a reference with the words around it, as they are read; `others` are those to figures beside it."""
    text, end = prose.text, ref.offset + ref.length
    start, stop = _around(SENTENCE, text, ref.offset)
    first, last = _around(CLAUSE, text, ref.offset)
    # The words between this reference and its neighbours: those behind a neighbour belong to it.
    near = max([start, *(each.offset + each.length for each in others if each.offset < ref.offset)])
    far = min([stop, *(each.offset for each in others if each.offset > ref.offset)])
    following = next((other.id for other in others if other.offset >= far), "")
    # A clause between two figures may belong to either.
    lead = text[_around(CLAUSE, text, first - 1)[0] : first] if near == start <= first - 1 else ""
    trail = text[last : min(_around(CLAUSE, text, last)[1], stop)] if far == stop else ""
    leading, trailing = read(text[max(first, near) : ref.offset]), read(text[end : min(last, far)])
    before, after = read(text[near : ref.offset]), read(text[end:far])
    clause = f"{leading} … {trailing}"
    return Setting(prose, ref, placed.item, before, after, clause, leading, trailing, (lead, trail), following)


def read(text: str) -> str:
    """Return a stretch of a text with the names to which it refers written out."""
    return "".join(
        piece.text if isinstance(piece, Stretch) else piece.words or piece.id.replace("-", " ") for piece in split(text)
    )


def _direction(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    said = words_beside(at.before, at.after, contents.language, contents.units).direction
    if at.figure.kind in MOVING and said not in (Direction.NONE, _way(at.figure)):
        message = f"the words tell of a {_named({said})}, but '{at.ref.id}' is a {_named({_way(at.figure)})}"
        yield at.error("R320", message, "correct the words, or the sign of the figure")
    elif at.figure.kind in MOVING and said is Direction.DOWN and at.figure.number < 0 and at.ref.words != "size":
        message = f"a word for a fall stands beside '{at.ref.id}', which brings its own sign"
        yield at.error("R320", message, f"write [[{at.ref.id}|size]], the size of the fall without its sign")
    elif at.figure.kind in STILL and said is not Direction.NONE:
        message = f"the words tell of a {_named({said})}, but '{at.ref.id}' is a {at.figure.kind}"
        yield at.error("R320", message, "say how much it was, and not how it changed", Severity.WARNING)
    yield from _movement(at, contents)


def _movement(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    """Hold "falls from [[a]] to [[b]]" against both figures."""
    to, language = contents.figure.get(at.next), contents.language
    yield from _arrival(at, contents)
    yield from _afterwards(at, contents)
    if to is None or at.figure.kind in MOVING or to.item.unit != at.figure.unit or to.item.number == at.figure.number:
        return
    if _last(at.before, "not_a_range_after", language) and _last(at.after, "range_joins", language):
        moved = Direction.UP if to.item.number > at.figure.number else Direction.DOWN
        said = _ways(at.before, language)
        if said and moved not in said:
            message = (
                f"the words tell of a {_named(said)}, and from '{at.ref.id}' to '{at.next}' is a {_named({moved})}"
            )
            yield at.error("R320", message, "correct the word, or the order of the figures")


def _arrival(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    """Hold "[[a]] in May, and sinks to [[b]]" against both points of a series."""
    series, _, own = at.figure.id.partition("@")
    before = [ref.id for ref in at.prose.refs if ref.offset < at.ref.offset and ref.id.startswith(f"{series}@")]
    if not own or not before or before[-1] not in contents.figure or not _last(at.before, "arrives", contents.language):
        return
    first, said = contents.figure[before[-1]].item, _ways(at.before, contents.language)
    moved = Direction.UP if at.figure.number > first.number else Direction.DOWN
    if at.figure.number != first.number and said and moved not in said:
        message = f"the words tell of a {_named(said)}, but from '{first.id}' to '{at.ref.id}' is a {_named({moved})}"
        yield at.error("R320", message, "correct the word, or name the figure that is meant")


def _afterwards(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    """Hold "[[a]] in March, before it picks up" against the next point of the series."""
    series, _, own = at.figure.id.partition("@")
    points = [each.item for each in contents.figures if own and each.item.id.startswith(f"{series}@")]
    later = next(
        (each for each in points if at.figure.time and each.time and each.time.start > at.figure.time.end), None
    )
    behind = re.split(first_word(at.after, "afterwards", contents.language) or "(?!)", at.after, maxsplit=1)[1:]
    said = _ways(behind[0], contents.language) if behind and later and not at.next else set()
    if later and said and later.number != at.figure.number:
        moved = Direction.UP if later.number > at.figure.number else Direction.DOWN
        if moved not in said:
            message = (
                f"the words tell of a {_named(said)}, but from '{at.ref.id}' to '{later.id}' is a {_named({moved})}"
            )
            yield at.error("R320", message, "correct the word, or name the figure that is meant")


def _hedge(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    said = words_beside(at.before, at.after, contents.language, contents.units).qualifier
    own = at.figure.qualifier
    if at.figure.status is Status.TARGET and own is Qualifier.EXACT and _last(at.before, "of_level", contents.language):
        return  # "stays above the goal of 2%" is a place beside it, and no hedge
    bounds = said.bound in (Bound.LOWER, Bound.UPPER)
    if own is Qualifier.EXACT and bounds and _last(at.before, "definite", contents.language):
        return  # "below the [[landings]] of 2021" is a comparison
    if said is not Qualifier.EXACT:
        if at.ref.words not in BARE:
            message = f"a word for “{said}” stands beside '{at.ref.id}', which brings its own hedge ('{own}')"
            yield at.error("R321", message, "leave the word out: the reference says it where the source does")
        elif said is not own and (said.bound is not own.bound or Qualifier.NEARLY in (said, own)):
            message = f"the words say “{said}”, but '{at.ref.id}' is '{own}'"
            yield at.error("R321", message, "say what the figure's qualifier says")
    elif word := _exactly(at, contents.language):
        message, hint = f"“{word}” stands before '{at.ref.id}'", "leave the word out"
        if own is Qualifier.EXACT:
            message, hint = f"{message}: is it the source's word?", f"{hint}, unless the source says it"
            yield at.error("R321", message, hint, Severity.WARNING)
        else:
            yield at.error("R321", f"{message}, which is '{own}'", hint)
    elif at.ref.words in UNHEDGED and at.figure.hedge and not _hedged(at):
        message = f"'{at.ref.id}' is told “{at.figure.hedge}”, and neither the form nor the sentence says so"
        yield at.error("R321", message, f"say “{at.figure.hedge}” in the sentence")
    elif at.ref.words in UNHEDGED and own.bound in (Bound.LOWER, Bound.UPPER) and not at.figure.hedge:
        message = f"'{at.ref.id}' is '{own}', but neither the form '{at.ref.words}' nor the words say so"
        yield at.error("R321", message, f"write “{own}” before it")


def _hedged(at: Setting) -> bool:
    """Return whether the sentence has a longer word of the figure's own hedge."""
    start, stop = sentence_at(at.prose.text, at.ref.offset)
    words = re.findall(r"[^\W\d_]{6,}|[\u3400-\u9fff]{3,}", at.figure.hedge)
    return not words or any(word.lower() in at.prose.text[start:stop].lower() for word in words[-2:])


def _exactly(at: Setting, language: str) -> str:
    """Return a word such as "only" before the figure, or before the verb that leads to it: "only grew by [[a]]"."""
    before = at.before
    for keys in (("by",), ("up_before", "down_before")):
        before = re.sub(r"\W+$", "", before)
        ends = (word for key in keys if (word := _last(before, key, language)))
        if not (found := _last(before, "exactly", language)) and (word := max(ends, key=len, default="")):
            before = before[: -len(word)]
        elif found:
            return found
    return _last(before, "exactly", language)


def _certainty(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    ahead = at.figure.status in AHEAD
    spent = first_word(at.clause, "spent", contents.language)
    proved = first_word(at.clause, "proved", contents.language)
    if ahead and (spent or proved) and not first_word(at.clause, "intended", contents.language):
        message = f"“{spent or proved}” stands beside '{at.ref.id}', which is {at.figure.status}"
        yield at.error("R322", message, "describe a plan as a plan and an expectation as one")
    elif at.figure.status is Status.CLAIMED and (
        proved := proved or first_word(at.before, "proved", contents.language)
    ):
        message = f"“{proved}” stands beside '{at.ref.id}', which is claimed"
        yield at.error("R322", message, "say that it is claimed")
    elif at.figure.status is Status.OBSERVED and (word := first_word(at.lead, "told_by_others", contents.language)):
        message = f"“{word}” stands before '{at.ref.id}', which is observed"
        yield at.error("R322", message, "write 'status: claimed' of what is claimed", Severity.WARNING)
    elif ahead and (word := first_word(at.clause, "past", contents.language)) and not _said_ahead(at, contents):
        message = f"“{word}” tells '{at.ref.id}' as what is past, but it is {at.figure.status}"
        yield at.error("R322", message, "describe a plan as a plan and an expectation as one", Severity.WARNING)
    elif at.figure.status in DONE and (word := first_word(_said_of(at), "to_come", contents.language)):
        message = f"“{word}” tells '{at.ref.id}' as what is to come, but it is {at.figure.status}"
        if not _last(at.before, "not_a_range_after", contents.language):  # is to return from [[a]] to [[b]]
            yield at.error("R322", message, "tell what was observed as that", Severity.WARNING)


def _said_of(at: Setting) -> str:
    """Return the words of the clause that are the figure's own; "will be used in 2021, in [[a]]" has but one."""
    lead = at.lead if len(at.lead.split()) > 1 else f"{at.beside[0]} {at.lead}"
    return lead if at.next else f"{lead} {at.trail}"


def _said_ahead(at: Setting, contents: Contents) -> bool:
    """Return whether the whole sentence says somewhere that it tells of what is planned or expected."""
    start, stop = sentence_at(at.prose.text, at.ref.offset)
    end = at.ref.offset + at.ref.length
    goes_on = _pattern(contents.language, "goes_on")  # "and is expected to" of something else
    rest = at.prose.text[end:stop]
    words = at.prose.text[start:end] + (goes_on.split(rest, maxsplit=1)[0] if goes_on else rest)
    for ref in references(words):
        if ref.id in contents.figure:
            words = words.replace(words[ref.offset : ref.offset + ref.length], "\0" * ref.length)  # its id is not read
    return bool(first_word(read(words), "intended", contents.language))


def _share(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    figure = at.figure
    wrong = ""
    if figure.kind is QuantityKind.SHARE and figure.number <= 50 and figure.bound is not Bound.LOWER:
        wrong = "majority"
    elif figure.kind is QuantityKind.SHARE and figure.number >= 50 and figure.bound is not Bound.UPPER:
        wrong = "minority"
    elif figure.kind is QuantityKind.GROWTH_RATE and abs(figure.number) < 100:
        wrong = "several_fold"
    if wrong and (word := first_word(f"{at.before} … {at.after}", wrong, contents.language)):
        message = f"“{word}” stands beside '{at.ref.id}', which is {figure.number:g}%"
        yield at.error("R323", message, "correct the word, or name the figure that it is about")
    whole = contents.figure.get(at.next)
    if whole and figure.part_of == at.next and whole.item.number:
        part = figure.number / whole.item.number
        for key, true in (("majority", part > 0.5), ("minority", part < 0.5), ("all", part == 1)):
            lead = re.sub(r"(?:\s+of)?(?:\s+the)?\s*$", "", at.before)
            if not true and (word := _last(lead, key, contents.language)):
                message = f"“{word}” stands before '{at.ref.id}', which is {part:.0%} of '{at.next}'"
                yield at.error("R323", message, "correct the word")


def _extreme(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    """Hold "grew fastest, by [[a]]" and "fell least, by [[a]]" against the other figures of the sentence."""
    for key, sign in (("most_of_all", 1), ("least_of_all", -1)):
        leads, by = ("|".join(lexicon(contents.language).words(each)) for each in (key, "extreme_joins"))
        found = re.search(rf"\b({leads}),?\s+(?:{by})\s*$", at.before, re.IGNORECASE) if leads else None
        start, stop = sentence_at(at.prose.text, at.ref.offset)
        refs = [ref.id for ref in at.prose.refs if found and start <= ref.offset < stop]
        refs += _drawn_with(at.prose) if found else ()
        beside = [contents.figure[name].item for name in refs if name in contents.figure]
        others = [abs(each.number) for each in beside if _alike(each, at.figure)]
        if found and any(sign * other > sign * abs(at.figure.number) for other in others):
            message = f"“{found[1]}” describes '{at.ref.id}', but another figure of the sentence goes further"
            yield at.error("R323", message, "correct the word, or name the figure that it is about")


def _drawn_with(prose: ProseField) -> tuple[str, ...]:
    """Return the figures of the chart whose words these are."""
    charts = getattr(prose.placed.item, "charts", ())
    own = charts[prose.where[1]] if prose.where[0] == "charts" and isinstance(prose.where[1], int) else None
    return tuple(own.figures) if own else tuple(getattr(prose.placed.item, "figures", ()))


def _alike(figure: Figure, other: Figure) -> bool:
    """Return whether the sizes of two figures can be told as more and less."""
    return (figure.kind, figure.unit, _way(figure)) == (other.kind, other.unit, _way(other))


def _time(at: Setting, contents: Contents) -> Iterator[Diagnostic]:
    own = at.figure.time
    if own is None or _is_counted_on(at, own, contents.language):
        return
    whole = re.search(lexicon(contents.language).text("whole_year") or "(?!)", at.prose.text)
    if whole and all(_is_short(contents.figure[ref.id].item) for ref in at.prose.refs if ref.id in contents.figure):
        message = f"“{whole[0]}” is said, but '{at.ref.id}' is of {own}"
        yield at.error("R324", message, "name the figure's own period", Severity.WARNING)
    mentions = [each for clause in at.beside for each in _alone(clause, contents.language)]
    mentions += find_dates(at.clause, contents.language)
    if _last(at.before, "brings", contents.language):
        earlier = find_dates(at.before, contents.language)[-1:]
        mentions += [each for each in earlier if re.fullmatch(r"\W*\w+\s*", at.before[each.end :])]
    right = [own, *([other] if (other := contents.period_of(at.figure.compared_with)) else [])]
    years = dict.fromkeys(each.start.year for each in right)  # of "since December" beside a change up to March
    named = [period for mention in mentions for year in years if (period := mention.period(year))]
    only = mentions[0].period(own.start.year) if len(mentions) == 1 else None
    behind = find_dates(at.trail, contents.language) if only and not only.is_point else ()
    closely = behind and not _last(at.trail[: behind[0].start], "until_words", contents.language)
    spans = (Precision.MONTH, *([Precision.QUARTER] if only and mentions[0].first != mentions[0].last else []))
    longer = only and mentions[0].precision in spans and _is_but_a_part(own, only, 0)
    if only and (longer or _is_but_a_part(only, own, 0 if closely else MONTH)) and only not in right:
        message = f"the words name {only}, but '{at.ref.id}' is of {own}"
        yield at.error("R324", message, "name the figure's own period", Severity.WARNING)
        return
    if named and not any(each.start <= period.end and period.start <= each.end for each in right for period in named):
        said = "; ".join(str(period) for mention in mentions if (period := mention.period(own.start.year)))
        yield at.error("R324", f"the words name {said}, but '{at.ref.id}' is of {own}", "name the figure's own period")


def _is_counted_on(at: Setting, own: Period, language: str) -> bool:
    """Return whether the words count on to the figure's year: "in 2021, and [[a]] a year later" is of 2022."""
    counted = lexicon(language).table("counted_on")
    years = [each.year for each in find_dates(at.prose.text[: at.ref.offset], language) if each.year]
    return bool(years) and any(
        phrase in at.trail and years[-1] + count == own.start.year for phrase, count in counted.items()
    )


def _is_short(figure: Figure) -> bool:
    return figure.time is not None and (figure.time.end - figure.time.start).days < YEAR


def _is_but_a_part(named: Period, own: Period, longest: int) -> bool:
    """Return whether some months of a period are named: one alone before a figure may tell when something was said."""
    inside = own.start <= named.start and named.end <= own.end and (named.start, named.end) != (own.start, own.end)
    return inside and (named.end - named.start).days > longest


def _alone(clause: str, language: str) -> tuple[NamedTime, ...]:
    """Return the times of a clause that says nothing else: "In May", "from January to June 2020"."""
    mentions = find_dates(clause, language) if 0 < len(clause) < LONGEST_TIME else ()
    rest = clause
    for each in reversed(mentions):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    return mentions if set(re.findall(r"\w+", rest.lower())) <= set(lexicon(language).words("times_lead")) else ()


def _way(figure: Figure) -> Direction:
    return Direction.DOWN if figure.number < 0 else Direction.UP


def _named(ways: set[Direction]) -> str:
    return " and a ".join("fall" if each is Direction.DOWN else "rise" for each in sorted(ways))


def _ways(text: str, language: str) -> set[Direction]:
    """Return the ways that the nouns and verbs of a label go: "Decline in sales" is down."""
    down, up = (_pattern(language, f"{side}_before", f"{side}_after") for side in ("down", "up"))
    return {way for way, pattern in ((Direction.DOWN, down), (Direction.UP, up)) if pattern and pattern.search(text)}


def first_word(text: str, key: str, language: str) -> str:
    """Return the first of a language's words of a kind in a text, or ""."""
    pattern = _pattern(language, key)
    match = pattern.search(text) if pattern else None
    return match[0] if match else ""


def _last(text: str, key: str, language: str) -> str:
    """Return one of a language's words of a kind directly before the end of a text, or ""."""
    end = text.rstrip()
    words, lower = _longest_first(key, language), end.lower()
    if not lower.endswith(words):  # as most do not
        return ""
    fits = (end[-len(each) :] for each in words if lower.endswith(each))
    return next((each for each in fits if not SPELT.match(end[: -len(each)][-1:])), "")


@cache
def _longest_first(key: str, language: str) -> tuple[str, ...]:
    return tuple(sorted((each.lower() for each in lexicon(language).words(key)), key=len, reverse=True))


@cache
def _pattern(language: str, *keys: str) -> re.Pattern[str] | None:
    words = lexicon(language)
    phrases = sorted({each for key in keys for each in words.words(key)}, key=len, reverse=True)
    if not phrases:
        return None
    spelt = "|".join(r"\s+".join(map(re.escape, each.split())) for each in phrases)
    return re.compile(rf"\b(?:{spelt})\b" if words.has_spaces else spelt, re.IGNORECASE)


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Return the whole sentence in which a place lies."""
    return _around(FULL_STOP, text, at)


def _around(end: re.Pattern[str], text: str, at: int) -> tuple[int, int]:
    """Return the stretch between two ends in which a place lies."""
    ends = _ends(end, text)
    after = bisect_right(ends, at)
    return (ends[after - 1] if after else 0), (ends[after] if after < len(ends) else len(text))


@lru_cache(maxsize=1024)
def _ends(end: re.Pattern[str], text: str) -> list[int]:
    return [match.end() for match in end.finditer(text)]
