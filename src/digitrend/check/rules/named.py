"""What is named beside a figure, in its label and by a chart: thing, place and time are the figure's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from digitrend.check.contents import Contents, Placed
from digitrend.check.rules.beside import AHEAD, CAVEATS, MONTH, Setting, first_word, read, references_in, sentence_at
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import Bound, ChartForm, ChartSpec, DerivedFigure, Figure, Period, Precision
from digitrend.text.contrasts import contrast, denied_otherwise, measures
from digitrend.text.dates import NamedTime, find_dates, read_period
from digitrend.text.lexicon import lexicon

LETTERS = re.compile(r"[^\W\d_]+")
BEGINNING = 6  # letters at which words are the same: "industry", "industrial"
TITLES = ("label", "subject", "indicator")
IN_CHARTS = ("title", "subtitle")
BOUNDS = {Bound.POINT: "exact", Bound.LOWER: "lower bound", Bound.UPPER: "upper bound"}
AFTERTHOUGHT = 6  # words
YEAR = 360  # days
PARTS = (ChartForm.PART, ChartForm.MARKS)  # forms of a part and its whole
CONTINENTS = ("002", "003", "005", "009", "142", "150")
OTHER = "name what the figure is of, or the figure that is meant"


def words_name_the_figures_thing(contents: Contents) -> Iterator[Diagnostic]:
    """R325: the words beside a figure, and its label, name its own thing, place and time; a warning."""
    yield from _labels(contents)
    near: dict[str, list[Figure]] = {}
    for placed in contents.figures:
        near.setdefault(placed.item.locator, []).append(placed.item)
    for at in references_in(contents):
        told = _own_words(at.figure, contents)
        leads = tuple(f" {each}" for each in lexicon(contents.language).words("brings"))
        thing = at.before if at.before.rstrip().endswith(leads or "\0") else at.beside[0]  # "investment with [[a]]"
        clause = at.clause if _beginnings(f"{at.lead} {at.trail}", contents.language) else f"{thing} {at.clause}"
        if word := contrast(clause, told, contents.language):
            yield _warning(at, f"“{word}” stands beside '{at.ref.id}', which is of {at.figure.label}", OTHER)
        elif other := _taken_for(at, near[at.figure.locator], contents):
            yield _warning(at, f"the words beside '{at.ref.id}' are those of '{other}'", OTHER)
        elif place := _strange_place(_joined(at, contents.language), [at.figure], contents):
            yield _warning(at, f"the words name {place}, but '{at.ref.id}' is of {at.figure.place}", OTHER)
        elif other := _strange_comparison(f"{at.clause} {_afterthought(at)}", [at.figure], contents):
            yield _warning(at, f"“{other}” is not what '{at.ref.id}' is compared with", OTHER)
        elif per := _per_time(at, contents):
            yield _warning(at, f"“{per}” stands beside '{at.ref.id}', which is no amount per time", OTHER)


def _afterthought(at: Setting) -> str:
    """Return the clause behind, if it has but a few words: "grew by [[a]], again on a year earlier"."""
    return at.beside[1] if len(at.beside[1].split()) <= AFTERTHOUGHT else ""


def _per_time(at: Setting, contents: Contents) -> str:
    """Return words such as "a month" right behind a figure, or "every month" before it, where its own have none."""
    words = lexicon(contents.language)
    before, behind, ends = (words.table("per_time").get(each, "") for each in ("before", "behind", "ends"))
    if not behind or "/" in at.figure.unit or re.search(behind, _own_words(at.figure, contents), re.IGNORECASE):
        return ""
    found = re.match(rf"\W*({before})", at.before, re.IGNORECASE) or re.match(
        rf"(?: (?!{ends}\b)[\w-]+){{0,3}}? ({behind})", at.after, re.IGNORECASE
    )
    return found[1] if found else ""


def _joined(at: Setting, language: str) -> str:
    """Return the clause with what "and" joins to it: "World demand for oil and other fuels is put at [[a]]"."""
    before = at.beside[0].rstrip()
    joins = tuple(f" {each}" for each in lexicon(language).words("conjunctions"))
    return f"{before} {at.clause}" if joins and before.endswith(joins) else at.clause


def _warning(at: Setting, message: str, hint: str) -> Diagnostic:
    return at.error("R325", message, hint, Severity.WARNING)


def _own_words(figure: Figure, contents: Contents) -> str:
    texts = (figure.label, figure.subject, figure.indicator, figure.printed, figure.note, figure.hedge, *figure.doubts)
    bound, names = BOUNDS.get(figure.bound, ""), None
    if figure.unit in contents.units:
        names = lexicon(contents.language).unit_names(contents.units[figure.unit], contents.units)
    return " ; ".join((*(read(each) for each in texts), figure.unit, names.other if names else "", bound))


def _taken_for(at: Setting, others: Sequence[Figure], contents: Contents) -> str:
    """Return the id of the figure of the same paragraph whose own words stand there, where none of this one's do."""
    language = contents.language
    said = _beginnings(f"{at.lead} {at.trail}", language) or _beginnings(at.beside[0], language)  # "chips, with [[a]]"
    mine = _beginnings(_own_words(at.figure, contents), language)
    for other in others:
        same = other.id.partition("@")[0] == at.figure.id.partition("@")[0] or other.unit != at.figure.unit
        if same or other.id == at.figure.part_of or other.part_of in (at.figure.id, other.id):
            continue
        theirs = _beginnings(f"{other.subject} {other.label}", language)
        if said & (theirs - mine) and not said & (mine - theirs) and not said & (mine & theirs):
            part = {other.id, at.figure.id}  # of a whole, as a chart has it; that it is not declared is R206
            if not any(placed.item.form in PARTS and part <= {*placed.item.figures} for placed in contents.charts):
                return other.id
    return ""


