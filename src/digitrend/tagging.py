"""The structure of a tagged PDF, put right where WeasyPrint leaves it short of PDF/UA-1.

Works on the objects of a PDF just before they are written.  Two things are mended: running heads and page numbers
become artifacts, as ISO 14289-1 asks in 7.8; and a description list, whose pairs stand in `div` elements, becomes a
list of labels and bodies, or a paragraph where its pairs run on in one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

Tree = dict[bytes, Any]  # the structure elements by their references


def mend(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Mend the structure of a PDF that WeasyPrint has tagged."""
    objects = {each.reference: each for each in pdf.objects}
    tree = {name: each for name, each in objects.items() if _type(each) == "/StructElem"}
    root = objects[pdf.catalog["StructTreeRoot"]]
    for element in tree.values():
        if element["S"] == "/L":
            _mend_list(element, tree)
    numbers = objects[root["ParentTree"]]["Nums"]
    elements = dict(zip(numbers[::2], numbers[1::2], strict=True))
    told = set(_below(root["K"], tree))
    for page in (each for each in pdf.objects if _type(each) == "/Page"):
        _mend_page(objects[page["Contents"]], elements[page["StructParents"]], told)


def _type(each: Any) -> object:  # noqa: ANN401 - as above
    return each.get("Type") if isinstance(each, pydyf.Dictionary) else None


def _below(children: list[bytes | int], tree: Tree) -> Iterator[bytes]:
    """Yield the references of all elements in and below a list of children."""
    waiting = list(children)
    while waiting:
        if (name := waiting.pop()) in tree:
            assert isinstance(name, bytes)
            yield name
            waiting += tree[name].get("K", [])


def _children(element: Any, tree: Tree) -> list[Any]:  # noqa: ANN401 - as above
    return [tree[name] for name in element["K"] if name in tree]


def _mend_list(element: Any, tree: Tree) -> None:  # noqa: ANN401 - as above
    """Make a description list with pairs in it what readers of PDF understand."""
    pairs = _children(element, tree)
    if not any(pair["S"] == "/Div" for pair in pairs):
        return
    running = any(pair["S"] == "/Span" for pair in pairs)  # text between pairs: they stand in one line
    element["S"] = "/P" if running else "/L"
    for pair in (each for each in pairs if each["S"] == "/Div"):
        pair["S"] = "/Span" if running else "/LI"
        halves = [half for half in _children(pair, tree) if half["S"] == "/LI"]
        for half in halves:
            labels = not running and half is halves[0] and len(halves) > 1
            half["S"] = "/Span" if running else "/Lbl" if labels else "/LBody"
            for body in _children(half, tree):
                body["S"] = "/Span"


def _mend_page(stream: Any, elements: list[bytes | None], told: set[bytes]) -> None:  # noqa: ANN401 - as above
    """Turn what no element of the structure tells into artifacts."""
    untold = {number for number, name in enumerate(elements) if name not in told}
    for i, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in untold:
            stream.stream[i - 1 : i + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
    for number in untold:
        elements[number] = b"null"
