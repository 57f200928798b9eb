"""Punctuation: signs beside Han characters are the language's own, and all others stay."""

from __future__ import annotations

from digitrend.text.wording import punctuate, punctuate_html

TEXTS = {
    "增长率; 百分之; 中国": "增长率；百分之；中国",
    "产量的增长, 2020年": "产量的增长，2020年",
    "超过500亿次: 观看": "超过500亿次：观看",
    "18.2%, 14.7%": "18.2%, 14.7%",
    "digitrend编者. 观点": "digitrend编者。观点",
    "见 briefing.json": "见 briefing.json",
    "2021-03-31": "2021-03-31",
}
PAGES = {
    "<a>中国</a>, <a>美国</a>": "<a>中国</a>，<a>美国</a>",
    "<time>2026年11月26日</time>. digitrend编者. ": "<time>2026年11月26日</time>。digitrend编者。",
    "<q>中国, 美国</q>": "<q>中国, 美国</q>",
    '<a title="中国, 美国">x</a>': '<a title="中国, 美国">x</a>',
}


def test_signs_beside_han_characters_are_full_width() -> None:
    assert {text: punctuate(text, "zh-Hans") for text in TEXTS} == TEXTS


def test_tags_do_not_part_a_sign_from_its_word_and_quotations_stay() -> None:
    assert {html: punctuate_html(html, "zh") for html in PAGES} == PAGES


def test_other_languages_stay_as_they_are() -> None:
    assert punctuate("one, two. 中国, 三", "en") == "one, two. 中国, 三"
    assert punctuate_html("<p>a, 中国, b</p>", "fr") == "<p>a, 中国, b</p>"
