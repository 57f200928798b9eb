"""The fonts: their files, subsets as WOFF2, and CSS that loads them without layout shifts.

Takes characters, returns bytes and CSS text; reads only the font files that are installed with the packages
`font-source-serif-pro` and `font-source-sans-pro` (SIL OFL). fontTools is imported when a font is opened, not
before: planning a site must stay light.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fontTools.ttLib import TTFont

SERIF = "Source Serif"
SANS = "Source Sans"
FALLBACK_PACKAGE = "cvttf_NotoSansCJK_Regular"  # of the extra `cjk`
PACKAGES = {SERIF: "font_source_serif_pro", SANS: "font_source_sans_pro"}


@dataclass(frozen=True, slots=True)
class Face:
    """One style of a family, as a stylesheet names it, and the file that holds it."""

    family: str  # the CSS family name: "Source Serif"
    weight: int  # as CSS counts it: 400, 600
    style: Literal["normal", "italic"]
    file: str  # the file's name inside its package; never a path, which would differ by machine

    @property
    def path(self) -> Path:
        """Where the file is on this machine; raises FileNotFoundError if its package is not installed."""
        spec = find_spec(PACKAGES[self.family])
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(f"the package '{PACKAGES[self.family]}' is not installed")
        return Path(spec.submodule_search_locations[0]) / "files" / self.file


SERIF_REGULAR = Face(SERIF, 400, "normal", "SourceSerifPro-Regular.ttf")
SERIF_SEMIBOLD = Face(SERIF, 600, "normal", "SourceSerifPro-Semibold.ttf")
SANS_REGULAR = Face(SANS, 400, "normal", "SourceSansPro-Regular.ttf")
SANS_SEMIBOLD = Face(SANS, 600, "normal", "SourceSansPro-Semibold.ttf")
FACES = (SERIF_REGULAR, SERIF_SEMIBOLD, SANS_REGULAR, SANS_SEMIBOLD)

# Always in a subset, in use or not, so that an edit of the prose rarely changes a font file.
BASIC = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§©°±¶·×–—‘’“”…•←↑→↓−≤≥¥€£"

# Kerning, ligatures and composition of accents. The faces' own figures are lining and tabular, which serves tables and
# text alike; proportional ones would cost 3 kB a page, and old-style ones would make a number read otherwise elsewhere.
FEATURES = ("kern", "liga", "lnum", "tnum", "ccmp", "locl", "mark", "mkmk")

# Copyright, family, style, licence and its address: the OFL asks that they stay in the file.
NAMES = (0, 1, 2, 13, 14)
FAMILY = 1
ENGLISH = 0x409  # as Windows calls it
RESERVED, OURS = "Source", "Briefing"  # a changed font must not be called by the reserved name (OFL 1.1, condition 3)


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def beyond_basic(texts: Iterable[str]) -> str:
    """Return the characters of texts that are not in `BASIC`, sorted."""
    return "".join(sorted(set().union(*(found for text in texts for found in _BEYOND_ASCII.findall(text))) - {*BASIC}))


def glyphs_in(texts: Iterable[str]) -> str:
    """Return the characters that the site's fonts must hold, sorted: `BASIC` and what else `texts` use.

    A character that no face has is left out; the browser takes it from a font of its own.
    """
    others = set(beyond_basic(texts))
    known = frozenset().union(*map(characters_of, FACES)) if others else frozenset()
    return "".join(sorted(set(BASIC) | (others & known)))


@cache
def fallback_file() -> Path | None:
    """Return the file of the face for what ours lack, if the extra `cjk` is installed; never one of the machine's."""
    spec = find_spec(FALLBACK_PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    return next(iter(sorted(path for folder in folders or () for path in Path(folder).rglob("*.[ot]tf"))), None)


def missing_from_pictures(text: str) -> str:
    """Return the characters that a picture would show as boxes: neither our sans nor the fallback face has them."""
    others = {character for character in set(text) - set(BASIC) if character > " "}
    lacking = others - characters_of(SANS_REGULAR) if others else others
    if lacking and (file := fallback_file()):
        from fontTools.ttLib import TTFont  # noqa: PLC0415

        with TTFont(file, lazy=True) as font:
            lacking -= set(map(chr, font.getBestCmap()))
    return "".join(sorted(lacking))


def subset(face: Face, glyphs: frozenset[str]) -> bytes:
    """Return `face` cut down to the characters in `glyphs`, as a WOFF2 file; equal input gives equal bytes.

    Characters that the face lacks are passed over. Raises FileNotFoundError if the font is not installed.
    """
    from fontTools import subset as cutter  # noqa: PLC0415

    options = cutter.Options(
        flavor="woff2",
        hinting=False,
        layout_features=list(FEATURES),
        recalc_timestamp=False,  # the file's own date stays: the same bytes on every day
    )
    options.drop_tables.append("name")  # put back below: fontTools would look through all tables for uses of names
    with opened(face) as font:
        names = font["name"]
        names.names = [each for each in names.names if each.nameID in NAMES and each.langID == ENGLISH]
        cut = cutter.Subsetter(options)
        cut.populate(unicodes=sorted(map(ord, glyphs)))
        cut.subset(font)
        for record in names.names:
            if record.nameID == FAMILY:
                record.string = record.toUnicode().replace(RESERVED, OURS)
        font["name"] = names
        target = BytesIO()
        font.flavor = options.flavor
        font.save(target, reorderTables=None)
    return target.getvalue()


def font(face: Face, glyphs: frozenset[str], _: Mapping[str, bytes]) -> bytes:
    """Return a face as WOFF2 with these glyphs: what a worker is asked for."""
    return subset(face, glyphs)


def opened(face: Face) -> TTFont:
    """Open a face's file; whoever opens it closes it."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    return TTFont(face.path, lazy=True, recalcTimestamp=False)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is asked of a face's file: its characters, and lengths as fractions of its em."""

    characters: frozenset[str]
    average: float  # of its widths, by FREQUENCY
    ascent: float
    descent: float
    gap: float


@cache
def _facts(face: Face) -> _Facts:
    with opened(face) as font:
        font.setGlyphOrder([f"glyph{i}" for i in range(font["maxp"].numGlyphs)])  # their names would be read at length
        em, line, glyphs, advances = font["head"].unitsPerEm, font["hhea"], font.getBestCmap(), font["hmtx"]
        average = sum(advances[glyphs[ord(letter)]][0] * share for letter, share in FREQUENCY.items())
        lengths = (average / sum(FREQUENCY.values()), line.ascent, -line.descent, line.lineGap)
        return _Facts(frozenset(map(chr, glyphs)), *(length / em for length in lengths))


def characters_of(face: Face) -> frozenset[str]:
    """Return the characters that a face has."""
    return _facts(face).characters


# ---- What stands in until the font has arrived

# How often a letter comes up in a hundred letters of English (Lewand, "Cryptological Mathematics", 2000), and
# a space after each word of 5.1 letters: what an average width is weighted by.
FREQUENCY = {
    **{"a": 8.167, "b": 1.492, "c": 2.782, "d": 4.253, "e": 12.702, "f": 2.228, "g": 2.015, "h": 6.094},
    **{"i": 6.966, "j": 0.153, "k": 0.772, "l": 4.025, "m": 2.406, "n": 6.749, "o": 7.507, "p": 1.929},
    **{"q": 0.095, "r": 5.987, "s": 6.327, "t": 9.056, "u": 2.758, "v": 0.978, "w": 2.360, "x": 0.150},
    **{"y": 1.974, "z": 0.074, " ": 19.608},
}


@dataclass(frozen=True, slots=True)
class Fallback:
    """A font that readers have already, and fonts cut to the same widths; it stands in for one face."""

    family: str  # the CSS name under which it stands in: "Source Serif Fallback"
    face: Face
    local: tuple[str, ...]  # full and PostScript names: browsers look for either
    width: float  # its average width in em, by FREQUENCY


# Widths of Arial and Times New Roman: from the advance widths of Adobe's core AFM files, to which both fonts
# (and Helvetica, Liberation) are cut. Georgia has no such open file: its averages in @capsizecss/metrics
# (913, 931 and 1062 of 2048) times 0.9915, by which that project's averages of the Times styles differ from
# these.
FALLBACKS = (
    Fallback(f"{SERIF} Fallback", SERIF_REGULAR, ("Georgia", "Gelasio"), 0.4420),
    Fallback(f"{SERIF} Fallback", SERIF_SEMIBOLD, ("Georgia Bold", "Georgia-Bold"), 0.5141),
    Fallback(
        f"{SERIF} Fallback Times",
        SERIF_REGULAR,
        ("Times New Roman", "TimesNewRomanPSMT", "Times Roman", "Liberation Serif"),
        0.4030,
    ),
    Fallback(
        f"{SERIF} Fallback Times",
        SERIF_SEMIBOLD,
        ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Times Bold", "Liberation Serif Bold"),
        0.4291,
    ),
    Fallback(f"{SANS} Fallback", SANS_REGULAR, ("Arial", "ArialMT", "Helvetica", "Liberation Sans"), 0.4447),
    Fallback(
        f"{SANS} Fallback",
        SANS_SEMIBOLD,
        ("Arial Bold", "Arial-BoldMT", "Helvetica Bold", "Helvetica-Bold", "Liberation Sans Bold"),
        0.4813,
    ),
)


@dataclass(frozen=True, slots=True)
class Metrics:
    """What makes a fallback take the room of the face it stands in for, each as a fraction of 1."""

    size_adjust: float
    ascent_override: float
    descent_override: float
    line_gap_override: float


def fallback_metrics(face: Face, fallback: Fallback) -> Metrics:
    """Return the descriptors that make `fallback` set as wide, and stand as high, as `face`.

    The size is scaled by the ratio of the two average widths; the overrides are the face's own line metrics,
    divided by that scale because it applies to them too. The method of Capsize, Fontaine and Next.js.
    """
    facts = _facts(face)
    size = facts.average / fallback.width
    return Metrics(size, facts.ascent / size, facts.descent / size, facts.gap / size)


def family_stack(family: str) -> str:
    """Return the value for `font-family`: the family, its tuned fallbacks, and the generic family."""
    tuned = dict.fromkeys(fallback.family for fallback in FALLBACKS if fallback.face.family == family)
    generic = "serif" if family == SERIF else "sans-serif"
    return ", ".join([f'"{name}"' for name in (family, *tuned)] + [generic])


def face_css(urls: Mapping[Face, str]) -> str:
    """Return the `@font-face` rules: each face at its URL, then the local fonts that stand in meanwhile.

    A face that is late is left for the next page: one that came in while somebody reads would move the lines. Where no
    script asks for the faces early they would always be late, so there they may come in within three seconds.
    """
    faces = [face for face in FACES if face in urls]
    loaded = [_loaded(face, urls[face], "optional") for face in faces]
    waiting = [fallback_rule(fallback) for fallback in FALLBACKS if fallback.face in urls]
    unasked = "".join(_loaded(face, urls[face], "fallback") for face in faces)
    return "".join([*loaded, *waiting, f"@media (scripting: none) {{ {unasked}}}\n"])


def _loaded(face: Face, url: str, display: str) -> str:
    return face_rule(face.family, face, f'url("{url}") format("woff2")', f"font-display: {display};")


def face_rule(family: str, face: Face, source: str, more: str) -> str:
    """Write one rule; `source` is the value of `src`, `more` are further descriptors."""
    about = f'font-family: "{family}"; font-style: {face.style}; font-weight: {face.weight};'
    return f"@font-face {{ {about} src: {source}; {more} }}\n"


def fallback_rule(fallback: Fallback) -> str:
    """Write the rule by which a local font stands in for a face."""
    fit = fallback_metrics(fallback.face, fallback)
    source = ", ".join(f'local("{name}")' for name in fallback.local)
    more = (
        f"size-adjust: {fit.size_adjust:.2%}; ascent-override: {fit.ascent_override:.2%}; "
        f"descent-override: {fit.descent_override:.2%}; line-gap-override: {fit.line_gap_override:.2%};"
    )
    return face_rule(fallback.family, fallback.face, source, more)
