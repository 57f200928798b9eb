"""A first draft of every number that the source's text holds and no figure quotes, for an editor to keep or strike.

A draft has the words as printed, from which value, unit and qualifier follow, the period where the sentence names one,
and its sentence as a comment; it says `draft: true`, which `check` lists until an editor has looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digitrend.audit.source import SourceLine, SourceText, Span
from digitrend.check.contents import Contents
from digitrend.content.insert import PENDING, scalar, slug
from digitrend.model import NEEDS_COMPARISON, QuantityKind, paragraph_of, section_of
from digitrend.text.dates import find_dates
from digitrend.text.quantities import Found, find_quantities

SENTENCE = re.compile(r"[.!?](?=\s|$)|[。！？；]")
LONGEST = 110  # characters of a sentence that stand in its comment


@dataclass(frozen=True, slots=True)
class Draft:
    """A number of the source that no figure quotes yet."""

    id: str
    printed: str
    kind: QuantityKind | None  # as far as the words tell it
    periods: tuple[str, ...]  # that the sentence names, each once
    percent: bool
    locator: str
    sentence: str

    @property
    def _possible(self) -> str:
        """What stands where an editor has to say the period."""
        return f"{' or '.join(self.periods)}: which?" if self.periods else "… the sentence names none"

    def text(self) -> str:
        """Return the draft as a figure of the content."""
        rows = [
            f"  # {self.sentence}",
            f"  {self.id}:",
            f"    label: {PENDING} – what it measures",
            f"    kind: {self.kind.value}" if self.kind else "",
            "    kind: share # or growth rate: say which" if self.percent and not self.kind else "",
            f"    printed: {scalar(self.printed)}",
            f"    period: {self.periods[0]}" if len(self.periods) == 1 else f"    # period: {self._possible}",
            "    compared_with_basis: missing # or compared_with: …" if self.kind in NEEDS_COMPARISON else "",
            f"    locator: {self.locator}",
            "    draft: true",
        ]
        return "\n".join(filter(None, rows)) + "\n"


def drafts(source: SourceText, contents: Contents) -> Iterator[Draft]:
    """Yield a draft for each quantity of the text that no figure quotes, in the order of the text."""
    language = contents.context.language
    quoted = _quoted(source, contents)
    ids = set(contents.kinds)
    for line in source.lines:
        if paragraph_of(line.place):
            for found in find_quantities(line.text, language, contents.units):
                if not any(start < found.end and found.start < end for start, end in quoted.get(line.place, ())):
                    draft = _draft(line, found, language, ids)
                    ids.add(draft.id)
                    yield draft


def as_yaml(found: list[Draft]) -> str:
    """Return drafts as YAML to be pasted into the files of their parts, section by section."""
    sections: dict[str, list[Draft]] = {}
    for draft in found:
        sections.setdefault(section_of(draft.locator), []).append(draft)
    blocks = (f"# {name}\nfigures:\n{''.join(draft.text() for draft in each)}" for name, each in sections.items())
    return "\n".join(blocks)


def _draft(line: SourceLine, found: Found, language: str, ids: set[str]) -> Draft:
    start, end = _around(line.text, found.start)
    sentence = line.text[start:end].strip()
    printed = line.text[found.start : found.end].strip()
    periods = [str(period) for mention in find_dates(sentence, language) if (period := mention.period())]
    stem = slug(printed) or "figure"
    base = f"{section_of(line.place)}-{stem}"
    name = next(each for n in range(1, 1000) if (each := base if n == 1 else f"{base}-{n}") not in ids)
    return Draft(
        name,
        printed,
        found.quantity.kind,
        tuple(dict.fromkeys(periods)),
        found.quantity.unit == "percent",
        line.place,
        sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]} …",
    )


def _quoted(source: SourceText, contents: Contents) -> Mapping[str, list[Span]]:
    """Return where figures quote the text, by paragraph."""
    spans: dict[str, list[Span]] = {}
    for placed in contents.figures:
        for line, span in source.find(placed.item.printed, placed.item.locator):
            spans.setdefault(line.place, []).append(span)
    return spans


def _around(text: str, at: int) -> Span:
    ends = [match.end() for match in SENTENCE.finditer(text)]
    before, after = [each for each in ends if each <= at], [each for each in ends if each > at]
    return (before[-1] if before else 0), (after[0] if after else len(text))
