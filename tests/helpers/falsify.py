"""Falsifications of a briefing, one at a time and by rule, and whether the check or the audit says anything of each.

A falsification changes one field, or takes one item away, in the data of one file.  It is caught where a finding of the
check or the audit tells something that they do not tell of the true content; an item that was taken away also where
the counts of the last audit no longer fit.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import yaml

from digitrend.audit.runner import audited
from digitrend.check.rules.consistency import claims_of
from digitrend.check.runner import check, contents_of
from digitrend.content.positions import Document
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import Diagnostic
from digitrend.model import ClaimKind, Period
from digitrend.model.units import Units

Data = Any
Step = str | int
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
MOST = 12  # falsifications of a kind
FIELDS, TITLES, BESIDE, GONE = "fields", "titles and descriptions", "words beside figures", "taken away"


@dataclass(frozen=True)
class Falsification:
    """One change: what kind, in which file and where, and the false value; None takes it away."""

    group: str
    kind: str
    name: str
    steps: tuple[Step, ...]
    value: Any

    def text(self, data: Data) -> str:
        """Return the file as it is with the change; `data` is what it holds."""
        copied = copy.deepcopy(data)
        holder = copied
        for step in self.steps[:-1]:
            holder = holder[step]
        if self.value is None:
            del holder[self.steps[-1]]
        else:
            holder[self.steps[-1]] = self.value
        return _dump(copied)

    def __str__(self) -> str:
        return f"{self.group}: {self.kind}: {self.name} {'.'.join(map(str, self.steps))}: {self.value!r:.80}"


@dataclass(frozen=True)
class Words:
    """Words of a language that are false wherever they are put."""

    things: tuple[str, ...]
    places: tuple[str, ...]
    swaps: tuple[tuple[str, str], ...]  # a word of prose, and its opposite
    comparisons: tuple[str, ...]


ENGLISH = Words(
    things=("passenger cars", "coal mines", "textile mills", "fishing boats", "dairy herds", "hotel rooms"),
    places=("India", "Brazil", "Kenya"),
    swaps=(
        ("rose", "fell"),
        ("grew", "shrank"),
        ("grow", "shrink"),
        ("growth", "decline"),
        ("Growth", "Decline"),
        ("increase", "decrease"),
        ("fell", "rose"),
        ("fall", "rise"),
        ("falls", "rises"),
        ("rises", "falls"),
        ("fastest", "slowest"),
        ("Most", "Few"),
        (r"(?<=the )most(?= \w+s\b)", "fewest"),
        (r"most(?= of| \w+s\b)", "few"),
        ("most", "least"),
        ("less", "more"),
        ("more", "fewer"),
        ("planned", "spent"),
        ("Planned", "Spent"),
        ("largest", "smallest"),
        (r"(?<!at )(?<!in )all", "few"),
    ),
    comparisons=("the month before", "the quarter before", "2015"),
)
CHINESE = Words(
    things=("煤矿", "渔船", "棉纺厂", "奶牛"),
    places=("印度", "巴西", "肯尼亚"),
    swaps=(
        ("增长", "下降"),
        ("上升", "下降"),
        ("计划", "已花"),
        ("多数", "少数"),
        ("最快", "最慢"),
        ("加大", "减少"),
        ("加快", "放慢"),
    ),
    comparisons=("上个月", "上个季度", "2015"),
)


class Bench:
    """A true content with the text of its source, on which falsifications are tried."""

    def __init__(self, files: Mapping[str, str], source: bytes, words: Words) -> None:
        self.files = {name: text for name, text in files.items() if name.endswith(".yaml") and name != "audit.yaml"}
        self.source, self.words = source, words
        self.data: dict[str, Data] = {name: yaml.load(text, LOADER) for name, text in self.files.items()}
        self.units: dict[str, Units] = {}
        self.plain = {name: _dump(data) for name, data in self.data.items()}
        checked, read = self._check(self.plain)
        audit, self.counts = self._audit(read)
        self.truth = {placed.item.id: placed.item for placed in contents_of(read)[0].figures}
        self.found = _told([*checked, *audit])
        self.true = audit  # what the audit says of the true content

    def _check(self, files: Mapping[str, str]) -> tuple[list[Diagnostic], list[Document]]:
        read, bad = list[Document](), list[Diagnostic]()
        for name, text in sorted(files.items()):
            document = _document(name, text)
            if isinstance(document, Document):
                read.append(document)
            else:
                bad += document
        return [*bad, *(check(read)[1] if not bad else ())], read

    def _audit(self, read: list[Document]) -> tuple[list[Diagnostic], dict[ClaimKind, int]]:
        contents, _ = contents_of(read)
        return list(audited(contents, self.source, "source.txt").found), claims_of(contents)

    def told_by_text(self, name: str, old: str, new: str) -> str:
        """Return the codes of what is told where a text stands in a file in place of another."""
        found, read = self._check({**self.plain, name: _dump(yaml.load(self.files[name].replace(old, new), LOADER))})
        new_ones = _told(found) - self.found or _told(self._audit(read)[0]) - self.found
        return " ".join(sorted({code for code, _ in new_ones}))

    def caught_by(self, false: Falsification) -> str:
        """Return the codes of what is told of a falsification, or an empty text."""
        found, read = self._check({**self.plain, false.name: false.text(self.data[false.name])})
        new = _told(found) - self.found
        if not new:
            found, counts = self._audit(read)
            new = _told(found) - self.found
            if not new and false.group == GONE and counts != self.counts:
                return "counts"
        return " ".join(sorted({code for code, _ in new}))


def _told(found: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((each.code, f"{each.path.rpartition('/')[2]} {each.message}") for each in found)


@lru_cache(maxsize=4096)
def _document(name: str, text: str) -> Document | tuple[Diagnostic, ...]:
    read = parse(f"content/{name}", text.encode(), name)
    return read if isinstance(read, Document) else tuple(read)


def _dump(data: Data) -> str:
    return str(yaml.dump(data, Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=10_000))


# ---- The falsifications


class _Maker:
    """Makes falsifications of one bench; chooses in turn, so that the same content gives the same ones."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.turn = bench, 0
        self.made: list[Falsification] = []

    def pick(self, choices: Iterable[Any], but: object = None) -> Any:  # noqa: ANN401 - data of YAML
        """Return the next of the choices that is not the true value."""
        left = [each for each in choices if each != but]
        self.turn += 1
        return left[self.turn % len(left)] if left else None

    def change(self, group: str, kind: str, name: str, steps: tuple[Step, ...], value: object) -> None:
        """Falsify one field; None takes it away."""
        holder = self.bench.data[name]
        for step in steps[:-1]:
            holder = holder[step]
        old = holder.get(steps[-1]) if isinstance(holder, dict) else holder[steps[-1]]
        if value is None or _meant(steps[-1], old) != _meant(steps[-1], value):
            self.made.append(Falsification(group, kind, name, steps, value))

    def parts(self) -> Iterator[tuple[str, Data]]:
        """Yield the files of parts with their data."""
        for name, data in self.bench.data.items():
            if name.partition("/")[0] in ("trends", "issues", "countermeasures"):
                yield name, data

    def ids(self, file: str) -> list[str]:
        """Return the ids of entities of a file."""
        data = self.bench.data.get(f"entities/{file}.yaml")
        return [each["id"] for each in data["entities"]] if data else []


