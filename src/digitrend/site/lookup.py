"""The text and address of each id.

Takes a checked briefing and the words, and resolves the references in prose, so that pages contain only values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from digitrend.charts.make import captioned
from digitrend.charts.plots import capital
from digitrend.model import (
    AnyFigure,
    Briefing,
    ChartSpec,
    DerivedFigure,
    Figure,
    Item,
    Note,
    Qualifier,
    Quantity,
    Status,
    Unit,
    decimal,
    hedge_of,
    paragraph_of,
    prose_in,
    result_kind,
    section_of,
    source_of,
    unit_of,
)
from digitrend.site import urls
from digitrend.text.references import FORMS, Ref, references, split, without_marks
from digitrend.text.wording import Form, Words, bare_text, count_text, key_of, quantity_text, word

NUMBER = "number"  # the form of a figure whose sentence names what is counted

ENDS = re.compile(r"(?:\w{3,}|[%\d)”])[.!?]\s+$|\n\s*\n$")  # a sentence or a paragraph, and no "e.g."


class Mention(NamedTuple):
    """A reference, resolved."""

    text: str
    url: str = ""  # "" for the briefing's own counts
    figure: str = ""  # the figure's id, if it is a figure
    bare: str = ""  # a figure without its qualifier: the part of `text` that opens the evidence
    place: str = ""  # the locator of a figure; "" for one that is computed here
    care: bool = False  # whether a figure is to be read with care
    term: str = ""  # the id of a person, place or term

    @property
    def parts(self) -> tuple[str, str, str]:
        """A figure's text before the bare number, the number, and after it."""
        bare = self.bare
        ends = [each for each in bare.split() if any(sign.isdigit() for sign in each)]
        if bare not in self.text and len(ends) > 1 and all(end in self.text for end in ends):
            before, first, rest = self.text.partition(ends[0])  # "between 3% and 5%", of "3% to 5%"
            return before, first + rest, ""
        while bare and bare not in self.text:  # a form that leaves out the unit, which the sentence has
            bare = bare.rpartition(" ")[0]
        before, number, after = self.text.partition(bare or self.text)
        return before, number, after

    @property
    def opening(self) -> Mention:
        """The mention as a sentence begins with it."""
        bare = capital(self.bare) if self.text.startswith(self.bare) else self.bare
        return self._replace(text=capital(self.text), bare=bare)


@dataclass(frozen=True, slots=True)
class ResolvedProse:
    """Prose with its references resolved: Markdown between mentions."""

    pieces: tuple[str | Mention, ...] = ()
    block: bool = False  # Markdown of paragraphs; otherwise one line

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.pieces)

    @property
    def plain(self) -> str:
        """The words, without the marks of Markdown."""
        bare = without_marks("".join("\ue000" if isinstance(each, Mention) else each for each in self.pieces))
        named = [each.text for each in self.pieces if isinstance(each, Mention)]
        return "".join(part for pair in zip(bare.split("\ue000"), [*named, ""], strict=True) for part in pair)


class Link(NamedTuple):
    """An address and the text that leads there."""

    text: str
    url: str


