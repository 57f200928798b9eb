"""Rules about pages: ids, headings, tables, names, inline code, what a page says of itself, and what refers to what."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digitrend.diagnostics import Diagnostic, Severity
from digitrend.sitecheck.site import FOR_PRINT, NOT_FOUND, OUTSIDE, USUAL_PAGE, error, is_embed, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digitrend.sitecheck.facts import Facts, PlacedFact
    from digitrend.sitecheck.site import FileReference, Written


EXPECTED = {  # what a page must say of itself, and how
    "title": ("has no title", "give it a 'title' element with text"),
    "lang": ("does not say its language", "add 'lang' to the 'html' element"),
    "description": ("has no description", "add a 'meta' element with the name 'description'"),
    "viewport": ("says nothing about the viewport", "add a 'meta' element with the name 'viewport'"),
}


def every_element_has_its_own_id(written: Written) -> Iterator[Diagnostic]:
    """V103: an id belongs to one element of a page."""
    for path, facts in written.facts.items():
        first: dict[str, PlacedFact] = {}
        for mention in facts.ids:
            if (before := first.setdefault(mention.text, mention)) is not mention:
                related = (("first given here", before.at),)
                fault = f"the id '{mention.text}' is given twice"
                yield Diagnostic(
                    "V103", fault, path, mention.at, hint="give each element an id of its own", related=related
                )


def headings_form_an_outline(written: Written) -> Iterator[Diagnostic]:
    """V104: a page has one heading of the first level, and no level is left out on the way down."""
    for path, facts in written.pages.items():
        if not facts.redirects:
            yield from _one_main_heading(path, facts)
            yield from _no_level_left_out(path, facts)


def _one_main_heading(path: str, facts: Facts) -> Iterator[Diagnostic]:
    main = [heading for heading in facts.headings if heading.kind == "h1"]
    if not main:
        yield Diagnostic("V104", "the page has no h1", path, hint="make the title of the page an h1")
    for heading in main[1:]:
        related = (("first given here", main[0].at),)
        fault, hint = "the page has a second h1", "make it an h2"
        yield Diagnostic("V104", fault, path, heading.at, hint=hint, related=related)


def _no_level_left_out(path: str, facts: Facts) -> Iterator[Diagnostic]:
    level = 1  # a menu above the main heading may have one of the second level
    for heading in facts.headings:
        now = int(heading.kind[1])
        if now > level + 1:
            fault = f"the heading is an {heading.kind}, but the level above it is h{level}"
            yield error("V104", fault, path, heading, f"make it an h{level + 1}")
        level = now


def tables_have_header_cells(written: Written) -> Iterator[Diagnostic]:
    """V105: a table of data has header cells."""
    for path, facts in written.pages.items():
        for mention in facts.headless:
            hint = "make the cells that name rows or columns 'th' elements"
            yield error("V105", "the table has no header cell", path, mention, hint)


def pictures_have_names(written: Written) -> Iterator[Diagnostic]:
    """V106: a picture has a text that stands for it, or says that it needs none."""
    hints = {"svg": "add 'aria-label', or 'aria-hidden' if it is there for its looks"}
    other = "add 'alt', left empty if it is there for its looks"
    for path, facts in written.pages.items():
        for mention in facts.nameless:
            hint = hints.get(mention.kind, other)
            yield error("V106", f"the picture, an '{mention.kind}' element, has no name", path, mention, hint)


def nothing_is_inline(written: Written) -> Iterator[Diagnostic]:
    """V108: styles and scripts are in files of their own."""
    for path, facts in written.facts.items():
        for mention in facts.inline:
            fault = f"there is an inline {mention.kind}, which a strict content security policy blocks"
            yield error("V108", fault, path, mention, "move it into a stylesheet or a script file")


def no_attribute_holds_markup(written: Written) -> Iterator[Diagnostic]:
    """V119: what stands in an attribute is text."""
    for path, facts in written.facts.items():
        for mention in facts.marked:
            fault = f"the attribute '{mention.kind}' holds markup, which readers would see as it is typed"
            yield error("V119", fault, path, mention, "give it plain text")


def pages_say_what_they_are(written: Written) -> Iterator[Diagnostic]:
    """V110: a page has a title, a language, a description and a viewport."""
    for path, facts in written.pages.items():
        for kind, (fault, hint) in EXPECTED.items():
            place = next((one for one in facts.properties if one.kind == kind), None)
            if (place and place.text) or (kind == "description" and facts.redirects):
                continue
            yield error("V110", f"the page {fault}", path, place, hint)


def titles_tell_pages_apart(written: Written) -> Iterator[Diagnostic]:
    """V113: no two pages have the same title (a warning)."""
    first: dict[str, str] = {}
    for path, facts in written.pages.items():
        title = next((one for one in facts.properties if one.kind == "title" and one.text), None)
        if title is None or facts.redirects:
            continue
        if (before := first.setdefault(title.text, path)) != path:
            fault = f"'{before}' has the same title, '{title.text}'"
            yield warning("V113", fault, path, title, "say in the title what only this page is about")


WANTED_DOTS = frozenset({".nojekyll", ".well-known"})  # names with a dot that hosts and standards ask for


def nothing_is_of_one_machine(written: Written) -> Iterator[Diagnostic]:
    """V111: no file names a folder of the machine that made it or an address that only this machine has."""
    for path in sorted(written.paths):
        if any(part.startswith(".") and part not in WANTED_DOTS for part in path.split("/")):
            yield Diagnostic("V111", f"'{path}' is a hidden file", path, hint="do not write it into the site")
    for path, facts in written.facts.items():
        for mention in facts.leaks:
            if not (written.base_url and f"{mention.text}/".startswith(written.root)):
                fault = f"'{mention.text}' exists on one machine only"
                yield error("V111", fault, path, mention, "remove it, or give an address that readers can reach")


def pages_are_light(written: Written) -> Iterator[Diagnostic]:
    """V112: a page and all that a browser fetches with it stay within the budget, as sent with compression.

    A warning where the content sets no budget. Editions of all in one are exempt: they are made for print.
    """
    severity = Severity.ERROR if written.budgets.page else Severity.WARNING
    most = 1000 * (written.budgets.page or USUAL_PAGE)
    loads: dict[str, set[str]] = {}
    for each in written.references:
        if each.mention.kind == "asset" and each.target.path in written.paths:
            loads.setdefault(each.path, set()).add(each.target.path)
    for path in sorted(written.pages.keys() - FOR_PRINT):
        weights = {each: written.facts[each].weight for each in _fetched(path, loads) if each in written.facts}
        total = sum(weights.values())
        if total > most:
            largest = max(sorted(weights), key=lambda each: weights[each])
            fault = f"the page and what it loads weigh {_kb(total)}, more than the {_kb(most)} it may"
            part = f"'{largest}' with {_kb(weights[largest])}"
            hint = f"begin with the largest part, {part}, or set 'site.budgets.page' in briefing.yaml"
            yield Diagnostic("V112", fault, path, severity=severity, hint=hint)


def files_are_light(written: Written) -> Iterator[Diagnostic]:
    """V116: no file of the site is heavier, as it is sent, than `file` among the `budgets` of `briefing.yaml`."""
    most = 1000 * (written.budgets.file or 0)
    for path, facts in sorted(written.facts.items()):
        if 0 < most < facts.weight:
            fault = f"the file weighs {_kb(facts.weight)}, more than the {_kb(most)} it may"
            hint = "make it smaller, or raise 'file' under 'budgets' in briefing.yaml"
            yield Diagnostic("V116", fault, path, hint=hint)


def the_site_is_light(written: Written) -> Iterator[Diagnostic]:
    """V117: all files together are no heavier, as they are sent, than `site` among the `budgets` of `briefing.yaml`."""
    most = 1000 * (written.budgets.site or 0)
    copies = (path for path in written.facts if path.endswith((".gz", ".br")) and path[:-3] in written.facts)
    total = sum(facts.weight for facts in written.facts.values()) - sum(written.facts[path].weight for path in copies)
    if 0 < most < total:
        largest = max(sorted(written.facts), key=lambda path: written.facts[path].weight)
        fault = f"the site weighs {_kb(total)}, more than the {_kb(most)} it may; '{largest}' is its largest file"
        hint = "make it smaller, or raise 'site' under 'budgets' in briefing.yaml"
        yield Diagnostic("V117", fault, largest, hint=hint)


def _fetched(path: str, loads: Mapping[str, set[str]]) -> set[str]:
    """Return a page with all that is fetched with it, directly or because of something else that is."""
    fetched, ahead = set[str](), [path]
    while ahead:
        if (here := ahead.pop()) not in fetched:
            fetched.add(here)
            ahead.extend(loads.get(here, ()))
    return fetched


def _kb(weight: int) -> str:
    return f"{weight / 1000:.1f} kB"


HOME = "index.html"
FLEETING = ("assets/",)  # folders of files that pages load and nobody links to
LASTING = (".bib", ".csv", ".html", ".json", ".pdf", ".png", ".ris", ".svg", ".xml", ".zip")


def every_link_leads_to_a_file(written: Written) -> Iterator[Diagnostic]:
    """V101: every address below the site's own, or relative to a file, must lead to a file of the site."""
    for each in written.references:
        path, mention, target = each
        if target.form == "foreign":
            if mention.kind == "own" and written.base_url:
                fault = f"'{mention.text}' is not below the site's own address, '{written.root}'"
                yield error("V101", fault, path, mention, "give the address that this site has")
        elif target.form == "rooted" and not written.may_be_rooted(path):
            continue  # V107's
        elif fault := _leads_nowhere(each, written):
            yield error("V101", fault, path, mention, _remedy(each, written))


