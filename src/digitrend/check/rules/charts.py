"""Honest charts: what may stand on one axis, and which form shows it.

The grounds are in the figures alone: kind, unit, period, bound, status and part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from digitrend.check.contents import Contents, Placed
from digitrend.check.rules.beside import AHEAD
from digitrend.check.rules.evidence import is_doubtful, mixed_inputs
from digitrend.diagnostics import Diagnostic
from digitrend.model import (
    MOST_MARKS,
    WHOLE_BRIEFING,
    ChartForm,
    ChartSpec,
    Figure,
    QuantityKind,
    datum,
    faults,
    section_of,
)
from digitrend.model.charts import Fault
from digitrend.text.claims import (
    Said,
    ahead_as_stated,
    all_but,
    claimed,
    named_figures,
    of_many,
    other_years,
    subtitle,
    unmoved,
    unreferred,
    words_of,
)
from digitrend.text.dates import find_dates
from digitrend.text.lexicon import lexicon
from digitrend.text.references import references

LETTERS = 4  # of a word, which may be part of another
EXACTLY = {ChartForm.PART: 2, ChartForm.MARKS: 2, ChartForm.SQUARES: 1}
MIXED = ("R202", "R203", "R205")  # figures of several kinds, units or statuses
PERCENT = ("per cent", "percent", "%", "百分比")


def every_chart_has_its_figures(contents: Contents) -> Iterator[Diagnostic]:
    """R201: a form takes the number of figures that it can show, each once."""
    for placed in contents.charts:
        spec = placed.item
        count, form = len(spec.figures), spec.form
        if form in WHOLE_BRIEFING:
            if count:
                message = f"a chart of the form '{form}' shows the whole briefing and takes no figures"
                yield placed.error("R201", message, "figures", hint="leave 'figures' out")
        elif form in EXACTLY and count != EXACTLY[form]:
            takes = "the part, then the whole" if EXACTLY[form] == 2 else "one share"
            message = f"a chart of the form '{form}' takes {takes}, but {count} are given"
            yield placed.error("R201", message, "figures", hint=f"name {takes}")
        elif not count:
            yield placed.error("R201", "a chart without figures shows nothing", "figures", hint="name at least one")
        else:
            for i, name in enumerate(spec.figures):
                if name in spec.figures[:i]:
                    yield placed.error("R201", f"'{name}' is drawn twice", "figures", i, hint="name it once")


def a_form_shows_figures_as_they_are(contents: Contents) -> Iterator[Diagnostic]:
    """R202, R203, R204, R205, R207, R218, R219, R220: what stands on one axis can be compared, joined and added.

    One kind and dimension; one period for bars, one thing for a line; periods of one length for what grows with them;
    no plan as an outcome, no bound as a point; parts of one whole.
    """
    mixed = mixed_inputs(contents)
    for placed, drawn in _drawn(contents):
        if len(drawn) == len(set(placed.item.figures)):
            told = any(each <= set(placed.item.figures) for each in mixed)  # by R106, of the figures themselves
            for fault in faults(placed.item.form.value, [datum(each, contents.units) for each in drawn]):
                if told and fault.code in MIXED:
                    continue
                yield placed.error(fault.code, fault.message, fault.field, hint=fault.hint)


def words_claim_what_the_figures_bear_out(contents: Contents) -> Iterator[Diagnostic]:
    """R222, R223, R224, R225, R226: title, description and subtitle say no more than the figures.

    The highest and lowest, a rise and a fall, all and most, the order in which figures are named; year, place and unit.
    """
    for placed, drawn in _drawn(contents):
        spec, data = placed.item, [datum(each, contents.units) for each in drawn]
        series = {each.item.id: each.item.label for each in contents.series}
        labels = {each.id: f"{each.subject} {series.get(each.id.partition('@')[0], each.label)}" for each in drawn}
        labels = {name: f"{label} {_also_called(label, contents)}" for name, label in labels.items()}
        ahead = {each.time.start.year: each.status in AHEAD for each in drawn if each.time}
        for field in ("title", "subtitle", "description"):
            for fault in ahead_as_stated(Said(getattr(spec, field), field, language=contents.language), ahead):
                yield placed.error(fault.code, fault.message, field, hint=fault.hint)
        for field in ("title", "description"):
            text = getattr(spec, field)
            about = (
                named_figures(text, labels, contents.language)
                if field == "title"
                else tuple(ref.id for ref in references(text))
            )
            said = Said(unreferred(text), field, about, contents.language)
            for fault in (*claimed(said, data), *_of_all(said, drawn)):
                yield placed.error(fault.code, fault.message, field, hint=fault.hint)
        said = Said(spec.subtitle, "subtitle", language=contents.language)
        found = list(subtitle(said, data, _units(drawn, contents), _places(drawn, contents))) if drawn else []
        years = _years(drawn, contents)
        for fault in (*found, *other_years(said, years)):
            yield placed.error(fault.code, fault.message, fault.field, hint=fault.hint)
        title = Said(unreferred(spec.title), "title", language=contents.language)
        for fault in (*other_years(title, years), *unmoved(title, data)):  # "the lowest since 1998" may be true
            yield placed.warning(fault.code, fault.message, fault.field, hint=fault.hint)


def _also_called(label: str, contents: Contents) -> str:
    """Return the other names of what a label names: chips, for integrated circuits."""
    lower = label.lower()
    called = (((each.item.name, *each.item.aliases), each.item.also) for _, each in contents.entities)
    return " ".join(" ".join(also) for names, also in called if any(name and name.lower() in lower for name in names))


def _of_all(said: Said, drawn: list[Figure]) -> Iterator[Fault]:
    """Yield "every province", where the chart's whole is those "with a policy", and the words do not say so."""
    word = said.claims("all")
    if not word or len(drawn) != len(EXACTLY) - 1 or drawn[0].part_of != drawn[1].id or drawn[1].id in said.named:
        return
    ends = "|".join(lexicon(said.language).words("head_ends")) or "(?!)"
    only = re.split(rf"\b(?:{ends})\b", drawn[1].label, maxsplit=1)[1:]
    if only and words_of(only[0], said.language).isdisjoint(words_of(said.text, said.language)):
        yield Fault("R224", f"'{word}' is said, but the whole is of those '{drawn[1].label}'", "say of which all", "")


