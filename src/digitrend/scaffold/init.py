"""A new briefing: the example, or one about an article, and drafts of figures.

The text of the article gives the record of the source, and a draft for each number that no figure quotes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from pathlib import Path
from string import Template
from textwrap import wrap

from digitrend.audit.clauses import CLAUSE_END, around
from digitrend.audit.source import NUMBERING, SourceLine, SourceText, Span, paragraph_digest
from digitrend.audit.words import language as words_of
from digitrend.check.contents import Contents
from digitrend.content.insert import PENDING, scalar, slug
from digitrend.content.scalars import text_of
from digitrend.diagnostics import LINE_BREAK
from digitrend.model import NEEDS_COMPARISON, QuantityKind, paragraph_of, section_of
from digitrend.text.dates import NamedTime, compares, find_dates
from digitrend.text.lexicon import known_units, lexicon
from digitrend.text.quantities import Found, find_quantities, read_printed
from digitrend.text.references import untraceable

EXAMPLE = Path(__file__).parent / "example"
BLANK = Path(__file__).parent / "blank"  # the content files of a new briefing
LONGEST_OPENING = 60  # of a heading that may stand for the section's title, until there is a better one
NAMES = {"gitignore": ".gitignore"}  # a hidden file of a package is easily lost on the way


def example() -> dict[str, bytes]:
    """Return the files of the example: a whole small briefing, and the invented text that it is about."""
    files = (path for path in sorted(EXAMPLE.rglob("*")) if path.is_file())
    found = {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in files}
    return {NAMES.get(name, name): content for name, content in found.items()}


def files_about(source: Outline, today: str, path: str) -> dict[str, bytes]:
    """Return the files of a new briefing about a source, with what is to be written marked as such.

    `today` is an ISO 8601 date, `path` that of the source's text as seen from the briefing.  Raises ValueError
    for a source without a paragraph.
    """
    if not source.sections:
        raise ValueError("the source has no paragraph")
    values = {
        "today": today,
        "locator": f"{source.sections[0].id}/1",
        "id": _id(source.title),
        "title": json.dumps(source.title, ensure_ascii=False),
        "language": source.language,
        "digest": source.digest,
        "sections": "".join(map(_section, source.sections)),
    }
    texts = {
        f"content/{path.relative_to(BLANK).as_posix()}": Template(path.read_text(encoding="utf-8")).substitute(values)
        for path in sorted(BLANK.rglob("*.yaml"))
    }
    carried = example()
    readme = carried["README.md"].replace(b"source.txt", path.encode())
    kept = {"README.md": readme, ".gitignore": carried[".gitignore"]}
    return {name: text.encode() for name, text in texts.items()} | kept


def _id(title: str) -> str:
    name = slug(title)
    return name if name[:1].isalpha() else f"source-{name}".rstrip("-")


def _section(section: Outlined) -> str:
    rows = "".join(f"      - {each.digest} # line {each.line}: {each.begins} …\n" for each in section.paragraphs)
    return f"  - id: {section.id}\n    title: {_title(section)}\n    paragraphs:\n{rows}"


def _title(section: Outlined) -> str:
    """Return the heading, unless it holds a number, which prose must not, or a sign that prose reads otherwise."""
    if section.id == "intro" and not section.heading:
        return "Introduction"
    bare = section.heading.replace("[[", "").replace("]]", "")
    if not 0 < len(bare) <= LONGEST_OPENING or untraceable(bare, "en", known_units()):
        return f"{PENDING} – what the section is about"
    return f"{scalar(bare)} # in our own words"


YEAR = re.compile(r"\d{4}")
LABEL = re.compile(rf"^\s*(?:[^\W\d]+ +)?{NUMBERING.pattern}")  # before a heading: "(1)", "2.", "Trend 3."
LONGEST_HEADING = 100  # characters
LONGEST_NUMBERED = 300  # of one that is numbered: translators make long ones
ENDED = re.compile(r"[.!?;:,。！？；：，…][\"'”’)）]*$")  # as headings do not end
MARKDOWN = re.compile(r"#{1,6}\s+")
KINDS = {  # what a heading says of the kind of what it heads; anything else is a trend
    "issue": re.compile(
        r"issue|problem|challenge|risk|concern|watch|difficult|obstacle|threat|danger|\bgo(?:es)? wrong"
        r"|问题|挑战|风险|困难",
        re.IGNORECASE,
    ),
    "countermeasure": re.compile(
        r"countermeasure|\bmeasures?\b|recommend|suggest|advice"
        r"|what (?:is |can |should |must |needs )?(?:to )?(?:be )?do|对策|建议|措施",
        re.IGNORECASE,
    ),
}
TABLE = re.compile(r"\t|\S {2,}\S| ?[|] ?")  # between the cells of a row: a row is no heading
LONGEST_TITLE = 50  # characters; longer headings are rare
FEW = 4  # lines, too few to tell
FIRST_WORDS = 5
CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the source."""

    line: int  # in the file, from 1
    digest: str
    begins: str  # its first words, so that a human finds it


