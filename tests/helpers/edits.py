"""Edits: each changes one thing of a project as it is, at random; what holds after any of them is tested elsewhere."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from builders import BRIEFING, CONCEPTS, FERRIES, NOTES, ORCHARDS, RELATIONS, SILT, WATER, a_content
from site_bench import TEMPLATES

if TYPE_CHECKING:
    from site_bench import Bench


def a_typo(bench: Bench, chance: random.Random) -> None:
    name = chance.choice([FERRIES, ORCHARDS, SILT, WATER, BRIEFING, CONCEPTS])
    if name in bench.content:
        lines = bench.content[name].splitlines(keepends=True)
        prose = [i for i, line in enumerate(lines) if re.match(r"    (gloss|reading)|(finding|short):", line)]
        at = chance.choice(prose or [0])
        lines[at] = lines[at].rstrip("\n").removesuffix(".") + chance.choice([" again", " – or so", " é", ""]) + ".\n"
        bench.content[name] = "".join(lines)


def another_figure(bench: Bench, chance: random.Random) -> None:
    value = chance.randint(1, 99)
    changed = re.sub(r"value: \d+\n    unit: people", f"value: {value}\n    unit: people", bench.content[ORCHARDS])
    bench.content[ORCHARDS] = re.sub(r"printed: [\d,]+ pickers", f"printed: {value} pickers", changed)


def a_new_part(bench: Bench, chance: random.Random) -> None:
    number = sum(name.startswith("issues/") for name in bench.content) + 1
    slug = f"{chance.choice(['frost', 'thaw', 'wasps'])}-{'abcdefgh'[number]}"
    text = bench.content[SILT].replace("title: The landings silt up", f"title: The trouble with {slug}")
    bench.content[f"issues/{number:02}-{slug}.yaml"] = re.sub(r"short: .*", f"short: With {slug}", text)


def a_part_less(bench: Bench, _: random.Random) -> None:
    if len(more := sorted(name for name in bench.content if name.startswith("issues/"))) > 1:
        del bench.content[more[-1]]


def another_name(bench: Bench, chance: random.Random) -> None:
    old = next(name for name in bench.content if name.startswith("countermeasures/"))
    text = bench.content.pop(old)
    bench.content[f"countermeasures/01-{chance.choice(['water', 'look-after-the-water', 'dredge'])}.yaml"] = text


def a_template(bench: Bench, chance: random.Random) -> None:
    names = ["layouts/base.html", "pages/terms.html", "partials/parts.html", "partials/part.html", "assets/site.css"]
    name = chance.choice(names)
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    note = f"{chance.randint(1, 9)}"
    bench.templates[name] = text + (f"/* {note} */\n" if name.endswith(".css") else f"{{# {note} #}}<!-- {note} -->\n")


def a_template_less(bench: Bench, chance: random.Random) -> None:
    if bench.templates:
        del bench.templates[chance.choice(sorted(bench.templates))]


def another_word(bench: Bench, chance: random.Random) -> None:
    words = (TEMPLATES / "words.en.yaml").read_text(encoding="utf-8")
    trillion = chance.choice(["trillion", "tn"])
    bench.templates["words.en.yaml"] = words.replace("{number} trillion", f"{{number}} {trillion}").replace(
        "people: people", f"people: {chance.choice(['people', 'persons'])}"
    )


def a_relation_less(bench: Bench, _: random.Random) -> None:
    bench.content[RELATIONS] = "relations: []\n"


def an_note_more(bench: Bench, chance: random.Random) -> None:
    entry = "  - id: odd-{0}\n    kind: noise\n    printed: x{0}\n    reading: Noise\n    action: None\n"
    if f"id: odd-{(number := chance.randint(1, 5))}\n" not in bench.content[NOTES]:
        bench.content[NOTES] += entry.format(number)


def a_chart_less(bench: Bench, _: random.Random) -> None:
    head, found, _tail = bench.content[ORCHARDS].partition("charts:\n")
    if found:
        bench.content[ORCHARDS] = head


def another_address(bench: Bench, chance: random.Random) -> None:
    bench.base = chance.choice(["", "https://example.org/", "https://example.org/a/b"])


def damage(bench: Bench, chance: random.Random) -> None:
    files = sorted(path for path in bench.site if path != "CNAME")
    if files:
        path = bench.root / "site" / chance.choice(files)
        if chance.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(b"damaged")


def a_lost_cache(bench: Bench, _: random.Random) -> None:
    shutil.rmtree(bench.root / "cache", ignore_errors=True)


def everything_back(bench: Bench, _: random.Random) -> None:
    bench.content, bench.templates, bench.base = a_content(), {}, ""


ALL_EDITS: tuple[Callable[[Bench, random.Random], None], ...] = (
    a_typo,
    a_typo,
    another_figure,
    a_new_part,
    a_part_less,
    another_name,
    a_template,
    a_template_less,
    another_word,
    a_relation_less,
    an_note_more,
    a_chart_less,
    another_address,
    damage,
    a_lost_cache,
    everything_back,
)


# Mistakes: what a build refuses


def a_misspelt_field(bench: Bench, chance: random.Random) -> None:
    name = chance.choice(sorted(bench.content))
    bench.content[name] = f"mistake: here\n{bench.content[name]}"


def half_a_file(bench: Bench, chance: random.Random) -> None:
    name = chance.choice([FERRIES, ORCHARDS, BRIEFING])
    bench.content[name] = bench.content[name][: chance.randint(0, 200)] + "\n: ["


def a_place_that_is_not(bench: Bench, _: random.Random) -> None:
    bench.content[FERRIES] = bench.content[FERRIES].replace("locator: trend-1/1", "locator: trend-1/99", 1)


def a_template_that_is_none(bench: Bench, _: random.Random) -> None:
    bench.templates["pages/part.html"] = "{% block main %}{{ page.nothing }}"


MISTAKES: tuple[Callable[[Bench, random.Random], None], ...] = (
    a_misspelt_field,
    half_a_file,
    a_place_that_is_not,
    a_template_that_is_none,
)