def as_many_parts_are_linked_as_a_title_says(contents: Contents) -> Iterator[Diagnostic]:
    """R224: "most trends lead to [an issue]", where a chart of relations has a part that its words name.

    So "few sections" and "the first trend has the most figures", of a tally, and "most acts", of a timeline.
    """
    for placed in contents.charts:
        for field in ("title", "description"):
            for sentence in _SENTENCES.split(getattr(placed.item, field)):
                for fault in _of_parts(placed.item.form, sentence, contents, is_title=field == "title"):
                    yield placed.error(fault.code, fault.message, field, hint=fault.hint)


_SENTENCES = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


def _of_parts(form: ChartForm, sentence: str, contents: Contents, *, is_title: bool) -> Iterator[Fault]:
    if form is ChartForm.TIMELINE:
        yield from _of_dated_events(sentence, contents)
    elif form is ChartForm.TALLY:
        yield from _of_sections(sentence, contents)
    for kind in ("trend", "issue") if form in (ChartForm.MATRIX, ChartForm.ARGUMENT) else ():
        labels = {part.item.id: f"{part.item.title} {part.item.short}" for part in contents.parts}
        ends = [(each.item.source.partition(".")[0], each.item.target.partition(".")[0]) for each in contents.relations]
        them = [part.item.id for part in contents.parts if part.item.kind == kind]
        but = all_but(sentence, kind, contents.language)
        of_kind = {name: label for name, label in labels.items() if name in them}
        apart = list(named_figures(but[1], of_kind, contents.language)) if but else []
        names = [
            each for each in named_figures(but[0] if but else sentence, labels, contents.language) if each not in them
        ]
        linked = [each for each in them for name in names if (each, name) in ends or (name, each) in ends]
        if len(names) != 1 or not them:
            continue
        if apart and set(apart) | set(linked) != set(them):
            rest = ", ".join(each for each in them if each not in linked)
            yield Fault("R224", f"all but {', '.join(apart)} is said, but it is all but {rest}", HINT, "")
        fault = of_many(sentence, kind, len(linked) / len(them), contents.language)
        if fault and not but and (is_title or not fault.message.startswith("'each ")):  # "each trend" is drawn so
            yield fault


HINT = "say what the links show"


def _of_sections(sentence: str, contents: Contents) -> Iterator[Fault]:
    """Yield what is wrong with "few sections", which means those with a figure, and "the first trend has the most"."""
    sections = contents.source.item.sections if contents.source else ()
    words = lexicon(contents.language)
    places = {
        "figure": [each.item.locator for each in contents.figures],
        "event": [each.item.locator for each in contents.events],
        "forecast": [each.item.locator for each in contents.forecasts],
        "note": [each.item.locator or "" for each in contents.notes],
    }
    for name, locators in places.items():
        counts = Counter(map(section_of, locators))
        pattern = words.table("claims_of_many").get("has most", "").replace("{}", name)
        found = re.search(pattern, sentence, re.IGNORECASE) if pattern else None
        last = sum(section.id.startswith(found["part"].lower()) for section in sections) if found else 0
        number = words.table("ordinals").get(found["nth"].lower(), last) if found else 0
        own = counts.get(f"{found['part'].lower()}-{number}", 0) if found else 0
        if found and counts and own < max(counts.values()):
            yield Fault("R224", f"'{found[0]}' is said, but another section has more", HINT, "")
        pattern = words.table("claims_of_many").get("has most on", "").replace("{}", name)
        found = re.search(pattern, sentence, re.IGNORECASE) if pattern else None
        titles = {part.item.id: f"{part.item.title} {part.item.short}" for part in contents.parts}
        of_kind = {key: title for key, title in titles.items() if found and key.startswith(found["part"].lower())}
        named = named_figures(found["rest"], of_kind, contents.language) if found else ()
        if found and len(named) == 1 and counts.get(named[0], 0) < max(counts.values(), default=0):
            yield Fault("R224", f"'{found[0]}' is said, but another section has more", HINT, "")
    held = set(map(section_of, places["figure"]))
    if sections and (fault := of_many(sentence, "section", len(held) / len(sections), contents.language)):
        yield fault