@dataclass(slots=True)
class Outlined:
    """A section of the source."""

    id: str  # "intro", "trend-1", …
    heading: str  # as printed, without its number; "" for the introduction
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The title and sections of a text."""

    digest: str  # SHA-256 of the file, byte for byte
    title: str
    language: str  # "zh" where the text is written in Chinese characters, else "en"
    sections: tuple[Outlined, ...]
    wrapped: bool = False  # whether many lines end in the middle of a sentence, as those of wrapped text do


def outline_of(raw: bytes) -> Outline:
    """Return the record of a text: its first line is the title, what comes before a heading the introduction.

    A heading is a short line that is numbered or does not end like a sentence; one that heads other headings says
    of what kind they are.  Lines that are repeated word for word are the furniture of pages.
    """
    text = text_of(raw)
    lines = [(number, line.strip()) for number, line in enumerate(LINE_BREAK.split(text), 1) if line.strip()]
    counts = Counter(line for _, line in lines)
    title = MARKDOWN.sub("", lines[0][1]) if lines else ""
    rows = [(number, line) for number, line in lines[1:] if counts[line] == 1]
    sections, counted, kind, group = [Outlined("intro", "")], Counter[str](), "trend", ""
    heading = headings([line for _, line in rows])
    for i, (number, line) in enumerate(rows):
        if not heading[i]:
            sections[-1].paragraphs.append(Paragraph(number, paragraph_digest(line), _begins(line)))
            continue
        heads = i + 1 < len(rows) and heading[i + 1]
        if heads or _style(line) == group:
            kind, group = headed_kind(line), _style(line) if heads else ""
        if not heads:
            mine = kind if group else headed_kind(line)
            counted[mine] += 1
            sections.append(Outlined(f"{mine}-{counted[mine]}", heading_text(line)))
    language = "zh" if len(CJK.findall(text)) * 3 > len(text) else "en"
    found = tuple(each for each in sections if each.paragraphs)
    return Outline(hashlib.sha256(raw).hexdigest(), title, language, found, is_wrapped([line for _, line in rows]))


def is_wrapped(lines: list[str]) -> bool:
    """Say whether lines look like those of wrapped text: half of them long for a heading, and not ended."""
    unended = sum(LONGEST_TITLE < len(line) <= LONGEST_HEADING and not ENDED.search(line) for line in lines)
    return len(lines) >= FEW and unended * 2 >= len(lines)


def headings(lines: list[str]) -> list[bool]:
    """Say of each line whether it looks like a heading; numbered sentences one after another are a list."""
    found = [is_heading(line) for line in lines]
    listed = [
        each and bool(NUMBERING.match(line)) and bool(ENDED.search(line))
        for line, each in zip(lines, found, strict=True)
    ]
    for i in range(len(lines) - 1):
        if listed[i] and listed[i + 1] and _style(lines[i]) == _style(lines[i + 1]):
            found[i] = found[i + 1] = False
    return found


def is_heading(line: str) -> bool:
    """Say whether a line by itself looks like a heading."""
    if MARKDOWN.match(line):
        return True
    if TABLE.search(NUMBERING.sub("", line, count=1)):
        return False
    if NUMBERING.match(line):
        return len(line) <= LONGEST_NUMBERED
    return len(line) <= LONGEST_HEADING and not ENDED.search(line)


def headed_kind(heading: str) -> str:
    """Return what a heading heads: "trend", "issue" or "countermeasure"."""
    return next((kind for kind, words in KINDS.items() if words.search(heading)), "trend")


def heading_text(heading: str) -> str:
    """Return a heading without its number and its marks."""
    return LABEL.sub("", MARKDOWN.sub("", heading), count=1).strip()


def _style(heading: str) -> str:
    """Return the style of a heading's number, which is the same for headings of one level: "(1) A", "(2) B"."""
    marks = MARKDOWN.match(heading)
    number = NUMBERING.match(heading)
    shape = re.sub(r"\d+", "0", re.sub("[一二三四五六七八九十]+", "〇", number[0])) if number else ""
    return (marks[0] if marks else "") + shape or "plain"


