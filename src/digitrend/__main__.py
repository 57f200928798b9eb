"""Runs digitrend as `python -m digitrend`."""

from digitrend.cli import main

main()
