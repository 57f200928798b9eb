"""Rules about what refers to what: links, fragments, assets, references to ids, evidence."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digitrend.sitecheck.site import NOT_FOUND, OUTSIDE, error, is_embed, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digitrend.diagnostics import Diagnostic
    from digitrend.sitecheck.site import Lead, Written

HOME = "index.html"
FLEETING = ("assets/",)  # folders of files that pages load and nobody links to
LASTING = (".bib", ".csv", ".html", ".json", ".pdf", ".png", ".ris", ".svg", ".xml", ".zip")


def every_link_leads_to_a_file(written: Written) -> Iterator[Diagnostic]:
    """V101: every address below the site's own, or relative to a file, must lead to a file of the site."""
    for lead in written.leads:
        path, mention, target = lead
        if target.form == "foreign":
            if mention.kind == "own" and written.base_url:
                fault = f"'{mention.text}' is not below the site's own address, '{written.root}'"
                yield error("V101", fault, path, mention, "give the address that this site has")
        elif target.form == "rooted" and not written.may_be_rooted(path):
            continue  # V107's
        elif fault := _leads_nowhere(lead, written):
            yield error("V101", fault, path, mention, _remedy(lead, written))


def _leads_nowhere(lead: Lead, written: Written) -> str:
    """Say why an address leads to no file, or return ""."""
    address, path = lead.mention.text, lead.target.path
    if not address and lead.mention.kind in {"asset", "later"}:
        return "an address is empty"
    if path == OUTSIDE:
        return f"'{address}' leads out of the site"
    if path in written.paths or lead.mention.kind == "base":
        return ""
    if path.endswith("/"):
        return f"'{address}' leads to a folder, which only a server can show"
    return f"'{address}' leads to '{path}', which the site does not have"


def _remedy(lead: Lead, written: Written) -> str:
    path = lead.target.path
    if path.endswith("/"):
        return f"name the file, '{path.removeprefix('./')}index.html'"
    return written.near_path(path) or "write that file, or remove what refers to it"


def every_fragment_is_there(written: Written) -> Iterator[Diagnostic]:
    """V102: the part of an address behind `#` must be an id in the file that it leads to."""
    ids = written.ids
    for path, mention, (_, target, fragment) in written.leads:
        if not fragment or target not in ids or fragment in ids[target] or fragment.lower() == "top":
            continue
        fault = f"'{target}' has no element with the id '{fragment}'"
        hint = written.near_id(target, fragment) or "give that id to what is meant, or link to the page alone"
        yield error("V102", fault, path, mention, hint)


def assets_are_the_sites_own(written: Written) -> Iterator[Diagnostic]:
    """V107: what a page is made with comes from its own site, and links are relative to the page."""
    for path, mention, target in written.leads:
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
        lead.target.path for lead in written.leads if lead.mention.kind == "link" and lead.target.path != lead.path
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
