"""The site for machines: tables, JSON-LD, citations, feeds, what hosts are told."""
