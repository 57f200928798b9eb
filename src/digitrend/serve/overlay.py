"""Findings as HTML, to be laid over a page: all of them, each with its place, its line and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from digitrend.diagnostics import Diagnostic, Severity, by_position, excerpt, summary

FOLDER = "/_preview/"  # begins the addresses of the preview's own files; no page of a site is there
SHEET = f'<link rel="stylesheet" href="{FOLDER}overlay.css">'
BELOW = "Below is the page as it last was without errors. This goes away by itself."


def overlay(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> str:
    """Return what lies over a page; `texts` holds the files by path, and a finding without its file has no excerpt."""
    ordered = by_position(found)
    items = "".join(_item(one, texts.get(one.path, "")) for one in ordered)
    head = f'<h2>{escape(summary(ordered))}</h2><button type="button">Hide</button>'
    return (
        f'{SHEET}<section role="alert" class="over"><div class="head">{head}</div>'
        f'<ol>{items}</ol><p class="note">{BELOW}</p></section>'
    )


def trouble(sentence: str) -> str:
    """Return what lies over a page when the preview itself is stopped by something."""
    head = '<h2>The preview is stopped</h2><button type="button">Hide</button>'
    note = '<p class="note">Save once more to try again.</p>'
    message = f'<p class="message">{escape(sentence)}</p>'
    return f'{SHEET}<section role="alert" class="over"><div class="head">{head}</div>{message}{note}</section>'


def _item(one: Diagnostic, text: str) -> str:
    kind = "warning" if one.severity is Severity.WARNING else "error"
    rows = [
        f'<p class="place"><b>{escape(one.path)}</b>:{one.at} <span class="code">{one.code} {kind}</span></p>',
        f'<p class="message">{escape(one.message)}</p>',
        f'<pre tabindex="0">{escape(shown)}</pre>' if (shown := excerpt(one.at, text)) else "",
        *(f'<p class="related">{escape(note)}: {escape(one.path)}:{at}</p>' for note, at in one.related),
        f'<p class="hint">{escape(one.hint)}</p>' if one.hint else "",
    ]
    return f'<li class="{kind}">{"".join(rows)}</li>'


def waiting(over: str) -> str:
    """Return a page for the time before there is any: it shows what must be mended first."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>digitrend</title>'
        f"</head><body><noscript>{over}</noscript></body></html>"
    )
