"""Documents to a briefing: shape by schema, then meaning by rules.

Each rule explains its codes; those of the shape are explained here.  `shape` tells which of pydantic's complaints
each of them stands for.
"""

from .checking import RULES, check

__all__ = ["RULES", "check"]
