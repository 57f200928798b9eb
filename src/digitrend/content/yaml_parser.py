"""Parser events to data with positions, for the YAML that content may use.

Text keys without duplicates, one document, no tags, no merge keys, limits for depth and aliases.  There is no
recursion, so no input can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from digitrend.content.layout import LARGEST
from digitrend.content.positions import Data, Document, Node, origins
from digitrend.content.scalars import ESCAPED, EnoughError, Findings, Unclear, character_name, decoded, resolved, unseen
from digitrend.content.yaml_errors import Last, explained, lone, misread, no_character
from digitrend.diagnostics import Diagnostic, by_position

if TYPE_CHECKING:
    from collections.abc import Iterator


DEEPEST = 50  # levels of lists and mappings in each other
MOST_EXPANDED = 1000  # values that the aliases of a file may stand for, together

COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+|$)(?:#[^\r\n]*\s+)*)*")  # anchor and tag, before a value
CUT = re.compile(r"[ \t]+#(?=[^\s#])")
ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
ODD_INDENT = re.compile(rf"(?:^[ \t]*-?|:)({ODD_SPACE.pattern})", re.MULTILINE)
DASH = re.compile(r"[\r\n][ \t]*(-) ")
WIDE_IN_KEY = re.compile("[：，、（）“”‘’０-９]")
WIDE_COMMA = re.compile("[，、]")


@dataclass(slots=True)
class Nesting:
    """A list or mapping that is being read."""

    data: dict[str, Data] | list[Data]
    node: Node
    anchor: str | None
    flow: bool  # written in brackets
    key: str | None = None  # of the value that comes next; None when the key was refused
    key_at: int = -1  # where that key stands; -1 while a key is due
    firsts: dict[str, int] = field(default_factory=dict)  # where each key was given
    again: bool = False  # whether a key has been given twice


class Builder:
    """Builds data from events in order; `top` is the result, `findings` collects the errors."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.top: tuple[Data, Node] | None = None
        self.last = Last()
        self._text, self._findings = text, findings
        self._levels: list[Nesting] = []
        self._anchors: dict[str, tuple[Data, Node]] = {}
        self._unused: dict[str, int] = {}  # where anchors stand to which nothing refers so far
        self._expanded = 0
        self._documents: list[int] = []
        self._passed = 0  # up to where tabs have been looked for
        self._tabs = "\t" in text

    def take(self, event: yaml.Event) -> None:
        """Take the next event.  Raises EnoughError when reading on makes no sense."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._begin(_offset(event.start_mark))

    def finish(self) -> None:
        """Look at what stands behind the last event.  C006: an anchor is there for something to refer to it."""
        self._look_for_tabs(len(self._text), len(self._text))
        for name, at in () if self._findings.any else self._unused.items():
            hint = "remove it; put the value in quotes if the '&' is part of it"
            self._findings.error("C006", f"nothing refers to the anchor '&{name}'", at, hint)

    def _begin(self, start: int) -> None:
        self._documents.append(start)
        if len(self._documents) > 1:
            places = (self._documents[0], start)
            hint = "remove the line '---', or move what follows into a file of its own"
            self._findings.repeated("C009", "the file holds more than one document", places, hint)
            raise EnoughError

    # --- values

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, end, style = _offset(event.start_mark), _offset(event.end_mark), event.style or ""
        self._look_for_tabs(start if style else end, end)
        start = self._properties(event, start)
        node = Node(start, end, style)
        self.last = Last(start, end, style)
        value: Data = event.value
        if not style and event.tag is None:
            value = self._plain(event.value, start)
            self._look_for_dash(start, end)
            self._look_for_quote(start, end)
            self._look_for_comment(end)
        elif style == '"' and ESCAPED.search(event.value):
            self._escaped(event.value, node)
        self._put(value, node, event.anchor)

    def _plain(self, text: str, start: int) -> Data:
        """Decide what a plain value is; one that is refused goes on as text."""
        value = resolved(text)
        if isinstance(value, Unclear):
            self._findings.error(value.code, value.message, start, value.hint)
            return text
        if not text.isascii():
            self._wide(text, start)
        return value

    def _look_for_dash(self, start: int, end: int) -> None:
        """C015: a line of an unquoted text must not begin like a list item; YAML joins it to the line above."""
        if dash := DASH.search(self._text, start, end):
            hint = "begin each item of a list with '- '; write a text of several lines below '|'"
            message = "this line begins like a list item, but continues the text above"
            self._findings.error("C015", message, dash.start(1), hint)

    def _look_for_quote(self, start: int, end: int) -> None:
        """C016: an unquoted value must not end with a quote that nothing opens."""
        if self._text.endswith('"', start, end) and self._text.count('"', start, end) == 1:
            hint = "put one before the value too, or remove it; put the value in single quotes if it is part of it"
            self._findings.error("C016", "this quotation mark has no opening one", end - 1, hint)

    def _look_for_comment(self, end: int) -> None:
        """C017: a '#' after an unquoted value begins a comment; without a space behind it, none was meant."""
        if cut := CUT.match(self._text, end):
            hint = "put the whole value in quotes; a comment has a space behind its '#'"
            self._findings.error("C017", "the text after this '#' is a comment", cut.end() - 1, hint)

    def _wide(self, text: str, start: int) -> None:
        """C014: signs of another keyboard where YAML's own were meant.  C013: a space of another kind before a key."""
        level = self._levels[-1] if self._levels else None
        if level and isinstance(level.data, dict) and level.key_at < 0:
            if odd := ODD_SPACE.match(text):
                self._findings.error("C013", *_odd_space(odd[0], start))
            elif sign := WIDE_IN_KEY.search(text):
                message = f"a key holds the full-width or curly sign '{sign[0]}'"
                hint = "write it with an ordinary letter or sign, or put the key in quotes"
                if sign[0] in "“”„‘’":
                    hint = "write straight quotes: curly ones do not quote in YAML"
                self._findings.error("C014", message, start + sign.start(), hint)
        elif level and level.flow and (sign := WIDE_COMMA.search(text)):
            hint = "write ',' between the items, or put the text in quotes"
            self._findings.error("C014", f"'{sign[0]}' does not separate items", start + sign.start(), hint)

    def _escaped(self, value: str, node: Node) -> None:
        """C013: an escape must not bring in what no page could show."""
        places = origins(self._text, node.start, node.end, node.style, value)
        if letter := ESCAPED.search(value):
            at = places[letter.start()] if places else node.start
            if "\ud800" <= letter[0] <= "\udfff":
                self._findings.broken(no_character(at))
                return
            self._findings.error("C013", f"an escape gives the {character_name(letter[0])}", at, "remove the escape")

    def _alias(self, event: yaml.AliasEvent) -> None:
        """Put the anchored value, shared; bounded, so that no few lines stand for a million values."""
        start, end, name = _offset(event.start_mark), _offset(event.end_mark), str(event.anchor)
        value, anchored = self._anchors.get(name, (None, None))
        self._unused.pop(name, None)
        if anchored is None and not (self._levels and self._levels[-1].key is None and self._levels[-1].key_at >= 0):
            hint = "put the value in quotes if the asterisk is part of it"
            self._findings.error("C006", f"'*{name}' refers to no anchor above it", start, hint)
        anchored = anchored or Node(start, end)
        self._expanded += anchored.size
        if self._expanded > MOST_EXPANDED:
            message = f"the aliases of this file stand for more than {MOST_EXPANDED} values"
            self._findings.fatal("C006", message, start, "write the values out")
        self.last = Last(start, end, "*")
        self._put(value, Node(start, end, "*", size=anchored.size, height=anchored.height), None)

    # --- lists and mappings

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        start = _offset(event.start_mark)
        self._look_for_tabs(start, start)
        self._properties(event, start)
        if len(self._levels) >= DEEPEST:
            self._too_deep(start)
        mapping = isinstance(event, yaml.MappingStartEvent)
        node = Node(start, start, parts={} if mapping else [])
        self._levels.append(Nesting({} if mapping else [], node, event.anchor, bool(event.flow_style)))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        level = self._levels.pop()
        level.node.end = _offset(event.end_mark)
        self._put(level.data, level.node, level.anchor)

    def _put(self, value: Data, node: Node, anchor: str | None) -> None:
        """Hand a complete key or value to the level it belongs to."""
        if anchor is not None:
            self._anchors[anchor] = value, node
        if len(self._levels) + node.height > DEEPEST:
            self._too_deep(node.start)
        if not self._levels:
            self.top = value, node
            return
        level = self._levels[-1]
        if isinstance(level.data, list):
            level.data.append(value)
            _grow(level.node, node, None)
        elif level.key_at < 0:
            level.key, level.key_at = self._key(level, value, node), node.start
        else:
            self._entry(level, value, node)

    def _entry(self, level: Nesting, value: Data, node: Node) -> None:
        node.key = level.key_at
        if level.key is not None and isinstance(level.data, dict):
            level.data[level.key] = value
            _grow(level.node, node, level.key)
        level.key, level.key_at = None, -1

    def _key(self, level: Nesting, value: Data, node: Node) -> str | None:
        """Return the key, or None after saying why it cannot be one; its value is then left out.

        A whole number is one as it is written: `2020`, the period of a point.
        """
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            written = re.fullmatch(r"[^\[\]{}'\"\s]{1,30}", self._text[node.start : node.end])
            hint = f"put it in quotes: '{written[0]}'" if written else "write a short text"
            self._findings.error("C011", "a key must be text", node.start, hint)
        elif value == "<<" and not node.style:
            hint = "write the fields out"
            self._findings.error("C006", "the merge key '<<' is not read here", node.start, hint)
        elif value in level.firsts:
            self._repeated(level, value, node)
        else:
            level.firsts[value] = node.start
            return value
        return None

    def _repeated(self, level: Nesting, key: str, node: Node) -> None:
        """C002: a key is given once.  Several are one mistake: the dash that begins the next item is missing."""
        places = level.firsts[key], node.start
        listed = len(self._levels) > 1 and isinstance(self._levels[-2].data, list)
        if not level.again:
            hint = "keep one of the two" + ("; if another item begins here, write '- ' before it" if listed else "")
            shown = f"'{key}'" if len(key) <= 40 else f"'{key[:40]}…'"
            self._findings.repeated("C002", f"the key {shown} is given twice", places, hint)
        level.again = True

    # --- what is refused anywhere

    def _too_deep(self, start: int) -> None:
        message = f"lists and mappings are nested deeper than {DEEPEST} levels"
        self._findings.fatal("C007", message, start, "flatten it, or remove the surplus brackets")

    def _properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, start: int) -> int:
        """C008: no tags.  C006: an anchor is given once.  Returns where the value itself starts."""
        if event.tag is not None:
            hint = "remove the tag; put the value in quotes if the '!' is part of it"
            self._findings.error("C008", "a YAML tag is not read here", self._text.find("!", start), hint)
        if event.anchor is not None and event.anchor in self._anchors:
            message = f"the anchor '&{event.anchor}' is given twice"
            self._findings.error("C006", message, start, "give one of the two another name")
        elif event.anchor is not None:
            self._unused[event.anchor] = start
        if event.tag is None and event.anchor is None:
            return start
        found = PROPERTIES.match(self._text, start, _offset(event.end_mark))
        return found.end() if found else start

    def _look_for_tabs(self, until: int, onward: int) -> None:
        """C001: no tab outside quotes, block texts and comments, where YAML's parsers differ about it."""
        begin, self._passed = self._passed, onward
        if self._tabs and "\t" in self._text[begin:until]:
            bare = COMMENT.sub(lambda comment: " " * len(comment[0]), self._text[begin:until])
            if "\t" in bare:
                self._tabs = False  # the first tells enough
                self._findings.broken(misread(self._text, begin + bare.index("\t")))