def _begins(line: str) -> str:
    """Return the first words of a line, or of one without spaces the first characters."""
    words = " ".join(line.split()[:FIRST_WORDS])[:40]
    return "".join(each for each in words if each.isprintable())


SENTENCE = re.compile(r"[.!?](?=\s|$)|[。！？；]")
CLOSELY = 3  # words between a number and the time that is its own, the last a preposition: "2% of GDP in 2024"
COMMENT_LINE = 116  # characters
BASE = re.compile(r" ?(?:=|＝) ?100\b")  # of an index: 2020 = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A number of the source that no figure quotes yet."""

    id: str
    printed: str
    kind: QuantityKind | None  # as far as the words tell it
    periods: tuple[str, ...]  # that the clause names, or else the sentence, each once; in its words without a year
    dated: bool  # whether there is one, with its year
    status: str  # of which the sentence has words
    percent: bool
    compared: str  # the period with which its words compare it, if they name one
    more: tuple[str, ...]  # rows on what the printed words leave open
    locator: str
    sentence: str

    @property
    def _possible(self) -> str:
        """What stands where an editor has to say the period."""
        which = "of which year?" if len(self.periods) == 1 and not YEAR.search(self.periods[0]) else "which?"
        return f"{' or '.join(self.periods)}: {which}" if self.periods else "… the sentence names none"

    @property
    def _comparison(self) -> str:
        return (
            f"compared_with: {self.compared}" if self.compared else "compared_with_basis: missing # or compared_with: …"
        )

    def text(self) -> str:
        """Return the draft as a figure of the content."""
        rows = [
            f"  {self.id}:",
            f"    label: {PENDING} – what it measures",
            f"    kind: {self.kind.value}" if self.kind else "",
            "    kind: share # or growth rate: say which" if self.percent and not self.kind else "",
            f"    printed: {scalar(self.printed)}",
            *(f"    {row}" for row in self.more),
            f"    period: {self.periods[0]}" if self.dated else f"    # period: {self._possible}",
            f"    # status: {self.status}, if that is said of it" if self.status else "",
            f"    {self._comparison}" if self.kind in NEEDS_COMPARISON else "",
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
            listed = find_quantities(line.text, language, contents.units)
            for found, following in zip_longest(listed, listed[1:]):
                if not any(start < found.end and found.start < end for start, end in quoted.get(line.place, ())):
                    draft = _draft(line, found, following, contents, ids)
                    ids.add(draft.id)
                    yield draft


def as_yaml(found: list[Draft]) -> str:
    """Return drafts as YAML to be pasted into the files of their parts, section by section."""
    sections: dict[str, list[Draft]] = {}
    for draft in found:
        sections.setdefault(section_of(draft.locator), []).append(draft)
    return "\n".join(f"# {name}\nfigures:\n{_figures(each)}" for name, each in sections.items())


def _figures(found: list[Draft]) -> str:
    """Return the drafts of a section, each below its sentence, which is given once."""
    text = ""
    for sentence, of_it in groupby(found, key=lambda draft: draft.sentence):
        text += "".join(f"  # {line}\n" for line in wrap(sentence, COMMENT_LINE))
        text += "".join(draft.text() for draft in of_it)
    return text


def _draft(line: SourceLine, found: Found, following: Found | None, contents: Contents, ids: set[str]) -> Draft:
    language = contents.context.language
    words = lexicon(language)
    start, end = around(SENTENCE, line.text, found.start)
    sentence = line.text[start:end].strip()
    printed, more = _quote(line.text, found, following, contents)
    first, last = around(CLAUSE_END, line.text, found.start)
    behind = line.text[found.end : min(last, end, following.start if following else last)]  # "2 million in 2022 and 3"
    clause = line.text[max(first, start) : min(last, end)]
    near = next((each for each in (clause, sentence) if find_dates(each, language)), "")
    if len(times := find_dates(behind, language)) == 1:
        way = behind[: times[0].start]
        near = behind if len(way.split() if words.has_spaces else way) <= CLOSELY else near
    ranked = re.compile(words.text("ranked_since") or "(?!)")  # "the largest since 1996"
    times = tuple(each for each in find_dates(near, language) if not ranked.search(near[: each.start]))
    bases = [each for each in find_dates(sentence, language) if BASE.match(sentence[each.end :]) and not found.has_unit]
    times = tuple(each for each in times if not BASE.match(near[each.end :]))
    compared = _compared(near, times, found, language)
    if compared:  # "6.2% less than in 2030"
        near = sentence
        times = tuple(each for each in find_dates(sentence, language) if str(each.period()) != compared)
    periods = {str(each.period() or near[each.start : each.end]): each.period() for each in times}
    lead = (*words.words("compared_before"), *words.words("apart_before"))
    elsewhere = tuple(f"{' ' if words.has_spaces else ''}{each}" for each in lead)
    other = any(f" {near[: each.start]}".rstrip().lower().endswith(elsewhere) for each in times)  # "since 2021"
    statuses = words_of(language).table("statuses").items()
    stem = slug(line.text[found.start : found.end]) or "figure"
    base = f"{section_of(line.place)}-{stem}"
    name = next(each for n in range(1, 1000) if (each := base if n == 1 else f"{base}-{n}") not in ids)
    return Draft(
        name,
        printed,
        QuantityKind.INDEX if bases else found.quantity.kind,
        tuple(periods),
        len(periods) == 1
        and None not in periods.values()
        and not other
        and bool(compared or not compares(near, language)),
        " or ".join(name for name, finder in statuses if finder.search(sentence)),
        found.quantity.unit == "percent",
        compared,
        (*more, *(f"base: {each.period()}" for each in bases[:1])),
        line.place,
        sentence,
    )


def _compared(near: str, times: Sequence[NamedTime], found: Found, language: str) -> str:
    """Return the one time that "than in" and the like lead to, as a period; "" for none, and of what is no change."""
    leads = tuple(f" {each}" for each in lexicon(language).words("comparison_before"))
    led = [each for each in times if leads and near[: each.start].rstrip().lower().endswith(leads)]
    one = led[0].period() if len(led) == 1 and found.quantity.kind in NEEDS_COMPARISON else None
    return str(one or "")


def _quote(text: str, found: Found, following: Found | None, contents: Contents) -> tuple[str, list[str]]:
    """Return the words that state a number, with its unit, and rows on what they leave open: "from 40 to 50%"."""
    language, quantity, printed = contents.context.language, found.quantity, text[found.start : found.end].strip()
    words, alone = lexicon(language), read_printed(printed, language, contents.units, [*map(float, quantity.numbers)])
    before = [each for each in words.words("not_a_range_after") if text[: found.start].rstrip().endswith(each)]
    if before and following and alone and alone.unit != quantity.unit:
        return text[text.rindex(before[0], 0, found.start) : following.end], [f"value: {quantity.value:f}"]
    per = words.words("per")[:1] if words.has_spaces else []
    unknown = re.match(rf"(?: [^\W\d]+)?(?: [^\W\d]+)? {per[0]} [^\W\d]+", text[found.end :]) if per else None
    if unknown and "/" not in quantity.unit:
        return printed, [f"# unit: '{unknown[0].strip()}' is none that is known; units.yaml may declare it"]
    return printed, []


def _quoted(source: SourceText, contents: Contents) -> Mapping[str, list[Span]]:
    """Return where figures quote the text, and what is excused there, by paragraph."""
    spans: dict[str, list[Span]] = {}
    words = [(placed.item.printed, placed.item.locator) for placed in contents.figures]
    excused = contents.source.item.excused if contents.source else ()
    for text, place in [*words, *((each.text, None) for each in excused)]:
        for line, span in source.find(text, place):
            spans.setdefault(line.place, []).append(span)
    return spans
