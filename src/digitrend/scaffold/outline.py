"""The record of a source made from its text: which lines are paragraphs, and of which section.

Pure.  What a text looks like is a guess, and for an editor to put right; the digests are facts.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from digitrend.audit.source import NUMBERING, paragraph_digest, text_of
from digitrend.diagnostics import LINE_BREAK

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
    """All that a text says of itself."""

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
    if NUMBERING.match(line):
        return len(line) <= LONGEST_NUMBERED
    return len(line) <= LONGEST_HEADING and not ENDED.search(line)


def headed_kind(heading: str) -> str:
    """Return what a heading heads: "trend", "issue" or "countermeasure"."""
    return next((kind for kind, words in KINDS.items() if words.search(heading)), "trend")


def heading_text(heading: str) -> str:
    """Return a heading without its number and its marks."""
    return NUMBERING.sub("", MARKDOWN.sub("", heading)).strip()


def _style(heading: str) -> str:
    """Return how a heading is numbered, so that those of one level can be told: "(1) A" is as "(2) B"."""
    marks = MARKDOWN.match(heading)
    number = NUMBERING.match(heading)
    shape = re.sub(r"\d+", "0", re.sub("[一二三四五六七八九十]+", "〇", number[0])) if number else ""
    return (marks[0] if marks else "") + shape or "plain"


def _begins(line: str) -> str:
    """Return the first words of a line, or of one without spaces the first characters."""
    words = " ".join(line.split()[:FIRST_WORDS])[:40]
    return "".join(each for each in words if each.isprintable())