def _odd_space(space: str, at: int) -> tuple[str, int, str]:
    return f"the {character_name(space)} stands where YAML needs an ordinary space", at, "write ordinary spaces"


def _offset(mark: Any) -> int:  # noqa: ANN401 - both parsers have a class of their own for it
    return int(mark.index)


def _grow(node: Node, part: Node, key: str | None) -> None:
    """Put a part under its key or at the end of a list, and count it."""
    if isinstance(node.parts, dict) and key is not None:
        node.parts[key] = part
    elif isinstance(node.parts, list):
        node.parts.append(part)
    node.size += part.size
    node.height = max(node.height, part.height + 1)


DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*%")
BEYOND = re.compile(r"\\U(?!000[0-9a-fA-F]|0010)[0-9a-fA-F]{8}")


Loader: TypeAlias = Callable[[str], Any]  # one of PyYAML's, which have no common type
FASTEST: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast


def parse(path: str, raw: bytes, name: str = "", loader: Loader = FASTEST) -> Document | list[Diagnostic]:
    """Parse a content file; return a document, or at least one error.

    `path` is how findings call the file, `name` its path below the content folder (`path` when left out);
    `loader` is one of PyYAML's safe loaders, by default the fastest there is.
    """
    if len(raw) > LARGEST:
        return [Diagnostic("C005", "the file is larger than 1 MiB", path, hint="split it into smaller files")]
    text = decoded(path, raw)
    if isinstance(text, Diagnostic):
        return [text]
    if hidden := unseen(path, text):
        return by_position(hidden)
    findings = Findings(path, text)
    top = _read(text, findings, loader)
    if top is None or findings.any:
        return findings.all
    return Document(path, name or path, text, *top)


