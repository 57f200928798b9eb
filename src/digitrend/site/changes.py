"""What changed since an earlier edition, as readers see it; names and figures link to the newer one."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from digitrend.diff.compare import KINDS, FieldChange, ItemChange, compare
from digitrend.site import urls
from digitrend.site.lookup import Lookup
from digitrend.text.wording import date_text


class Piece(NamedTuple):
    """A stretch of a text that was changed."""

    mark: str  # "added", "removed", or "" for what stayed
    text: str


class ChangedField(NamedTuple):
    """A field that says something else than it did."""

    name: str  # in words
    pieces: tuple[Piece, ...]


class ChangedItem(NamedTuple):
    """An item that was added, removed or changed."""

    what: str  # "added", "removed" or "changed"
    label: str
    url: str  # "" for none
    fields: tuple[ChangedField, ...]


class ChangedKind(NamedTuple):
    """The changed items of one kind."""

    id: str
    heading: str
    items: tuple[ChangedItem, ...]


class ChangesContext(NamedTuple):
    """What changed since an earlier edition."""

    intro: str
    counts: tuple[tuple[str, int], ...]  # word and number, of what was added, removed and changed
    kinds: tuple[ChangedKind, ...]
    style: str = ""  # of a page that stands alone: its whole stylesheet,
    policy: str = ""  # and the policy that lets in this one only


ALIKE = 0.5  # of the words; texts that have less in common are shown one after the other
WORDS = re.compile(r"\s+|[^\s]+")
# Of an item that came or went as a whole, a reader is told these; the rest is on its page.
ESSENTIAL = ("value", "qualifier", "period", "printed", "locator")


def changes_context(old: Lookup, new: Lookup, *, linked: bool = True) -> ChangesContext:
    """Return what differs between two briefings; without links for a page that stands alone."""
    comparison = compare(old.briefing, new.briefing)
    by_kind = {kind: [each for each in comparison.changes if each.kind == kind] for kind in KINDS}
    counts = ((new.word(f"changes.{what}"), comparison.count(what)) for what in ("added", "removed", "changed"))
    return ChangesContext(
        intro=new.word("changes.intro", old=_edition(old), new=_edition(new)),
        counts=tuple((word, count) for word, count in counts if count),
        kinds=tuple(
            ChangedKind(
                f"changed-{kind}",
                new.word(f"changes.{kind}"),
                tuple(_item(each, old, new, linked=linked) for each in found),
            )
            for kind, found in by_kind.items()
            if found
        ),
    )


def _edition(look: Lookup) -> str:
    overview = look.briefing.overview
    return look.word(
        "site.edition", edition=look.plain(overview.edition), date=date_text(overview.as_of.isoformat(), look.words)
    )


def _item(change: ItemChange, old: Lookup, new: Lookup, linked: bool) -> ChangedItem:
    look = old if change.what == "removed" else new
    fields = [
        each
        for each in change.fields
        if change.what == "changed" or (change.kind == "figure" and each.name in ESSENTIAL)
    ]
    return ChangedItem(
        what=change.what,
        label=_label(change, look),
        url=_url(change, new) if linked and change.what != "removed" else "",
        fields=tuple(_field(each, old, new, whole=change.what != "changed") for each in fields),
    )


def _label(change: ItemChange, look: Lookup) -> str:
    """Return what an item is called; a relation by what it connects."""
    if change.kind != "relation":
        return look.plain(change.label)
    source, kind, target = change.id.split(" ")
    return f"{look.mentions[source].text} – {look.word(f'relation.{kind}')}: {look.mentions[target].text}"


def _url(change: ItemChange, look: Lookup) -> str:
    """Return the address of an item; "" for what has none of its own."""
    if change.kind == "section":
        return urls.place_url(change.id)
    if change.kind in ("source", "briefing"):
        return urls.SOURCE if change.kind == "source" else urls.HOME
    return look.mentions[change.id].url if change.id in look.mentions else ""


def _field(field: FieldChange, old: Lookup, new: Lookup, *, whole: bool) -> ChangedField:
    """Return a field as readers see it; `whole`: its item came or went as a whole, so nothing in it is marked."""
    before = _said(field.old, old, prose=field.prose)
    after = _said(field.new, new, prose=field.prose)
    name, _, rest = field.name.partition(" ")
    key = f"field.{name}"
    called = new.word(key) if key in new.words else name.replace("_", " ")
    shown = (Piece("", before or after),) if whole else pieces(before, after)
    return ChangedField(f"{called} {rest}".strip().replace("_", " "), shown)


def _said(text: str | None, look: Lookup, *, prose: bool) -> str:
    if text is None:
        return ""
    return look.plain(text) if prose else text


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, word by word: what stayed, what went and what came."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _spaced([Piece(mark, text) for mark, text in (("removed", old), ("added", new)) if text])
    found: list[Piece] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            found.append(Piece("", "".join(before[a:b])))
            continue
        if gone := "".join(before[a:b]).strip():
            found.append(Piece("removed", gone))
        if gone and "".join(after[c:d]).strip():
            found.append(Piece("", " "))
        if came := "".join(after[c:d]).strip():
            found.append(Piece("added", came))
        elif not gone:
            found.append(Piece("", " "))
    return _spaced(found)


def _spaced(found: list[Piece]) -> tuple[Piece, ...]:
    """Put a space between pieces that lost theirs."""
    spaced: list[Piece] = []
    for piece in found:
        if spaced and not spaced[-1].text.endswith(" ") and not piece.text.startswith(" "):
            spaced.append(Piece("", " "))
        spaced.append(piece)
    return tuple(spaced)
