"""The whole as one thing: a PDF, a single file, an archive, a page of changes."""