def _read(text: str, findings: Findings, loader: Loader) -> tuple[Data, Node] | None:
    """Return the data of a text and its places, as far as they can be read; `findings` tells the rest."""
    builder = Builder(text, findings)
    try:
        if directive := DIRECTIVE.match(text):
            findings.fatal("C001", "a YAML directive is not read here", directive.end() - 1, "remove the line")
        for event in _events(loader(text)):
            builder.take(event)
        builder.finish()
        _check_top(text, builder, findings)
    except EnoughError:
        pass
    except yaml.MarkedYAMLError as error:
        _complain(text, error, builder, findings)
    except (yaml.YAMLError, ValueError):  # PyYAML's own reader, on an escape beyond Unicode
        beyond = BEYOND.search(text, builder.last.end)
        findings.broken(no_character(beyond.start() if beyond else builder.last.end))
    return builder.top


def _events(loader: Any) -> Iterator[yaml.Event]:  # noqa: ANN401 - see Loader
    """Give the events one by one: the parser goes no further than somebody asks."""
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _complain(text: str, error: yaml.MarkedYAMLError, builder: Builder, findings: Findings) -> None:
    """Report a parser error, unless there is already a finding in that line."""
    broken = explained(text, error, builder.last)
    stumbled = error.problem_mark.index if error.problem_mark else 0
    if findings.on_line_of(broken.offset) or findings.on_line_of(stumbled):
        return
    # C013: YAML takes a space of another kind for a letter, and complains there or further down.
    start = stumbled
    for _ in range(3):
        start = max(0, text.rfind("\n", 0, start))
    if odd := ODD_INDENT.search(text, start, text.find("\n", stumbled) + 1 or len(text)):
        if not findings.on_line_of(odd.start(1)):
            findings.error("C013", *_odd_space(odd[1], odd.start(1)))
    else:
        findings.broken(broken)


def _check_top(text: str, builder: Builder, findings: Findings) -> None:
    """C012: a file must not be empty.  C010: it holds fields or a list, not a single value."""
    data, node = builder.top or (None, Node(0, 0))
    if data is None and node.start == node.end:
        findings.error("C012", "the file is empty", 0, "write its fields, or delete the file")
    elif not isinstance(data, dict | list) and not findings.any:
        findings.broken(lone(text, node.start))
