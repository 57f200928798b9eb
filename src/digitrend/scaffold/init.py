"""A new briefing: the files of the example, or those of a briefing about an article that is at hand.

`example` reads what the package carries; the rest is pure.
"""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

from digitrend.content.insert import PENDING, scalar, slug
from digitrend.scaffold.outline import Outline, Outlined
from digitrend.text.lexicon import known_units
from digitrend.text.references import untraceable

EXAMPLE = Path(__file__).parent / "example"
LONGEST_TITLE = 60  # of a heading that may stand for the section's title, until there is a better one
NAMES = {"gitignore": ".gitignore"}  # a hidden file of a package is easily lost on the way

BRIEFING = """\
# The briefing as a whole: what its overview says, and the charts that draw on every part.
#
# In every field of prose a reference in double square brackets stands for what it names:
#   [[figure-id]]    the figure, with its qualifier, linked to its evidence
#   [[entity-id]]       the entity's name, linked to its entry; [[entity-id|other words]] links other words
#   [[trend-1]]         the part's title, linked; [[trend-1|other words]] likewise
#   [[#trends]]         how many there are: trends, issues, countermeasures, measures, figures, events,
#                       forecasts, entities, relations, notes, charts, paragraphs
# A digit or a number word typed into prose is an error: the number belongs to a figure.

title: To be written – the title of the briefing, in our own words
subtitle: To be written – what it is, in a line
edition: First edition
as_of: $today # the date of this edition; the site shows no other date as its own
language: en # of the briefing's own text
# looks_back_on: YEAR # the year that the source looks back on, if it is one
# looks_ahead_to: YEAR # and the one that it looks ahead to
publisher: To be written – who publishes the briefing
licence: CC BY 4.0 # of the briefing's own words; the article remains its author's
licence_url: https://creativecommons.org/licenses/by/4.0/

# What the overview shows first: the finding, at most five points, each a sentence with its figure, and one caution.
headline: To be written – the finding of the whole, in one sentence
points:
  - To be written – a main point, in a sentence with its figure
before_you_quote: To be written – what all readers should know first, in a sentence; left out if there is nothing
# key_figures: [some-figure] # the first chart that shows one of these stands beside the points

# What holds in every part that says nothing else; above all the place of which the whole article speaks.
# defaults: {place: Some town}

# The argument in a few sentences, each with the paragraph of the source that it retells.
thesis:
  - text: To be written – the argument in a few sentences, in Markdown
    locator: $locator # section and paragraph of the source

# The map of the argument, on the overview: once trends, issues and advice are connected (digitrend new relation).
# charts:
#   - {id: argument, form: argument}
"""
SOURCE = """\
# The work cited: its record, and the SHA-256 of each paragraph, so that whoever holds the text can prove that it is the
# same one: digitrend audit --source FILE. The text itself stays outside.
#
# Where a section begins, and what kind it is, was told by the look of the lines: put right what is not so. A paragraph
# may be moved to another section, or left out if it is none (a caption, a page number). The ids are fixed: intro, then
# trend-1, trend-2, …, issue-1, …, countermeasure-1, …; what is said of trend 2 stands in the section trend-2.
id: $id
author: To be written – who wrote it
author_id: author # among the entities
title: $title # exactly as printed
language: $language # of the text at hand
# translated_from: zh # the language of the original, if this is a translation
# date: YEAR-MONTH # as fine as it is known; left out when it is not, never invented
digest: $digest # of the file, byte for byte
sections: # in the order of the source; a locator is a section and the number of a paragraph in it: trend-1/2
$sections"""
AUTHOR = """\
# Organisations: named things of one type, each with a gloss. Where they are mentioned is computed.
# A person who wrote the source belongs into people.yaml, under the same id.
entities:
  - id: author # source.yaml refers to it
    name: To be written – who wrote the source
    gloss: To be written – who that is, in our own words
"""


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
    locator = f"{source.sections[0].id}/1"
    texts = {
        "content/briefing.yaml": Template(BRIEFING).substitute(today=today, locator=locator),
        "content/source.yaml": Template(SOURCE).substitute(
            id=_id(source.title),
            title=json.dumps(source.title, ensure_ascii=False),
            language=source.language,
            digest=source.digest,
            sections="".join(map(_section, source.sections)),
        ),
        "content/entities/organisations.yaml": AUTHOR,
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
    if not 0 < len(bare) <= LONGEST_TITLE or untraceable(bare, "en", known_units()):
        return f"{PENDING} – what the section is about"
    return f"{scalar(bare)} # in our own words"
