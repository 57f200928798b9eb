"""Two briefings compared, item by item and field by field."""