def falsifications(bench: Bench, most: int = MOST) -> list[Falsification]:
    """Return the falsifications that the rules make of a content, at most so many of a kind."""
    maker = _Maker(bench)
    for rule in (
        _figures,
        _series,
        _events,
        _forecasts,
        _measures,
        _relations,
        _notes,
        _passages,
        _titles,
        _beside,
        _gone,
    ):
        rule(maker)
    kinds: dict[tuple[str, str], list[Falsification]] = {}
    for each in maker.made:
        kinds.setdefault((each.group, each.kind), []).append(each)
    chosen = (of[:: -(-len(of) // most)] for of in kinds.values())  # spread over the whole content
    return [each for of in chosen for each in of]


def _figures(m: _Maker) -> None:
    words = m.bench.words
    numbers = re.compile(r"\d+(?:[.,]\d+)*")
    everything = [(name, key, each) for name, data in m.parts() for key, each in (data.get("figures") or {}).items()]
    for name, data in m.parts():
        locators = sorted({each["locator"] for _, _, each in everything if "locator" in each} | {"intro/1"})
        for key, each in (data.get("figures") or {}).items():
            at = ("figures", key)
            siblings = [(k, other) for _, k, other in everything if k != key]
            printed = str(each.get("printed", ""))
            if found := numbers.search(printed):
                wrong = found[0][:-1] + str((int(found[0][-1]) + 3) % 10)
                m.change(FIELDS, "printed", name, (*at, "printed"), printed.replace(found[0], wrong, 1))
                m.change(FIELDS, "value", name, (*at, "value"), float(wrong.replace(",", "")) + 1)
            m.change(
                FIELDS,
                "qualifier",
                name,
                (*at, "qualifier"),
                m.pick(["more than", "about", "less than", "exact"], m.bench.truth[key].qualifier.value),
            )
            m.change(
                FIELDS,
                "unit",
                name,
                (*at, "unit"),
                m.pick(["USD", "percentage-points", "GW", "households"], each.get("unit")),
            )
            m.change(
                FIELDS,
                "kind",
                name,
                (*at, "kind"),
                "share"
                if each.get("kind") == "growth rate"
                else "growth rate"
                if each.get("kind") == "share"
                else "ratio",
            )
            true = m.bench.truth[key].status.value
            m.change(
                FIELDS,
                "status",
                name,
                (*at, "status"),
                m.pick(["planned", "observed", "projected", "target", "estimated"], true),
            )
            m.change(
                FIELDS, "status", name, (*at, "status"), m.pick(["target", "estimated", "planned", "projected"], true)
            )
            m.change(
                FIELDS,
                "period",
                name,
                (*at, "period"),
                m.pick(["2019-01/2019-09", "2018", "2020-04/2020-06"], each.get("period")),
            )
            if each.get("period"):
                m.change(FIELDS, "period", name, (*at, "period"), "2021-01/2021-12")
            m.change(FIELDS, "place", name, (*at, "place"), m.pick(words.places))
            regions = [i for i in m.ids("regions") if i not in ("china", "united-states", "us")]
            if regions:
                m.change(FIELDS, "place", name, (*at, "place"), m.pick(regions).replace("-", " ").title())
            m.change(FIELDS, "subject", name, (*at, "subject"), m.pick(words.things))
            m.change(FIELDS, "label", name, (*at, "label"), m.pick(words.things))
            m.change(FIELDS, "indicator", name, (*at, "indicator"), m.pick(words.things))
            for field in ("label", "subject"):
                near = [other for k, other in siblings if other.get("locator") == each.get("locator")]
                if near and (taken := m.pick([o.get(field) for o in near], each.get(field))):
                    m.change(FIELDS, f"{field} of another", name, (*at, field), taken)
            if bodies := m.ids("organisations"):
                m.change(FIELDS, "attributed_to", name, (*at, "attributed_to"), m.pick(bodies[1:] or bodies))
            m.change(FIELDS, "locator", name, (*at, "locator"), m.pick(locators, each.get("locator")))
            if each.get("kind") == "growth rate":
                m.change(FIELDS, "compared_with", name, (*at, "compared_with"), m.pick(words.comparisons))


def _series(m: _Maker) -> None:
    for name, data in m.parts():
        for key, each in (data.get("series") or {}).items():
            at = ("series", key)
            m.change(FIELDS, "label", name, (*at, "label"), m.pick(m.bench.words.things))
            m.change(FIELDS, "subject", name, (*at, "subject"), m.pick(m.bench.words.things))
            m.change(FIELDS, "place", name, (*at, "place"), m.pick(m.bench.words.places))
            points = each.get("points")
            if isinstance(points, dict):
                periods = list(points)
                for first, second in pairwise(periods):
                    swapped = dict(points)
                    swapped[first], swapped[second] = points[second], points[first]
                    m.change(FIELDS, "points swapped", name, (*at, "points"), swapped)


def _events(m: _Maker) -> None:
    for name, data in m.parts():
        for i, each in enumerate(data.get("events") or ()):
            at = ("events", i)
            date = str(each.get("date", ""))
            if date:
                m.change(FIELDS, "date", name, (*at, "date"), str(int(date[:4]) - 1) + date[4:])
                m.change(FIELDS, "date", name, (*at, "date"), date[:4] + ("-07" if date[5:7] != "07" else "-09"))
            if bodies := m.ids("organisations"):
                m.change(
                    FIELDS,
                    "actors",
                    name,
                    (*at, "actors"),
                    [m.pick([b for b in bodies if b not in each.get("actors", [])])],
                )
            if each.get("actors"):
                m.change(FIELDS, "actors left out", name, (*at, "actors"), None)
            if regions := m.ids("regions"):
                m.change(
                    FIELDS,
                    "place",
                    name,
                    (*at, "place"),
                    m.pick([r for r in regions if r not in ("china", "beijing")], each.get("place")),
                )
            m.change(
                FIELDS,
                "kind",
                name,
                (*at, "kind"),
                m.pick(["summit", "agreement", "opening", "consultation", "publication"], each.get("kind")),
            )
            m.change(
                FIELDS, "what", name, (*at, "what"), f"{m.pick(m.bench.words.things)} {m.pick(m.bench.words.things)}"
            )
            m.change(FIELDS, "locator", name, (*at, "locator"), "intro/1")
            m.change(GONE, "event", name, at, None)


def _forecasts(m: _Maker) -> None:
    for name, data in [("briefing.yaml", m.bench.data["briefing.yaml"]), *m.parts()]:
        listed = data.get("forecasts") or ()
        for i, each in enumerate(listed):
            at = ("forecasts", i)
            m.change(FIELDS, "forecast's period", name, (*at, "period"), m.pick(["2022", "2020", "2025"]))
            m.change(
                FIELDS, "gist", name, (*at, "gist"), f"{m.pick(m.bench.words.things)} {m.pick(m.bench.words.things)}"
            )
            if turned := _turned(str(each["gist"]), m.bench.words):
                m.change(FIELDS, "gist turned", name, (*at, "gist"), turned)
            if bodies := m.ids("organisations"):
                m.change(FIELDS, "by", name, (*at, "by"), m.pick(bodies[1:] or bodies))
            if each.get("printed"):
                m.change(FIELDS, "forecast's printed", name, (*at, "printed"), f"{each['printed']} soon")
            m.change(GONE, "forecast", name, at, None)


def _measures(m: _Maker) -> None:
    for name, data in m.parts():
        for i, each in enumerate(data.get("measures") or ()):
            at = ("measures", i)
            m.change(
                FIELDS,
                "action",
                name,
                (*at, "action"),
                f"{m.pick(m.bench.words.things)} {m.pick(m.bench.words.things)}",
            )
            m.change(FIELDS, "object", name, (*at, "object"), m.pick(m.bench.words.things))
            m.change(FIELDS, "actor", name, (*at, "actor"), m.pick(m.bench.words.things))
            m.change(
                FIELDS, "aim", name, (*at, "aim"), f"{m.pick(m.bench.words.things)} {m.pick(m.bench.words.things)}"
            )
            m.change(FIELDS, "measure's locator", name, (*at, "locator"), "intro/2")
            if each.get("printed"):
                m.change(FIELDS, "measure's printed", name, (*at, "printed"), f"{each['printed']} soon")
            if len(data["measures"]) > 1:
                m.change(GONE, "measure", name, at, None)


def _relations(m: _Maker) -> None:
    listed = (m.bench.data.get("relations.yaml") or {}).get("relations") or ()
    for i, each in enumerate(listed):
        at = ("relations", i)
        if each.get("evidence"):
            m.change(
                FIELDS,
                "relation's start",
                "relations.yaml",
                (*at, "from"),
                m.pick([f"trend-{n}" for n in range(1, 4)], each["from"]),
            )
            if isinstance(each["evidence"], list) and isinstance(each["evidence"][0], dict):
                m.change(FIELDS, "evidence", "relations.yaml", (*at, "evidence", 0, "printed"), "the words of nobody")
            if i % 2:
                m.change(FIELDS, "strength", "relations.yaml", (*at, "strength"), "made")
        m.change(GONE, "relation", "relations.yaml", at, None)


def _notes(m: _Maker) -> None:
    listed = (m.bench.data.get("notes.yaml") or {}).get("notes") or ()
    for i, each in enumerate(listed):
        at = ("notes", i)
        if i % 6 == 0:
            m.change(FIELDS, "note's printed", "notes.yaml", (*at, "printed"), f"{each['printed']} soon")
        if i % 6 == 3 and each.get("locator"):
            m.change(
                FIELDS,
                "note's locator",
                "notes.yaml",
                (*at, "locator"),
                "intro/1" if each["locator"] != "intro/1" else "intro/2",
            )
        if each.get("severity") == "material":
            m.change(GONE, "material note", "notes.yaml", at, None)


def _passages(m: _Maker) -> None:
    for name, data in [("briefing.yaml", m.bench.data["briefing.yaml"]), *m.parts()]:
        for field in ("thesis", "situation", "outlook", "cause", "effect", "affected"):
            for i, each in enumerate(data.get(field) or ()):
                section = each["locator"].partition("/")[0]
                m.change(
                    FIELDS,
                    "passage's locator",
                    name,
                    (field, i, "locator"),
                    "intro/2" if section != "intro" else "trend-1/1",
                )
                if len(data[field]) > 1:
                    m.change(GONE, "passage", name, (field, i), None)


def _meant(field: Step, value: Any) -> object:  # noqa: ANN401 - data of YAML
    """Return a value so that equal ones are the same: 2020-Q2 is April to June 2020."""
    if field != "period":
        return str(value)
    try:
        period = Period.parse(str(value))
    except ValueError:
        return str(value)
    return period.start, period.end, period.point


def _turned(text: str, words: Words) -> str:
    for old, new in words.swaps:
        pattern = rf"\b{old}\b" if old.isascii() else old
        if re.search(pattern, text):
            return re.sub(pattern, new, text, count=1)
    return ""


def _titles(m: _Maker) -> None:
    for name, data in [("briefing.yaml", m.bench.data["briefing.yaml"]), *m.parts()]:
        for i, each in enumerate(data.get("charts") or ()):
            for field in ("title", "description", "subtitle"):
                text = str(each.get(field, ""))
                if text and (turned := _turned(text, m.bench.words)):
                    m.change(TITLES, f"chart's {field} turned", name, ("charts", i, field), turned)
                if "2020" in text:
                    m.change(
                        TITLES,
                        f"chart's {field}, another year",
                        name,
                        ("charts", i, field),
                        text.replace("2020", "2018"),
                    )


def _beside(m: _Maker) -> None:
    """Falsify the words of a sentence that holds a figure: its direction, hedge and year."""
    figures = {key for _, data in m.parts() for key in (data.get("figures") or {})}
    for name, data in [("briefing.yaml", m.bench.data["briefing.yaml"]), *m.parts()]:
        for steps, text in _texts(data):
            for ref in re.finditer(r"\[\[([a-z0-9@-]+)(?:\|\w+)?\]\]", text):
                if ref[1] not in figures:
                    continue
                start = max(text.rfind(". ", 0, ref.start()), text.rfind("。", 0, ref.start()), -1) + 1
                end = min(
                    [e for e in (text.find(". ", ref.end()), text.find("。", ref.end())) if e >= 0] or [len(text)]
                )
                sentence = text[start:end]
                if turned := _turned(sentence, m.bench.words):
                    m.change(BESIDE, "direction", name, steps, text[:start] + turned + text[end:])
                hedge = (
                    m.pick(["exactly ", "nearly ", "less than "])
                    if text.isascii() or m.bench.words is ENGLISH
                    else m.pick(["恰好", "近", "不到"])
                )
                m.change(BESIDE, "hedge", name, steps, text[: ref.start()] + hedge + text[ref.start() :])
                if "2020" in sentence:
                    m.change(BESIDE, "year", name, steps, text[:start] + sentence.replace("2020", "2018") + text[end:])


def _texts(data: Data, steps: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(data, dict):
        for key, each in data.items():
            if key not in ("charts", "note", "idioms"):
                yield from _texts(each, (*steps, key))
    elif isinstance(data, list):
        for i, each in enumerate(data):
            yield from _texts(each, (*steps, i))
    elif isinstance(data, str) and "[[" in data:
        yield steps, data


def _gone(m: _Maker) -> None:
    for name, data in m.parts():
        for key in data.get("figures") or ():
            rest = {k: v for k, v in data["figures"].items() if k != key}
            m.change(GONE, "figure", name, ("figures",), rest)


def tried(bench: Bench) -> tuple[list[tuple[Falsification, str]], dict[str, tuple[int, int]]]:
    """Try every falsification; return each with what caught it, and per group how many were caught of how many."""
    results = [(false, bench.caught_by(false)) for false in falsifications(bench)]
    groups: dict[str, tuple[int, int]] = {}
    for false, by in results:
        caught, count = groups.get(false.group, (0, 0))
        groups[false.group] = caught + bool(by), count + 1
    return results, groups
