"""digitrend turns an outlook article, encoded in YAML, into a briefing that can be browsed, checked and cited."""

__version__ = "0.1.0"
