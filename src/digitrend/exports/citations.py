"""How to cite the source, the briefing, each chart and each figure: as BibTeX, as RIS and as CSL-JSON.

One `Citation` gives all three, so that they cannot differ.  A title carries the figure as text, qualifier included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from digitrend.exports.tables import json_bytes
from digitrend.links import urls
from digitrend.links.lookup import Lookup

SOURCE, BRIEFING = "source", "briefing"  # ids of their files
Kind = Literal["source", "briefing", "chart", "figure"]


@dataclass(frozen=True, slots=True)
class Citation:
    """What there is to say of a work that is cited; a text is plain, and "" where there is none."""

    id: str  # the file's name
    key: str  # the entry's, which no other work should have
    kind: Kind
    author: str  # a name in full, of a person or an organisation; never taken apart
    title: str
    date: str  # ISO 8601, as fine as it is known
    language: str
    within: str = ""  # the work that it is a part of
    publisher: str = ""
    edition: str = ""
    url: str = ""
    note: str = ""


def citations(lookup: Lookup, base: str) -> Iterator[Citation]:
    """Yield the citation of the source, of the briefing, of each chart and of each figure."""
    briefing, plain = lookup.briefing, lookup.plain
    source, overview = briefing.source, briefing.overview
    date, title, edition = overview.as_of.isoformat(), plain(overview.title), plain(overview.edition)
    language, after = overview.language, lookup.word("cite.after", author=source.author, source=source.title)

    def address(url: str) -> str:
        return urls.absolute(url, base) if base else ""

    yield Citation(SOURCE, source.id, "source", source.author, source.title, source.date, source.language)
    yield Citation(
        BRIEFING,
        f"{source.id}-briefing",
        "briefing",
        overview.publisher,
        title,
        date,
        language,
        publisher=overview.publisher,
        edition=edition,
        url=address(urls.HOME),
        note=after,
    )
    charts = ((spec.id, "chart", lookup.link(spec.id).text, urls.chart_url(spec.id)) for _, spec in briefing.charts)
    figures = (
        (name, "figure", f"{plain(found.label)}: {lookup.figure_text(name)}", urls.figure_url(name))
        for name, (_, found) in briefing.figures.items()
    )
    kinds: dict[str, Kind] = {"chart": "chart", "figure": "figure"}
    for name, kind, words, url in (*charts, *figures):
        key = f"{source.id}-{name}"
        facts = Citation(name, key, kinds[kind], overview.publisher, words, date, language)
        yield _within(facts, title, edition, address(url), after)


def _within(part: Citation, title: str, edition: str, url: str, after: str) -> Citation:
    """Return the citation of a part of the briefing."""
    about = (part.id, part.key, part.kind, part.author, part.title, part.date, part.language)
    return Citation(*about, within=title, publisher=part.author, edition=edition, url=url, note=after)


def files(lookup: Lookup, base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each citation's three files."""
    for each in citations(lookup, base):
        for suffix, content in (("bib", bibtex(each)), ("ris", ris(each)), ("json", csl_json(each))):
            yield urls.file_of(urls.cite_url(each.id, suffix)), content


# ---- BibTeX

ENTRIES: dict[Kind, str] = {
    "source": "misc",
    "briefing": "techreport",
    "chart": "incollection",
    "figure": "incollection",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # BibTeX's own names
# Escapes that are whole in themselves: BibTeX counts braces, and a bare one, escaped or not, would unbalance an entry.
SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}


def tex(text: str) -> str:
    """Return text for a field of BibTeX: TeX's special characters escaped, all others in UTF-8, on one line."""
    return "".join(SPECIAL.get(character, character) for character in " ".join(text.split()))


def bibtex(cited: Citation) -> bytes:
    """Return a citation as an entry of BibTeX (its fields as in "BibTeXing", and `url` and `language` of biblatex).

    Authors and titles stand in two pairs of braces: an organisation has no surname, and a title keeps its capitals.
    """
    year, _, rest = cited.date.partition("-")
    fields = {
        "author": f"{{{tex(cited.author)}}}",
        "title": f"{{{tex(cited.title)}}}",
        "booktitle": f"{{{tex(cited.within)}}}" if cited.within else "",
        "institution" if cited.kind == "briefing" else "publisher": tex(cited.publisher),
        "edition": tex(cited.edition),
        "year": year,
        "language": cited.language,
        "url": cited.url.replace("{", "%7B").replace("}", "%7D"),
        "note": tex(cited.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    month = [f"  month = {MONTHS[int(rest[:2]) - 1]},"] if rest else []
    return "\n".join([f"@{ENTRIES[cited.kind]}{{{cited.key},", *lines, *month, "}", ""]).encode()


# ---- RIS

TYPES: dict[Kind, str] = {"source": "GEN", "briefing": "RPRT", "chart": "FIGURE", "figure": "DATA"}


def ris(cited: Citation) -> bytes:
    """Return a citation in the RIS format (Research Information Systems, 2011): a tag a line, ended by CR LF."""
    tags = (
        ("TY", TYPES[cited.kind]),
        ("ID", cited.key),
        ("AU", cited.author),
        ("TI", cited.title),
        ("T2", cited.within),
        ("PB", cited.publisher),
        ("ET", cited.edition),
        ("PY", cited.date.partition("-")[0]),
        ("DA", _slashed(cited.date)),
        ("LA", cited.language),
        ("UR", cited.url),
        ("N1", cited.note),
    )
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""]).encode()


def _slashed(date: str) -> str:
    """Return a date as RIS has it: "2026/11/23/", with every slash whatever is known."""
    return "/".join([*date.split("-"), "", "", ""][:4]) if date else ""


# ---- CSL-JSON

CSL: dict[Kind, str] = {"source": "article", "briefing": "report", "chart": "figure", "figure": "dataset"}


def csl_json(cited: Citation) -> bytes:
    """Return a citation as CSL-JSON (the input data of Citation Style Language 1.0.2): a list of one item."""
    date = [int(part) for part in re.findall(r"\d+", cited.date)]
    item: dict[str, object] = {
        "id": cited.key,
        "type": CSL[cited.kind],
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "container-title": cited.within,
        "publisher": cited.publisher,
        "edition": cited.edition,
        "issued": {"date-parts": [date]} if date else "",
        "language": cited.language,
        "URL": cited.url,
        "note": cited.note,
    }
    return json_bytes([{name: value for name, value in item.items() if value}])
