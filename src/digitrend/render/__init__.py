"""Pages to HTML, with the assets that they load; only this room imports jinja2 and markdown."""
