"""Figures to charts as values: checked specifications in, `Chart` values out; drawing is `draw`'s."""

from digitrend.charts.values import Chart

__all__ = ["Chart"]