def _leads_nowhere(each: FileReference, written: Written) -> str:
    """Say why an address leads to no file, or return ""."""
    address, path = each.mention.text, each.target.path
    if not address and each.mention.kind in {"asset", "later"}:
        return "an address is empty"
    if path == OUTSIDE:
        return f"'{address}' leads out of the site"
    if path in written.paths or each.mention.kind == "base":
        return ""
    if path.endswith("/"):
        return f"'{address}' leads to a folder, which only a server can show"
    return f"'{address}' leads to '{path}', which the site does not have"


def _remedy(each: FileReference, written: Written) -> str:
    path = each.target.path
    if path.endswith("/"):
        return f"name the file, '{path.removeprefix('./')}index.html'"
    return written.near_path(path) or "write that file, or remove what refers to it"


def every_fragment_is_there(written: Written) -> Iterator[Diagnostic]:
    """V102: the part of an address behind `#` must be an id in the file that it leads to."""
    ids = written.ids
    for path, mention, (_, target, fragment) in written.references:
        if not fragment or target not in ids or fragment in ids[target] or fragment.lower() == "top":
            continue
        fault = f"'{target}' has no element with the id '{fragment}'"
        hint = written.near_id(target, fragment) or "give that id to what is meant, or link to the page alone"
        yield error("V102", fault, path, mention, hint)