def _of_dated_events(title: str, contents: Contents) -> Iterator[Fault]:
    """Yield what is wrong with "most acts carry a month", and with "April for acts aimed at platforms"."""
    times = [each.item.time for each in contents.events]
    dated = [each for each in times if each and (each.start.year, each.start.month) == (each.end.year, each.end.month)]
    if times and (fault := of_many(title, "event", len(dated) / len(times), contents.language)):
        yield fault
    for clause in re.split(r"[,:;，：；]", unreferred(title)):
        words = words_of(clause, contents.language) - set(lexicon(contents.language).words("stop_words"))
        for month in {month for each in find_dates(clause, contents.language) for month in each.months}:
            told = {True: "", False: ""}  # what is said of the events of this month, and of the others
            for event in (each.item for each in contents.events):
                told_of = f" {event.label} {event.what} {' '.join(event.entities)}"
                told[bool(event.time and event.time.start.month == month)] += told_of.lower()
            here, there = (
                [word for word in words if len(word) > LETTERS and word in told[own]] for own in (True, False)
            )
            if there and not here:
                yield Fault(
                    "R224", f"'{clause.strip()}' is said, but '{there[0]}' is of events of other times", HINT, ""
                )
                break


def _years(drawn: list[Figure], contents: Contents) -> frozenset[int]:
    """Return the years of the figures whose periods are known, and of what they are compared with."""
    periods = [each.time for each in drawn]
    compared = [contents.period_of(each.compared_with) for each in drawn if each.compared_with]
    return frozenset(year for p in (*periods, *compared) if p for year in range(p.start.year, p.end.year + 1))


def _units(drawn: list[Figure], contents: Contents) -> dict[str, bool]:
    """Return the names of the units that the briefing uses, and whether a figure of the chart has it."""
    found: dict[str, bool] = {}
    for unit in dict.fromkeys(each.item.unit for each in contents.figures if each.item.unit in contents.units):
        names = contents.units[unit].names.get(contents.language)
        told = PERCENT if unit == "percent" else (names.one, names.other) if names else ()
        found |= {name: any(each.unit == unit for each in drawn) for name in told if name}
    return found


def _places(drawn: list[Figure], contents: Contents) -> dict[str, bool]:
    own = {each.place for each in drawn}
    places = dict.fromkeys(each.item.place for each in contents.figures)
    return {place: place in own for place in places if place and "[[" not in place}


def a_part_is_declared(contents: Contents) -> Iterator[Diagnostic]:
    """R206: a part of a whole is drawn only where the figure declares it with `part_of`."""
    for placed, drawn in _drawn(contents):
        if placed.item.form in (ChartForm.PART, ChartForm.MARKS) and len(drawn) == 2:
            part, whole = drawn
            declared = contents.figure.get(part.part_of or "")
            if part.part_of and (declared is None or declared.item is part or declared.item.unit is not part.unit):
                continue  # what is wrong with the reference is said elsewhere
            if part.part_of != whole.id:
                message = f"'{part.id}' is not declared to be a part of '{whole.id}'"
                hint = f"add 'part_of: {whole.id}' to it, if the source supports that"
                if whole.part_of == part.id:
                    hint = f"name the part first: [{whole.id}, {part.id}]"
                yield placed.error("R206", message, "figures", hint=hint)


def squares_show_a_share(contents: Contents) -> Iterator[Diagnostic]:
    """R208: a hundred squares show one share; marks show small whole counts."""
    for placed, drawn in _drawn(contents):
        form = placed.item.form
        if form is ChartForm.SQUARES and drawn and drawn[0].kind is not QuantityKind.SHARE:
            message = f"a {drawn[0].kind} cannot be shown as squares of a hundred"
            yield placed.error("R208", message, "form", hint="use the form 'bars' or 'cards'")
        if form is ChartForm.MARKS and any(not each.number.is_integer() or each.number > MOST_MARKS for each in drawn):
            message = "marks stand for whole things, a hundred at most"
            yield placed.error("R208", message, "form", hint="use the form 'part' or 'cards'")


def computed_figures_are_not_drawn_among_the_sources(contents: Contents) -> Iterator[Diagnostic]:
    """R209: a figure computed here is never drawn beside those of the source."""
    computed = {placed.item.id for placed in contents.derived}
    for placed in contents.charts:
        for i, name in enumerate(placed.item.figures):
            if name in computed:
                hint = "name it in the description, where it is labelled as computed"
                yield placed.error("R209", f"'{name}' is computed here", "figures", i, hint=hint)


def _drawn(contents: Contents) -> Iterator[tuple[Placed[ChartSpec], list[Figure]]]:
    """Yield each chart with those of its figures that are known, quoted and without a fault of their own."""
    for placed in contents.charts:
        known = [contents.figure[name].item for name in placed.item.figures if name in contents.figure]
        yield placed, [each for each in known if not is_doubtful(each, contents)]
