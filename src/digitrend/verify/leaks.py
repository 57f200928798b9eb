"""Traces of the machine that made a text: its folders, its own addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitrend.verify.places import Finds

# Looked for first, because nothing is found faster than a plain word; nearly no file holds any of them.
SIGNS = (
    "home/",
    "root/",
    "tmp/",
    "Users",
    "var/folders",
    "mnt/",
    ":\\",
    "file:",
    "localhost",
    "127.0",
    "//0.0",
    "[::1]",
)

_FOLDER = r"(?<![\w.:-])/(?:home|mnt|root|tmp|Users|var/folders)/[\w.@~-]"
_WINDOWS = r"\b[A-Za-z]:[\\/]+(?:Users)\b"
_FILE = r"\bfile:/"
_HOST = r"(?:\bhttps?:)?//(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\])(?![\w.-])|\blocalhost:\d"
LEAK = re.compile(rf"""(?:{_FOLDER}|{_WINDOWS}|{_FILE}|{_HOST})[^\s"'<>`)]*""")


def find_leaks(finds: Finds) -> None:
    """Add what names a folder or an address of one machine."""
    if any(sign in finds.text for sign in SIGNS):
        for found in LEAK.finditer(finds.text):
            finds.add("leaks", "", found.group(), found.start())
