"""New things for editors to fill in: items of a briefing, whole briefings, and the workflow that publishes one.

Pure, but for what reads the files that the package carries; what is made is written by whoever asked for it.
"""

from .adding import Addition, added
from .items import KINDS, NewItem, NotPossibleError, Wish, new_item

__all__ = ["KINDS", "Addition", "NewItem", "NotPossibleError", "Wish", "added", "new_item"]
