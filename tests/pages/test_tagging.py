"""The structure of the PDF, as PDF/UA-1 (ISO 14289-1) asks.

No validator of PDF/UA comes with Python, so the conditions that a program can see are held here one by one, on the file
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from paper import resolved, root_of

if TYPE_CHECKING:
    from pypdf import PdfReader

    from digitrend.site.lookup import Lookup

PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}


class Structure:
    """The structure tree of a PDF: its elements in order, each with its parent's type."""

    def __init__(self, paper: PdfReader) -> None:
        self.root = root_of(paper)["/StructTreeRoot"]
        self.reached: set[int] = set()
        self.annotations: set[int] = set()
        self.elements = list(self._below(self.root.raw_get("/K"), ""))

    def _below(self, named: object, parent: str) -> Iterator[tuple[str, str, Any]]:
        if isinstance(named, IndirectObject):
            self.reached.add(named.idnum)
        item = resolved(named)
        if isinstance(item, list):
            for each in item:
                yield from self._below(each, parent)
        elif not isinstance(item, DictionaryObject):
            return
        elif item.get("/Type") == "/OBJR":
            self.annotations.add(item.raw_get("/Obj").idnum)
        elif "/S" in item:
            yield str(item["/S"]), parent, item
            if "/K" in item:
                yield from self._below(item.raw_get("/K"), str(item["/S"]))


@pytest.fixture(scope="session")
def structure(paper: PdfReader) -> Structure:
    return Structure(paper)


def test_it_is_marked_as_tagged(paper: PdfReader) -> None:
    assert root_of(paper)["/MarkInfo"]["/Marked"]
    assert all(str(page["/Tabs"]) == "/S" for page in paper.pages)


def test_everything_painted_is_told_or_an_artifact(paper: PdfReader, structure: Structure) -> None:
    """7.1: content is tagged as real content or marked as artifact; 7.8: running heads are pagination artifacts."""
    numbers = structure.root["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    heads = 0
    for page in paper.pages:
        inside: list[tuple[str, Any]] = []
        content = page.get_contents()
        assert content is not None
        for operands, operator in ContentStream(content, paper).operations:
            name = operator.decode()
            if name in ("BDC", "BMC"):
                inside.append((operands[0], operands[1] if len(operands) > 1 else {}))
                heads += operands[0] == "/Artifact" and inside[-1][1].get("/Type") == "/Pagination"
                if "/MCID" in inside[-1][1]:
                    told = parents[page["/StructParents"]][inside[-1][1]["/MCID"]]
                    assert told.idnum in structure.reached
            elif name == "EMC":
                inside.pop()
            assert inside or name not in PAINTING, (page.page_number, operands, name)
    assert heads == 3 * len(paper.pages) - 2  # title, chapter and number, on the first page the number alone


def test_headings_form_an_outline(structure: Structure) -> None:
    levels = [int(kind[2:]) for kind, _, _ in structure.elements if re.fullmatch("/H[1-6]", kind)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels))


def test_lists_hold_items_and_items_bodies(structure: Structure) -> None:
    assert {kind for kind, parent, _ in structure.elements if parent == "/L"} == {"/LI"}
    assert {kind for kind, parent, _ in structure.elements if parent == "/LI"} <= {"/Lbl", "/LBody"}
    assert {parent for kind, parent, _ in structure.elements if kind == "/LI"} == {"/L"}


def test_footnotes_are_notes_with_names_of_their_own(structure: Structure) -> None:
    """7.9: notes are tagged as such, each with an ID."""
    notes = [str(each["/ID"]) for kind, _, each in structure.elements if kind == "/Note"]

    assert len(notes) == len(set(notes)) > 10


def test_every_chart_has_its_text_alternative_and_place(structure: Structure, lookup: Lookup) -> None:
    figures = [each for kind, _, each in structure.elements if kind == "/Figure"]
    titles = {lookup.plain(spec.title) for _, spec in lookup.briefing.charts}

    assert figures
    assert all(each["/Alt"] in titles and len(each["/A"]["/BBox"]) == 4 for each in figures)


def test_every_link_is_described_and_told(paper: PdfReader, structure: Structure) -> None:
    links = [each for page in paper.pages for each in page.get("/Annots", [])]

    assert links
    assert all(each.get_object()["/Contents"] and "/StructParent" in each.get_object() for each in links)
    assert structure.annotations == {each.idnum for each in links}
