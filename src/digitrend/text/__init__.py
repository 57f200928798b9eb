"""Quantities, dates and references in words: read from and written into a text, by language."""
