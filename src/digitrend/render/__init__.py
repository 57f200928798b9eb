"""Pages to HTML, with Markdown and figures in prose on the way; the only package that imports jinja2 and markdown."""

from digitrend.render.compiled import Compiled
from digitrend.render.rendering import Draw, Head, Picture, Theme, render
from digitrend.render.templates import Templates

__all__ = ["Compiled", "Draw", "Head", "Picture", "Templates", "Theme", "render"]
