"""The text of a new item of each kind: valid as it stands, with a comment for each field that is not plain.

Pure.  What an editor still has to write begins with `PENDING`; `check` warns of it until it is written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from string import Template

from digitrend.content.positions import Document, Node
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import LINE_BREAK

PENDING = "To be written"

FIGURE = """\
$id: # prose shows the figure, with its hedge and its evidence, where it says [[$id]]
  label: $label
  printed: "1" # exactly as the source prints it, hedge and unit included: 18.2%, more than 400,000 products
  # kind: share # level, count, money, share, growth rate, change, ratio, index, rank; for per cent it must be said
  # qualifier: at least # follows from the words, as value and unit do: exact, about, nearly, more than, at least,
  #   less than, at most, up to, between
  indicator: To be written – what is measured, such as output or number of viewers
  subject: To be written – whose it is, such as industrial robots
  place: To be written – where
  # period: 2020-01/2020-09 # 2020, 2020-Q2, 2020-04, end of 2020, or from and to
  # period_basis: stated # stated where the figure stands (so unless said), implied by a neighbour, or missing
  # compared_with: 2019-01/2019-09 # what a growth rate or a change is compared with
  # status: projected # observed (unless said), estimated, projected, planned, target, claimed
  locator: $locator # section and paragraph of the source
"""
SERIES = """\
$id: # one quantity at several times; prose names a point of it as [[$id@2020]], a chart the whole as [$id]
  label: $label
  # unit: percent # follows from the words, if they name one
  # kind: share # level, count, money, share, growth rate, change, ratio, index, rank; for per cent it must be said
  indicator: To be written – what is measured, such as output or share of trips
  subject: To be written – whose it is, such as industrial robots
  place: To be written – where
  # status: projected # of all points that say nothing else: observed (unless said), estimated, projected, planned, …
  locator: $locator # section and paragraph of the source, of all points that say nothing else
  points: # period by period the words as printed, or what differs; or the name of a CSV file beside this one
    2019: "1"
    2020: "2" # or {printed: "2", status: projected}
"""
DERIVED = """\
$id: # computed here from figures of the source, and always labelled so
  label: $label
  formula: $formula # share, difference, sum, growth, ratio, mean, conversion
  inputs: $inputs
  decimals: 1 # places kept after the point
  indicator: To be written – what is measured, such as share of output
  subject: To be written – whose it is
"""
EVENT = """\
- id: $id
  label: $label # a few words for the timeline
  what: To be written – what was done, in one sentence
  # date: 2020-04 # 2020, 2020-Q2, 2020-04 or 2020-04-09: as fine as the source dates it, and no finer
  basis: missing # of the date: stated, implied, or missing when there is none
  kind: policy # initiative, publication, consultation, opening, proposal, deployment, summit, forum, agreement, launch,
  #   price change, record, decision, outbreak, disaster, bankruptcy, merger, closure, or one declared under `kinds`
  # actors: [] # ids of the entities that acted, as the source names them
  printed: To be written – a few words exactly as they stand in the source
  locator: $locator # section and paragraph of the source
"""
FORECAST = """\
- id: $id
  period: $period # of which the sentence speaks, whatever the tense of its verb
  gist: $label
  # condition: The quays are dredged # on what the source makes it depend
  # figures: [some-figure] # the numbers that are expected; their status is projected, planned or target
  # complete: false # where the source is cut off or garbled
  # outcome: # what came of it, by a later source; until an edition adds one, the forecast stays open
  #   verdict: borne out # partly borne out, not borne out, undecided
  #   text: What happened, with the figures of that source.
  #   source: {title: As printed, publisher: Who, date: 2022-01-31, address: "https://example.org/"}
  locator: $locator # section and paragraph of the source
"""
CHART = """\
- id: $id
  form: $form # bars, columns, grouped, line, range, slope, stacked, part, cards, marks, squares, timeline, matrix,
  #   argument, tally; auto: what the figures allow
$figures$words"""
SAID = """\
  title: $label
"""
UNSAID = """\
  # title: Robots grew faster than circuits # a finding, not a topic; what is left out follows from the figures
"""
FOLLOWING = """\
  # subtitle: Growth in output, in per cent, 2020 # what is shown, in which unit, where and when
  # description: Output of robots grew by … # what a reader who cannot see the chart takes away
"""
WRITTEN = """\
  subtitle: To be written – what is shown, in which unit, where and when
  description: To be written – what a reader who cannot see the chart takes away
"""
MEASURE = """\
- action: $label # the recommendation in one clause, verb first
  object: To be written – what is acted upon
  # actor: The [[some-organisation]] # who is to act; left out when the source names nobody
  # instruments: # by what means
  #   - published depths
  # aim: to keep the quays within reach # to what end, if the source says
  text: To be written – the recommendation in full, in Markdown
  locator: $locator # section and paragraph of the source
"""
ENTITY = """\
- id: $id # prose names it, and links to its entry, where it says [[$id]] or [[$id|other words]]
  name: $label
  # acronym: UN # the short form, if there is one in use
  # aliases: # other names, exactly as the source prints them
  #   - united nations
  # broader: some-entity # the entity that this one belongs to
  gloss: To be written – what it is, in our own words
