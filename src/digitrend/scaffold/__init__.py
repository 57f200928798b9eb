"""New things for editors to fill in: items, whole briefings, schemas, workflows."""
