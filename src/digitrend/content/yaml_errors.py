"""Parser errors, and the mistakes that cause them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import yaml


IN_QUOTES = "put the value in quotes"


@dataclass(frozen=True, slots=True)
class Broken:
    """A mistake in the YAML: message, place (an offset from 0), and hint."""

    message: str
    offset: int
    hint: str
    code: str = "C001"


@dataclass(frozen=True, slots=True)
class Last:
    """The last scalar or alias that was read whole: its offsets and its style ("*" for an alias)."""

    start: int = 0
    end: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class YamlFault:
    """Where the parser gave up (`at`), and where what it was reading began (`since`)."""

    text: str
    at: int
    since: int
    inside: str  # what it was reading, in its own words
    last: Last

    @property
    def here(self) -> str:
        """The character the parser gave up at; "" at the end of the file."""
        return self.text[self.at : self.at + 1]

    @property
    def begun(self) -> int:
        """Where the line it gave up in begins."""
        return line_start(self.text, self.at)

    @property
    def before(self) -> str:
        """What stands before it in its line."""
        return self.text[self.begun : self.at]


def misread(text: str, offset: int) -> Broken:
    """Explain a tab or a full-width colon that stands where YAML wants a space or a colon."""
    if text[offset] == "：":
        return Broken("the full-width colon '：' does not end a key", offset, "write ': ' instead", "C014")
    if text[line_start(text, offset) : offset].strip():
        hint = f"write a space, or {IN_QUOTES} if the tab is part of it"
        return Broken("a tab stands where only a space may", offset, hint)
    return Broken("a tab is used for indentation", offset, "indent with spaces")


def no_character(offset: int) -> Broken:
    """Explain an escape such as a half of a surrogate pair."""
    return Broken("an escape gives no character", offset, "remove the escape", "C013")


def line_start(text: str, offset: int) -> int:
    """Return where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def first_line(text: str) -> str:
    """Return a text up to its first line break."""
    return re.split(r"[\r\n]", text, maxsplit=1)[0]


KEY_LIKE = re.compile(r"[\r\n][ \t]*(?:- +)*[\w-]+:(?=\s)")  # a line inside a text that looks like a field
ENTRY = re.compile(r"""\s*(?:[-?] +)*(?:"[^"]*"|'[^']*'|[^\s:"'\[{][^:]*?)\s*:\s+(?P<value>.*)""", re.DOTALL)
MERGE = re.compile(r"(?:<{7}|={7}|>{7})(?: |$)")  # git's, of both sides of a conflict
TIGHT = re.compile(r"\s*(?:- +)*[\w-]+(?P<colon>:)[^\s:/]")  # a colon without its space; not an address


def explained(text: str, error: yaml.MarkedYAMLError, last: Last) -> Broken:
    """Explain a parser error in plain words, the same for libyaml and PyYAML."""
    at = error.problem_mark.index if error.problem_mark else 0
    since = error.context_mark.index if error.context_mark else at
    fault = YamlFault(text, min(at, len(text)), since, str(error.context or ""), last)
    if fault.here == "\t" and "quoted" not in fault.inside:
        return misread(text, at)
    complaint = f"{fault.inside}: {error.problem}"
    return next((explain(fault) for words, explain in FAMILIES if re.search(words, complaint)), _other(fault))


def lone(text: str, start: int) -> Broken:
    """Explain a file that holds a single text where fields are expected."""
    line = first_line(text[start:])
    if "：" in line or TIGHT.match(line):
        return _without_colon(text, start)
    return Broken("the file holds a single value, not fields", start, "write 'key: value'", "C010")


# --- quotes and other beginnings


def _unclosed_quote(fault: YamlFault) -> Broken:
    quote = fault.text[fault.since]
    return Broken("the quote opened here is never closed", fault.since, f"close it with {quote}")


def _no_character(fault: YamlFault) -> Broken:
    return no_character(max(fault.text.rfind("\\", fault.since, fault.at + 1), fault.since))


def _escape(fault: YamlFault) -> Broken:
    at = max(fault.text.rfind("\\", fault.since, fault.at + 1), fault.since)
    written = fault.text[at : at + 2]
    hint = r"write \\ for a backslash, or use single quotes"
    return Broken(f"'{written}' is not an escape that YAML knows", at, hint)


def _beginning(fault: YamlFault) -> Broken:
    return _cannot_begin(fault.text, fault.at)


def _earlier_beginning(fault: YamlFault) -> Broken:
    """Explain what stands before a name that is none; an asterisk may have been meant to begin a list item."""
    if fault.text[fault.since] == "*" and not fault.text[line_start(fault.text, fault.since) : fault.since].strip():
        hint = f"begin the item of a list with '- ', or {IN_QUOTES}"
        return Broken("a value cannot begin with '*'", fault.since, hint)
    return _cannot_begin(fault.text, fault.since)


