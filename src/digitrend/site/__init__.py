"""The plan of the site: a briefing to its pages, one context type a template."""
