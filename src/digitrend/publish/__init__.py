"""From the built site to where its readers are: a folder, a branch, a bucket, another machine.

Only what the site's manifest lists is sent, if the site is whole, current and sound; what is there already is not sent
again. A target is first compared and then changed, so that a dry run can show what would change. The order of the
steps is such that no reader meets a page without its styles, and that an interrupted publish can be run again.
"""

from digitrend.publish.changes import Changes, PublishError, taken, vanished, without_secrets
from digitrend.publish.targets import Ready, Target, TargetOptions, ready, target_of
