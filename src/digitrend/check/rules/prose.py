"""Prose: a number in it is a reference to a figure or is excused, and its references and its Markdown are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from digitrend.check.contents import LONGEST, Contents, ProseField
from digitrend.content.positions import Document
from digitrend.diagnostics import Diagnostic
from digitrend.text.quantities import read_printed
from digitrend.text.references import (
    FORMS,
    HALF,
    LIKE,
    Stretch,
    is_quantity,
    misplaced,
    nested,
    other_brackets,
    stray_brackets,
    unsupported,
    untraceable,
)

DIGIT = re.compile(r"\d")
ENOUGH = 100  # findings of a text; what is left is told when they are mended


def no_number_is_typed(contents: Contents) -> Iterator[Diagnostic]:
    """R301 and R302: no quantity is typed into prose that cannot be traced to a figure, in digits or in words."""
    names, idioms = _names(contents), {document.path: _idioms(document) for document in contents.documents}
    for prose in contents.prose:
        excused = idioms.get(prose.placed.document.path, ())
        for text, offset in _stretches(prose):
            plain = LIKE.sub(_blank, HALF.sub(_blank, text))  # R304 tells of them
            for found in islice(untraceable(plain, contents.language, contents.units, names, excused), ENOUGH):
                code, what = ("R301", "number") if DIGIT.search(found.text) else ("R302", "quantity")
                typed = " ".join(found.text.split())
                hint = _instead(typed, _stating(typed, contents), prose.placed.document.path)
                yield prose.error(code, f"the {what} '{typed}' is typed into prose", offset + found.start, hint)


def no_idiom_is_a_quantity(contents: Contents) -> Iterator[Diagnostic]:
    """R305: an idiom that spells a quantity excuses none."""
    for document in contents.documents:
        for i, idiom in enumerate(_idioms(document)):
            if is_quantity(idiom, contents.language, contents.units):
                at = document.value_at(("idioms", i, "text"))
                hint = "refer to a figure instead, and remove the idiom"
                yield Diagnostic("R305", f"the idiom '{idiom}' spells a quantity", document.path, at, hint=hint)


def _blank(match: re.Match[str]) -> str:
    """Return what stands for text that has been dealt with: as long as it, and part of no number."""
    return "\0" * len(match[0])


def _instead(typed: str, figure: str, path: str) -> str:
    """Return what to write instead of a typed quantity."""
    if figure:
        return f"write [[{figure}]], if that is the figure"
    return (
        "refer to the figure by its id, as in [[some-figure]]; to count items of the briefing, write [[#trends]]; if "
        f"it is no quantity, add under 'idioms' in {path.rpartition('/')[2]}: - "
        f"{{text: {typed}, reason: …}}"
    )


def _stating(text: str, contents: Contents) -> str:
    """Return the id of the one figure that has the value and the unit of a typed figure, or ""."""
    read = read_printed(text, contents.context.language, contents.units)
    if read is None:
        return ""
    fitting = [
        each.item
        for each in contents.figures
        if each.item.quantity.numbers == read.numbers and read.unit in ("count", each.item.unit)
    ]
    return fitting[0].id if len(fitting) == 1 else ""


def _names(contents: Contents) -> tuple[str, ...]:
    entities = [placed.item for _, placed in contents.entities]
    names = {name for item in entities for name in (item.name, item.acronym, *item.aliases) if name}
    # One that spells a quantity is no name: it would excuse a figure.
    return tuple(sorted(name for name in names if not is_quantity(name, contents.language, contents.units)))


def _idioms(document: Document) -> tuple[str, ...]:
    """Return the idioms that a file lists: they excuse its own texts."""
    rows = document.data.get("idioms") if isinstance(document.data, dict) else None
    texts = [row.get("text") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(text for text in texts if isinstance(text, str))


def _stretches(prose: ProseField) -> Iterator[tuple[str, int]]:
    """Yield the text between references, and the words of references, with their offsets."""
    for piece in prose.pieces:
        if isinstance(piece, Stretch):
            yield piece.text, piece.offset
        elif piece.words:
            yield prose.text[piece.words_at : piece.offset + piece.length - len("]]")], piece.words_at


def a_figure_keeps_its_qualifier(contents: Contents) -> Iterator[Diagnostic]:
    """R303: a reference to a figure takes no words of its own."""
    for prose in contents.prose:
        for ref in prose.refs:
            if ref.words and ref.words not in FORMS and contents.kinds.get(ref.id) == "figure":
                message = f"the reference to the figure '{ref.id}' has words of its own"
                forms = ", ".join(f"[[{ref.id}|{form}]]" for form in FORMS)
                yield prose.error("R303", message, ref.offset, f"write [[{ref.id}]], or one of its forms: {forms}")


def every_bracket_closes(contents: Contents) -> Iterator[Diagnostic]:
    """R304: double square brackets come in pairs around one id."""
    for prose in contents.prose:
        for offset in stray_brackets(prose.text):
            yield prose.error("R304", "a reference does not close", offset, "write [[id]] or [[id|words]]")
        for offset, inside in other_brackets(prose.text):
            hint = f"write [[{inside.replace('｜', '|')}]], if a reference is meant"
            yield prose.error("R304", "these brackets make no reference", offset, hint)


def no_text_is_endless(contents: Contents) -> Iterator[Diagnostic]:
    """R311: a text of prose has at most 20,000 characters."""
    for prose in contents.endless:
        message = f"the text has {len(prose.text):,} characters, and at most {LONGEST:,} are read"
        yield prose.error("R311", message, 0, "part it; what is no prose belongs elsewhere")


def no_reference_stands_in_a_link(contents: Contents) -> Iterator[Diagnostic]:
    """R330: a reference stands in no link, and a link in no other."""
    for prose in contents.prose:
        for offset in misplaced(prose.text):
            yield prose.error("R330", "a reference stands in a link", offset, "put it before the link or behind it")
        for offset in nested(prose.text):
            yield prose.error("R330", "a link stands in the words of another", offset, "part them")


def the_markdown_is_supported(contents: Contents) -> Iterator[Diagnostic]:
    """R331: prose has paragraphs, lists, quotations, emphasis, code in a line, and links, and no other Markdown."""
    for prose in contents.prose:
        for offset, what, fix in unsupported(prose.text, block=prose.block):
            yield prose.error("R331", f"prose does not support {what}", offset, fix)
