"""The preview: the site as it is being written, in a browser on the same machine.

The same pipeline as a build's, over memory: nothing is written.  Between a save and the browser's new text:

    watching      a file was saved
    preview       everything is read again; the pages that are open are made first, then all others
    tabs          each open page is told what it does not show yet
    client.js     the page takes over what differs, where the reader is

`rounds` runs the first three in a thread; `app` answers the browser; `server` holds both together and ends them.
"""

from digitrend.serve.preview import Told
from digitrend.serve.server import PortTaken, serve

__all__ = ["PortTaken", "Told", "serve"]
