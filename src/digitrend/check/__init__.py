"""Documents to a briefing: the schema, then the rules."""
