"""The plan of the site: a briefing to its pages, with addresses, menus and one context type a template."""

from .contexts import Page
from .planning import plan

__all__ = ["Page", "plan"]
