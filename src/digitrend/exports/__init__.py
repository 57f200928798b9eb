"""Files for programs: tables, JSON-LD, citations, feeds, headers for hosts."""
