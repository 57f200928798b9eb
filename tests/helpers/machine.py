"""What a machine must have for some tests, and what is said where it has not."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NO_BROWSER = "NO BROWSER"
NO_CHECKER = "NO CHECKER"
NO_LANGUAGE_SERVER = "NO LANGUAGE SERVER"
NO_MOUNT = "NO MOUNT"
NO_NETWORK = "NO NETWORK"
NO_RSYNC = "NO RSYNC"
NO_NGINX = "NO NGINX"
NO_SOURCE = "NO SOURCE"
NO_TYPESETTER = "NO TYPESETTER"
REMEDY = {
    NO_BROWSER: "install Chromium, Chrome or Edge, or name one in DIGITREND_CHROMIUM",
    NO_CHECKER: "install Java 17 and npm, then run `npm ci --ignore-scripts --prefix tools/checker`",
    NO_LANGUAGE_SERVER: "install npm, then run `npm ci --ignore-scripts --prefix tools/language-server`",
    NO_MOUNT: "run the tests as a user who may mount a disk in memory, such as root of a machine of one's own",
    NO_NETWORK: "connect to a package index, or fill pip's cache",
    NO_RSYNC: "install rsync 3.2.3 or newer",
    NO_NGINX: "install nginx; on Debian the package of that name",
    NO_SOURCE: "name the texts of the articles, which are not ours: see DIGITREND_SOURCE in CONTRIBUTING.md",
    NO_TYPESETTER: "install Pango; on Debian libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0",
}
MANDATORY = {  # set: what needs the thing must run
    NO_BROWSER: ("DIGITREND_REQUIRE_BROWSER",),
    NO_CHECKER: ("DIGITREND_REQUIRE_BROWSER",),
    NO_LANGUAGE_SERVER: ("DIGITREND_REQUIRE_BROWSER",),
    NO_MOUNT: (),  # not every machine of a CI lets its tests mount
    NO_NETWORK: ("DIGITREND_REQUIRE_BROWSER", "CI"),
    NO_RSYNC: ("DIGITREND_REQUIRE_BROWSER", "CI"),
    NO_NGINX: ("DIGITREND_REQUIRE_BROWSER",),
    NO_SOURCE: (),
    NO_TYPESETTER: ("DIGITREND_REQUIRE_BROWSER", "CI"),
}


def stand_down(lack: str, why: str) -> NoReturn:
    """End a test that this machine cannot run: a failure where it must run, else a skip with a loud end."""
    if any(os.environ.get(variable) for variable in MANDATORY[lack]):
        pytest.fail(f"{lack}: {why}; {REMEDY[lack]}", pytrace=False)
    pytest.skip(f"{lack}: {why}")