"""
RELATION = """\
- from: $source
  to: $target # a part, or one measure of a group, such as countermeasure-2.1
  kind: $kind # leads to, addressed by, answered by, supports, contradicts
  strength: reading # the editor's reading; same words: both places name one thing; made: the article makes the link
  reason: $label
  # evidence: # for the last two
  #   trend-1/1: a few words exactly as they stand on this side
  #   countermeasure-1/1: and on that
"""
NOTE = """\
- id: $id
  locator: $locator # a paragraph, a section for its heading; left out for the source as a whole
  kind: ambiguity # mistranslation, lost text, broken sentence, tense, terminology, alias, missing source, noise,
  #   contradiction, misprint, wrong sum
  printed: To be written – a few words exactly as they stand in the source
  reading: $label
  action: To be written – what we do about it
  # touches: [] # ids of the figures, events, entities or parts that it bears on; it is shown with them
  # severity: material # minor unless said; material changes a value, unit, period or sense, and needs a caution
  # caution: One sentence to stand at the figure or claim.
"""
CHANGE = """\
- date: $date
  text: $label
"""
PART = """\
# $heading
title: $label
short: $short # two or three words for menus and charts
# slogan: the heading's catchword exactly as printed, if it has one
finding: To be written – the point, in one sentence
summary: To be written – the point and its grounds, in a few sentences, for the overview and for search
# lead: some-figure # the figure to show first; without it the part is said to rest on no figure

$strands
# Figures, events, forecasts and charts follow here: `digitrend new figure --in $part`, and so on.
"""
STRAND = """\
$name: # $about
  - text: To be written – a paragraph in Markdown # [[some-figure]] shows a figure, [[some-entity]] names an entity
    locator: $locator # the paragraph of the source that it retells
"""
STRANDS = {
    "trend": {
        "situation": "what the source says has happened",
        "outlook": "what it expects of the time ahead",
    },
    "issue": {
        "cause": "what brings it about",
        "effect": "what it does",
        "affected": "who bears it, as far as the source says",
    },
}
HEADINGS = {
    "trend": "A trend: what has happened, apart from what is expected; the file's name is its number and its address.",
    "issue": "An issue that the source wants watched; the file's name is its number and its address.",
    "countermeasure": "A group of countermeasures; the file's name is its number and its address.",
}
TEXTS = {
    "figure": FIGURE,
    "series": SERIES,
    "derived": DERIVED,
    "event": EVENT,
    "forecast": FORECAST,
    "chart": CHART,
    "measure": MEASURE,
    "entity": ENTITY,
    "relation": RELATION,
    "note": NOTE,
    "change": CHANGE,
}
LABELS = {  # what stands where the title would
    "figure": "what it measures, in a few words",
    "series": "what it measures, in a few words",
    "derived": "what it says, in a few words",
    "event": "what happened",
    "forecast": "what is expected, in our words",
    "chart": "a finding, not a topic",
    "measure": "what is to be done",
    "entity": "the name in good English",
    "relation": "the reason, in a few words",
    "note": "how we read it",
    "change": "what was changed, and why",
    "trend": "the title in our own words",
    "issue": "the title in our own words",
    "countermeasure": "the title in our own words",
}
PLAIN = re.compile(r"[A-Za-z][\w ,.;’'()/–-]*[\w.)’]|[A-Za-z]")
LONGEST = 60  # characters of an id that is made of a title
NOT_TEXT = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})


def skeleton(kind: str, title: str = "", /, **values: str) -> str:
    """Return the text of a new item: of a list, beginning with its dash at the margin, or of a mapping, with its key.

    `values` are those that the kind's text asks for: `id`, `locator`, …  Raises KeyError for one that is not given.
    """
    return Template(TEXTS[kind]).substitute(values, label=title_scalar(kind, title))


def chart_skeleton(title: str, **values: str) -> str:
    """Return the text of a new chart: of one that draws on figures, what is not said follows from them."""
    follows = bool(values["figures"])
    words = Template(SAID if title or not follows else UNSAID).substitute(label=title_scalar("chart", title))
    return skeleton("chart", title, words=words + (FOLLOWING if follows else WRITTEN), **values)


def part_skeleton(kind: str, number: int, title: str, locator: str) -> str:
    """Return the text of the file of a new part: "trend", "issue" or "countermeasure"."""
    named = STRANDS.get(kind, {})
    strands = [Template(STRAND).substitute(name=name, about=about, locator=locator) for name, about in named.items()]
    if not named:
        strands = ["measures: # in the order of the source\n" + indented(skeleton("measure", locator=locator), "  ")]
    return Template(PART).substitute(
        heading=HEADINGS[kind],
        label=title_scalar(kind, title),
        short=scalar(short_of(title)) if title else PENDING,
        strands="\n".join(strands),
        part=f"{kind}-{number}",
    )


def short_of(title: str) -> str:
    """Return a title's first words, for menus."""
    return " ".join(title.split()[:2])


