"""Statistics to charts as values: checked specifications in, `Chart` values out; drawing is `draw`'s."""

from .values import Chart

__all__ = ["Chart"]
