"""Documents to a briefing: shape by schema, then meaning by rules."""

from .checking import RULES, check

__all__ = ["RULES", "check"]
