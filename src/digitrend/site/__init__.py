"""The plan of the site: a briefing to its pages, with addresses, menus and one context type a template."""

from .contexts import Page
from .planning import alone, in_one_file, plan, plan_some
from .topics import Topic, topics
from .viewing import Viewer

__all__ = ["Page", "Topic", "Viewer", "alone", "in_one_file", "plan", "plan_some", "topics"]