class Lookup:
    """Resolves the ids and the prose of one briefing."""

    def __init__(self, briefing: Briefing, words: Words) -> None:
        self.briefing = briefing
        self.words = words

    def word(self, key: str, **values: object) -> str:
        """Return a text of the interface, with its placeholders filled."""
        return word(self.words, key, **values)

    def kind_word(self, group: str, kind: str) -> str:
        """Return the interface's word for a kind of event or relation; a declared kind is its own word."""
        return self.words.get(f"{group}.{key_of(kind)}", kind)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The unit of each figure."""
        return {name: self.briefing.units[each.unit] for name, each in self.quantities.items()}

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """Each figure as a number with its unit and hedge; derived ones as their inputs make them."""
        found: dict[str, Quantity] = {}
        for name, (_, figure) in self.briefing.figures.items():
            if isinstance(figure, DerivedFigure):
                inputs = [each for each in map(self.figure, figure.inputs) if isinstance(each, Figure)]
                hedge = hedge_of(figure.formula, inputs) or Qualifier.ABOUT
                value = decimal(self.briefing.values[name])
                found[name] = Quantity(value, unit_of(figure, inputs), hedge, kind=result_kind(figure, inputs))
            else:
                found[name] = figure.quantity
        return found

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        """What each id stands for."""
        found: dict[str, Mention] = {}
        for _, entities in self.briefing.entities:
            found |= {e.id: Mention(e.name, urls.entity_url(e.id), term=e.id) for e in entities}
        for name in self.briefing.figures:
            found[name] = self._figure(name)
        for part in self.briefing.parts:
            found[part.id] = Mention(self.plain(part.title, found), urls.part_url(part))
        for group, ordinal, measure in self.briefing.measures:
            url = urls.measure_url(group, ordinal)
            found[group.measure_id(ordinal)] = Mention(self.plain(measure.action, found), url)
        found |= {e.id: Mention(self.plain(e.label, found), urls.event_url(e.id)) for _, e in self.briefing.events}
        for _, forecast in self.briefing.forecasts:
            found[forecast.id] = Mention(self.plain(forecast.gist, found), urls.forecast_url(forecast.id))
        for _, chart in self.briefing.charts:
            title = self.plain(self.captioned(chart).title, found)
            found[chart.id] = Mention(title, urls.chart_url(chart.id))
        found |= {o.id: Mention(o.printed, urls.note_url(o.id)) for o in self.briefing.notes}
        return found

    def _figure(self, name: str) -> Mention:
        figure = self.figure(name)
        place = "" if isinstance(figure, DerivedFigure) else figure.locator
        care = any(note.caution for note in self.notes.get(name, ()))
        return Mention(self.figure_text(name), urls.figure_url(name), name, self.bare(name), place, care)

    @cached_property
    def notes(self) -> dict[str, tuple[Note, ...]]:
        """The notes that touch an id, by that id."""
        touching: dict[str, list[Note]] = {}
        for note in self.briefing.notes:
            for name in note.touches:
                touching.setdefault(name, []).append(note)
        return {name: tuple(each) for name, each in touching.items()}

    def cautions(self, name: str) -> tuple[str, ...]:
        """Return the caution of each material note that touches an id."""
        return tuple(self.plain(note.caution) for note in self.notes.get(name, ()) if note.caution)

    def is_computed(self, name: str) -> bool:
        """Return whether an id is that of a figure that is computed here."""
        return name in self.briefing.figures and isinstance(self.figure(name), DerivedFigure)

    def figure(self, name: str) -> AnyFigure:
        """Return a figure by id."""
        return self.briefing.figures[name][1]

    def figure_text(self, name: str, form: str = "") -> str:
        """Return a figure as text, with its qualifier and unit: "more than 10 million views".

        Forms: "number" without the name of what is counted, which the sentence has; those of `text.formats`.
        """
        quantity, figure = self.quantities[name], self.figure(name)
        hedge = figure.hedge if isinstance(figure, Figure) else ""
        if hedge:
            quantity = replace(quantity, qualifier=Qualifier.EXACT)
        quantity = self._in_form(quantity, name, form)
        chosen = Form.FULL if form in ("", NUMBER) else Form(form)
        text = quantity_text(quantity, self.words, self.briefing.units, chosen)
        if hedge and chosen not in (Form.VALUE, Form.SIZE):  # there the sentence has the hedge
            return self.word("figure.hedged", figure=text, hedge=hedge)
        return self.word("figure.derived", figure=text) if isinstance(figure, DerivedFigure) else text

    def is_shown_with_number(self, name: str) -> bool:
        """Return whether a figure's unit stays with its number (%, yuan, GW); a counted thing is named in the text."""
        unit = self.units[name]
        return bool(unit.symbol) or unit.has_currency

    def ahead(self, name: str) -> list[str]:
        """Return words for a figure that is no outcome, such as "expected", unless its label has them."""
        figure = self.figure(name)
        if not isinstance(figure, Figure):
            return []
        status = "" if figure.status is Status.OBSERVED else self.word(f"status_short.{figure.status.value}")
        scenario = self.word(f"scenario.{figure.scenario.value}") if figure.scenario else ""
        label = self.plain(figure.label).lower()
        return [each for each in (status, scenario) if each and each.lower() not in label]

    def bare(self, name: str, form: str = "") -> str:
        """Return a figure as text without its qualifier: "10 million views"."""
        quantity = self._in_form(self.quantities[name], name, form)
        return bare_text(quantity, self.words, self.briefing.units)

    def _in_form(self, quantity: Quantity, name: str, form: str) -> Quantity:
        unnamed = form == NUMBER and not self.is_shown_with_number(name)
        return replace(quantity, unit="count") if unnamed else quantity

    def captioned(self, spec: ChartSpec) -> ChartSpec:
        """Return a chart's specification with all its words, as prose."""
        figures = {name: found for name, (_, found) in self.briefing.figures.items()}
        return captioned(spec, figures, self.words, self.briefing.units)

    def link(self, name: str) -> Link:
        """Return the link to what has this id."""
        mention = self.mentions[name]
        return Link(mention.text, mention.url)

    def named(self, name: str) -> Link:
        """Return the link to an id or section, with a text that makes sense alone: for a figure, its label, too."""
        if name in self.briefing.figures:
            label = self.plain(self.figure(name).label)
            return Link(f"{self.figure_text(name)}: {label}", self.mentions[name].url)
        return self.link(name) if name in self.mentions else self.place(name)

    def place(self, place: str) -> Link:
        """Return the link to a paragraph or section of the source: "Trend 4, paragraph 1"."""
        text, paragraph = self._section(place), paragraph_of(place)
        if paragraph:
            text = self.word("section.paragraph", section=text, paragraph=paragraph)
        return Link(text, urls.place_url(place))

    def _section(self, place: str) -> str:
        """Return the name of a section: "Trend 4"; of one that is no part's, its title, behind that of another work."""
        name = section_of(place)
        kind, _, number = name.partition("-")
        if not source_of(place) and f"section.{kind}" in self.words:
            return self.word(f"section.{kind}", number=number) if number else self.word(f"section.{kind}")
        work = self.briefing.source.work(place)
        title = next((self.plain(each.title) for each in work.sections if each.id == name), name) if work else name
        return f"{work.title}: {title}" if work and source_of(place) else title

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind, by the name that prose uses."""
        briefing = self.briefing
        return {
            "trends": len(briefing.trends),
            "issues": len(briefing.issues),
            "countermeasures": len(briefing.countermeasures),
            "measures": len(list(briefing.measures)),
            "figures": len(briefing.figures),
            "events": len(list(briefing.events)),
            "forecasts": len(list(briefing.forecasts)),
            "entities": sum(len(entities) for _, entities in briefing.entities),
            "relations": len(briefing.relations),
            "notes": len(briefing.notes),
            "charts": len(list(briefing.charts)),
            "paragraphs": sum(briefing.source.lengths.values()),
        }

    def _mention(self, ref: Ref, known: dict[str, Mention]) -> Mention:
        if ref.count:
            return Mention(count_text(self.counts[ref.id], self.words))
        mention = known[ref.id]
        if mention.figure and ref.words in FORMS:
            text, bare = self.figure_text(ref.id, ref.words), self.bare(ref.id, ref.words)
            return mention._replace(text=text, bare=bare if bare in text else text)
        return mention._replace(text=ref.words) if ref.words else mention

    def prose(self, text: str, *, block: bool = False) -> ResolvedProse:
        """Return prose with its references resolved."""
        return ResolvedProse(tuple(self._pieces(text, self.mentions)), block)

    def _pieces(self, text: str, known: dict[str, Mention]) -> Iterator[str | Mention]:
        """Yield the pieces of prose; a figure that opens a sentence has a capital: "About 5%", "One third"."""
        before = ""
        for piece in split(text):
            found = self._mention(piece, known) if isinstance(piece, Ref) else piece.text
            if isinstance(found, Mention):
                yield found.opening if found.figure and (not before or ENDS.search(before)) else found
                before += found.text
            else:
                yield found
                before += found

    def lines(self, texts: tuple[str, ...]) -> tuple[ResolvedProse, ...]:
        """Return several lines of prose with their references resolved."""
        return tuple(self.prose(text) for text in texts)

    def plain(self, text: str, known: dict[str, Mention] | None = None) -> str:
        """Return prose as plain text, for titles, tables and data."""
        mentions = self.mentions if known is None else known
        return ResolvedProse(tuple(self._pieces(text, mentions))).plain.strip()

    @cached_property
    def named_in_parts(self) -> dict[str, tuple[str, ...]]:
        """The ids that the prose of each part refers to, by the part's id."""
        return {part.id: self.named_in(part) for part in self.briefing.parts}

    def named_in(self, item: Item) -> tuple[str, ...]:
        """Return the ids that the prose of an item refers to, each once, in order."""
        refs = (ref.id for _, text, _ in prose_in(item) for ref in references(text) if not ref.count)
        return tuple(dict.fromkeys(refs))
