"""One content file, from bytes to a `Document`, or to all that is wrong with its YAML.

Pure.  libyaml reads the stream when it is there, its Python twin otherwise; both give the same events, and
what becomes of them is decided here and in `building`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

import yaml

from digitrend.content.building import Builder
from digitrend.content.characters import decoded, unseen
from digitrend.content.document import Document, Node
from digitrend.content.explaining import explained, lone
from digitrend.content.faults import no_character
from digitrend.content.findings import EnoughError, Findings
from digitrend.diagnostics import Diagnostic, by_position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digitrend.content.scalars import Data

LARGEST = 1024 * 1024  # bytes of a file
DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*%")
BEYOND = re.compile(r"\\U(?!000[0-9a-fA-F]|0010)[0-9a-fA-F]{8}")


class EventSource(Protocol):
    """What is used of a PyYAML loader."""

    def check_event(self) -> bool:
        """Say whether there is another event."""

    def get_event(self) -> yaml.Event:
        """Return the next event."""

    def dispose(self) -> None:
        """Let go of the text."""


Loader: TypeAlias = Callable[[str], EventSource]
FASTEST = cast("Loader", getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # libyaml's is ten times as fast


def parse(path: str, raw: bytes, name: str = "", loader: Loader = FASTEST) -> Document | list[Diagnostic]:
    """Parse one content file; whatever the bytes, the answer is a document or at least one error.

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


def _events(loader: EventSource) -> Iterator[yaml.Event]:
    """Give the events one by one: the parser goes no further than somebody asks."""
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _complain(text: str, error: yaml.MarkedYAMLError, builder: Builder, findings: Findings) -> None:
    """Say what the parser stumbled over, unless that line has been complained about already."""
    broken = explained(text, error, builder.last)
    stumbled = error.problem_mark.index if error.problem_mark else 0
    if not (findings.on_line_of(broken.offset) or findings.on_line_of(stumbled)):
        findings.broken(broken)


def _check_top(text: str, builder: Builder, findings: Findings) -> None:
    """C012: a file must not be empty.  C010: it holds fields or a list, not a single value."""
    data, node = builder.top or (None, Node(0, 0))
    if data is None and node.start == node.end:
        findings.error("C012", "the file is empty", 0, "write its fields, or delete the file")
    elif not isinstance(data, dict | list) and not findings.any:
        findings.broken(lone(text, node.start))
