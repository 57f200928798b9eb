"""What previews of links show of a page: Open Graph (ogp.me) wants a picture's address, its size and a text for it."""

from __future__ import annotations

import struct

from digitrend.site import urls
from digitrend.site.contexts import ChartContext, Page, PartContext


def pictured(page: Page) -> tuple[str, str]:
    """Return the address of a page's picture and the text that stands for it: its first chart, or the briefing's card.

    Galleries and pages of everything show many charts, none of which stands for them.
    """
    match page.context:
        case ChartContext(chart=chart) | PartContext(charts=(chart, *_)):
            return urls.chart_url(chart.id, "png"), chart.title
    return urls.CARD, page.site_title


def png_size(content: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, from its first chunk (ISO/IEC 15948)."""
    width, height = struct.unpack(">II", content[16:24])
    return width, height
