"""Prose: a number in it is a reference to a figure, or is excused by a rule that says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from digitrend.check.contents import Contents, Placed, Prose
from digitrend.content.insert import PENDING
from digitrend.diagnostics import Diagnostic
from digitrend.model import Item
from digitrend.prose import FORMS, HALF, LIKE, Stretch, other_brackets, stray_brackets
from digitrend.text.quantities import read_printed

SCALE = r"(?:hundred|thousand|million|billion|trillion)s?\b|[万亿]"
UNIT = r"[%％]|per\s?cent\b|percentage\s+points?\b"
# A year stands alone and is no quantity; so is a range of years, as of a plan.
YEAR = re.compile(rf"(?<![\d.,])(?:19|20)[0-9][0-9](?!\d|[.,]\d|\s*(?:{SCALE}|{UNIT}))", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s)>]+")
DIGITS = re.compile(  # of any script, with the scale and the unit that belong to them
    rf"[\d¼½¾⅐-⅞¹²³⁰-⁹₀-₉①-⓿Ⅰ-ↈ]+(?:[.,]\d+)*(?:[\s-]?(?:{SCALE}))*(?:\s?(?:{UNIT}))?", re.IGNORECASE
)
FRACTIONS = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|hundredth|thousandth|millionth"
WORD = (
    r"(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores"
    rf"|half|halves|halved|halving|(?:a|one)[\s-](?:{FRACTIONS})|one(?=[\s-](?:per\s?cent|percentage\s+points?)\b)"
    r"|(?:doubl|tripl|trebl|quadrupl|quintupl)(?:e[ds]?|ing)|twice|thrice|(?:a\s+couple|couples|a\s+pair|pairs|tens)(?=\s+of\b)"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred|thousand|million)fold)"
)
PARTS = rf"(?:{FRACTIONS})s"  # alone they may be those of a year or a town
NUMBER_WORDS = re.compile(rf"\b{WORD}(?:[\s-]+(?:(?:and|of|a|per\s?cent)[\s-]+)*(?:{WORD}|{PARTS}))*\b", re.IGNORECASE)
CHINESE_DIGITS = "[一二三四五六七八九十百千万亿两〇零壹贰叁肆伍陆柒捌玖拾佰仟萬億兩廿卅半]+"
CHINESE = re.compile(rf"{CHINESE_DIGITS}(?:分之{CHINESE_DIGITS})?|翻番|翻倍|倍增|成倍")
NO_NAME = 10_000  # from here on a number without a unit is nobody's name, as the one in "Mark 2" is
NUMBERS = (("R301", DIGITS), ("R302", NUMBER_WORDS), ("R302", CHINESE))


def no_number_is_typed(contents: Contents) -> Iterator[Diagnostic]:
    """R301 and R302: no digit is typed into prose, and the like."""
    excused = (*_excused(contents), YEAR, ADDRESS)
    for prose in contents.prose:
        for text, offset in _stretches(prose):
            if not _may_hold_number(text):
                continue
            left = LIKE.sub(_blank, HALF.sub(_blank, text))  # R304 tells of them
            for pattern in excused:
                left = pattern.sub(_blank, left)
            for code, pattern in NUMBERS:
                for match in pattern.finditer(left):
                    typed = " ".join(match[0].split())
                    hint = _instead(code, _stating(typed, contents))
                    what = "number" if code == "R301" else "quantity"
                    message = f"the {what} '{typed}' is typed into prose"
                    yield prose.error(code, message, offset + match.start(), hint)
                left = pattern.sub(_blank, left)


@lru_cache(maxsize=8192)  # a preview checks the same texts again after every save
def _may_hold_number(text: str) -> bool:
    return any(pattern.search(text) for _, pattern in NUMBERS)


def _blank(match: re.Match[str]) -> str:
    """Return what stands for text that has been dealt with: as long as it, and part of no number."""
    return "\0" * len(match[0])


def _instead(code: str, figure: str) -> str:
    """Return what to write instead of a typed number."""
    if figure:
        return f"write [[{figure}]], if that is the figure"
    hint = "refer to the figure by its id, as in [[some-figure]]; a count of the briefing's own is [[#trends]]"
    excuse = "; words that are no quantity are excused among the idioms of briefing.yaml"
    return hint + excuse if code == "R302" else hint


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


def _excused(contents: Contents) -> list[re.Pattern[str]]:
    """Return patterns for the names and idioms that may hold a number; one that states a figure here is no name."""
    names = {
        name
        for _, placed in contents.entities
        for name in (placed.item.name, placed.item.acronym, *placed.item.aliases)
        if _may_hold_number(name)
    }
    idioms = {idiom.text for idiom in contents.overview.item.idioms} if contents.overview else set[str]()
    stated = {(each.item.quantity.numbers, each.item.unit) for each in contents.figures}
    stated |= {(numbers, "count") for numbers, _ in stated if numbers[0] >= NO_NAME}
    meant = sorted(name for name in names | idioms if _quantity(name, contents) not in stated)
    spelt = (r"\s+".join(map(re.escape, name.split())) for name in meant)
    return [re.compile(rf"(?<!\w){name}(?!\w)", re.IGNORECASE) for name in spelt]


def _quantity(text: str, contents: Contents) -> tuple[tuple[Decimal, ...], str] | None:
    read = read_printed(text, contents.context.language, contents.units)
    return (read.numbers, read.unit) if read else None


def _stretches(prose: Prose) -> Iterator[tuple[str, int]]:
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
                yield prose.error(
                    "R303",
                    message,
                    ref.offset,
                    f"write [[{ref.id}]], or one of its forms: {', '.join(f'[[{ref.id}|{form}]]' for form in FORMS)}",
                )


def every_bracket_closes(contents: Contents) -> Iterator[Diagnostic]:
    """R304: double square brackets come in pairs around one id."""
    for prose in contents.prose:
        for offset in stray_brackets(prose.text):
            yield prose.error("R304", "a reference does not close", offset, "write [[id]] or [[id|words]]")
        for offset, inside in other_brackets(prose.text):
            hint = f"write [[{inside.replace('｜', '|')}]], if a reference is meant"
            yield prose.error("R304", "these brackets make no reference", offset, hint)


def nothing_is_left_to_write(contents: Contents) -> Iterator[Diagnostic]:
    """R310: no text begins with “To be written”; a warning."""
    for prose in contents.prose:
        if prose.text.startswith(PENDING):
            yield prose.placed.warning("R310", "the text is still to be written", *prose.where, hint="write it")
    others: list[tuple[Placed[Item], str, str]] = [
        *((placed, "author", placed.item.author) for placed in (contents.source,) if placed),
        *((placed, "publisher", placed.item.publisher) for placed in (contents.overview,) if placed),
        *((placed, "name", placed.item.name) for _, placed in contents.entities),
        *((placed, "printed", placed.item.printed) for placed in contents.events),
        *((placed, "printed", placed.item.printed) for placed in contents.notes),
    ]
    for placed, name, text in others:
        if text.startswith(PENDING):
            yield placed.warning("R310", "the text is still to be written", name, hint="write it")
