"""What can stand in the way of publishing: one finding each, without a secret in it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from digitrend.diagnostics import Diagnostic
from digitrend.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Sequence

_USERINFO = re.compile(r"(?<=://)\S*@")  # user and password, which may hold `@` and `/` too
_QUERY = re.compile(r"(://[^\s?#]*)[?#][^\s'\"<>]*")  # where tokens stand
_SECRET_NAMES = re.compile(r"SECRET|TOKEN|PASSW|CREDENTIAL|ACCESS_KEY|API_KEY|AUTH", re.IGNORECASE)
_HIDDEN = "…"


class PublishError(BuildError):
    """Something stands in the way of publishing."""


def without_secrets(text: str) -> str:
    """Return a text on one line, without what may be secret: logins and queries of addresses, and the environment's."""
    text = _QUERY.sub(r"\1", _USERINFO.sub("", text))
    for name, value in os.environ.items():
        if _SECRET_NAMES.search(name) and len(value) > 5:
            text = text.replace(value, _HIDDEN)
    return " ".join(text.split())


def _fault(code: str, message: str, place: str, hint: str) -> PublishError:
    return PublishError(Diagnostic(code, without_secrets(message), without_secrets(place), hint=hint))


def another_address(built: str, wanted: str, place: str) -> PublishError:
    """X004: the site was built for another address than the one that it is to be published at."""
    told = f"the site was built for '{built}'" if built else "the site was built for no address"
    return _fault("X004", f"{told} and is to be published at '{wanted}'", place, "build it with the right --base-url")


def not_ours(place: str) -> PublishError:
    """X005: the place holds files that were not published by digitrend."""
    return _fault("X005", "there are files there that digitrend did not publish", place, "name an empty place")


def taken(paths: Sequence[str], place: str) -> PublishError:
    """X007: somebody else's file stands where a file of the site belongs."""
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    message = f"'{paths[0]}'{more} there is not digitrend's, and the site has a file in that place"
    return _fault("X007", message, place, "move it away, or replace it with --overwrite")


def lacks(tool: str, place: str, hint: str) -> PublishError:
    """X006: the program or library that takes the site to such a place is not installed."""
    return _fault("X006", f"{tool} is not installed", place, hint)


def unreachable(what: str, place: str) -> PublishError:
    """X201: the place cannot be reached."""
    return _fault("X201", f"it cannot be reached: {what}", place, "check the address and the network, and try again")


def refused(what: str, place: str, hint: str) -> PublishError:
    """X202: the place does not accept the credentials, or none were given."""
    return _fault("X202", f"the credentials are not accepted: {what}", place, hint)


def forbidden(what: str, place: str) -> PublishError:
    """X203: the credentials are accepted, but give no right to write."""
    return _fault("X203", f"there is no right to write there: {what}", place, "ask whoever runs it for that right")


def missing(what: str, place: str, hint: str) -> PublishError:
    """X204: the place does not exist."""
    return _fault("X204", f"there is no such place: {what}", place, hint)


def overtaken(what: str, place: str) -> PublishError:
    """X205: somebody else published there meanwhile."""
    return _fault("X205", f"somebody else published there meanwhile: {what}", place, "publish again")


def no_repository(what: str, place: str) -> PublishError:
    """X206: a branch can be published from a git repository only, and here is none."""
    return _fault("X206", f"this is no git repository: {what}", place, "publish from a clone of the repository")


def failed_there(what: str, place: str) -> PublishError:
    """X207: the place, or the program that takes the site there, reports a failure."""
    hint = "mend that and publish again; what has arrived is not sent twice"
    return _fault("X207", f"it failed: {what}", place, hint)
