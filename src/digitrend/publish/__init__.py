"""Sends the built site to a folder, a git branch, an S3 bucket or another machine.

Only files in the site's manifest are sent, and only those that differ.  A target is first compared and then changed, so
that a dry run can show the changes.  Pages are sent after the files that they load, and an interrupted publication can
be run again.
"""

from digitrend.publish.changes import Changes, PublishError, taken, vanished, without_secrets
from digitrend.publish.targets import Ready, Target, TargetOptions, ready, target_of
