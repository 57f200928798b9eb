"""A new item put into the documents of a content, and the proof that it makes no error there.

Pure: takes documents, gives the text of one file; whoever asked for it writes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from digitrend.check import check
from digitrend.check.contents import contents_of
from digitrend.content import Document, parse
from digitrend.content.inserting import appended
from digitrend.content.skeletons import indented
from digitrend.diagnostics import LINE_BREAK, Diagnostic, Severity

from .items import NewItem, Wish, new_item


@dataclass(frozen=True, slots=True)
class Addition:
    """A new item and the text of its file with it."""

    item: NewItem
    text: str  # of the whole file; "" where the item has to be pasted by hand
    line: int = 1  # where the item starts, from 1
    new: bool = False  # whether the file is new
    wrong: tuple[Diagnostic, ...] = field(default=())  # errors that come with it: it must not be added


def added(wish: Wish, documents: list[Document], found: Iterable[Diagnostic] = (), root: str = "content") -> Addition:
    """Return the first form of what is wished for that makes no error; if all do, the first with its errors.

    `found` is what reading the content has found.  Raises NotPossibleError.
    """
    earlier = list(found)
    contents, _ = contents_of(documents)
    before = _errors(documents, earlier)
    tried: list[Addition] = []
    for item in new_item(wish, contents):
        addition = _put(item, documents)
        if not addition.text:
            return addition
        after = parse(f"{root}/{item.name}", addition.text.encode("utf-8", "surrogatepass"), item.name)
        if isinstance(after, Document):
            others = [each for each in documents if each.name != item.name]
            errors = _errors([*others, after], earlier)
            wrong = tuple(each for key, each in errors.items() if key not in before)
        else:
            wrong = tuple(after)
        tried.append(Addition(item, addition.text, addition.line, addition.new, wrong))
        if not wrong:
            return tried[-1]
    return tried[0]


def _put(item: NewItem, documents: Iterable[Document]) -> Addition:
    """Return the file with the item in it, or as a file of its own."""
    document = next((each for each in documents if each.name == item.name), None)
    if document is None:
        if not item.list:
            return Addition(item, item.text, new=True)
        head = f"{item.header}\n\n{item.list}:\n"
        return Addition(item, head + indented(item.text, "  "), head.count("\n") + 1, new=True)
    insertion = appended(document, item.list, item.text)
    if insertion is None:
        return Addition(item, "")
    before = document.text[: insertion.offset] + insertion.text[: insertion.text.index("- ")]
    return Addition(item, insertion.into(document.text), len(LINE_BREAK.findall(before)) + 1)


def _errors(documents: Iterable[Document], found: Iterable[Diagnostic]) -> dict[tuple[object, ...], Diagnostic]:
    """Return the errors of a content by what they say, so that those that only moved can be told from new ones."""
    counts: Counter[tuple[str, str, str]] = Counter()
    errors: dict[tuple[object, ...], Diagnostic] = {}
    for each in check(list(documents), found)[1]:
        if each.severity is Severity.ERROR:
            key = (each.code, each.path, each.message)
            counts[key] += 1
            errors[*key, counts[key]] = each
    return errors