@cache
def _beginnings(text: str, language: str) -> frozenset[str]:
    """Return the words of a text that mean something, cut short; without spaces, pairs of characters."""
    words = lexicon(language)
    if words.has_spaces:
        stop = set(words.words("stop_words"))
        return frozenset(
            each.lower()[:BEGINNING] for each in LETTERS.findall(text) if len(each) > 2 and each.lower() not in stop
        )
    return frozenset(run[i : i + 2] for run in LETTERS.findall(text) for i in range(len(run) - 1))


def _labels(contents: Contents) -> Iterator[Diagnostic]:
    """Yield what labels, subjects and indicators name that is another place or time than the figure's."""
    for placed in contents.figures:
        item = placed.item
        for field in TITLES:
            text = getattr(item, field)
            if place := _strange_place(text, [item], contents, (field,)):
                message = f"the {field} names {place}, but the figure is of {item.place}"
                yield placed.warning("R325", message, field, hint="correct the words, or the place")
            right = _periods([item], contents)
            if item.time and first_word(text, "of_a_time", contents.language):  # "in May", and not "from May"
                right = right[:1]
            if item.time and (told := _strange_time(find_dates(text, contents.language), item.time, right)):
                message = f"the {field} names {told}, but the figure is of {item.time}"
                yield placed.warning("R325", message, field, hint="correct the words, or the period")


def computed_figures_stay_plans(contents: Contents) -> Iterator[Diagnostic]:
    """Tell of what is computed of plans alone, and told as what is done, as of the plans themselves."""
    figures = {placed.item.id: placed.item for placed in contents.figures}
    computed = {placed.item.id: [figures.get(each) for each in placed.item.inputs] for placed in contents.derived}
    ahead = {name for name, inputs in computed.items() if all(each and each.status in AHEAD for each in inputs)}
    for prose in contents.prose if ahead else ():
        for ref in prose.refs if CAVEATS.isdisjoint(prose.where) else ():
            start, stop = sentence_at(prose.text, ref.offset)
            words = read(prose.text[start:stop])
            done = ref.id in ahead and first_word(words, "spent", contents.language)
            if done and not first_word(words.replace(ref.id.replace("-", " "), ""), "intended", contents.language):
                message = f"“{done}” stands beside '{ref.id}', which is computed of plans or expectations"
                yield prose.error("R322", message, ref.offset, "describe a plan as a plan and an expectation as one")