def _cannot_begin(text: str, at: int) -> Broken:
    if not text[at : at + 1].strip():
        return Broken("a value is expected here", at, "write it, or remove what leads up to it")
    hint = f"write percent, or {IN_QUOTES}" if first_line(text[at:]).strip() == "%" else IN_QUOTES
    return Broken(f"a value cannot begin with '{text[at]}'", at, hint)


def _tag(fault: YamlFault) -> Broken:
    hint = "remove the tag; put the value in quotes if the '!' is part of the text"
    return Broken("a YAML tag is not read here", fault.since, hint, "C008")


def _block_header(fault: YamlFault) -> Broken:
    sign = fault.text[fault.since]
    if sign == ">" and fault.here.isdigit():
        hint = "write the number alone, and 'qualifier: more than'"
        return Broken("a number cannot begin with '>'", fault.since, hint)
    hint = f"begin the text on the next line, or {IN_QUOTES} if the '{sign}' is part of it"
    return Broken(f"text stands on the line of '{sign}'", fault.at, hint)


def _dash(fault: YamlFault) -> Broken:
    hint = f"begin the list on the next line, or {IN_QUOTES} if the dash is part of it"
    return Broken("a list begins on the line of its key", fault.at, hint)


# --- colons


def _without_colon(text: str, start: int) -> Broken:
    """Explain a line that should be a field: its colon is missing, full-width, or lacks its space."""
    line = first_line(text[start:])
    if MERGE.match(line):
        return Broken(
            "this is a marker of a merge conflict", start, "keep one of the two sides, and remove the three markers"
        )
    if "：" in line:
        return misread(text, start + line.index("："))
    if tight := TIGHT.match(line):
        return _tight(line, tight, start)
    if dash := re.match(r"(?:- +)+", line):
        return _without_colon(text, start + dash.end())
    if re.match(r"-\w", line):
        return Broken("there is no space after the dash", start, "write '- ' before the item")
    word = line.split()[0] if line.split() else line
    hint = f"write '{word}: …', or indent the line if it continues the text above" if len(word) < 40 else ""
    return Broken("this line has no colon after its key", start, hint)


def _tight(line: str, tight: re.Match[str], start: int) -> Broken:
    colon = tight.start("colon")
    around = line[max(0, colon - 20) : colon + 20].strip()
    message = f"there is no space after the colon in '{around}'"
    return Broken(message, start + colon, "put a space after the colon")


def _tight_in_brackets(fault: YamlFault) -> Broken:
    return Broken("a colon stands in brackets without a space after it", fault.at, f"write ': ', or {IN_QUOTES}")


def _colon(fault: YamlFault) -> Broken:
    """Explain a colon that cannot end a key: a second one in its line, or one below an unfinished line."""
    if entry := ENTRY.fullmatch(fault.before):
        begin = fault.begun + entry.start("value")
        if fault.text[begin] in "“„‘":
            hint = "write straight quotes instead"
            return Broken("curly quotes do not quote in YAML", begin, hint, "C014")
        return Broken("an unquoted value holds a colon and a space", fault.at, IN_QUOTES)
    if len(fault.before) > 1000:
        return Broken("a key is longer than 1000 characters", fault.begun, "write a short key")
    return _line_above(fault) or _too_deep(fault)


def _line_above(fault: YamlFault) -> Broken | None:
    """Look for the mistake in the line above: no colon, no space after it, a full-width one."""
    start, above = _above(fault.text, fault.begun)
    if not above.strip():
        return None
    if "：" in above:
        return misread(fault.text, start + above.index("："))
    if tight := TIGHT.match(above):
        return _tight(above, tight, start)
    if re.search(r":(?:\s|$)", above):
        return None
    deeper = _indent(above) < _indent(fault.before)
    return _without_colon(fault.text, start + _indent(above)) if deeper or _begins(fault.text, start, above) else None


def _begins(text: str, start: int, line: str) -> bool:
    """Say whether a line begins a field and does not continue the text of one above it."""
    before = _above(text, start)[1]
    return not before.strip() or _indent(before) >= _indent(line) or before.rstrip().endswith(":")


def _above(text: str, start: int) -> tuple[int, str]:
    """Return the nearest line above the one that begins at `start` that says something, and where it begins."""
    line = ""
    while start > 0 and (not line.strip() or line.lstrip().startswith("#")):
        end = len(text[:start].rstrip("\r\n"))
        start = line_start(text, end)
        line = text[start:end]
    return start, "" if line.lstrip().startswith("#") else line


