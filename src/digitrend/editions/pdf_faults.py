"""Corrects WeasyPrint's tags where they fall short of PDF/UA-1 (ISO 14289-1), just before a PDF is written.

- Running heads and page numbers are in no element; 7.8 requires them to be artifacts.
- Footnotes are in elements without a meaning; 7.9 requires a Note with an ID of its own.
- Description lists in pairs (`dl` with `div`) make lists whose items are no items: pages/print.html has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

Tree = dict[bytes, Any]  # the structure elements by their references


def correct(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Correct the structure of a PDF."""
    objects = {each.reference: each for each in pdf.objects}
    tree = {name: each for name, each in objects.items() if _type(each) == "/StructElem"}
    root = objects[pdf.catalog["StructTreeRoot"]]
    _footnotes_are_notes(root["K"], tree)
    numbers = objects[root["ParentTree"]]["Nums"]
    elements = dict(zip(numbers[::2], numbers[1::2], strict=True))
    tagged = set(_below(root["K"], tree))
    for page in (each for each in pdf.objects if _type(each) == "/Page"):
        _untagged_is_artifact(objects[page["Contents"]], elements[page["StructParents"]], tagged)


def _type(each: Any) -> object:  # noqa: ANN401 - as above
    return each.get("Type") if isinstance(each, pydyf.Dictionary) else None


def _below(children: list[Any], tree: Tree) -> Iterator[bytes]:
    """Yield the references of all elements in and below a list of children."""
    waiting = list(children)
    while waiting:
        if (name := waiting.pop()) in tree:
            yield name
            waiting += tree[name].get("K", [])


def _footnotes_are_notes(documents: list[bytes], tree: Tree) -> None:
    """Make a Note of each footnote: what stands in an area without a meaning, directly in the document."""
    areas = [tree[name] for document in documents for name in tree[document]["K"] if tree[name]["S"] == "/NonStruct"]
    notes = [tree[name] for area in areas for name in area["K"] if name in tree]
    for number, note in enumerate(notes, 1):
        note["S"], note["ID"] = "/Note", pydyf.String(f"note-{number}")


def _untagged_is_artifact(stream: Any, elements: list[bytes | None], tagged: set[bytes]) -> None:  # noqa: ANN401
    """Turn content that no element contains into artifacts."""
    untagged = {number for number, name in enumerate(elements) if name not in tagged}
    for i, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in untagged:
            stream.stream[i - 1 : i + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
    for number in untagged:
        elements[number] = b"null"
