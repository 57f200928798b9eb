"""What a figure is of, held against the words around it: subject, label and indicator, and the order of a list."""

from __future__ import annotations

import re
from itertools import pairwise

from digitrend.audit.clauses import Level
from digitrend.audit.figures import SOURCES_WORDS, Binding
from digitrend.audit.words import WAYS, Stems, running, stem
from digitrend.model import QuantityKind
from digitrend.text.contrasts import (
    contrast,
    denied_otherwise,
    instead,
    measures,
    unborne,
)
from digitrend.text.dates import find_dates


def the_subject_is_named(b: Binding) -> None:
    """A116: the words of subject, label and indicator stand near, or name what stands there."""
    names = b.at.reading.names
    b.levels["subject"] = Level.EDITOR
    if not names.same_language:
        return
    near = [(level, names.stems(b.at.line, span)) for level, span in b.at.spans]
    units = b.contents.units
    called_so = units[b.item.unit].names.values() if b.item.unit in units else ()
    own = [w for each in called_so for text in (each.one, each.other, *each.also) for w in names.written.meant(text)]
    whole, tag = names.stems_of_section(b.at.line.place, b.at.reading.text), names.source.words.language
    loose = 0.51 if names.written.words.has_spaces else 0.6  # pairs of characters also run across words
    for key, most in (("subject", 0.5), ("label", loose), ("indicator", 0.99)):
        words = names.written.meant(getattr(b.item, key))
        if not getattr(b.item, key):
            continue
        if key == "subject":
            b.levels["subject"] = next(
                (level for level, said in near if sum(map(said.has, words)) * 2 > len(words)), Level.EDITOR
            )
        text, sentence, clause = getattr(b.item, key), b.at.within(b.at.sentence), b.at.within(b.at.clause)
        like = names.told_otherwise(text, sentence) | names.written.plain
        lacking = [w for w in words if not whole.has(w) and w not in own and w not in like]
        if len(lacking) > most * len(words) - 1e-9 and lacking:
            shown = names.as_written(getattr(b.item, key), lacking)
            message = f"{b.place} says nothing of {shown}, which the {key} of '{b.item.printed}' names"
            b.warning("A116", message, key, hint=SOURCES_WORDS)
        elif word := contrast(text, sentence if key != "indicator" else clause, tag) or _unborne(b, text, tag):
            said = instead(word, b.at.line.text, tag)
            message = f"the {key} of '{b.item.printed}' says “{word}”, and its paragraph {said}"
            b.warning("A116", message, key, hint=SOURCES_WORDS)
        elif key != "indicator" and (strange := _of_the_editor(b, key, lacking)):
            shown = names.as_written(getattr(b.item, key), strange)
            message = f"{b.place} says nothing of {shown}, which only the {key} of '{b.item.printed}' names"
            b.warning("A116", message, key, hint=SOURCES_WORDS)
        elif other := _of_a_neighbour(b, key):
            b.warning("A116", f"the {key} of '{b.item.printed}' {other}", key, hint=SOURCES_WORDS)
        elif strange := names.strangers(text, sentence, whole, b.placed.document.path):
            shown = names.as_written(getattr(b.item, key), strange)
            message = f"{b.place} says nothing of {shown}, which nothing but the {key} of '{b.item.printed}' names"
            b.warning("A116", message, key, hint=SOURCES_WORDS)


def _unborne(b: Binding, text: str, tag: str) -> str:
    """Return the word of a text that neither the paragraph nor the whole article bears out: its title may have it."""
    if word := denied_otherwise(text, b.at.line.text, tag):
        return word
    if word := unborne(text, b.at.line.text, tag, antonyms=True):
        return word if unborne(text, b.at.reading.text.whole, tag, antonyms=True) else ""
    return ""


def _of_a_neighbour(b: Binding, key: str) -> str:
    """Return what is wrong with a text that names what stands beside the figure, and not the figure's own thing."""
    rules = (_measures_another, _names_another, _of_another_sentence, _counts_another)
    return next((told for rule in rules if (told := rule(b, key, getattr(b.item, key)))), "")


def _measures_another(b: Binding, key: str, text: str) -> str:
    """Of "software by 6%, and investment by 4%" the first is no investment, and of the second nothing else is said."""
    tag, (first, last) = b.at.reading.names.source.words.language, b.at.sentence
    spans = (b.at.clause, (first, b.at.clause[1]), (b.at.clause[1], last))
    own, until, later = (measures(b.at.within(span), tag) for span in spans)
    ours = measures(text, tag)
    of = own or until if key == "indicator" else own
    apart = key != "subject" and of and not ours.keys() & of.keys()
    strange = [word for at, word in ours.items() if apart or (at in later and not ours.keys() & until.keys())]
    return f"says “{strange[0]}”, of which another clause speaks" if strange else ""


def _names_another(b: Binding, key: str, text: str) -> str:
    """Small enterprises are not the central ones that the sentence names."""
    names = b.at.reading.names
    called, here = names.called_in(text), names.with_broader(names.named(b.at.line, b.at.sentence))
    for name in sorted(called - here) if key != "indicator" and not called & here else ():
        mine = set(names.words_of(name))
        if other := next((each for each in sorted(here) if mine & set(names.words_of(each))), ""):
            return f"names “{names.entities[name].name or name}”, and its sentence '{other}'"
    return ""


