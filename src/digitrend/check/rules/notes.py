"""Notes on the text: how loud they are, and that nothing is said twice.

A note is material if it changes a value, unit, period, population, actor or the sense of a claim, and careful readers
could act differently. A material note marks what it touches and stands there as its caution; the others are folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrend.check.contents import Contents, Placed
from digitrend.diagnostics import Diagnostic
from digitrend.model import DerivedFigure, Figure, NoteSeverity

WORDS = re.compile(r"[^\W\d_]{4,}", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff]+")
SAME = 0.5  # the share of a doubt's words in a note from which on it repeats the note
MOST = 3  # at most one figure in so many is marked


def every_material_note_has_its_caution(contents: Contents) -> Iterator[Diagnostic]:
    """R501, R502: a material note has a caution, and no other note has one."""
    for note in contents.notes:
        material = note.item.severity is NoteSeverity.MATERIAL
        if material and not note.item.caution:
            hint = "add 'caution', the one sentence to stand at the figure or claim, or write 'severity: minor'"
            yield note.error("R501", "the note is material and has no caution", "severity", hint=hint)
        elif note.item.caution and not material:
            hint = "write 'severity: material', or leave the caution out: what it says belongs in 'reading'"
            yield note.error("R502", f"the note is {note.item.severity} and has a caution", "caution", hint=hint)


def no_doubt_repeats_a_note(contents: Contents) -> Iterator[Diagnostic]:
    """R503: a figure's doubt does not repeat a note that touches the figure."""
    for figure in _figures(contents):
        notes = [note.item for note in contents.notes if figure.item.id in note.item.touches]
        for i, doubt in enumerate(figure.item.doubts):
            said = _terms(doubt)
            for note in notes:
                if said and len(said & _terms(f"{note.reading} {note.caution}")) >= SAME * len(said):
                    message = f"the doubt repeats the note '{note.id}', which touches the figure"
                    hint = "leave the doubt out; what it adds belongs in the note"
                    yield figure.error("R503", message, "doubts", i, hint=hint)
                    break


def _figures(contents: Contents) -> tuple[Placed[Figure | DerivedFigure], ...]:
    return (*contents.figures, *contents.derived)


def _terms(text: str) -> set[str]:
    """Return what a text is about: its longer words, and the pairs of its Chinese characters."""
    pairs = {run[i : i + 2] for run in HAN.findall(text) for i in range(len(run) - 1)}
    return {word.casefold() for word in WORDS.findall(HAN.sub(" ", text))} | pairs


def few_figures_are_marked(contents: Contents) -> Iterator[Diagnostic]:
    """R504: material notes mark at most a third of the figures; a warning."""
    figures = {placed.item.id for placed in _figures(contents)}
    material = [note for note in contents.notes if note.item.severity is NoteSeverity.MATERIAL]
    marked = set[str]()
    for note in material:
        marked |= figures.intersection(note.item.touches)
        if len(marked) > max(1, len(figures) // MOST):
            many = {name for each in material for name in figures.intersection(each.item.touches)}
            message = f"material notes mark {len(many)} of {len(figures)} figures, more than a third"
            hint = "keep 'material' for what readers could act upon differently; the others are minor"
            yield note.warning("R504", message, "severity", hint=hint)
            return
