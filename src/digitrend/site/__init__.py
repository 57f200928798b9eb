"""The plan of the site: a briefing to its pages, with addresses, menus and one context type a template."""

from .contexts import Page
from .planning import plan, plan_some
from .topics import Topic, topics
from .viewing import Viewer

__all__ = ["Page", "Topic", "Viewer", "plan", "plan_some", "topics"]
