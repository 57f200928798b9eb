"""The plan of the site: a briefing to its pages, with addresses, menus and one context type a template."""

from .contexts import Page
from .planning import plan
from .topics import Topic, topics

__all__ = ["Page", "Topic", "plan", "topics"]
