"""Two briefings compared: what was added, removed and changed, item by item and field by field.

Pure.  Items are known by their ids, parts by their addresses, relations by their ends; what has neither (passages,
measures, notes) is matched by what it says.
"""

from .comparing import KINDS, compare
from .listing import as_json, as_text
from .values import Comparison, Edition, FieldChange, ItemChange

__all__ = ["KINDS", "Comparison", "Edition", "FieldChange", "ItemChange", "as_json", "as_text", "compare"]
