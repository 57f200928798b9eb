"""Pages to HTML, with Markdown and figures in prose on the way; the only package that imports jinja2 and markdown."""

from .rendering import Draw, RenderError, Theme, render
from .templates import Templates

__all__ = ["Draw", "RenderError", "Templates", "Theme", "render"]