def computed_figures_keep_their_times(contents: Contents) -> Iterator[Diagnostic]:
    """Tell of a year beside what is computed that is none of its figures', nor of others in the sentence: R324."""
    inputs = {placed.item.id: placed.item.inputs for placed in contents.derived}
    for prose in contents.prose if inputs else ():
        for ref in prose.refs if CAVEATS.isdisjoint(prose.where) else ():
            start, stop = sentence_at(prose.text, ref.offset)
            near = [each.id for each in prose.refs if start <= each.offset < stop]
            of = {name for each in near for name in (each, *inputs.get(each, ()))}
            right = _periods([contents.figure[each].item for each in of if each in contents.figure], contents)
            words = read(prose.text[start:stop]).replace(ref.id.replace("-", " "), "")
            years = {year for each in find_dates(words, contents.language) for year in (each.year, each.year2) if year}
            strange = sorted(years - {year for each in right for year in range(each.start.year, each.end.year + 1)})
            if ref.id in inputs and right and strange:
                message = f"the words name {strange[0]}, but '{ref.id}' is computed of figures of {right[0]}"
                yield prose.error("R324", message, ref.offset, "name the time of its figures", Severity.WARNING)


def spans_of_time_are_drawn(contents: Contents) -> Iterator[Diagnostic]:
    """Tell of "the three months" in a chart's words where each of its periods is longer, or all are shorter: R226."""
    for chart in contents.charts:
        drawn = [contents.figure[name].item for name in chart.item.figures if name in contents.figure]
        periods = [each.time for each in drawn if each.time and not each.time.is_point]
        for field in (*IN_CHARTS, "description") if periods else ():
            if span := _strange_span(read(getattr(chart.item, field)), periods, contents.language):
                message = f"the {field} says “{span}”, but the figures are of {_in_short(periods)}"
                yield chart.warning("R226", message, field, hint="name the time that is drawn")


def _strange_span(text: str, periods: list[Period], language: str) -> str:
    """Return a number of months or years that is less than the shortest of some periods, or more than all."""
    units, numbers = (lexicon(language).table(key) for key in ("spans_of_time", "numbers"))
    named = r"\b(\d+|{}) ({})\b".format(*("|".join(each) or "(?!)" for each in (numbers, units)))
    shortest = min((each.end - each.start).days for each in periods)
    whole = (max(each.end for each in periods) - min(each.start for each in periods)).days
    for found in re.finditer(named, text, re.IGNORECASE):
        number = found[1].lower()
        months = (numbers[number] if number in numbers else int(number)) * units[found[2].lower()]
        if (months + 1) * MONTH < shortest or whole < (months - 2) * (MONTH - 1):
            return found[0]
    return ""


def _in_short(periods: list[Period]) -> str:
    names = list(dict.fromkeys(map(str, sorted(periods, key=lambda each: each.start))))
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def names_agree_with_the_status(contents: Contents) -> Iterator[Diagnostic]:
    """R322: no plan or expectation is called a thing done, nor is what is computed of such, or a chart of them."""
    tag, hint = contents.language, "describe a plan as a plan and an expectation as one"
    known = {placed.item.id: placed.item for placed in contents.figures}
    labels: list[tuple[Placed[Figure] | Placed[DerivedFigure], tuple[str, ...]]] = []
    labels += [(placed, (placed.item.id,)) for placed in contents.figures]
    labels += [(placed, tuple(placed.item.inputs)) for placed in contents.derived]
    for placed, of in labels:
        ahead = [known[each].status for each in of if each in known and known[each].status in AHEAD]
        for field in ("label", "indicator") if ahead and len(ahead) == len(of) else ():
            text = getattr(placed.item, field)
            done = first_word(text, "spent", tag)  # "planned investment that was spent"
            if done and not (first_word(text.partition(done)[2] if len(of) > 1 else text, "intended", tag)):
                message = f"the {field} says “{done}”, but the figure is {ahead[0]}"
                yield placed.error("R322", message, field, hint=hint)
    for chart in contents.charts:
        ahead = [known[name].status for name in chart.item.figures if name in known and known[name].status in AHEAD]
        for field in ("title", "subtitle", "description", "note") if ahead else ():
            text = read(getattr(chart.item, field))
            done = first_word(text, "spent", tag) or first_word(text, "proved", tag)
            if done and not first_word(text, "intended", tag):
                message = f"“{done}” describes a chart with figures that are {ahead[0]}"
                yield chart.error("R322", message, field, hint=hint)


