"""All rules for the written site, and the one function that applies them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from digitrend.diagnostics import by_position
from digitrend.verify import links, output, structure
from digitrend.verify.written import USUAL, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from digitrend.diagnostics import Diagnostic
    from digitrend.verify.declared import Facts
    from digitrend.verify.written import Budgets

Rule: TypeAlias = "Callable[[Written], Iterator[Diagnostic]]"

RULES: tuple[Rule, ...] = (  # in the order of their codes; the docstring of each explains its own
    links.every_link_leads_to_a_file,
    links.every_fragment_is_there,
    structure.every_id_is_given_once,
    structure.headings_form_an_outline,
    structure.tables_have_header_cells,
    structure.pictures_have_names,
    links.assets_are_the_sites_own,
    structure.nothing_is_inline,
    links.every_id_that_is_named_is_there,
    structure.pages_say_what_they_are,
    output.nothing_is_of_one_machine,
    output.pages_are_light,
    structure.titles_tell_pages_apart,
    links.every_page_is_linked,
    links.every_figure_has_its_evidence,
    output.files_are_light,
    output.the_site_is_light,
    links.no_address_vanishes,
)


def verify(
    facts: Mapping[str, Facts],
    paths: Collection[str],
    base_url: str = "",
    budgets: Budgets = USUAL,
    former: Collection[str] = (),
) -> list[Diagnostic]:
    """Return all that is wrong with a written site, by place; each finding's path is the file's in the site.

    `facts` are those of the files to look into, `paths` are all files of the site, and `base_url` is the address that
    it was built for, or "".  `budgets` are how many bytes there may be, and `former` are the files of the
    site that this one replaces, without those whose new address is told.
    """
    written = Written(facts, frozenset(paths) | facts.keys(), base_url, budgets, frozenset(former))
    return by_position(finding for rule in RULES for finding in rule(written))
