"""Specifications and figures to charts as values; drawing is `draw`'s."""

from digitrend.charts.types import Chart
