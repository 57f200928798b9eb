"""The typefaces: subsets that repeat themselves byte for byte, and fallbacks that take the same room."""

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from digitrend.draw.fonts import (
    BASIC,
    FACES,
    FALLBACKS,
    FREQUENCY,
    SANS_REGULAR,
    SANS_SEMIBOLD,
    SERIF,
    SERIF_REGULAR,
    Face,
    Fallback,
    characters_of,
    face_css,
    fallback_metrics,
    family_stack,
    glyphs_in,
    subset,
)

FEW = frozenset("Evidence 0123456789 fi Te")


def features(font: TTFont, table: str) -> set[str]:
    return {record.FeatureTag for record in font[table].table.FeatureList.FeatureRecord}


@pytest.fixture(scope="module")
def serif() -> TTFont:
    return TTFont(BytesIO(subset(SERIF_REGULAR, FEW)))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_every_face_is_installed_and_is_what_it_says(face: Face) -> None:
    with TTFont(face.path) as font:
        assert (font["OS/2"].usWeightClass, font["post"].italicAngle != 0) == (face.weight, face.style == "italic")
        assert face.family.replace(" ", "") in font["name"].getDebugName(6)


def test_a_face_names_no_place_on_this_machine() -> None:
    assert all("/" not in face.file for face in FACES)


def test_a_missing_package_is_said_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitrend.draw.fonts.PACKAGES", {SERIF: "no_such_fonts"})
    with pytest.raises(FileNotFoundError, match="no_such_fonts"):
        SERIF_REGULAR.path  # noqa: B018


def test_a_subset_is_woff2_with_the_glyphs_asked_for_and_no_others(serif: TTFont) -> None:
    assert serif.flavor == "woff2"
    assert set(map(chr, serif.getBestCmap())) == FEW


def test_a_subset_kerns_and_has_lining_and_tabular_but_no_old_style_figures(serif: TTFont) -> None:
    assert "kern" in features(serif, "GPOS")
    assert features(serif, "GSUB") <= {"liga", "lnum", "tnum", "ccmp", "locl"}
    assert "liga" in features(serif, "GSUB")


def test_figures_are_tabular_and_lining_by_default() -> None:
    for face in FACES:
        with TTFont(face.path) as font:
            widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
            assert len(widths) == 1


def test_a_subset_has_no_hinting_and_keeps_its_date_and_licence(serif: TTFont) -> None:
    with TTFont(SERIF_REGULAR.path) as whole:
        assert serif["head"].modified == whole["head"].modified
    assert not {"fpgm", "prep", "cvt "} & set(serif.keys())
    assert "Open Font License" in serif["name"].getDebugName(13)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_a_subset_does_not_bear_the_reserved_name_and_says_whose_it_was(face: Face) -> None:
    names = {record.nameID: record.toUnicode() for record in TTFont(BytesIO(subset(face, FEW)))["name"].names}

    assert [name for number, name in names.items() if "Source" in name and number != 0] == []
    assert names[1].startswith("Briefing S")
    assert "Reserved Font Name" in names[0]


def test_a_site_font_weighs_little() -> None:
    assert max(len(subset(face, frozenset(BASIC))) for face in (SERIF_REGULAR, SANS_REGULAR)) < 20_000


def test_a_subset_is_the_same_in_another_process_zone_and_hash_seed() -> None:
    code = (
        "from hashlib import sha256; from digitrend.draw.fonts import *;"
        f"print(sha256(subset(SANS_SEMIBOLD, frozenset({''.join(sorted(FEW))!r}))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == sha256(subset(SANS_SEMIBOLD, FEW)).hexdigest()


def test_importing_typefaces_opens_no_font_library() -> None:
    code = "import sys, digitrend.draw.fonts; print({'fontTools', 'matplotlib'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_basic_characters_are_always_there_and_others_come_with_their_use() -> None:
    assert glyphs_in([]) == "".join(sorted(BASIC))
    assert set(glyphs_in(["café"])) == {*BASIC, "é"}


def test_characters_no_face_has_are_left_to_the_browser() -> None:
    assert glyphs_in(["數字"]) == glyphs_in([])


def test_all_basic_characters_are_in_the_text_faces() -> None:
    assert set(BASIC) <= characters_of(SERIF_REGULAR)
    assert set(BASIC) <= characters_of(SANS_REGULAR)


def test_a_character_the_face_lacks_is_passed_over() -> None:
    with TTFont(BytesIO(subset(SANS_REGULAR, frozenset("a數")))) as font:
        assert set(font.getBestCmap()) == {ord("a")}


@pytest.mark.parametrize("fallback", FALLBACKS, ids=lambda fallback: fallback.local[0])
def test_a_fallback_sets_as_wide_and_stands_as_high_as_its_face(fallback: Fallback) -> None:
    fit = fallback_metrics(fallback.face, fallback)
    with TTFont(fallback.face.path) as font:
        average = sum(font["hmtx"][font.getBestCmap()[ord(c)]][0] * share for c, share in FREQUENCY.items())
        assert fit.size_adjust * fallback.width * sum(FREQUENCY.values()) == pytest.approx(average / 1000)
        assert fit.ascent_override * fit.size_adjust == pytest.approx(font["hhea"].ascent / 1000)
        assert fit.descent_override * fit.size_adjust == pytest.approx(-font["hhea"].descent / 1000)
    assert fit.line_gap_override == 0
    assert 0.85 < fit.size_adjust < 1.15


def test_the_widths_of_arial_and_times_are_those_of_the_core_fonts() -> None:
    core = {"Arial": "Helvetica", "Arial Bold": "Helvetica-Bold", "Times New Roman": "Times-Roman"}
    for fallback in FALLBACKS:
        if name := core.get(fallback.local[0]):
            assert fallback.width == pytest.approx(core_width(name), abs=0.0001)


def core_width(name: str) -> float:
    """The average width in em by Adobe's metrics, a copy of which comes with matplotlib."""
    import matplotlib as mpl

    with open(f"{mpl.get_data_path()}/fonts/pdfcorefonts/{name}.afm", encoding="latin-1") as lines:  # noqa: PTH123
        characters = [line.split() for line in lines if line.startswith("C ")]
    widths = {chr(int(line[1])): float(line[4]) for line in characters if int(line[1]) > 0}
    return sum(widths[c] * share for c, share in FREQUENCY.items()) / sum(FREQUENCY.values()) / 1000


def test_the_css_lets_no_late_face_move_the_lines_and_tunes_what_stands_in() -> None:
    css = face_css({face: f"fonts/{i}.woff2" for i, face in enumerate(FACES)})
    always, unasked = css.split("@media (scripting: none)")
    rules = always.splitlines()
    assert len(rules) == len(FACES) + len(FALLBACKS)
    assert sum("font-display: optional" in rule for rule in rules) == len(FACES)
    assert unasked.count("font-display: fallback") == unasked.count("@font-face") == len(FACES)
    assert all("size-adjust" in rule for rule in rules if "local(" in rule)
    assert 'font-family: "Source Serif"; font-style: normal; font-weight: 600; src: url("fonts/1.woff2")' in css


def test_the_css_names_only_the_faces_it_is_given() -> None:
    css = face_css({SANS_REGULAR: "a.woff2", SANS_SEMIBOLD: "b.woff2"})
    assert SERIF not in css
    assert css.count("url(") == 2 * 2  # with scripts and without


def test_a_family_stack_falls_back_to_tuned_fonts_before_the_generic_one() -> None:
    assert family_stack(SERIF) == '"Source Serif", "Source Serif Fallback", "Source Serif Fallback Times", serif'
