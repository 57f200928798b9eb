"""What can stop a command: one tree of exceptions, each with the exit code that it means.

DigitrendError
├── BuildError             something that a build is made with is missing or fails; told as a finding
│   ├── RenderError        a template fails
│   ├── NoTypesetterError  WeasyPrint cannot work here
│   └── PublishError       something stands in the way of publishing (in `publish.changes`)
├── StoreError             the disk refuses
│   └── BusyError          another build holds the site
├── NotOursError           the output folder is not this program's to change
├── NoRevisionError        git has no such revision
├── WorkerLostError        a worker process ended, or none can be started
├── PortTakenError         the preview's port cannot be listened on
└── NotPossibleError       `new` cannot make what was asked for

The text of each is one sentence for whoever ran the command.
"""

from __future__ import annotations

from digitrend.diagnostics import Diagnostic


class DigitrendError(Exception):
    """The base of all: what `except` needs to name, and the exit code of a command that it ends."""

    exit_code = 1


class BuildError(DigitrendError):
    """Nothing in the content is wrong, but something that a site is made with; `diagnostic` is the finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class RenderError(BuildError):
    """A template failed."""


class NoTypesetterError(BuildError):
    """WeasyPrint cannot work on this machine; the hint says what to install."""

    def __init__(self, fault: str, hint: str) -> None:
        super().__init__(Diagnostic("P008", fault, "briefing.pdf", hint=hint))


class StoreError(DigitrendError):
    """The disk refused."""


class BusyError(StoreError):
    """Another build held the site for longer than we were ready to wait."""


class NotOursError(DigitrendError):
    """The output folder is not this program's to change; the text says why, and what to do."""


class NoRevisionError(DigitrendError):
    """The revision cannot be read."""


class WorkerLostError(DigitrendError):
    """A worker process ended in the middle of its work, most likely for lack of memory, or could not be started."""


class PortTakenError(DigitrendError):
    """The port cannot be listened on; the text says why, and what to do."""


class NotPossibleError(DigitrendError):
    """`digitrend new` cannot make what was asked for; the text ends with the next step."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}; {hint}")
