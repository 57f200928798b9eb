"""A briefing against its source's own text, both ways."""