def charts_name_what_they_show(contents: Contents) -> Iterator[Diagnostic]:
    """R227: title and subtitle of a chart name the things, places and times of its figures; a warning."""
    for placed in contents.charts:
        drawn = [contents.figure[name].item for name in placed.item.figures if name in contents.figure]
        for field in (*IN_CHARTS, "description") if placed.item.form is ChartForm.TIMELINE else ():
            if strange := _strange_month(getattr(placed.item, field), contents):
                message = f"the {field} names {strange}, but no event has that month"
                yield placed.warning("R227", message, field, hint="name the months that the events have")
        for field in IN_CHARTS if drawn else ():
            if message := _chart_fault(placed, field, drawn, contents):
                yield placed.warning("R227", f"the {field} names {message}", field, hint="name what the figures have")


def _strange_month(text: str, contents: Contents) -> str:
    """Return a month that a text names and no event has; with another year it is another month."""
    months = [each.item.time for each in contents.events if each.item.time]
    for mention in find_dates(text, contents.language):
        own = {each.start.month for each in months if mention.year in (None, each.start.year)}
        if mention.precision is Precision.MONTH and not own.issuperset(mention.months):
            return text[mention.start : mention.end]
    return ""


def _chart_fault(placed: Placed[ChartSpec], field: str, drawn: list[Figure], contents: Contents) -> str:
    text = read(getattr(placed.item, field))
    told = " ; ".join(_own_words(each, contents) for each in drawn)
    ours, theirs = (measures(each, contents.language) for each in (text, told))
    apart = next(iter(ours.values()), "") if field == "subtitle" and not theirs else ""
    if word := contrast(text, told, contents.language) or apart or denied_otherwise(text, told, contents.language):
        return f"“{word}”, of which no figure is"
    if place := _strange_place(text, drawn, contents) or _stranger(text, placed, contents):
        return f"{place}, but no figure is of it"
    if other := _strange_comparison(text, drawn, contents):
        return f"“{other}”, with which no figure is compared"
    return _chart_time_fault(text, field, drawn, contents)


def _stranger(text: str, placed: Placed[ChartSpec], contents: Contents) -> str:
    """Return the name of an entity that the chart's words have, and nothing else in its file."""
    author = contents.source.item.author_id if contents.source else None  # whose figures they are
    things = (each.item for type_, each in contents.entities if type_.value != "region" and each.item.id != author)
    names = (name for each in things for name in (each.name, each.acronym) if name)
    file = placed.document.text.casefold()
    return next((name for name in names if name in text and file.count(name.casefold()) == 1), "")


def _chart_time_fault(text: str, field: str, drawn: list[Figure], contents: Contents) -> str:
    times, right = find_dates(text, contents.language), _periods(drawn, contents)
    whole = re.search(lexicon(contents.language).text("whole_year") or "(?!)", text, re.IGNORECASE)
    if whole and right and all((each.end - each.start).days < YEAR for each in right):
        return f"“{whole[0]}”, but no figure is of a year"
    first, *others = [each.time for each in drawn]
    if field == "subtitle" and times and not right:
        return f"“{text[times[0].start : times[0].end]}”, but no figure has a period"
    alike = first and all(each == first for each in others)
    if first and alike and (longer := _longer_time(times, first, right)):
        return f"{longer}, but the figures are of {first}"
    if first and alike and (strange := _strange_time(times, first, right)):
        return f"{strange}, but the figures are of {first}"
    if not alike and (strange := _far_time(times, right)):
        return f"{strange}, but no figure is of it"
    return ""


def _periods(figures: list[Figure], contents: Contents) -> list[Period]:
    times = [*(each.time for each in figures), *(contents.period_of(each.compared_with) for each in figures)]
    return [each for each in times if each]


def _strange_time(mentions: Sequence[NamedTime], own: Period, right: list[Period]) -> str:
    """Return the one time that is named and is neither the figure's, nor wider, nor what it is compared with."""
    named = [period for each in mentions if (period := each.period(own.start.year))]
    fits = [
        (period.start <= each.start and each.end <= period.end) or (period.start, period.end) == (each.start, each.end)
        for period in named
        for each in right
    ]
    return str(named[0]) if named and not any(fits) else ""


