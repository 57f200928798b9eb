"""New things for editors to fill in: items of a briefing, whole briefings, and the workflow that publishes one.

Pure, but for what reads the files that the package carries; what is made is written by whoever asked for it.
"""

from .adding import Addition, added
from .items import KINDS, NewItem, NotPossibleError, Wish, new_item
from .starting import about, example
from .workflows import NEEDED, workflow

__all__ = [
    "KINDS",
    "NEEDED",
    "Addition",
    "NewItem",
    "NotPossibleError",
    "Wish",
    "about",
    "added",
    "example",
    "new_item",
    "workflow",
]
