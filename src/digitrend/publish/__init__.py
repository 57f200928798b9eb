"""From the built site to where its readers are: a folder, a branch, a bucket, another machine.

Sent is what the site's manifest lists, if it is whole, current and sound; what is there already is not sent again.
A place is first compared and then changed, so that what would change can be shown without changing it; and the steps
are in such an order that no reader meets a page without its styles, and that what was interrupted can be done again.
"""

from digitrend.publish.changes import Changes, vanished
from digitrend.publish.faults import CannotPublish, without_secrets
from digitrend.publish.places import Place, Wish, place_of
from digitrend.publish.readiness import Ready, ready

__all__ = ["CannotPublish", "Changes", "Place", "Ready", "Wish", "place_of", "ready", "vanished", "without_secrets"]