def assets_are_the_sites_own(written: Written) -> Iterator[Diagnostic]:
    """V107: what a page is made with comes from its own site, and links are relative to the page."""
    for path, mention, target in written.references:
        rooted_is_right = written.may_be_rooted(path)
        if mention.kind == "base" and not rooted_is_right:
            fault = "a base element changes where the links of the page lead"
            yield error("V107", fault, path, mention, "remove it, and make the links relative to the page")
        elif target.form == "rooted" and not rooted_is_right:
            fault = f"'{mention.text}' begins at the root of the host"
            yield error("V107", fault, path, mention, "make it relative to the page")
        elif mention.kind in {"asset", "later"} and _is_from_elsewhere(mention.text, target.form, rooted_is_right):
            fault = f"'{mention.text}' is loaded from another host"
            if target.form == "based":
                fault = f"'{mention.text}' is loaded by its full address"
            hint = "keep a copy on the site, and refer to it by a relative address"
            yield error("V107", fault, path, mention, hint)


def _is_from_elsewhere(address: str, form: str, rooted_is_right: bool) -> bool:
    if form == "based":
        return not rooted_is_right
    return form == "foreign" and not address.lower().startswith(("data:", "blob:"))


def every_id_that_is_named_is_there(written: Written) -> Iterator[Diagnostic]:
    """V109: an attribute that names an element of the page by its id must name one that is there."""
    for path, ids in written.ids.items():
        for mention in written.facts[path].pointers:
            if mention.text not in ids:
                fault = f"'{mention.kind}' names the id '{mention.text}', which nothing on the page has"
                hint = (
                    written.near_id(path, mention.text) or f"give that id to what is meant, or remove '{mention.kind}'"
                )
                yield error("V109", fault, path, mention, hint)


def every_page_is_linked(written: Written) -> Iterator[Diagnostic]:
    """V114: a reader must be able to reach every page from another one (a warning)."""
    linked = {
        each.target.path for each in written.references if each.mention.kind == "link" and each.target.path != each.path
    }
    for path, facts in written.pages.items():
        excepted = path in {HOME, NOT_FOUND} or is_embed(path) or facts.redirects
        if not excepted and path not in linked:
            yield warning("V114", "no other page links to this one", path, None, "link to it, or do not write it")


def every_figure_has_its_evidence(written: Written) -> Iterator[Diagnostic]:
    """V115: a figure that a page shows, by `data-figure`, must have its page with the evidence."""
    for path, facts in written.pages.items():
        for mention in facts.figures:
            page = f"figures/{mention.text.replace('/', '_').replace(' ', '-')}.html"
            if page not in written.paths:
                fault = f"the figure '{mention.text}' is shown, but has no page '{page}'"
                yield error("V115", fault, path, mention, written.near_path(page) or "write that page")


def no_address_vanishes(written: Written) -> Iterator[Diagnostic]:
    """V118: what stood at an address of the former site is still there, or told to have moved (a warning)."""
    gone: dict[str, list[str]] = {}
    for path in sorted(written.former - written.paths):
        if not path.startswith(FLEETING) and path.endswith(LASTING):
            gone.setdefault(PurePosixPath(path).stem, []).append(path)
    for name, paths in gone.items():
        first = next((path for path in paths if path.endswith(".html") and not is_embed(path)), paths[0])
        more = "" if len(paths) == 1 else f", with {len(paths) - 1} more of that name"
        hint = f"add '{name}' to the 'aliases' of what took its place, or let it go"
        yield warning(
            "V118", f"the site that this one replaces has '{first}'{more}; it would be gone", first, None, hint
        )