def _counts_another(b: Binding, key: str, text: str) -> str:
    """Of "10 categories" of enterprises, the categories are counted, and not the enterprises."""
    names = b.at.reading.names
    if key == "subject" or b.item.kind is not QuantityKind.COUNT or not names.source.words.has_spaces:
        return ""
    thing = re.search(r"\d\s+([^\W\d_]+)", b.item.printed)  # "10 categories", and not "96 have a solar roof"
    printed = set(names.source.meant(thing[1] if thing else ""))
    said = set(names.written.meant(text) if key == "indicator" else names.written.head(text))
    rest = b.at.within((b.at.sentence[0], b.at.span[0])) + b.at.within((b.at.span[1], b.at.sentence[1]))
    strange = [each for each in names.source.meant(rest) if each in said] if printed and not printed & said else []
    return f"says {names.as_written(text, strange)}, which is another thing of its sentence" if strange else ""


def _of_another_sentence(b: Binding, key: str, text: str) -> str:
    """Traditional industries, of which the sentence before speaks, are not the high-tech ones of the clause."""
    names = b.at.reading.names
    if key != "subject" or not names.source.words.has_spaces:
        return ""
    sentence, paragraph = (names.stems(b.at.line, span) for _, span in b.at.spans[1:])
    words = names.written.meant(text)
    like = names.told_otherwise(text, b.at.within(b.at.sentence))
    lacking = [each for each in words if not sentence.has(each) and each not in like]
    beside, theirs = (
        [*pairwise(map(stem, re.findall(r"[^\W\d_]+", each)))] for each in (text, b.at.within(b.at.clause))
    )
    others = {last for first, last in theirs if names.source.meant(first)}  # "high-tech industries"
    there = all(map(paragraph.has, lacking)) and any(a in lacking and last in others for a, last in beside)
    return f"says {names.as_written(text, lacking)}, of which another sentence speaks" if there else ""


FIELDS = ("label", "subject", "indicator", "sentence", "note", "printed")


def _of_the_editor(b: Binding, key: str, lacking: list[str]) -> list[str]:
    """Return the words that are neither the source's nor said of the figure in another of its fields."""
    written, text = b.at.reading.names.written, getattr(b.item, key)
    times = (text[each.start : each.end] for each in find_dates(text, written.words.language))
    rest = (getattr(b.item, each) for each in FIELDS if each != key)
    ways = (word for each in WAYS for word in written.words.words(each))  # of which the sign is asked elsewhere
    others = written.meant(" ; ".join((*rest, *times, *ways)))
    strange = [w for w in lacking if not any(w.startswith(each) or each.startswith(w) for each in others)]
    if written.words.has_spaces:
        return strange
    return running(strange)


def the_order_is_kept(b: Binding) -> None:
    """A121: of what is listed "respectively", a figure has the subject that stands where it stands itself."""
    names, text = b.at.reading.names, b.at.line.text
    if b.at.found is None or not names.same_language:
        return
    if not names.source.phrases("respectively").search(b.at.within(b.at.clause)):
        return
    listed = [each for each in b.at.reading.quantities(b.at.line) if b.at.clause[0] <= each.start < b.at.clause[1]]
    if b.at.found not in listed or len(listed) < 2:
        return
    mark = names.source.phrases("respectively").search(text, b.at.clause[0])
    head = text[b.at.sentence[0] : min(listed[0].start, mark.start() if mark else len(text))]
    joins = "|".join(map(re.escape, names.source.words.words("conjunctions")))
    parts = re.split(
        rf"\s*(?:,|，|、|\b(?:{joins})\b|(?:{joins}))\s*"
        if not names.source.words.has_spaces
        else rf"\s*(?:,|\b(?:{joins})\b)\s*",
        head,
    )
    if len(parts) < len(listed):
        return
    place = listed.index(b.at.found)
    said = [Stems(frozenset(names.source.meant(part))) for part in parts[-len(listed) :]]
    b.levels["order"] = Level.CLAUSE
    for key in ("subject", "label"):
        mine = set(names.written.meant(getattr(b.item, key)))
        measured = {stem(word) for word in measures(getattr(b.item, key), names.source.words.language).values()}
        others = {word for each in said if each is not said[place] for word in each.all - said[place].all - measured}
        if key == "subject" and any(map(said[place].has, mine)) and others & mine:
            message = f"'{b.item.printed}' is number {place + 1} of a list, and the {key} names another of it, too"
            b.error("A121", message, key, hint=f"give each figure the {key} of the same place in the list")
            return
        scores = [sum(map(each.has, mine)) for each in said]
        if max(scores) > scores[place]:
            other = parts[len(parts) - len(listed) + scores.index(max(scores))].strip()
            message = f"'{b.item.printed}' is number {place + 1} of a list, and “{other[-60:]}” is not"
            b.error("A121", message, key, hint=f"give each figure the {key} of the same place in the list")
