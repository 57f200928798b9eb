"""All rules for the written site, and the one function that applies them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from digitrend.build.cache import Cache
from digitrend.build.files import digest
from digitrend.diagnostics import Diagnostic, by_position, failed
from digitrend.sitecheck import links, rules
from digitrend.sitecheck.facts import Facts
from digitrend.sitecheck.proof import PROOF
from digitrend.sitecheck.site import USUAL, SizeLimits, Written, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from digitrend.diagnostics import Diagnostic
    from digitrend.sitecheck.facts import Facts
    from digitrend.sitecheck.site import SizeLimits


Rule: TypeAlias = "Callable[[Written], Iterator[Diagnostic]]"

RULES: tuple[Rule, ...] = (  # in the order of their codes; the docstring of each explains its own
    links.every_link_leads_to_a_file,
    links.every_fragment_is_there,
    rules.every_element_has_its_own_id,
    rules.headings_form_an_outline,
    rules.tables_have_header_cells,
    rules.pictures_have_names,
    links.assets_are_the_sites_own,
    rules.nothing_is_inline,
    links.every_id_that_is_named_is_there,
    rules.pages_say_what_they_are,
    rules.nothing_is_of_one_machine,
    rules.pages_are_light,
    rules.titles_tell_pages_apart,
    links.every_page_is_linked,
    links.every_figure_has_its_evidence,
    rules.files_are_light,
    rules.the_site_is_light,
    links.no_address_vanishes,
    rules.no_attribute_holds_markup,
)


def verify(
    facts: Mapping[str, Facts],
    paths: Collection[str],
    base_url: str = "",
    budgets: SizeLimits = USUAL,
    former: Collection[str] = (),
) -> list[Diagnostic]:
    """Return all that is wrong with a written site, by place; each finding's path is the file's in the site.

    `facts` are those of the files to look into, `paths` are all files of the site, and `base_url` is the address that
    it was built for, or "".  `budgets` are how many bytes there may be, and `former` are the files of the
    site that this one replaces, without those whose new address is told.
    """
    written = Written(facts, frozenset(paths) | facts.keys(), base_url, budgets, frozenset(former))
    return by_position(finding for rule in RULES for finding in rule(written))


NOTE = "facts"


@dataclass(slots=True)
class Inspection:
    """Approves of a site, or keeps what is wrong with it."""

    cache: Cache
    program: str  # the digest of digitrend's own sources: other rules see other facts
    base: str = ""
    budgets: SizeLimits = USUAL
    former: frozenset[str] = frozenset()  # the files of the site that this one replaces, without those that moved
    found: list[Diagnostic] = field(default_factory=list)
    _remembered: dict[str, Facts] = field(init=False)  # by kind and content
    _seen: dict[str, Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._remembered = self._recall()

    def look(self, path: str, content: bytes) -> Facts:
        """Return the facts of a file.  To look as soon as it is made costs nothing: workers are at work meanwhile.

        What is made to stand in pages, such as "drawing:growth:wide", has no suffix and no facts.
        """
        key = f"{PurePosixPath(path).suffix} {digest(content)}"
        if key not in self._seen:
            self._seen[key] = self._remembered.get(key) or facts(path, content)
        return self._seen[key]

    def approve(self, files: Mapping[str, bytes]) -> bool:
        """Verify all files of a site; true if no finding is an error."""
        known = {path: self.look(path, content) for path, content in files.items()}
        # The proof tells what is found here, so it is written afterwards; pages may lead to it.
        self.found = verify(known, {*files, PROOF}, self.base, self.budgets, self.former)
        if self._seen.keys() != self._remembered.keys():
            self._remember()
        return not failed(self.found)

    def _recall(self) -> dict[str, Facts]:
        try:
            note = json.loads(self.cache.note(NOTE) or b"{}")
            if note.get("program") != self.program:
                return {}
            return {key: Facts.from_json(text.encode()) for key, text in note["facts"].items()}
        except (ValueError, LookupError, AttributeError):  # written by another version: as good as none
            return {}

    def _remember(self) -> None:
        texts = {key: value.to_json().decode() for key, value in self._seen.items()}
        self.cache.write_note(NOTE, json.dumps({"program": self.program, "facts": texts}, sort_keys=True).encode())
