"""Content files to documents with positions: layout, reading, YAML."""