def title_scalar(kind: str, title: str) -> str:
    """Return the title as a scalar, or what stands in its place."""
    return scalar(" ".join(title.split())) if title else f"{PENDING} – {LABELS[kind]}"


def scalar(text: str) -> str:
    """Return a line of text as YAML has it: plain where it can be, else in quotes."""
    if PLAIN.fullmatch(text) and text.casefold() not in NOT_TEXT:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def indented(text: str, by: str) -> str:
    """Return lines of text, each but the empty ones moved to the right."""
    return "".join(f"{by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def slug(title: str) -> str:
    """Return the lower-case words of a title joined by hyphens, for ids and addresses; "" if it has none.

    A long title is cut behind a whole word.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


STEP = "  "  # indentation of a list that is new
EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
COMMENT = re.compile(r"(?P<indent> *)#[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text to put into a file."""

    offset: int  # in the file's text, from 0
    text: str

    def into(self, text: str) -> str:
        """Return the text with this in it."""
        return text[: self.offset] + self.text + text[self.offset :]


def appended(document: Document, name: str, item: str) -> Insertion | None:
    """Return where and how an item goes to the end of the list or mapping `name` at the top of a file, or None.

    `item` begins at the margin, with its dash or its key.  What is written in brackets, or anything else that cannot be
    added to without touching what is there, gives None.
    """
    place = (
        _at_the_end_of_the_list(document, name)
        or _at_the_end_of_the_mapping(document, name)
        or _at_the_end_of_the_file(document, name)
    )
    if place is None:
        return None
    offset, lead, indent = place
    newline = _newline(document.text)
    text = lead + indented(item, indent).replace("\n", newline)
    if offset and document.text[offset - 1] not in "\r\n":
        text = newline + text
    insertion = Insertion(offset, text)
    return insertion if _adds_one(document, name, item, insertion) else None


def _at_the_end_of_the_list(document: Document, name: str) -> tuple[int, str, str] | None:
    """Return the offset behind the last item's last line, what parts the items, and their indentation."""
    parts = document.root.parts
    node = parts.get(name) if isinstance(parts, dict) else None
    if node is None or not isinstance(node.parts, list) or not node.parts:
        return None
    text, items = document.text, node.parts
    dash = text.rfind("-", 0, items[-1].start)
    column = dash - _line_start(text, dash)
    offset = _behind(text, _last(text, items[-1]), column)
    parted = len(items) > 1 and EMPTY_LINE.search(text, _last(text, items[-2]), dash)
    return offset, _newline(text) if parted else "", " " * column


def _at_the_end_of_the_mapping(document: Document, name: str) -> tuple[int, str, str] | None:
    """Return the same for a mapping from ids to items."""
    parts = document.root.parts
    node = parts.get(name) if isinstance(parts, dict) else None
    if node is None or not isinstance(node.parts, dict) or not node.parts or document.text[node.start] == "{":
        return None
    last = list(node.parts)[-1]
    column = document.key_at((name, last)).column - 1
    return _behind(document.text, _last(document.text, node.parts[last]), column), "", " " * column


def _at_the_end_of_the_file(document: Document, name: str) -> tuple[int, str, str] | None:
    """Return the same for a list that the file has not: it goes to the end, under its name."""
    parts = document.root.parts
    if not isinstance(parts, dict) or name in parts:
        return None
    newline = _newline(document.text)
    parted = document.text.endswith(newline * 2)
    return len(document.text), f"{'' if parted else newline}{name}:{newline}", STEP


def _adds_one(document: Document, name: str, item: str, insertion: Insertion) -> bool:
    """Say whether the file, read again, holds what it held and the item at the end of the list."""
    after = parse(document.path, insertion.into(document.text).encode("utf-8", "surrogatepass"), document.name)
    alone = parse(document.path, item.encode())
    if not isinstance(after, Document) or not isinstance(alone, Document):
        return False
    before = document.data
    if not (isinstance(before, dict) and isinstance(after.data, dict)):
        return False
    was, more = before.get(name), alone.data
    if isinstance(more, dict) and isinstance(was, dict | None):
        return not (was or {}).keys() & more.keys() and after.data == {**before, name: {**(was or {}), **more}}
    if isinstance(more, list) and isinstance(was, list | None):
        return after.data == {**before, name: [*(was or []), *more]}
    return False


def _last(text: str, node: Node) -> int:
    """Return the offset behind the last character that a value is written with."""
    inner = list(node.parts.values() if isinstance(node.parts, dict) else node.parts or ())
    if not inner or text[node.start] in "[{":
        return node.end
    return _last(text, max(inner, key=lambda each: each.start))


def _behind(text: str, offset: int, column: int) -> int:
    """Return the offset of the line after the one that ends an item, or after remarks that are indented with it."""
    offset = len(text[:offset].rstrip())
    end = LINE_BREAK.search(text, offset)
    offset = end.end() if end else len(text)
    while (remark := COMMENT.match(text, offset)) and len(remark["indent"]) > column and remark.end() > offset:
        offset = remark.end()
    return offset


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _newline(text: str) -> str:
    """Return how the file ends its lines."""
    found = LINE_BREAK.search(text)
    return found[0] if found else "\n"
