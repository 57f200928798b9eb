"""The plan of the site: a briefing to its pages, with addresses, menus and one context type a template."""

from digitrend.site.contexts import Page
from digitrend.site.planning import alone, in_one_file, plan, plan_some
from digitrend.site.search_entries import SearchEntry, search_entries
from digitrend.site.viewing import Viewer

__all__ = [
    "Page",
    "SearchEntry",
    "Viewer",
    "alone",
    "in_one_file",
    "plan",
    "plan_some",
    "search_entries",
]