def _longer_time(mentions: Sequence[NamedTime], own: Period, right: list[Period]) -> str:
    """Return a span of months that is named and goes on beyond the figures': to December for to September."""
    spans = [each.period(own.start.year) for each in mentions if each.precision is Precision.MONTH]
    known = {(each.start, each.end) for each in right}
    longer = (each for each in spans if each and each.contains(own) and (each.start, each.end) not in known)
    return str(next(longer, ""))


def _far_time(mentions: Sequence[NamedTime], right: list[Period]) -> str:
    """Return a time that is named and has no month in common with one of the figures."""
    years = {each.start.year for each in right} | {each.end.year for each in right}
    for mention in mentions:
        named = [period for year in years if (period := mention.period(year))]
        if named and not any(each.start <= one.end and one.start <= each.end for one in named for each in right):
            return str(named[0])
    return ""


def _strange_comparison(text: str, figures: list[Figure], contents: Contents) -> str:
    """Return words such as "on a month earlier" beside figures that are compared with another time."""
    said = {months: found[0] for months, words in _comparisons(contents.language) if (found := words.search(text))}
    for figure in figures if said else ():
        own, compared = figure.time, figure.compared_with
        then = contents.period_of(compared) or read_period(compared, contents.language)
        apart = _months(own) - _months(then) if own and then else _told_apart(compared, contents.language)
        if not apart or apart in said:
            return ""
    return next(iter(said.values()), "")


def _told_apart(compared: str, language: str) -> int:
    """Return how many months lie between what is compared, as words such as "a year earlier" say; 0 for none."""
    return next((months for months, words in _comparisons(language) if words.search(compared)), 0)


def _months(period: Period) -> int:
    return period.start.year * 12 + period.start.month


@cache
def _comparisons(language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    table = lexicon(language).table("compared_by").items()
    return tuple((int(months), re.compile(words, re.IGNORECASE)) for months, words in table)


def _strange_place(text: str, figures: list[Figure], contents: Contents, but: tuple[str, ...] = ()) -> str:
    """Return a region or country that a text names and the figures are not of, where it names none of theirs."""
    places = _places(contents)
    named = [name for name in places if name in text and _stands(name, text, contents.language)]
    if not named:
        return ""
    ours = [getattr(each, field) for each in figures for field in ("place", *TITLES, "note") if field not in but]
    mine = {places.get(each.place, each.place.casefold()) for each in figures}
    known = {places[name] for name in places for each in ours if name in each}
    for name in named:
        entity = places[name]
        if entity in mine | known or any(_is_in(each, entity, contents) for each in mine):
            return ""
    return next((name for name in named if not any(_is_in(places[name], each, contents) for each in mine)), named[0])


def _stands(name: str, text: str, language: str) -> bool:
    if not lexicon(language).has_spaces:
        return True
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text))


def _is_in(place: str, other: str, contents: Contents) -> bool:
    """Return whether a place belongs to another, however far up."""
    broader = {placed.item.id: placed.item.broader for _, placed in contents.entities}
    at: str | None = place
    seen: set[str] = set()
    while at and at not in seen:
        seen.add(at)
        at = broader.get(at)
        if at == other:
            return True
    return False


@lru_cache(maxsize=1)  # of the contents that are under way
def _places(contents: Contents) -> dict[str, str]:
    """Return the names of regions and countries, and the entity of each, or the name itself in lower case."""
    found = {name: name.casefold() for name in country_names(contents.language)}
    also = lexicon(contents.language).table("countries_also")
    found |= {word: name.casefold() for name, words in also.items() for word in words}
    found |= {each.item.place: each.item.place.casefold() for each in contents.figures if each.item.place}
    for type_, placed in contents.entities:
        if type_.value == "region":
            item = placed.item
            called = item.id.replace("-", " ").title()
            found |= {name: item.id for name in (item.name, item.acronym, called, *item.aliases) if name}
            found |= dict.fromkeys(also.get(item.name or called, ()), item.id)
    return found


@cache
def country_names(language: str) -> tuple[str, ...]:
    """Return the names of the countries and continents, as the CLDR has them."""
    names = lexicon(language).locale.territories.items()
    return tuple(name for code, name in names if code.isalpha() or code in CONTINENTS)
