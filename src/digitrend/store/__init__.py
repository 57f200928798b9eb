"""Where bytes live: the only package that writes.

Three places, each with its own promise.  A `Store` keeps files by path and replaces each whole;
a `Cache` keeps bytes by key and may lose any of them; a `Site` is the output folder, which
changes in one step and is never touched unless this program made it.

Whatever the disk refuses surfaces as a `StoreError`, a path that leads elsewhere as a ValueError.
"""

from digitrend.store.archive import Packed, archive
from digitrend.store.cache import Cache
from digitrend.store.files import DiskStore, MemoryStore, Store, StoreError, digest
from digitrend.store.marker import MARKER, files_of, marked_in, marker_text
from digitrend.store.paths import safe
from digitrend.store.site import Busy, NotOurs, Site

__all__ = [
    "MARKER",
    "Busy",
    "Cache",
    "DiskStore",
    "MemoryStore",
    "NotOurs",
    "Packed",
    "Site",
    "Store",
    "StoreError",
    "archive",
    "digest",
    "files_of",
    "marked_in",
    "marker_text",
    "safe",
]
