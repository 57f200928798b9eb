"""How to cite the source, the briefing, each chart and each figure: as BibTeX, as RIS and as CSL-JSON.

One `Citation` gives all three, so that they cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrend.exports.tables import json_bytes
from digitrend.site import urls
from digitrend.site.citations import Citation, Kind, citations
from digitrend.site.lookup import Lookup


def citation_files(lookup: Lookup, base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each citation's three files."""
    for each in citations(lookup, base):
        for suffix, content in (("bib", bibtex(each)), ("ris", ris(each)), ("json", csl_json(each))):
            yield urls.file_of(urls.cite_url(each.id, suffix)), content


# ---- BibTeX

ENTRIES: dict[Kind, str] = {
    "source": "misc",
    "briefing": "techreport",
    "chart": "incollection",
    "computed": "incollection",
    "figure": "misc",
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
        "booktitle": f"{{{tex(cited.within)}}}" if cited.within and not cited.seen else "",
        "institution" if cited.kind == "briefing" else "publisher": "" if cited.seen else tex(cited.publisher),
        "edition": "" if cited.seen else tex(cited.edition),
        "year": year,
        "language": cited.language,
        "url": cited.url.replace("{", "%7B").replace("}", "%7D"),
        "note": tex(cited.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    month = [f"  month = {MONTHS[int(rest[:2]) - 1]},"] if rest else []
    return "\n".join([f"@{ENTRIES[cited.kind]}{{{cited.key},", *lines, *month, "}", ""]).encode()


# ---- RIS

TYPES: dict[Kind, str] = {"source": "GEN", "briefing": "RPRT", "chart": "FIGURE", "computed": "DATA", "figure": "GEN"}


def ris(cited: Citation) -> bytes:
    """Return a citation in the RIS format (Research Information Systems, 2011): a tag a line, ended by CR LF."""
    tags = (
        ("TY", TYPES[cited.kind]),
        ("ID", cited.key),
        ("AU", cited.author),
        ("TI", cited.title),
        ("SE", cited.place),
        ("T2", "" if cited.seen else cited.within),
        ("DB", cited.within if cited.seen else ""),
        ("DP" if cited.seen else "PB", cited.publisher),
        ("ET", "" if cited.seen else cited.edition),
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

CSL: dict[Kind, str] = {
    "source": "article",
    "briefing": "report",
    "chart": "figure",
    "computed": "dataset",
    "figure": "article",
}


def csl_json(cited: Citation) -> bytes:
    """Return a citation as CSL-JSON (the input data of Citation Style Language 1.0.2): a list of one item."""
    date = [int(part) for part in re.findall(r"\d+", cited.date)]
    item: dict[str, object] = {
        "id": cited.key,
        "type": CSL[cited.kind],
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "section": cited.place,
        "container-title": "" if cited.seen else cited.within,
        "source": f"{cited.publisher}, {cited.within}, {cited.edition}" if cited.seen else "",
        "publisher": "" if cited.seen else cited.publisher,
        "edition": "" if cited.seen else cited.edition,
        "issued": {"date-parts": [date]} if date else "",
        "language": cited.language,
        "URL": cited.url,
        "note": cited.note,
    }
    return json_bytes([{name: value for name, value in item.items() if value}])