def _too_deep(fault: YamlFault) -> Broken:
    key = fault.begun + _indent(fault.before)
    hint = "align it with the key above, or put the text above in quotes if this is part of it"
    return Broken("this line is indented deeper than the field above it", key, hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


# --- brackets


def _brackets(fault: YamlFault) -> Broken:
    opening = fault.text[fault.since]
    closing = "]" if opening == "[" else "}"
    if not fault.here or re.search(r"[\r\n]", fault.text[fault.since : fault.at]):
        hint = f"close it with '{closing}', or {IN_QUOTES} if the bracket is part of it"
        return Broken(f"the bracket '{opening}' opened here is never closed", fault.since, hint)
    if found := re.search(r"[:,\[{] ?([“„‘])[^\]},\r\n]*$", fault.text[fault.since : fault.at]):
        hint = "write straight quotes round the value"
        return Broken("curly quotes do not quote in YAML", fault.since + found.start(1), hint, "C014")
    hint = f"write a comma between the items and '{closing}' after the last"
    if fault.text[fault.at : fault.at + 2] == "[[":
        hint = "put a text that has [[ in quotes"
    return Broken(f"a comma or '{closing}' is expected here", fault.at, hint)


def _item(fault: YamlFault) -> Broken:
    if fault.here and fault.here in ",]}":
        return Broken(f"a value is missing before '{fault.here}'", fault.at, "write the value, or remove a comma")
    return _beginning(fault)


# --- lines that do not fit


def _block(fault: YamlFault) -> Broken:
    """Explain what stands where a key or a list item should: something after a value, or a wrong indentation."""
    return _after_quote(fault) or _after_bracket(fault) or _line(fault)


def _after_quote(fault: YamlFault) -> Broken | None:
    """Explain text behind a closing quote; or, when lines lie between the quotes, a quote never closed."""
    last = fault.last
    if last.style not in {"'", '"', "*"} or fault.text[last.end : fault.at].strip(" "):
        return None
    if last.style == "*":
        return _cannot_begin(fault.text, last.start)
    if KEY_LIKE.search(fault.text[last.start : last.end]):
        return Broken("the quote opened here is never closed", last.start, f"close it with {last.style}")
    single = "write '' for an apostrophe, or put double quotes round the value"
    double = 'write \\" for a quote inside, or put single quotes round the value'
    hint = single if last.style == "'" else double
    return Broken("the quote closes here, but the line goes on", last.end - 1, hint)


def _after_bracket(fault: YamlFault) -> Broken | None:
    closing = len(fault.text[: fault.at].rstrip(" ")) - 1
    if fault.here and fault.here in "]}":
        return Broken(f"the bracket '{fault.here}' closes nothing", fault.at, f"remove it, or {IN_QUOTES}")
    if fault.before.strip() and fault.text[closing] in "]}":
        return Broken("the bracket closes here, but the line goes on", closing, IN_QUOTES)
    return None


def _line(fault: YamlFault) -> Broken:
    """Explain a line that begins where it should not, or with the wrong thing."""
    if fault.before.strip():
        return _other(fault)
    aligned = len(fault.before) == fault.since - line_start(fault.text, fault.since)
    if aligned and "collection" in fault.inside:
        hint = "begin the line with '- ', or indent it as a part of the item above"
        return Broken("a key stands where a list item is expected", fault.at, hint)
    if aligned and fault.here == "-":
        hint = "write the key of the list on a line above it"
        return Broken("a list item stands where a key is expected", fault.at, hint)
    hint = "align it with the lines it belongs to"
    return Broken("the indentation of this line fits none of the lines above", fault.at, hint)


def _outside(fault: YamlFault) -> Broken:
    """Explain a line that stands to the left of the first field."""
    if fault.before.strip() or not fault.here.strip():
        return _other(fault)
    hint = "begin it in the same column as the first"
    return Broken("this line is indented less than the first field of the file", fault.at, hint)


def _other(fault: YamlFault) -> Broken:
    shown = f"'{fault.here}' is not expected here" if fault.here.strip() else "the YAML cannot be read from here"
    return Broken(shown, fault.at, f"{IN_QUOTES} if it holds signs such as : # [ ] {{ }} & * ! | > % @")


FAMILIES: tuple[tuple[str, Callable[[YamlFault], Broken]], ...] = (
    (r"quoted scalar: found unexpected (end of stream|document)", _unclosed_quote),
    (r"quoted scalar: found invalid Unicode", _no_character),
    (r"quoted scalar", _escape),
    (r"scanning a simple key", lambda fault: _without_colon(fault.text, fault.since)),
    (r"scanning a plain scalar: found unexpected ':'", _tight_in_brackets),
    (r"mapping (values|keys) are not allowed", _colon),
    (r"sequence entries are not allowed", _dash),
    (r"scanning a block scalar", _block_header),
    (r"scanning (an alias|an anchor|a directive)", _earlier_beginning),
    (r"\btag\b", _tag),
    (r"parsing a flow (mapping|sequence)", _brackets),
    (r"parsing a flow node", _item),
    (r"parsing a block (mapping|collection|sequence)", _block),
    (r"document start", _outside),
    (r"node content|cannot start any token", _beginning),
)
