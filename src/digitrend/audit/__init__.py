"""A briefing held against its source's own text: each figure where it is said to be, and none left out.

The text is not part of a project; whoever has it can audit.
"""

from .auditing import Audit, Tally, audit, audited
from .keeping import RECORD, how_it_is_kept, record_of, record_text
from .source_text import text_of

__all__ = [
    "RECORD",
    "Audit",
    "Tally",
    "audit",
    "audited",
    "how_it_is_kept",
    "record_of",
    "record_text",
    "text_of",
]
